"""The examples in the docstrings of the science run, and give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import scoring
from scoring.foods.table import FoodTable
from scoring.guidance.change import rank_changes
from scoring.guidance.references import lookup
from scoring.intake.estimate import estimate
from scoring.intake.sensitivity import what_would_narrow
from scoring.questionnaire.codes import codes_of

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(scoring.__path__, "scoring.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name, capsys):
    failures = doctest.testmod(importlib.import_module(name)).failed
    assert not failures, capsys.readouterr().out


@pytest.mark.parametrize(
    "public", [FoodTable, codes_of, estimate, lookup, rank_changes, what_would_narrow]
)
def test_public_functions_have_an_example(public):
    assert doctest.DocTestParser().get_examples(public.__doc__)
