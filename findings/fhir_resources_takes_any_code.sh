#!/usr/bin/env bash
# fhir.resources parses a Questionnaire without looking at its codes and rules: the status
# "finished", an item of the type "choise", an operator "~", two items with one linkId, a condition
# about a question that is not there, and two conditions without enableBehavior all pass, in its
# models of R4B and of R5. FHIR requires each of them to be otherwise; what the models check is the
# names, kinds and presence of elements.
# It hurts whoever takes "it parses" for "it is valid": renderers leave such items out, or show them
# to the wrong people. Check codes, link ids and conditions in a test of your own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/python -m pip install -qq --disable-pip-version-check fhir.resources==8.3.0

cat >codes.py <<'PY'
import copy
import sys
from importlib.metadata import version

from fhir.resources.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaire import Questionnaire as QuestionnaireR4B

print(f"fhir.resources {version('fhir.resources')}")
failed = False


def check(what, got, want):
    global failed
    print(f"  {what}: {got}")
    if got != want:
        print(f"    CHANGED: it was {want}")
        failed = True


def takes(model, resource):
    try:
        model.model_validate(resource)
    except ValueError:
        return False
    return True


eaten = [
    {"question": "eggs", "operator": "exists", "answerBoolean": True},
    {"question": "eggs", "operator": "!=", "answerString": "never"},
]
good = {
    "resourceType": "Questionnaire",
    "status": "active",
    "item": [
        {"linkId": "eggs", "type": "string", "text": "Eggs"},
        {
            "linkId": "eggs.portion",
            "type": "string",
            "text": "Portion",
            "enableWhen": eaten,
            "enableBehavior": "all",
        },
    ],
}


def changed(change):
    resource = copy.deepcopy(good)
    change(resource, *resource["item"])
    return resource


wrong = {
    "status finished": lambda r, eggs, portion: r.update(status="finished"),
    "type choise": lambda r, eggs, portion: eggs.update(type="choise"),
    "operator ~": lambda r, eggs, portion: portion["enableWhen"][0].update(operator="~"),
    "one linkId twice": lambda r, eggs, portion: portion.update(linkId="eggs"),
    "a question that is not there": lambda r, eggs, portion: portion["enableWhen"][0].update(
        question="egs"
    ),
    "no enableBehavior": lambda r, eggs, portion: portion.pop("enableBehavior"),
}
for release, model in (("R4B", QuestionnaireR4B), ("R5", Questionnaire)):
    print(f"\n{release}. One would expect only the first to be taken.")
    check("as it should be", takes(model, good), True)
    for what, change in wrong.items():
        check(what, takes(model, changed(change)), True)
    check("what it does refuse: an element that is misspelt", takes(model, good | {"titel": "x"}), False)
sys.exit(failed)
PY
venv/bin/python codes.py
