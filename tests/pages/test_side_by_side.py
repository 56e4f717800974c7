"""All authorities side by side: the values of each for the person, for whom, and from where."""

import re

import pytest

from tests.pages.conftest import frequencies, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST

UNSURE = ADULT | {"safety-blood-thinner": "unsure"}
WEEK = {"natto": "1w", "gouda": "1d", "egg": "3-4w", "salmon": "2w", "spinach": "1w"}
NO_ROW = "none found in what we opened"
VITAMIN_K, VITAMIN_D = "Vitamin K, µg a day", "Vitamin D, µg a day"
NAMES = {  # the first is that of readers without a country
    "European Union (EFSA)": "efsa",
    "United States and Canada (National Academies)": "us_canada",
    "United Kingdom (SACN, COT and NHS)": "uk",
    "Germany, Austria and Switzerland (D-A-CH)": "dach",
    "Japan (Ministry of Health, Labour and Welfare)": "japan",
    "Nordic countries (NNR)": "nordic",
    "Netherlands (Health Council)": "netherlands",
    "France (Anses)": "france",
    "Australia and New Zealand (NHMRC)": "australia_nz",
}
US_D = "15 (adults 1 to 70), 20 (adults 71 and over)"
NORDIC_D = "10 (adults 18 to 74), 20 (adults 75 and over)"
ANY_ADULT = {
    # authority: what it counts, its value, D
    "us_canada": ("K1 and K2", "120 (men 19 and over), 90 (women 19 and over)", US_D),
    "efsa": ("K1", "70", "15"),
    "uk": ("K1 and K2", "1 µg for each kg you weigh", "10"),
    "dach": (
        "K1 and K2",
        "70 (men 15 to 50), 60 (women 15 to 50), 80 (men 51 and over), 65 (women 51 and over)",
        "20",
    ),
    "japan": ("K1 and K2", "150", "9"),
    "nordic": (
        "K1 and K2",
        "65 (women 18 to 50), 60 (women 51 and over), 75 (men 18 to 50), 70 (men 51 and over)",
        NORDIC_D,
    ),
    "netherlands": ("K1", "70", "10 (adults 4 to 69), 20 (adults 70 and over)"),
    "france": ("K1", "79", "15"),
    "australia_nz": (
        "K1 and K2",
        "70 (men 19 and over), 60 (women 19 and over)",
        "5 (adults 18 to 50), 10 (adults 51 to 70), 15 (adults 71 and over)",
    ),
}
K2 = dict.fromkeys(ANY_ADULT, NO_ROW) | {"efsa": "none set"}
UPPER_LEVEL_OF_D = (
    dict.fromkeys(ANY_ADULT, "100")
    | dict.fromkeys(("dach", "nordic", "netherlands"), NO_ROW)
    | {"australia_nz": "80"}
)
SWEDISH_FOOD_AGENCY = (
    "https://www.livsmedelsverket.se/livsmedel-och-innehall/naringsamne/"
    "vitaminer-och-antioxidanter/k-vitamin"
)
ADDRESSES = {
    # authority: of its values for vitamin K, for vitamin D
    "us_canada": (["https://doi.org/10.17226/10026"], ["https://doi.org/10.17226/13050"]),
    "efsa": (
        [
            "https://www.efsa.europa.eu/en/press/news/170522-1",
            "https://doi.org/10.2903/j.efsa.2017.4780",
        ],
        ["https://doi.org/10.2903/j.efsa.2016.4547", "https://doi.org/10.2903/j.efsa.2023.8145"],
    ),
    "uk": (
        ["https://www.nhs.uk/conditions/vitamins-and-minerals/vitamin-k/"],
        [
            "http://repository.thehealthwell.info/resource/public-health-england/"
            "research-and-evaluation-report/text/vitamin-d-and-health",
            "https://cot.food.gov.uk/Calcidiol%20supplementation%20during%20pregnancy%20-%20"
            "Health%20based%20guidance%20values",
        ],
    ),
    "dach": (
        ["https://www.dge.de/wissenschaft/referenzwerte/vitamin-k/"],
        [
            "https://hplanglotz.de/neue-dge-empfehlung-2012-"
            "referenzwerte-fur-die-nahrstoffzufuhr-von-vitamin-d/"
        ],
    ),
    "japan": ([], ["https://www.mhlw.go.jp/stf/newpage_44138.html"]),
    "nordic": (
        [SWEDISH_FOOD_AGENCY],
        [
            "https://pub.norden.org/nord2023-003/vitamin-d-.html",
            "https://www.nutri-facts.org/en_US/news/articles/"
            "experts-recommend-higher-vitamin-d-intakes-for-nordic-countries.html",
        ],
    ),
    "netherlands": (
        ["https://kwiekleven.nl/info/vitamine-k-voeding"],
        [
            "https://www.vitaminstore.nl/advies/hoeveel-vitamine-d-heb-je-per-dag-nodig-"
            "alles-over-de-juiste-dosering-vitamine-d"
        ],
    ),
    "france": (
        ["https://jemangevegetal.fr/vitamine-k/"],
        ["http://www.sem-is.com/index.php?a=view&m=nutriments&nutriment_id=54"],
    ),
    "australia_nz": (
        ["https://ethicalnutrients.co.nz/ingredients-2/vitamin-k"],
        [
            "https://vitamindwiki.com/Proposed+vitamin+D+Australia+UL+3200+IU-+2007",
        ],
    ),
}


def results(who=ADULT, **state):
    return visit("results", **who, **frequencies(WEEK), **state)


