"""Exports of form tools are scored without a mapping, and what they do not say is asked."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from scoring import FoodTable, score_responses
from scoring.__main__ import main
from scoring.batch.score_files import NobodyScoredError, score_file
from scoring.errors import ResponsesError
from scoring.exchange.mapping import MappingError
from scoring.questionnaire.answers import Answer, Answers, Profile, Supplements
from scoring.questionnaire.answers_file import write_answers
from tests.conftest import ROOT

EXPORTS = Path(__file__).with_name("exports")
FOODS = FoodTable.load(ROOT / "foods.csv")
EXPECTED = pd.DataFrame(
    {
        "respondent_id": ["a1", "a2"],
        "natto": ["1w", "2w"],
        "natto.portion": ["M", ""],
        "eggs": ["2w", "never"],
        "spinach": ["1d", ""],
        "spinach.portion": ["L", ""],
        "supplement.d_ug": ["12.5", ""],
    }
)
TOOLS = (
    "google_forms_via_sheets.csv",
    "kobo_labels_en.csv",
    "kobo_xml_groups.csv",
    "odk_central_submissions.csv",
    "qualtrics_choice_text.csv",
    "redcap_export_labels.csv",
    "surveyjs_matrix_data.json",
)


def scored(path, tmp_path, **options):
    score_file(FOODS, path, tmp_path / "intakes.parquet", **options)
    return pd.read_parquet(tmp_path / "intakes.parquet").set_index("respondent_id").sort_index()


def expected():
    return score_responses(FOODS, EXPECTED).set_index("respondent_id")


def same(found, wanted):
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False, rtol=1e-12)


def faults_of(path, tmp_path, **options):
    with pytest.raises(ResponsesError) as caught:
        score_file(FOODS, path, tmp_path / "i.csv", **options)
    assert not (tmp_path / "i.csv").exists()
    return caught.value.faults


def written(tmp_path, text, name="r.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("name", TOOLS)
def test_the_export_of_a_tool_is_scored_without_a_mapping(tmp_path, name):
    same(scored(EXPORTS / name, tmp_path), expected())


def test_a_fhir_response_is_walked_by_its_path_and_counts_a_supplement_once(tmp_path):
    found = scored(EXPORTS / "fhir_questionnaireresponse_a1.json", tmp_path)
    same(found, expected().loc[["a1"]])


def test_fhir_bundles_and_lines_are_people_by_subject_and_international_units_are_converted(
    tmp_path,
):
    def response(who, code, amount):
        answer = {"valueCoding": {"code": code}}
        quantity = {"valueQuantity": {"value": amount, "code": "[IU]"}}
        return {
            "resourceType": "QuestionnaireResponse",
            "status": "completed",
            "questionnaire": "x",
            "subject": {"reference": f"Patient/{who}"},
            "item": [
                {"linkId": "natto", "answer": [answer]},
                {"linkId": "supplement.d_ug", "answer": [quantity]},
            ],
        }

    people = [response("ana", "1w", 400), response("ben", "1w", 1000)]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in people]}
    lines = "\n".join(map(json.dumps, people))
    for name, text in (("r.json", json.dumps(bundle)), ("r.ndjson", lines)):
        found = scored(written(tmp_path, text, name), tmp_path)
        assert found.index.tolist() == ["ana", "ben"]
        assert found["d_supplement_ug"].tolist() == [10, 25]  # 40 IU are 1 µg
        assert found["mk7_ug"].tolist() == pytest.approx([58.5, 58.5])  # 1/7 × 50 × 8.19


def test_raw_numbers_are_asked_about_and_the_dictionary_answers(tmp_path, capsys):
    raw = EXPORTS / "redcap_export_raw.csv"
    (first, *_) = faults_of(raw, tmp_path)
    assert (first.column, first.value) == ("natto", "2")
    assert "what a number stands for is not in the file" in first.allowed
    assert main(["score", str(raw), "--out", str(tmp_path / "i.csv")]) == 2
    assert "--dictionary" in capsys.readouterr().err

    mapping = tmp_path / "mapping.csv"
    dictionary = EXPORTS / "redcap_data_dictionary.csv"
    command = ["map", str(raw), "--out", str(mapping), "--dictionary", str(dictionary)]
    assert main(command) == 0
    assert "nothing left to fill in" in capsys.readouterr().out
    rows = list(csv.DictReader(mapping.read_text("utf-8-sig").splitlines()))
    codes = {row["answer"]: row["code"] for row in rows if row["header"] == "natto"}
    assert codes == {
        "": "", "0": "never", "1": "1-3m", "2": "1w", "3": "2w", "4": "3-4w", "5": "5-6w",
        "6": "1d", "7": "2-3d", "8": "4+d",
    }  # fmt: skip
    same(scored(raw, tmp_path, mapping=mapping), expected())


def test_without_a_dictionary_the_codes_stay_open_and_an_open_mapping_is_refused(tmp_path, capsys):
    mapping = tmp_path / "mapping.csv"
    assert main(["map", str(EXPORTS / "redcap_export_raw.csv"), "--out", str(mapping)]) == 0
    assert "open: natto (what its numbers stand for is not in the file)" in capsys.readouterr().out
    with pytest.raises(MappingError) as caught:
        score_file(FOODS, EXPORTS / "redcap_export_raw.csv", tmp_path / "i.csv", mapping=mapping)
    fault = caught.value.faults[0]
    assert (fault.row, fault.column, fault.value) == (6, "code", "")
    assert fault.allowed.startswith("never, 1-3m, 1w")
    assert not (tmp_path / "i.csv").exists()


@pytest.mark.parametrize(
    ("change", "line", "column", "allowed"),
    [
        (("natto,natto", "natto,nato"), 3, "meaning", "Did you mean 'natto'?"),
        (("2,natto", "9,natto"), 3, "number", "a number from 1 to 2"),
        (("2,natto", "2,eggs"), 3, "header", "is this the mapping of another file?"),
        (("often,1d", "often,daily"), 4, "code", "4+d, unanswered"),
    ],
)
def test_a_wrong_mapping_is_named_by_line_and_what_is_allowed(
    tmp_path, change, line, column, allowed
):
    text = (
        "number,header,meaning,answer,code\n1,id,respondent_id,,\n2,natto,natto,,\n"
        "2,natto,natto,often,1d\n"
    )
    responses = written(tmp_path, "id,natto\na,often\n")
    good = written(tmp_path, text, "good.csv")
    assert scored(responses, tmp_path, mapping=good)["mk7_ug"].tolist() == pytest.approx([409.5])
    bad = written(tmp_path, text.replace(*change), "bad.csv")
    with pytest.raises(MappingError) as caught:
        score_file(FOODS, responses, tmp_path / "i.csv", mapping=bad)
    fault = caught.value.faults[0]
    assert (fault.row, fault.column) == (line, column)
    assert allowed in fault.allowed
    assert not (tmp_path / "i.csv").exists()


TEXT = "respondent_id;natto;supplement.d_ug\n007;1w;12,5\nJosé;einmal pro Woche;0,125\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TEXT, "utf-8"),
        (TEXT, "utf-8-sig"),
        (TEXT, "cp1252"),
        (TEXT.replace(";", "\t"), "utf-16"),
        (TEXT.replace(";", "|"), "utf-8"),
        ("sep=;\r\n" + TEXT.replace("\n", "\r\n"), "utf-8-sig"),
        ('"' + TEXT.replace(";", '";"').replace("\n", '"\n"').removesuffix('"'), "utf-8"),
        (TEXT.replace(",", ".").replace(";", ","), "utf-8"),
        (TEXT.replace("natto", "NATTO ").replace("1w", " 1W "), "utf-8"),
    ],
)
def test_text_is_read_however_it_is_written(tmp_path, text, encoding):
    found = scored(written(tmp_path, text, encoding=encoding), tmp_path)
    assert found.index.tolist() == ["007", "José"]
    assert found["d_supplement_ug"].tolist() == [12.5, 0.125]
    assert found["mk7_ug"].tolist() == pytest.approx([58.5, 58.5])


def test_the_reading_says_what_it_took(tmp_path, capsys):
    path = written(tmp_path, TEXT.replace(";natto", ";remark;natto").replace(";1w", ";x;1w")
                   .replace(";einmal", ";;einmal"))  # fmt: skip
    assert main(["score", str(path), "--out", str(tmp_path / "i.csv")]) == 0
    read = capsys.readouterr().out.splitlines()[0]
    assert read == "read: semicolons; decimal commas; 1 of 66 foods; 1 column left aside (remark)"


@pytest.mark.parametrize("amount", ["12,500", "1.234,5", "1e", "12.5 µg"])
def test_a_number_that_can_be_two_is_refused(tmp_path, amount):
    path = written(tmp_path, f"respondent_id;supplement.d_ug\na;{amount}\n")
    (fault,) = faults_of(path, tmp_path)
    assert (fault.row, fault.column, fault.value) == (1, "supplement.d_ug", amount)


@pytest.mark.parametrize(
    ("header", "answers"),
    [
        ("oat-milk", "1w"),  # no milk
        ("nato", "1w"),
        ("my/eggs", "1d"),
        ("portion of what", "S"),
    ],
)
def test_a_column_of_answers_is_never_guessed_into_a_food(tmp_path, header, answers):
    path = written(tmp_path, f"respondent_id,natto,{header}\na,1w,{answers}\n")
    (fault,) = faults_of(path, tmp_path)
    assert fault.column == header


def test_columns_that_are_no_answers_are_left_aside_and_named(tmp_path, capsys):
    path = written(tmp_path, "respondent_id,natto,Allergy - Milk,Allergy - Eggs,weight\n"
                             "a,1w,yes,no,70\n")  # fmt: skip
    assert main(["score", str(path), "--out", str(tmp_path / "i.csv")]) == 0
    said = capsys.readouterr().out
    assert "3 columns left aside (Allergy - Milk" in said
    assert "weight" in said


def test_two_columns_of_one_question_must_agree(tmp_path):
    header = "respondent_id,How often? [Natto],How often? [Eggs],Often [Natto],Often [Eggs]\n"
    agree = written(tmp_path, header + "a,1w,,once a week,1d\n")
    found = scored(agree, tmp_path)
    assert found["unanswered"].tolist() == [len(FOODS) - len(FOODS.seldom_eaten) - 2]
    assert found["mk7_ug"].tolist() == pytest.approx([58.5], rel=0.01)  # eggs hold a little
    differ = written(tmp_path, header + "a,1w,1d,1w,1d\nb,1w,1d,2w,1d\n")
    (fault,) = faults_of(differ, tmp_path)
    assert (fault.row, fault.value) == (2, "1w, 2w")


@pytest.mark.parametrize(
    ("respondent", "said"),
    [
        ("p7 ", "without blanks at its ends"),
        ("\u00a0p7", "without blanks at its ends"),
        ("\ufeffp7", "U+FEFF"),
        ("p\u200b7", "U+200B"),
        ("p\u202e8", "U+202E"),
    ],
)
def test_an_id_that_only_looks_like_another_is_named_with_its_character(tmp_path, respondent, said):
    path = written(tmp_path, f"respondent_id,natto\np7,1w\n{respondent},2w\n")
    (fault,) = faults_of(path, tmp_path)
    assert (fault.row, fault.column) == (2, "respondent_id")
    assert said in fault.allowed


def test_the_same_id_in_two_files_is_refused_and_both_are_named(tmp_path):
    first = written(tmp_path, "respondent_id,natto\np7,1w\n", "first.csv")
    second = written(tmp_path, "respondent_id,eggs\np8,1w\np7,1w\n", "second.csv")
    (fault,) = faults_of([first, second], tmp_path)
    assert (fault.file, fault.value) == ("second.csv", "p7")
    assert "first.csv" in fault.allowed


def test_answers_files_of_several_people_are_scored_together(tmp_path):
    paths = []
    for name, code in (("ana", "1w"), ("ben", "1d")):
        answers = Answers({"natto": Answer(code)}, Supplements({"d": 10}), Profile("female", 40))
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_bytes(write_answers(answers, FOODS, pd.Timestamp("2026-11-23").date()))
    found = scored(paths, tmp_path)
    assert found.index.tolist() == ["ana", "ben"]
    assert found["mk7_ug"].tolist() == pytest.approx([58.5, 409.5])
    assert found["d_supplement_ug"].tolist() == [10, 10]


def test_a_field_that_enters_no_intake_loses_nobody(tmp_path, capsys):
    path = written(tmp_path, "respondent_id,sex,age,natto\na,F,17,1w\nb,weiblich,40,1w\n")
    assert main(["score", str(path), "--out", str(tmp_path / "i.csv")]) == 0
    printed = capsys.readouterr()
    assert "intakes of 2 people" in printed.out
    assert "row 1, column 'age': found '17'" in printed.err
    assert "row 1, column 'sex': found 'F'" in printed.err
    assert "weiblich" not in printed.err


def test_nobody_scored_is_no_success_and_older_intakes_stay(tmp_path, capsys):
    path = written(tmp_path, "respondent_id,natto,eggs\n1,3,4\n2,1,5\n")
    out, faults = tmp_path / "i.csv", tmp_path / "faults.csv"
    out.write_text("older")
    more = ["--on-error", "skip", "--errors", str(faults)]
    assert main(["score", str(path), "--out", str(out), *more]) == 2
    assert "nobody could be scored" in capsys.readouterr().err
    assert out.read_text() == "older"
    assert faults.read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(faults.read_text("utf-8-sig").splitlines()) == 5
    with pytest.raises(NobodyScoredError):
        score_file(FOODS, path, out, errors=faults)


@pytest.mark.parametrize(
    ("text", "aside"),
    [  # as R and pandas write row names, and Excel columns that were emptied
        (
            '"","respondent_id","natto"\n"1","ana","1w"\n"2","ben","never"\n',
            "column 1: has no name",
        ),
        ("respondent_id,natto,,,\nana,1w,,,\nben,never,,,\n", "column 3: has no name and no cells"),
    ],
)
def test_a_column_without_a_name_is_named_by_its_place(tmp_path, capsys, text, aside):
    path = written(tmp_path, text)
    assert main(["score", str(path), "--out", str(tmp_path / "i.csv")]) == 0
    printed = capsys.readouterr().out
    assert aside in printed
    assert "intakes of 2 people" in printed


def test_the_index_of_pandas_is_left_aside(tmp_path, capsys):
    people = {"respondent_id": [1.0, 2.0, 3.0, 4.0], "natto": ["1w", None, "1d", "1d"]}
    frame = pd.DataFrame(people)
    frame[frame["natto"].notna()].to_parquet(tmp_path / "r.parquet")
    assert main(["score", str(tmp_path / "r.parquet"), "--out", str(tmp_path / "i.csv")]) == 0
    assert "pandas’ index" in capsys.readouterr().out
    found = pd.read_csv(tmp_path / "i.csv", dtype={"respondent_id": str})
    assert found["respondent_id"].tolist() == ["1", "3", "4"]  # whole numbers stay whole
    assert found["mk7_ug"].tolist() == pytest.approx([58.5, 409.5, 409.5])


def test_rows_that_could_not_be_decrypted_are_no_people_who_ate_nothing(tmp_path):
    header = "SubmissionDate,respondent_id,f-natto,f-eggs,KEY,Status\n"
    path = written(tmp_path, header + "x,a,1w,,k1,\nx,,,,k2,not decrypted\n")
    (fault, *_) = faults_of(path, tmp_path)
    assert (fault.row, fault.column, fault.value) == (2, "Status", "not decrypted")
    errors = tmp_path / "e.csv"
    assert scored(path, tmp_path, errors=errors).index.tolist() == ["a"]


def test_who_has_not_finished_is_counted_and_scored(tmp_path):
    tally = score_file(FOODS, EXPORTS / "redcap_export_labels.csv", tmp_path / "i.csv")
    assert (tally.scored, tally.left_out, tally.unfinished) == (2, 0, 1)
