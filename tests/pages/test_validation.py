"""Validation: every published figure that was found, and whether the likely range holds."""

import csv
import re
from collections import Counter

import pytest

from content.numbers import micrograms
from content.stories import what_to_know
from scoring.nutrients import TOTALS
from scoring.validation.diets import load_typical_diets, what_typical_diets_lack
from scoring.validation.left_out import by_nutrient, held_of_left_out
from scoring.validation.published import (
    Independence,
    Verdict,
    compare,
    load_cases,
    load_published_sources,
)
from scoring.validation.report import held_of_comparisons, validate
from tests.conftest import ROOT
from tests.pages.conftest import shared_visit, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST

GROUPS = {
    "independent": "Sources that our table does not use",
    "unclear": "Figures whose origin could not be seen",
    "left_out": "Figures known and left out of our table",
    "same_table": "Other figures of sources that our table uses",
    "same_figure": "Figures that our table uses: no test of it",
}
VERDICTS = ["outside our range", "partly inside", "inside our range"]
NAMES = {
    "k1": "Vitamin K1",
    "mk4": "MK-4",
    "mk7": "MK-7",
    "mkx": "Other long-chain K2",
    "k2": "Vitamin K2",
    "d": "Vitamin D",
}
WHAT, OURS = "What, and from where", "Published and ours"
WHY_NOT = "Published, and why not compared"
ONE_FOOD = ("k1", "mk4", "mk7", "mkx", "d")


def read_csv(path):
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read_csv("scoring/validation/validation_cases.csv")
COMPARED = [row for row in ROWS if row["use"] == "compared"]
FOODS = {row["food_id"]: row for row in read_csv("foods.csv")}


def as_read(text):
    """The words of a piece of Markdown, without backslashes that guard them and hard blanks."""
    return re.sub(r"\\([^\w\s])", r"\1", text).replace("\N{NO-BREAK SPACE}", " ")


def what(row):
    """What a row of the file is about, as the page has it."""
    if row["use"] == "excluded":
        return row["about"]
    return f"{row['about']}: {(NAMES | {'k_total': 'Vitamin K, all forms'})[row['nutrient']]}"


def about(line):
    """What a line of a table is about, without its source."""
    return as_read(line[WHAT]).partition("; from ")[0]


@pytest.fixture
def visitor():
    return shared_visit("validation", **ADULT)


def group_tables(visitor):
    """The tables of compared figures, in the order of GROUPS."""
    return [rows for rows in visitor.tables() if OURS in rows[0]]


def shown(visitor):
    return [row for rows in group_tables(visitor) for row in rows]


def table_beside(visitor, column):
    (found,) = (rows for rows in visitor.tables() if column in rows[0])
    return found


def test_every_row_of_the_file_is_compared_or_says_why_not(visitor):
    """Compared and not compared together are the rows of the file, none hidden, none twice."""
    beside, apart = shown(visitor), table_beside(visitor, WHY_NOT)
    assert len(beside) == len(COMPARED)
    assert len(beside) + len(apart) == len(ROWS)
    assert Counter(about(row) for row in beside + apart) == Counter(what(row) for row in ROWS)


def test_each_figure_stands_in_the_group_of_its_origin(visitor):
    tables = group_tables(visitor)
    assert len(tables) == len(GROUPS)
    for group, rows in zip(GROUPS, tables, strict=True):
        expected = [what(row) for row in COMPARED if row["independence"] == group]
        assert Counter(about(row) for row in rows) == Counter(expected)


def test_what_is_not_compared_says_what_was_published_and_why_not(visitor):
    excluded = [row for row in ROWS if row["use"] == "excluded"]
    rows = table_beside(visitor, WHY_NOT)
    for line, row in zip(rows, excluded, strict=True):
        assert about(line) == row["about"]
        assert row["reason"]
        assert as_read(line[WHY_NOT]) == f"{row['quoted']}. {row['reason']}"


