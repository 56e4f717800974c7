"""Each example person's report and tables are about that person, and say that nobody is real."""

import csv
import io

import pytest

import report
from content.example_people import example_people
from content.numbers import likely, micrograms
from scoring import estimate
from tests.report.people import MADE_ON, OUR_FOODS, read, words


@pytest.mark.parametrize("example", example_people().values(), ids=list(example_people()))
def test_the_papers_of_an_example_person(example):
    answers = example.answers(OUR_FOODS)
    person = report.Person(
        foods=OUR_FOODS,
        answers=answers,
        safety=example.safety,
        authority="efsa",
        made_on=MADE_ON,
        profile=example.profile,
        example=example.name,
    )
    pdf = report.pdf(person)
    assert len(read(pdf).pages) == 2
    text = words(pdf)
    assert example.name in text
    result = estimate(OUR_FOODS, answers)
    intakes = result.intakes
    for nutrient in ("k2", "k1", "d"):
        found = result.wholes[nutrient]
        assert micrograms(found.central) in text
        assert likely(found) in text
        added = micrograms(result.not_asked[nutrient].central)
        assert f"for foods that were not asked: about {added} µg" in text
    rows = list(csv.DictReader(io.StringIO(report.foods_csv(person).decode("utf-8-sig"))))
    assert len(rows) == len(OUR_FOODS)
    assert all(example.name in row["about"] for row in rows)
    (row,) = csv.DictReader(io.StringIO(report.intakes_csv(person).decode("utf-8-sig")))
    assert row["respondent_id"] == example.name
    assert float(row["k2_ug"]) == pytest.approx(intakes["k2"].central, rel=5e-4)  # four digits
