"""Two files of the same people on Many clients."""

import pytest

from scoring.agreement.pairs import paired_uploads as paired
from tests.pages.conftest import visit
from ui import agreement

FIRST, SECOND = "First file: the questionnaire", "Second file: the repeat, or the diary"


def intakes(people, factor=1.0, header="respondent_id,k1_ug,d_ug"):
    rows = [f"p{n:02},{(60 + 11 * (n * 5 % 13)) * factor},{1 + n % 4}" for n in people]
    return ("\n".join([header, *rows]) + "\n").encode()


@pytest.fixture
def visitor():
    return visit("many_clients")


def test_two_files_are_compared_with_who_is_left_out_pictures_and_sentences(visitor):
    visitor.upload(FIRST, "asked.csv", intakes(range(20)))
    assert "people are in both files" not in visitor.words()
    visitor.upload(SECOND, "diary.csv", intakes(range(2, 23), factor=1.5))
    words = visitor.words()
    assert "18 people are in both files." in words
    assert "2 people are in asked.csv alone and are left out: p00, p01." in words.replace("\\", "")
    k1, d = visitor.tables()
    figures = {row["Figure"]: row["Value"] for row in k1}
    assert figures["Spearman’s rank correlation"] == "1.00"
    ratio = figures["Second file to first: mean ratio and 95 % limits of agreement"]
    assert ratio == "1.50 (1.50 to 1.50)"
    assert {row["Figure"]: row["Value"] for row in d}["In the same quarter"] == "100\u00a0%"
    assert list(visitor.charts()) == ["agree-k1", "agree-d"]
    (pasted,) = (code.value for code in visitor.app.code)
    assert "Intakes by asked.csv were compared with those by diary.csv" in pasted
    assert "nan" not in pasted.lower().split()


def test_what_cannot_be_compared_is_said(visitor):
    visitor.upload(FIRST, "asked.csv", intakes(range(20)))
    visitor.upload(SECOND, "iu.csv", intakes(range(20), header="respondent_id,k1_ug,d_iu"))
    assert "iu.csv cannot be compared." in visitor.app.error[0].value
    assert "µg a day, as d_ug" in visitor.words().replace("\\", "")
    visitor.upload(SECOND, "few.csv", intakes(range(3)))
    assert "People in both asked.csv and few.csv: 3;" in visitor.app.error[0].value.replace(
        "\\", ""
    )


def in_memory(visitor):
    return "agree-result" in visitor.app.session_state


def test_what_comes_of_the_files_is_kept_while_both_are_there(visitor):
    assert "kept for this visit only" in visitor.words()
    visitor.upload(FIRST, "asked.csv", intakes(range(20)))
    assert not in_memory(visitor)
    visitor.upload(SECOND, "diary.csv", intakes(range(20), factor=2.0))
    assert in_memory(visitor)
    (place,) = (place for place in visitor.app.file_uploader if place.label == SECOND)
    place.set_value(None).run()
    assert not in_memory(visitor)
    assert "people are in both files" not in visitor.words()


@pytest.mark.parametrize("people", [range(20), range(3)])
def test_the_files_are_worked_out_once_whatever_comes_of_them(visitor, monkeypatch, people):
    worked_out = []
    monkeypatch.setattr(
        agreement, "paired_uploads", lambda *given: worked_out.append(given) or paired(*given)
    )
    visitor.upload(FIRST, "asked.csv", intakes(range(20)))
    visitor.upload(SECOND, "diary.csv", intakes(people))
    said = [error.value for error in visitor.app.error]
    assert bool(said) == (len(people) < 5)
    visitor.app.run()
    assert [error.value for error in visitor.app.error] == said
    assert len(worked_out) == 1