def test_the_counts_in_the_sentence_are_those_of_the_comparison(visitor, foods):
    found = compare(foods, [case for case in load_cases() if case.compared])
    verdicts = [c.verdict for c in found if c.case.independence is Independence.INDEPENDENT]
    sentence = re.search(
        r"Of (\d+) figures from sources that our table does not use, (\d+) lie inside",
        visitor.words(),
    )
    assert [int(number) for number in sentence.groups()] == [
        len(verdicts),
        sum(verdict is Verdict.INSIDE for verdict in verdicts),
    ]


def test_each_part_says_how_many_figures_it_holds_and_how_many_miss(visitor, foods):
    found = compare(foods, [case for case in load_cases() if case.compared])
    labels = [expander.label for expander in visitor.app.expander]
    for group, title in GROUPS.items():
        verdicts = [c.verdict for c in found if c.case.independence == group]
        misses = verdicts.count(Verdict.MISS)
        assert f"{title}: {len(verdicts)} figures, {misses} outside our range" in labels
    assert f"Found and not compared: {len(ROWS) - len(COMPARED)}" in labels


def verdict_of(row):
    return row[OURS].partition(": ")[0].lower()


def test_misses_come_first_in_every_table(visitor):
    tables = group_tables(visitor)
    for rows in tables:
        ranks = [VERDICTS.index(verdict_of(row)) for row in rows]
        assert ranks == sorted(ranks)
    assert sum(len({verdict_of(row) for row in rows}) == len(VERDICTS) for rows in tables) >= 2


def one_food_figures():
    """Single figures of one nutrient in one food, for which ours is weight × content."""
    for row in COMPARED:
        if row["nutrient"] in ONE_FOOD and ";" not in row["foods"] and row["published_ug"]:
            food_id, _, grams = row["foods"].partition(":")
            food = FOODS[food_id]
            ours, low, high = (
                float(grams) / 100 * float(food[f"{row['nutrient']}_{end}"])
                for end in ("ug", "low", "high")
            )
            yield row, float(row["published_ug"]), ours, low, high


def test_numbers_and_verdict_of_one_food_are_weight_times_content(visitor):
    figures = list(one_food_figures())
    assert len(figures) >= 50
    beside = shown(visitor)
    seen = Counter()
    for row, published, ours, low, high in figures:
        name = "inside our range" if low <= published <= high else "outside our range"
        likely = f"{micrograms(low)} to {micrograms(high)}"
        if micrograms(low) == micrograms(high):
            likely = micrograms(low)
        ratio = f", ours ÷ theirs {ours / published:.2f}" if published else ""
        both = f"{micrograms(published)} µg, ours {micrograms(ours)} µg ({likely}){ratio}"
        assert any(
            about(line) == what(row)
            and line[OURS].partition(": ")[2] == both
            and verdict_of(line) == name
            for line in beside
        ), row["case_id"]
        seen[name] += 1
    assert min(seen["inside our range"], seen["outside our range"]) >= 10


def test_every_source_is_linked_where_it_has_an_address(visitor):
    lines = shown(visitor) + table_beside(visitor, WHY_NOT)
    expected = Counter()
    for row in ROWS:
        source = load_published_sources()[row["source_key"]]
        address = source.url_or_doi
        if address and not address.startswith("http"):
            address = f"https://doi.org/{address}"
        expected[what(row), address] += 1
    links = (re.search(r"\]\((https?://\S+)\) \(", line[WHAT]) for line in lines)
    found = Counter(
        (about(line), link[1] if link else "") for line, link in zip(lines, links, strict=True)
    )
    assert found == expected
    assert any(not address for _, address in expected)


def test_every_source_says_how_it_was_read(visitor):
    read_in = {source.read_in for source in load_published_sources().values()}
    assert "" not in read_in
    for line in shown(visitor) + table_beside(visitor, WHY_NOT):
        assert any(as_read(line[WHAT]).endswith(f" ({words})") for words in read_in)


# Do the ranges hold what they were not made from?


@pytest.fixture(scope="module")
def validated(foods):
    return validate(foods)


