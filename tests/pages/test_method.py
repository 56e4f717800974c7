import re

from content.effects import validation_studies
from content.evidence import references
from content.texts import method_text
from scoring.foods.build import PRIOR_RECORDS, typical_relative_sd, used_by_key
from scoring.foods.records import load_records
from scoring.intake.warnings import WARNING_TEXT
from scoring.nutrients import STORED
from scoring.questionnaire.answers import FREQUENCIES
from tests.conftest import ROOT
from tests.pages.conftest import shared_visit

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
    visitor = shared_visit("method")
    rows = visitor.table("Answer")
    assert len(rows) == len(FREQUENCIES)
    for row, (words, figures) in zip(rows, SCALE.items(), strict=True):
        assert row["Answer"].startswith(words)
        assert tuple(row.values())[1:] == figures
    assert re.search(r"small × 0\.5, medium × 1, large × 1\.5", visitor.words())


def test_floors_and_the_factors_they_make():
    rows = {tuple(row.values()) for row in shared_visit("method").table("Nutrient")}
    # exp(1.2816 × 0.60) = 2.158, × 0.50 = 1.898
    assert rows == {
        ("Vitamin K2", "0.6", "÷ and × 2.2"),
        ("Vitamin K1", "0.5", "÷ and × 1.9"),
        ("Vitamin D", "0.5", "÷ and × 1.9"),
    }


def test_the_rule_of_the_ranges_of_foods_with_its_figures():
    visitor = shared_visit("method")
    assert f"weighs as much as {PRIOR_RECORDS} records" in visitor.words()
    typical = typical_relative_sd(used_by_key(load_records(ROOT / "food_records.csv")))
    least = {"k1": "0.5", "mk4": "0.3", "mk7": "0.3", "mkx": "0.5", "d": "0.1"}
    rows = visitor.table("Of")
    for row, nutrient in zip(rows, STORED, strict=True):
        spread = row["Typical spread of records"].replace("\N{NO-BREAK SPACE}", " ")
        assert spread == f"{round(100 * typical[nutrient])} %"
        assert row["Least, in 100 g"].split()[0] == least[nutrient]


def test_the_table_in_numbers_with_its_version(foods):
    words = shared_visit("method").words()
    known = sum(content is not None for food in foods for content in food.content.values())
    assert f"{len(foods)} foods with {known} figures; {5 * len(foods) - known} are unknown" in words
    assert words.count(foods.version) == 2  # in the text and in how to cite
    assert "{" not in words


def test_every_check_and_every_validation_study_is_told():
    visitor = shared_visit("method")
    for text in WARNING_TEXT.values():
        assert text in visitor.words()
    words = visitor.words()
    for study in validation_studies():
        assert study.instrument in words.replace("\\", "")
        (line,) = (
            line
            for line in words.splitlines()
            if f"{study.statistic} {study.value}" in line and study.nutrient in line
        )
        assert study.against.casefold() in line.casefold()
        reference = references()[study.ref_id]
        assert (reference.url or reference.doi) in words


def test_method_says_what_the_range_is_not_and_what_is_kept():
    words = shared_visit("method").words()
    assert "not a confidence interval" in words
    assert "log-SD 0.3" in words
    assert method_text("privacy") in words
    assert method_text("limits") in words