def side_by_side(visitor):
    """The table by authority: what is counted -> the words for its values."""
    found = {}
    for row in visitor.table("Authority"):
        amounts = {}
        if VITAMIN_K in row:
            counted, k, k2 = re.fullmatch(r"(.+?): (.+); K2: (.+)", row[VITAMIN_K]).groups()
            amounts = {counted: k, "K2": k2}
        d, upper = re.fullmatch(r"(.+); upper level: (.+)", row[VITAMIN_D]).groups()
        amounts |= {"D": d, "D, upper level": upper}
        name, _, _ = row["Authority"].partition(": ")
        found[NAMES[name]] = amounts
    return found


def sources(visitor):
    """The words with the links behind the name of each authority."""
    cells = (row["Authority"].partition(": ") for row in visitor.table("Authority"))
    return {NAMES[name]: words for name, _, words in cells}


def addresses(words):
    return re.findall(r"\]\((https?://\S+?)\)(?=, |$)", words)


@pytest.fixture
def visitor(small_table):
    return results()


def test_every_authority_stands_in_a_part_that_opens(visitor):
    (part,) = (e for e in visitor.app.expander if e.label == "All authorities side by side")
    (table,) = part.table
    assert not part.proto.expanded
    assert [cell.partition(": ")[0] for cell in table.value["Authority"]] == list(NAMES)
    assert list(table.value.columns) == ["Authority", VITAMIN_K, VITAMIN_D]


@pytest.mark.parametrize("authority", ANY_ADULT)
def test_each_authority_carries_the_sources_of_its_values(visitor, authority):
    words = sources(visitor)[authority]
    of_k, of_d = ADDRESSES[authority]
    assert addresses(words) == of_k + of_d
    assert len(words.split(", [")) == len(of_k + of_d)


@pytest.mark.parametrize("authority", ANY_ADULT)
def test_values_for_any_adult(visitor, authority):
    counted, vitamin_k, vitamin_d = ANY_ADULT[authority]
    row = side_by_side(visitor)[authority]
    assert list(row) == [counted, "K2", "D", "D, upper level"]
    assert row[counted] == vitamin_k
    assert row["D"] == vitamin_d


def test_only_an_authority_that_said_so_set_no_value_for_k2(visitor):
    table = side_by_side(visitor)
    assert {authority: row["K2"] for authority, row in table.items()} == K2
    none_set = [(a, what) for a, row in table.items() for what in row if "none set" in row[what]]
    assert none_set == [("efsa", "K2")]


@pytest.mark.parametrize("authority", ANY_ADULT)
def test_the_upper_level_of_vitamin_d(visitor, authority):
    assert side_by_side(visitor)[authority]["D, upper level"] == UPPER_LEVEL_OF_D[authority]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        # K1 and K2, D: United States and Canada; D-A-CH; Nordic countries
        (
            {"sex": "female"},
            [
                ("90", US_D),
                ("60 (women 15 to 50), 65 (women 51 and over)", "20"),
                ("65 (women 18 to 50), 60 (women 51 and over)", NORDIC_D),
            ],
        ),
        (
            {"sex": "male"},
            [
                ("120", US_D),
                ("70 (men 15 to 50), 80 (men 51 and over)", "20"),
                ("75 (men 18 to 50), 70 (men 51 and over)", NORDIC_D),
            ],
        ),
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
        assert table[authority]["K1 and K2"] == vitamin_k
        assert table[authority]["D"] == vitamin_d
    assert table["efsa"]["K1"] == "70"
    assert table["japan"]["K1 and K2"] == "150"
    assert {authority: row["K2"] for authority, row in table.items()} == K2


@pytest.mark.parametrize("authority", ANY_ADULT)
def test_the_table_does_not_depend_on_the_authority_that_was_chosen(visitor, authority):
    before = visitor.table("Authority")
    visitor.choose("profile-authority", authority)
    assert visitor.table("Authority") == before


def test_where_no_upper_level_is_set_in_pregnancy_none_is_shown(visitor):
    visitor.choose("profile-life-stage", "pregnant")
    table = side_by_side(visitor)
    assert table["japan"]["D, upper level"] == "none set"
    assert table["efsa"]["D, upper level"] == "100"
    visitor.choose("profile-authority", "japan")
    (row,) = [
        row
        for rows in visitor.tables_beside_reference()
        for row in rows
        if row["What"].startswith("No upper level set (2025), pregnant")
    ]
    assert row["µg a day"] == "none set"
    assert "does not mean that any amount is harmless" in row["Note"]


def test_an_age_that_cannot_be_is_asked_about_again_and_no_table_is_shown(visitor):
    visitor.choose("profile-age", 17)
    assert "Please enter an age from 18 to 120" in visitor.sheet["words"]["age_fault"]
    assert not [rows for rows in visitor.tables() if "Authority" in rows[0]]


@pytest.mark.parametrize("who", [VITAMIN_K_ANTAGONIST, UNSURE], ids=["vka", "unsure"])
def test_vitamin_k_antagonist_sees_vitamin_d_alone(small_table, who):
    visitor = results(who)
    table = side_by_side(visitor)
    assert set(table) == set(ANY_ADULT)
    for authority, row in table.items():
        assert list(row) == ["D", "D, upper level"]
        assert row["D"] == ANY_ADULT[authority][2]
        assert row["D, upper level"] == UPPER_LEVEL_OF_D[authority]
    for row in visitor.table("Authority"):
        assert list(row) == ["Authority", VITAMIN_D]
    for authority, words in sources(visitor).items():
        assert addresses(words) == ADDRESSES[authority][1]


def test_kidney_disease_leaves_the_table_out(small_table):
    visitor = results(**{"safety-conditions-kidney_disease": True})
    assert not [rows for rows in visitor.tables() if "Authority" in rows[0]]
    assert "All authorities side by side" not in [e.label for e in visitor.app.expander]