def test_the_page_leads_with_figures_that_the_ranges_did_not_know(visitor, validated):
    headers = [header.value for header in visitor.app.header]
    assert headers[:4] == [
        "Do the ranges of single foods hold?",
        "Does the range of a week hold?",
        "Beside published figures",
        "Is the arithmetic of the range right?",
    ]
    words = as_read(visitor.words())
    left_out = held_of_left_out(validated.left_out)
    unused = held_of_comparisons(validated.unused)
    assert f"Of {left_out.figures} figures left out, **{round(100 * left_out.share)} %**" in words
    assert f"Of {unused.figures} figures from sources" in words
    assert f"**{round(100 * unused.share)} %** do" in words
    assert f"The high end of a range is {validated.high_to_low:.1f} times its low end" in words


def test_which_test_can_show_what_is_said_first(visitor):
    words = visitor.words()
    for test in (
        "Sources left out",
        "Errors from outside the model",
        "Truths drawn from the model",
    ):
        assert f"**{test}**" in words
    assert "show whether the arithmetic is right. They say nothing about real people." in words


def test_the_table_counts_left_out_figures_by_nutrient(visitor, validated):
    rows = table_beside(visitor, "In the range")
    expected = {
        f"Sources left out: {NAMES[n]}": h for n, h in by_nutrient(validated.left_out).items()
    }
    expected["Sources not used"] = held_of_comparisons(validated.unused)
    assert [row["Figures"] for row in rows] == list(expected)
    for row, held in zip(rows, expected.values(), strict=True):
        share, error = (round(100 * part) for part in (held.share, held.standard_error))
        words = f"{share} % (± {error} %) of {held.figures}"
        assert as_read(row["In the range"]) == f"{words}; {held.below} below, {held.above} above"


def test_the_picture_names_every_miss_of_sources_not_used(visitor, validated):
    misses = [c for c in validated.unused if not c.inside]
    (listed,) = (m.value for m in visitor.app.markdown if m.value.startswith("1. "))
    lines = listed.split("\n")
    assert len(lines) == len(misses) > 0
    for n, (line, miss) in enumerate(zip(lines, misses, strict=True), start=1):
        assert as_read(line).startswith(f"{n}. {miss.case.about}: ")
        assert f"ours {micrograms(miss.ours_ug)}" in as_read(line)


def test_every_left_out_figure_outside_its_range_is_in_the_table(visitor, validated):
    misses = [one for one in validated.left_out if not one.inside]
    rows = table_beside(visitor, "In 100 g, left out and from the others")
    assert len(rows) == len(misses)
    for row, one in zip(rows, misses, strict=True):
        food = FOODS[one.record.food_id]["food"]
        assert as_read(row[WHAT]).startswith(f"{food}: {NAMES[one.record.nutrient]}; from ")


def test_the_range_of_a_week_is_tried_from_outside(visitor, validated):
    rows = {r["Typical weeks"]: as_read(r["Held"]) for r in table_beside(visitor, "Held")}
    assert len(rows) == 4 * len(validated.outside)
    for one in validated.outside:
        for way, shares in (
            ("every food asked", one.all_asked),
            ("foods left out", one.left_out),
            ("left out and allowed for", one.allowed_for),
        ):
            middle = round(100 * sum(shares) / len(shares))
            span = f"{round(100 * min(shares))} to {round(100 * max(shares))} %"
            assert rows[f"{NAMES[one.nutrient]}, {way}"] == f"{middle} % ({span})"
        width = rows[f"{NAMES[one.nutrient]}, high end ÷ low end"]
        assert float(width) == pytest.approx(one.high_to_low, abs=0.05)


def test_vitamin_k_antagonist_reads_of_left_out_figures_of_vitamin_d_alone():
    visitor = visit("validation", **VITAMIN_K_ANTAGONIST)
    rows = table_beside(visitor, "In the range")
    assert [row["Figures"] for row in rows] == ["Sources left out: Vitamin D", "Sources not used"]
    weeks = [row["Typical weeks"] for row in table_beside(visitor, "Held")]
    assert len(weeks) == 4
    assert all(week.startswith("Vitamin D, ") for week in weeks)
    for row in table_beside(visitor, "In 100 g, left out and from the others"):
        assert ": Vitamin D; from " in as_read(row[WHAT])


# Is the arithmetic of the range right?


