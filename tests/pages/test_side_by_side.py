"""All authorities side by side: the values of each for the person, or that it set none."""

import re

import pytest

from tests.pages.conftest import frequencies, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST

UNSURE = ADULT | {"safety-blood-thinner": "unsure"}
WEEK = {"natto": "1w", "gouda": "1d", "egg": "3-4w", "salmon": "2w", "spinach": "1w"}
NONE = {"none set"}
NAMES = {
    "United States and Canada (National Academies)": "us_canada",
    "European Union (EFSA)": "efsa",
    "United Kingdom (SACN, COT and NHS)": "uk",
    "Germany, Austria and Switzerland (D-A-CH)": "dach",
    "Japan (Ministry of Health, Labour and Welfare)": "japan",
    "Nordic countries (NNR)": "nordic",
}
ANY_ADULT = {
    # authority: what it counts, its value, D
    "us_canada": ("K1 and K2", {"90", "120"}, {"15", "20"}),
    "efsa": ("K1", {"70"}, {"15"}),
    "uk": ("K1 and K2", {"1 µg for each kg you weigh"}, {"10"}),
    "dach": ("K1 and K2", {"60", "65", "70", "80"}, {"20"}),
    "japan": ("K1 and K2", {"150"}, {"9"}),
    "nordic": ("K1 and K2", {"60", "65", "70", "75"}, {"10", "20"}),
}
UPPER_LEVEL_OF_100 = ("us_canada", "efsa", "uk", "japan")


def results(who=ADULT, **state):
    return visit("results", **who, **frequencies(WEEK), **state)


def side_by_side(visitor):
    """The table by authority; each amount that it names as a set."""
    found = {}
    for row in visitor.table("Authority"):
        amounts = {}
        if "Vitamin K" in row:
            counted, k, k2 = re.fullmatch(r"(.+?): (.+); K2: (.+)", row["Vitamin K"]).groups()
            amounts = {counted: set(k.split(" or ")), "K2": set(k2.split(" or "))}
        d, upper = re.fullmatch(r"(.+); upper level: (.+)", row["Vitamin D"]).groups()
        amounts |= {"D": set(d.split(" or ")), "D, upper level": set(upper.split(" or "))}
        found[NAMES[row["Authority"]]] = amounts
    return found


@pytest.fixture
def visitor(small_table):
    return results()


def test_six_authorities_stand_in_a_part_that_opens(visitor):
    (part,) = (e for e in visitor.app.expander if e.label == "All authorities side by side")
    (table,) = part.table
    assert list(table.value["Authority"]) == list(NAMES)
    assert list(table.value.columns) == ["Authority", "Vitamin K", "Vitamin D"]


@pytest.mark.parametrize("authority", ANY_ADULT)
def test_values_for_any_adult(visitor, authority):
    counted, vitamin_k, vitamin_d = ANY_ADULT[authority]
    row = side_by_side(visitor)[authority]
    assert list(row) == [counted, "K2", "D", "D, upper level"]
    assert row[counted] == vitamin_k
    assert row["D"] == vitamin_d


def test_no_authority_sets_a_value_for_k2(visitor):
    assert [row["K2"] for row in side_by_side(visitor).values()] == [NONE] * len(NAMES)


@pytest.mark.parametrize("authority", UPPER_LEVEL_OF_100)
def test_the_upper_level_of_vitamin_d(visitor, authority):
    assert side_by_side(visitor)[authority]["D, upper level"] == {"100"}


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        # K1 and K2, D: United States and Canada; D-A-CH; Nordic countries
        ({"sex": "female"}, [("90", "15 20"), ("60 65", "20"), ("60 65", "10 20")]),
        ({"sex": "male"}, [("120", "15 20"), ("70 80", "20"), ("70 75", "10 20")]),
        ({"sex": "male", "age": 18}, [("75", "15"), ("70", "20"), ("75", "10")]),
        ({"sex": "female", "age": 50}, [("90", "15"), ("60", "20"), ("65", "10")]),
        ({"sex": "female", "age": 51}, [("90", "15"), ("65", "20"), ("60", "10")]),
        ({"sex": "male", "age": 71}, [("120", "20"), ("80", "20"), ("70", "10")]),
        ({"sex": "male", "age": 75}, [("120", "20"), ("80", "20"), ("70", "20")]),
        ({"age": 30, "life-stage": "pregnant"}, [("90", "15"), ("60", "20"), ("80", "10")]),
        ({"age": 30, "life-stage": "lactating"}, [("90", "15"), ("60", "20"), ("65", "10")]),
    ],
)
def test_sex_age_and_life_stage_change_the_values(visitor, profile, expected):
    for name, value in profile.items():
        visitor.choose(f"profile-{name}", value)
    table = side_by_side(visitor)
    some = ("us_canada", "dach", "nordic")
    for authority, (vitamin_k, vitamin_d) in zip(some, expected, strict=True):
        assert table[authority]["K1 and K2"] == set(vitamin_k.split())
        assert table[authority]["D"] == set(vitamin_d.split())
    assert table["efsa"]["K1"] == {"70"}
    assert table["japan"]["K1 and K2"] == {"150"}


@pytest.mark.parametrize("authority", ANY_ADULT)
def test_the_table_does_not_depend_on_the_authority_that_was_chosen(visitor, authority):
    before = visitor.table("Authority")
    visitor.choose("profile-authority", authority)
    assert visitor.table("Authority") == before


def test_an_age_that_cannot_be_is_asked_about_again_and_no_table_is_shown(visitor):
    visitor.choose("profile-age", 17)
    assert "Please enter an age from 18 to 120" in visitor.words()
    assert not [rows for rows in visitor.tables() if "Authority" in rows[0]]


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_vitamin_k_antagonist_sees_vitamin_d_alone(small_table, who):
    visitor = results(who)
    table = side_by_side(visitor)
    assert set(table) == set(ANY_ADULT)
    for authority, row in table.items():
        assert list(row) == ["D", "D, upper level"]
        assert row["D"] == ANY_ADULT[authority][2]


def test_kidney_disease_leaves_the_table_out(small_table):
    visitor = results(**{"safety-conditions-kidney_disease": True})
    assert not [rows for rows in visitor.tables() if "Authority" in rows[0]]
    assert "All authorities side by side" not in [e.label for e in visitor.app.expander]
