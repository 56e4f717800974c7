"""How far two fillings of one person lie apart, worked from published studies."""

import math

import pytest

from content.evidence import references
from scoring.files.data_files import DataFileError
from scoring.guidance import repeatability
from scoring.guidance.repeatability import load_repeatability
from scoring.intake.estimate import range_z


def test_two_fillings_worked_by_hand():
    # K: r .560 (Kim 2016); mean 79, SD 44 (Duggan 2004): log-SD .5200 between people, so
    # .5200 × sqrt(2 × .44) = .4878 between two fillings, and 8 in 10 within a factor of 1.87.
    k1 = load_repeatability()["k1"]
    assert k1.log_sd == pytest.approx(0.4878, abs=0.0005)
    assert k1.factor(range_z(0.8)) == pytest.approx(1.868, abs=0.002)
    d = load_repeatability()["d"]
    between = math.sqrt(math.log(1 + (3.4 / 5.3) ** 2))
    assert d.log_sd == pytest.approx(between * math.sqrt(2 * (1 - 0.663)))


def test_each_study_was_opened_and_k2_has_none():
    assert set(load_repeatability()) == {"k1", "d"}
    for study in load_repeatability().values():
        for ref_id in (study.r_ref_id, study.spread_ref_id):
            assert references()[ref_id]


@pytest.mark.parametrize(
    ("old", "new"), [("k1,0.560", "k9,0.560"), ("0.560", "1.2"), ("opened-primary", "recalled")]
)
def test_a_broken_row_is_refused(monkeypatch, tmp_path, old, new):
    broken = tmp_path / "repeatability.csv"
    text = repeatability.REPEATABILITY_CSV.read_text(encoding="utf-8")
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(repeatability, "REPEATABILITY_CSV", broken)
    with pytest.raises(DataFileError, match="row 2"):
        load_repeatability.__wrapped__()