def test_the_range_holds_about_four_truths_in_five_for_every_nutrient(visitor):
    rows = table_beside(visitor, "Truths inside our range")
    assert [row["Of"] for row in rows] == [NAMES[nutrient] for nutrient in TOTALS]
    for row in rows:
        assert 78 <= float(as_read(row["Truths inside our range"]).removesuffix(" %")) <= 90
        ratios = re.findall(r"\d\.\d\d", row["High end ÷ low end"])
        assert len(ratios) == 3
        assert all(float(ratio) > 1 for ratio in ratios)
        recall = as_read(row["Recall sets the range"])
        assert 0 <= float(recall.removesuffix(" % of diets")) <= 100


# What the short list misses


def test_every_population_of_the_file_is_in_the_table_once(visitor):
    names = {"k_total": "Vitamin K, all forms"} | NAMES
    expected = {
        ", ".join(filter(None, (row["population"], row["country"], row["years"])))
        + f": {names[row['nutrient']]}"
        for row in read_csv("scoring/validation/source_shares.csv")
    }
    rows = table_beside(visitor, "Our foods carry")
    assert len(rows) == len(expected)
    assert {as_read(row["Who"]).partition("; ")[0] for row in rows} == expected


@pytest.mark.parametrize(
    ("who", "nutrient", "carried", "missing", "not_stated"),
    [
        # yes 6.4 + 0.5; of 60 from .85 to 1, of 16.1 from .4 to .95, of 5 from .5 to .9, of 2.7
        # from .4 to .8, of 1.8 from .3 to .7, of 1.6 from .5 to .95; no 3.4 + 2.1 + 0.5
        ("Adults who eat much vegetables (2", "Vitamin K1", "69 to 92 %", "6 %", "0 %"),
        # yes 26 + 10 + 10 + 8; of 22 from .85 to 1, of 10 from .3 to .8
        ("Adults 18 to 64, Ireland", "Vitamin K1", "76 to 84 %", "0 %", "14 %"),
        # 30.1 + 14.3 + 9.1 + 9.4, the middle of 6.8 and 12
        ("Adults 18 to 64, Ireland", "Vitamin D", "63 %", "0 %", "37 %"),
    ],
)
def test_shares_added_by_hand(visitor, who, nutrient, carried, missing, not_stated):
    (row,) = (
        row
        for row in table_beside(visitor, "Our foods carry")
        if as_read(row["Who"]).startswith(who) and f": {nutrient}; " in row["Who"]
    )
    assert as_read(row["Our foods carry"]) == carried
    rest = f"not on our list {missing}, not stated {not_stated}."
    assert as_read(row["The rest"]).startswith(rest)


# What would narrow the range


@pytest.mark.parametrize("page", ["validation", "method"])
def test_typical_weeks_say_what_would_narrow_them_or_that_recall_sets_the_range(foods, page):
    rows = table_beside(visit(page, **ADULT), "Best to know")
    lacks = what_typical_diets_lack(foods)
    assert {lack.diet.diet_id for lack in lacks} == set(load_typical_diets())
    helped = 0
    lacks = sorted(lacks, key=lambda lack: not lack.best.shown_range_shrinks)
    for row, lack in zip(rows, lacks, strict=True):
        assert as_read(row["Week"]) == f"{lack.diet.name}: {NAMES[lack.nutrient]}"
        food = foods[lack.best.food_id]
        known = what_to_know(food.food_id, lack.nutrient)
        assert lack.best.known == "content"
        food_words, _, does = as_read(row["Best to know"]).partition("; this would ")
        assert food_words == f"{food.food}: {known}"
        if lack.best.shown_range_shrinks:
            helped += 1
            gone = round(100 * lack.best.shrinks_by)
            words = "halve the range" if 45 <= gone <= 55 else f"narrow the range by {gone} %"
            assert does == words
        else:
            assert does == ""
    assert 0 < helped < len(rows)


@pytest.mark.parametrize("page", ["validation", "method"])
def test_vitamin_k_antagonist_reads_of_typical_weeks_what_would_narrow_vitamin_d(page):
    rows = table_beside(visit(page, **VITAMIN_K_ANTAGONIST), "Best to know")
    assert len(rows) == len(load_typical_diets())
    assert all(row["Week"].endswith(": Vitamin D") for row in rows)
