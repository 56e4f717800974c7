"""Reference values and observed intakes: right for the person, never invented."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.countries import COUNTRIES, INTERNATIONAL
from scoring.files.data_files import DataFileError
from scoring.guidance import references
from scoring.guidance.references import (
    AUTHORITIES,
    REFERENCE_NUTRIENTS,
    Kind,
    ReferenceLookupError,
    authorities_for,
    authority_of,
    load_population_intakes,
    load_reference_values,
    lookup,
    upper_level_of_d,
    upper_levels,
)
from scoring.questionnaire.answers import Profile

profiles = st.builds(
    Profile,
    sex=st.sampled_from(["", "female"]),
    age=st.none() | st.integers(18, 120),
    life_stage=st.sampled_from(["", "pregnant", "lactating"]),
) | st.builds(Profile, sex=st.just("male"), age=st.none() | st.integers(18, 120))


def amounts(authority, nutrient, **profile):
    return sorted(v.value_ug_per_day for v in lookup(authority, nutrient, Profile(**profile)))


@pytest.mark.parametrize(
    ("authority", "nutrient", "profile", "expected"),
    [
        ("us_canada", "k_total", {}, [90, 120]),
        ("us_canada", "k_total", {"sex": "female"}, [90]),
        ("us_canada", "k_total", {"sex": "female", "age": 18}, [75]),
        ("us_canada", "k_total", {"life_stage": "pregnant", "age": 30}, [90]),
        ("us_canada", "d", {}, [15, 20]),
        ("us_canada", "d", {"age": 70}, [15]),
        ("us_canada", "d", {"age": 71}, [20]),
        ("efsa", "k1", {"sex": "male", "age": 40}, [70]),
        ("efsa", "d", {"life_stage": "lactating"}, [15]),
        ("uk", "d", {"age": 30}, [10]),
        ("dach", "k_total", {"sex": "male", "age": 50}, [70]),
        ("dach", "k_total", {"sex": "male", "age": 51}, [80]),
        ("dach", "k_total", {"sex": "female"}, [60, 65]),
        ("japan", "k_total", {"age": 60}, [150]),
        ("japan", "d", {}, [9]),
        ("nordic", "k_total", {"life_stage": "pregnant"}, [80]),
        ("nordic", "k_total", {"sex": "female", "age": 60}, [60]),
        ("nordic", "d", {"age": 40}, [10]),
        ("nordic", "d", {"age": 80}, [20]),
        ("japan", "k_total", {"life_stage": "pregnant"}, [150]),
        ("netherlands", "k1", {"age": 40}, [70]),
        ("netherlands", "d", {"age": 69}, [10]),
        ("netherlands", "d", {"age": 70}, [20]),
        ("france", "k1", {"life_stage": "lactating"}, [79]),
        ("france", "d", {"age": 40}, [15]),
        ("australia_nz", "k_total", {}, [60, 70]),
        ("australia_nz", "k_total", {"age": 18}, [55]),
        ("australia_nz", "d", {"age": 50}, [5]),
        ("australia_nz", "d", {"age": 51}, [10]),
        ("australia_nz", "d", {"age": 71}, [15]),
    ],
)
def test_the_published_value_for_this_person(authority, nutrient, profile, expected):
    assert amounts(authority, nutrient, **profile) == expected


def test_no_authority_gives_an_amount_for_k2_and_efsa_says_so():
    for authority in AUTHORITIES:
        assert all(v.kind is Kind.NONE for v in lookup(authority, "k2"))
    (record,) = lookup("efsa", "k2")
    assert record.value_ug_per_day is None
    assert record.ref_id == "efsa2017k"


def test_the_british_vitamin_k_value_goes_by_body_weight():
    (value,) = lookup("uk", "k_total")
    assert (value.per_kg_ug, value.value_ug_per_day) == (1, None)


def test_upper_levels_and_average_requirements_stay_out_of_recommended_values():
    assert [v.value_ug_per_day for v in upper_levels("efsa", "d")] == [100]
    assert [v.value_ug_per_day for v in lookup("nordic", "d", kinds=(Kind.EAR,))] == [7.5]
    for value in load_reference_values():
        if value.kind in (Kind.UL, Kind.EAR):
            assert value not in lookup(value.authority, value.nutrient)


@pytest.mark.parametrize(
    ("authority", "profile", "expected"),
    [
        ("japan", {}, [(Kind.UL, 100)]),
        ("japan", {"sex": "female", "age": 30}, [(Kind.UL, 100)]),
        ("japan", {"life_stage": "pregnant"}, [(Kind.NO_UL, None)]),
        ("japan", {"life_stage": "lactating", "age": 30}, [(Kind.NO_UL, None)]),
        ("efsa", {"life_stage": "pregnant"}, [(Kind.UL, 100)]),
        ("us_canada", {"life_stage": "pregnant", "age": 30}, [(Kind.UL, 100)]),
        ("australia_nz", {}, [(Kind.UL, 80)]),
        ("dach", {}, []),
    ],
)
def test_an_upper_level_that_is_not_set_for_a_stage_is_not_that_of_other_adults(
    authority, profile, expected
):
    found = upper_levels(authority, "d", Profile(**profile))
    assert [(value.kind, value.value_ug_per_day) for value in found] == expected


def test_the_upper_level_of_a_notice_is_the_lowest_of_the_authority_for_adults():
    assert [upper_level_of_d(key).ug_per_day for key in ("efsa", "japan", "australia_nz")] == [
        *(100, 100, 80)
    ]
    own = {key for key in AUTHORITIES if upper_level_of_d(key).authority == key}
    assert own == {"us_canada", "efsa", "uk", "japan", "france", "australia_nz"}
    with pytest.raises(ReferenceLookupError, match="efsaa"):
        upper_level_of_d("efsaa")


def test_the_authority_of_the_readers_country_comes_first():
    first = {code: authority_of(code) for code in COUNTRIES}
    assert set(first.values()) == set(AUTHORITIES) - {"australia_nz"}
    assert (first["NL"], first["JP"], first["FR"], first["GB"]) == (
        *("netherlands", "japan", "france", "uk"),
    )
    assert first["BE"] == first["IE"] == authority_of(INTERNATIONAL) == "efsa"
    for code in COUNTRIES:
        assert authorities_for(code)[0] == first[code]
        assert sorted(authorities_for(code)) == sorted(AUTHORITIES)


def test_without_a_value_for_pregnancy_the_general_one_stands_in_and_shows_it():
    (value,) = lookup("nordic", "d", Profile(life_stage="pregnant", age=30))
    assert (value.value_ug_per_day, value.life_stage) == (10, "")


@given(profiles, st.sampled_from(tuple(AUTHORITIES)), st.sampled_from(REFERENCE_NUTRIENTS))
def test_every_value_returned_fits_the_person(profile, authority, nutrient):
    for value in lookup(authority, nutrient, profile) + upper_levels(authority, nutrient, profile):
        assert value.life_stage in ("", profile.life_stage)
        assert value.sex in ("any", profile.sex or value.sex)
        if profile.age is not None:
            assert value.age_from <= profile.age <= value.age_to


@given(profiles, st.sampled_from(tuple(AUTHORITIES)))
def test_every_adult_finds_a_value_for_vitamin_k_and_one_for_d(profile, authority):
    assert lookup(authority, "k1", profile) or lookup(authority, "k_total", profile)
    assert lookup(authority, "d", profile)


def test_an_unknown_authority_or_nutrient_is_named():
    with pytest.raises(ReferenceLookupError, match="Did you mean 'efsa'"):
        lookup("efsaa", "d")
    with pytest.raises(ReferenceLookupError, match="mk7"):
        lookup("efsa", "mk7")


def test_a_value_read_elsewhere_says_so_in_its_note():
    for value in load_reference_values():
        assert ("Read in another text" in value.note) == value.read_elsewhere


def test_the_only_measured_k2_distribution_is_the_dutch_one():
    with_spread = [i for i in load_population_intakes() if i.nutrient == "k2" and i.percentiles]
    (prospect,) = with_spread
    assert (prospect.mean_ug, prospect.sd_ug, prospect.n) == (29.1, 12.8, 16057)
    assert "worked out by us" in prospect.percentile_note


def test_derived_percentiles_follow_from_mean_and_sd_as_a_log_normal():
    z = {5: -1.6449, 25: -0.6745, 50: 0.0, 75: 0.6745, 95: 1.6449}
    derived = [i for i in load_population_intakes() if "worked out" in i.percentile_note]
    assert len(derived) == 7
    for intake in derived:
        variance = math.log(1 + (intake.sd_ug / intake.mean_ug) ** 2)
        median = intake.mean_ug / math.exp(variance / 2)
        for percentile, amount in intake.percentiles.items():
            expected = median * math.exp(z[percentile] * math.sqrt(variance))
            assert amount == pytest.approx(expected, abs=0.06)


def test_what_we_worked_out_ourselves_is_marked_as_computed():
    computed = [i for i in load_population_intakes() if i.computed]
    assert {i.country for i in computed} == {"Denmark", "Japan", "United States"}
    assert all(i.note.startswith("Computed by us") for i in computed)
    mk4 = next(i for i in computed if i.nutrient == "mk4" and i.country == "Japan")
    assert mk4.mean_ug == pytest.approx(0.073 * 230, abs=0.05)


def test_percentiles_rise():
    for intake in load_population_intakes():
        values = [intake.percentiles[p] for p in sorted(intake.percentiles)]
        assert values == sorted(values)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",RDA,", ",RDX,", "row 9: column kind: 'RDX' is not one of 'AI'"),
        (",any,,14,18,75", ",any,,14,x,75", "row 2: column age_to: .*'x'"),
        (",iom2001k,opened", ",,opened", "row 2: column ref_id: must not be empty"),
        ("opened-primary", "not-opened", "row 2.*not-opened"),
        ("1,70,15,", "1,70,,", "row 9.*either"),
        ("authority,", "body,", "columns must be authority"),
        ("1,70,15,", "1,70,15,,", "row 9.*14 cells"),
    ],
)
def test_a_broken_data_file_is_refused_with_its_row(monkeypatch, tmp_path, old, new, message):
    broken = tmp_path / "reference_values.csv"
    text = references.REFERENCE_VALUES_CSV.read_text(encoding="utf-8")
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(references, "REFERENCE_VALUES_CSV", broken)
    with pytest.raises(DataFileError, match=message):
        load_reference_values.__wrapped__()
