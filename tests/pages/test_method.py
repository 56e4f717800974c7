import re

import content
from scoring.plausibility import WARNING_TEXT
from scoring.questionnaire import FREQUENCIES
from tests.pages.conftest import visit

SCALE = {
    "never": ("0", "0 to 0"),
    "1–3 times a month": ("0.5", "0.25 to 0.75"),
    "once a week": ("1", "0.75 to 1.5"),
    "twice a week": ("2", "1.5 to 2.5"),
    "3–4 times a week": ("3.5", "2.5 to 4.5"),
    "5–6 times a week": ("5.5", "4.5 to 6.5"),
    "once a day": ("7", "6.5 to 10.5"),
    "2–3 times a day": ("17.5", "10.5 to 24.5"),
    "4 or more times a day": ("31.5", "24.5 to 42"),
}


def test_scales_are_those_of_the_contract():
    visitor = visit("method")
    rows = visitor.table("Answer")
    assert len(rows) == len(FREQUENCIES)
    for row, (words, figures) in zip(rows, SCALE.items(), strict=True):
        assert row["Answer"].startswith(words)
        assert tuple(row.values())[1:] == figures
    assert re.search(r"small × 0\.5, medium × 1, large × 1\.5", visitor.words())


def test_floors_and_the_factors_they_make():
    rows = {tuple(row.values()) for row in visit("method").table("Nutrient")}
    # exp(1.2816 × 0.52) = 1.947, × 0.43 = 1.735, × 0.45 = 1.780
    assert rows == {
        ("Vitamin K2", "0.52", "÷ and × 1.9"),
        ("Vitamin K1", "0.43", "÷ and × 1.7"),
        ("Vitamin D", "0.45", "÷ and × 1.8"),
    }


def test_the_table_in_numbers_with_its_version(foods):
    words = visit("method").words()
    known = sum(content is not None for food in foods for content in food.content.values())
    assert f"{len(foods)} foods with {known} figures; {5 * len(foods) - known} are unknown" in words
    assert words.count(foods.version) == 2  # in the text and in how to cite
    assert "{" not in words


def test_every_check_and_every_validation_study_is_told():
    visitor = visit("method")
    for text in WARNING_TEXT.values():
        assert text in visitor.words()
    words = visitor.words()
    for study in content.validation_studies():
        assert study.instrument in words.replace("\\", "")
        (line,) = (
            line
            for line in words.splitlines()
            if f"{study.statistic} {study.value}" in line and study.nutrient in line
        )
        assert study.against.casefold() in line.casefold()
        reference = content.references()[study.ref_id]
        assert (reference.url or reference.doi) in words


def test_method_says_what_the_range_is_not_and_what_is_kept():
    words = visit("method").words()
    assert "not a confidence interval" in words
    assert "log-SD 0.3" in words
    assert content.method_text("privacy") in words
    assert content.method_text("limits") in words
