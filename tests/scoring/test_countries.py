"""Countries: how one is guessed, and that one person and many are scored alike in each."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from scoring import Answer, Answers, FoodTable, estimate, score_responses
from scoring.__main__ import main
from scoring.batch.score_files import score_file
from scoring.countries import COUNTRIES, INTERNATIONAL, guess, in_region, of_regions
from scoring.errors import FoodTableError
from scoring.foods.slips import questions
from scoring.foods.table import COUNTRIES_CSV, SELDOM_CSV
from scoring.questionnaire.answers_file import AnswersFileError, read_answers, write_answers

ROOT = Path(__file__).parents[2]
FOODS = FoodTable.load(ROOT / "foods.csv")
DAY = date(2026, 11, 30)
EATEN = {"spread_fortified": "1d", "milk_fortified": "2w", "processed_cheese": "3-4w", "eggs": "1w"}


@pytest.mark.parametrize(
    ("language", "time_zone", "expected"),
    [
        ("en-US", "Europe/London", "GB"),
        ("en-US", "America/Chicago", "US"),
        ("en-US", "UTC", INTERNATIONAL),  # what browsers are set to everywhere
        ("en-GB", "", "GB"),
        ("de", "Europe/Vienna", "AT"),
        ("de-CH", "", "CH"),
        ("fr", "Etc/UTC", "FR"),
        ("fr-BE", "", "BE"),
        ("fr-CH", "", "CH"),
        ("fr", "Europe/Brussels", "BE"),
        ("ja", "Etc/UTC", "JP"),
        ("ja", "Europe/Berlin", "DE"),
        ("nl", "Asia/Taipei", INTERNATIONAL),
        ("zh-Hant-TW", "", INTERNATIONAL),
        ("", "", INTERNATIONAL),
    ],
)
def test_where_a_person_is_counts_before_the_language(language, time_zone, expected):
    assert guess(language, time_zone) == expected


def test_each_country_belongs_to_a_region_and_can_be_guessed():
    zones = [zone for country in COUNTRIES.values() for zone in country.time_zones]
    assert len(zones) == len({*zones})
    for code, country in COUNTRIES.items():
        assert code in in_region(country.region)
        assert all(guess("en-US", zone) == code for zone in country.time_zones)
    assert of_regions(["nordic", "DK", "US"]) == ("DK", "FI", "IS", "NO", "SE", "US")


def test_many_people_are_scored_as_each_of_them_alone(subtests):
    """Countries stand in turns, so that people of one country are no neighbours."""
    codes = [INTERNATIONAL, *COUNTRIES] * 3
    frame = pd.DataFrame(
        {"respondent_id": [f"P{n}" for n in range(len(codes))], "country": codes}
        | {food_id: [frequency] * len(codes) for food_id, frequency in EATEN.items()}
    )
    frame["eggs"] = ["1w", "2w", "never"] * (len(codes) // 3)
    scored = score_responses(FOODS, frame)
    assert scored["respondent_id"].tolist() == frame["respondent_id"].tolist()
    for n, code in enumerate(codes):
        with subtests.test(person=n, country=code):
            answers = {f: Answer(frame[f][n]) for f in EATEN}
            alone = estimate(FOODS.for_country(code), Answers(answers))
            row = scored.iloc[n]
            for total, intake in alone.intakes.items():
                assert row[f"{total}_ug"] == pytest.approx(intake.central)
                assert row[f"{total}_low"] == pytest.approx(intake.low)
                assert row[f"{total}_high"] == pytest.approx(intake.high)
            assert row["unanswered"] == len(alone.unanswered)
            assert tuple(filter(None, row["warnings"].split(";"))) == alone.warnings


def test_spread_once_a_day_worked_by_hand():
    # 10 g once a day, at 17.5 µg per 100 g in Finland and 5.5 in Ireland.
    daily = Answers({"spread_fortified": Answer("1d")})
    for country, ug in (("FI", 1.75), ("IE", 0.55)):
        found = estimate(FOODS.for_country(country), daily)
        assert found.intakes["d"].central == pytest.approx(ug)


def test_food_seldom_eaten_there_is_no_gap_but_counts_once_answered():
    danish = FOODS.for_country("DK")
    asked = {food.food_id for food in FOODS} - danish.seldom_eaten
    nothing = Answers({food_id: Answer("never") for food_id in asked})
    assert estimate(danish, nothing).unanswered == ()
    assert "unanswered" not in estimate(danish, nothing).warnings
    assert len(estimate(FOODS.for_country("JP"), nothing).unanswered) > 0
    eats = Answers({"seaweed": Answer("1d")})
    assert estimate(danish, eats).intakes["k1"].central > 10


RESPONSES = "respondent_id,country,eggs\nana,NL,1w\nben,Holland,1w\ncas,,1w\n"


def test_an_unknown_country_costs_nobody_the_intakes(tmp_path, capsys):
    path, out, errors = (tmp_path / name for name in ("people.csv", "out.csv", "errors.csv"))
    path.write_text(RESPONSES, encoding="utf-8")
    assert main(["score", str(path), "--out", str(out)]) == 0
    said = capsys.readouterr().err
    assert "people whose country is not known: 1; scored with the international figures" in said
    assert "row 2, column 'country': found 'Holland'; allowed: empty, AT, BE" in said
    intakes = pd.read_csv(out, keep_default_na=False)
    assert intakes["respondent_id"].tolist() == ["ana", "ben", "cas"]
    assert "unknown_country" in intakes["warnings"][1].split(";")
    assert all("unknown_country" not in intakes["warnings"][n] for n in (0, 2))
    numbers = [column for column in intakes if column not in ("respondent_id", "warnings")]
    assert intakes.loc[1, numbers].tolist() == intakes.loc[2, numbers].tolist()

    tally = score_file(FOODS, path, out, errors=errors)
    assert (tally.scored, tally.left_out) == (3, 0)
    assert [(r.first.column, r.first.row, r.people) for r in tally.remarks] == [("country", 2, 1)]
    faults = pd.read_csv(errors)
    assert faults[["row", "column", "value"]].to_numpy().tolist() == [[2, "country", "Holland"]]


def test_the_country_travels_with_the_answers_file_and_older_files_open():
    answers = Answers({"eggs": Answer("1w")})
    for country in ("SE", INTERNATIONAL):
        data = write_answers(answers, FOODS, DAY, country=country)
        assert read_answers(data, FOODS).country == country
    old = write_answers(answers, FOODS, DAY)
    assert b"country" not in old
    assert read_answers(old, FOODS).country is None
    wrong = json.dumps(json.loads(old) | {"country": "Sweden"}).encode()
    with pytest.raises(AnswersFileError, match=r"country: found 'Sweden'; allowed: empty, or one"):
        read_answers(wrong, FOODS)


@pytest.mark.parametrize(
    ("name", "before", "after", "message"),
    [
        (
            COUNTRIES_CSV,
            "IE,spread_fortified",
            "EI,spread_fortified",
            "column 'country': found 'EI'",
        ),
        (COUNTRIES_CSV, "IE,spread_fortified", "IE,butter_pat", "column 'food_id': found 'butter_"),
        (SELDOM_CSV, "kimchi,international;", "kimchi,everywhere;", "(not 'everywhere')"),
    ],
)
def test_a_fault_in_a_file_beside_the_table_is_named(tmp_path, name, before, after, message):
    for file in ("foods.csv", "sources.csv", COUNTRIES_CSV, SELDOM_CSV):
        text = (ROOT / file).read_text(encoding="utf-8")
        if file == name:
            assert before in text
            text = text.replace(before, after, 1)
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(FoodTableError) as caught:
        FoodTable.load(tmp_path / "foods.csv")
    assert message in str(caught.value)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"d_ug": "400"}, "at most 250 µg in 100 g: no food holds more. Are these IU? Divide them"),
        ({"d_ug": "12500"}, "three decimals read as thousands (12.500), or are these nanograms?"),
        ({"k1_ug": "438000"}, "at most 5,000 µg in 100 g: no food holds more. Was a number with"),
        ({"mk7_ug": "3001"}, "at most 3,000 µg in 100 g"),
    ],
)
def test_a_content_that_cannot_be_is_refused_with_the_likely_slip(
    tmp_path, write_table, changed, message
):
    [column] = changed
    high = {column.replace("_ug", "_high"): changed[column]}
    with pytest.raises(FoodTableError) as caught:
        FoodTable.load(write_table(**changed, **high))
    assert message in str(caught.value)


def asked_about(path):
    return "\n".join(str(question) for question in questions(FoodTable.load(path), FOODS))


def test_contents_and_servings_that_are_likely_slips_are_asked_about(write_table):
    in_grams = {"k1_ug": "2e-5", "k1_low": "1e-5", "k1_high": "4e-5"}
    in_mg = {"k1_ug": "0.002", "k1_low": "0.001", "k1_high": "0.004"}
    assert "grams?" in asked_about(write_table(**in_grams))
    assert ": are these milligrams?" in asked_about(write_table(**in_mg))
    assert "kilograms?" in asked_about(write_table(serving_g="0.05"))
    assert "are these milligrams?" in asked_about(write_table(serving_g="5000"))
    assert questions(FOODS, FOODS) == ()


def test_whatever_costs_nobody_the_intakes_is_said_and_listed_alike(tmp_path, capsys):
    path, out, errors = (tmp_path / name for name in ("people.csv", "out.csv", "errors.csv"))
    path.write_text(
        "respondent_id,country,sex,age,eggs\nana,Holland,F,9,1w\nben,Nederland,male,30,1w\n"
        "cas,Sparta,,,1w\n",
        encoding="utf-8",
    )
    more = ["--on-error", "skip", "--errors", str(errors)]
    assert main(["score", str(path), "--out", str(out), *more]) == 0
    said = capsys.readouterr().err.splitlines()
    assert sorted(line.partition(":")[0] for line in said) == [
        "not used, people scored all the same",
        "not used, people scored all the same",
        "people whose country is not known",
    ]
    assert pd.read_csv(out)["respondent_id"].tolist() == ["ana", "ben", "cas"]
    listed = pd.read_csv(errors)[["row", "column", "value"]].to_numpy().tolist()
    assert sorted(listed) == [
        [1, "age", "9"],
        [1, "country", "Holland"],
        [1, "sex", "F"],
        [3, "country", "Sparta"],
    ]


@pytest.mark.parametrize(
    "cell", ["NL", "nl", "Netherlands", "Nederland", "Niederlande", "Pays-Bas", "オランダ"]
)
def test_a_country_is_read_by_its_code_and_by_its_name_in_any_language(tmp_path, cell):
    path, out = tmp_path / "people.csv", tmp_path / "out.csv"
    path.write_text(f"respondent_id,country,eggs\nana,{cell},1w\n", encoding="utf-8")
    assert score_file(FOODS, path, out).remarks == ()
    assert "unknown_country" not in pd.read_csv(out, keep_default_na=False)["warnings"][0]


def test_the_country_counts_from_every_kind_of_file(tmp_path):
    answers = Answers({"spread_fortified": Answer("1d")})
    files = {
        "people.csv": b"respondent_id,country,spread_fortified\nana,FI,1d\n",
        "people.json": b'[{"respondent_id": "ana", "country": "FI", "spread_fortified": "1d"}]',
        "ana.json": write_answers(answers, FOODS, DAY, country="FI"),
    }
    out = tmp_path / "out.csv"
    figures = set()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        score_file(FOODS, tmp_path / name, out)
        figures.add(pd.read_csv(out)["d_ug"][0])
    abroad = tmp_path / "abroad.csv"
    abroad.write_text("respondent_id,spread_fortified\nana,1d\n", encoding="utf-8")
    score_file(FOODS, abroad, out)
    assert len(figures) == 1
    assert pd.read_csv(out)["d_ug"][0] not in figures
