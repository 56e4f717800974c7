"""Two files of the same people on Many clients."""

import pytest

from tests.pages.conftest import visit

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
    assert "3 people are in both" in visitor.app.error[0].value
