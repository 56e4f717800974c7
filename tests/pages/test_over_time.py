"""Over time: saved answers of one person in a line; what is damaged or foreign is named."""

import json
from dataclasses import replace

import pytest

import report
from content.results import history
from scoring import Answers, FoodTable, estimate
from scoring.foods.changes import earlier_table
from scoring.questionnaire.answers import Answer
from scoring.questionnaire.history import read_history, with_filling
from tests.pages.conftest import visit
from tests.pages.test_compare import FOODS, file_of, give
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST
from ui.over_time import another_table


def saved(day, often, **changes):
    answers = {"gouda_edam": {"frequency": often}, "salmon_trout": {"frequency": often}}
    return file_of(answers, saved=day, **changes)


SIX = [
    (f"kdcheck-answers-2026-0{month}-01.json", saved(f"2026-0{month}-01", often))
    for month, often in enumerate(("1w", "2w", "3-4w", "5-6w", "1d", "2-3d"), start=1)
]


def test_six_visits_in_one_view_in_the_order_of_their_days():
    visitor = visit("over_time", **ADULT)
    assert "A line needs two fillings or more." in visitor.words()
    give(visitor, *reversed(SIX))
    assert not visitor.app.exception
    charts = visitor.charts()
    assert set(charts) == {f"over-time-{n}" for n in ("k2", "k1", "d")}
    (k2, _k1, d) = (table for table in visitor.tables() if "Since the time before" in table[0])
    assert [row["Day"] for row in k2] == [f"1 {month} 2026" for month in MONTHS]
    first = estimate(FOODS, Answers({f: Answer("1w") for f in ("gouda_edam", "salmon_trout")}))
    assert d[0]["µg a day"] == f"{first.wholes['d'].central:.1f}"
    assert "Since 1 January 2026: about " in k2[1]["Since the time before"]
    words = visitor.words()
    assert "Since 1 January 2026: about " in words
    assert "Since 1 May 2026: about " in words
    assert "people answered twice" in words


MONTHS = ("January", "February", "March", "April", "May", "June")


def test_what_is_damaged_foreign_or_of_another_table_is_named():
    empty = json.dumps(json.loads(saved("2026-02-02", "1w")) | {"answers": {}}).encode()
    visitor = visit("over_time", **ADULT)
    give(
        visitor,
        SIX[0],
        ("broken.json", b"{"),
        ("other.json", json.dumps({"format": "a calendar"}).encode()),
        ("old.json", saved("2025-05-05", "1w", foods_version="old")),
        ("empty.json", empty),
        ("copy.json", SIX[0][1]),
        (SIX[0][0], saved("2026-09-09", "1w", country="NL")),
    )
    errors = " ".join(error.value for error in visitor.app.error)
    assert "broken.json cannot be opened" in errors
    assert "other.json cannot be opened" in errors
    words = visitor.words().replace("\\", "")
    assert "old was saved with another food table (version old)" in words
    assert "**empty** is left out." in words
    assert "another country: Netherlands" in words
    (k2, *_rest) = (table for table in visitor.tables() if "Since the time before" in table[0])
    assert [row["Day"] for row in k2] == ["5 May 2025", "1 January 2026", "9 September 2026"]


def test_two_peoples_answers_wait_until_somebody_says_they_are_ones():
    visitor = visit("over_time", **ADULT)
    hers, his = ({"sex": sex, "age": 40, "life_stage": ""} for sex in ("female", "male"))
    give(
        visitor,
        ("a.json", saved("2026-01-01", "1w", profile=hers)),
        ("b.json", saved("2026-05-01", "2w", profile=his)),
    )
    assert "may be different people’s answers" in visitor.words()
    assert "They differ in sex." in visitor.words()
    assert visitor.charts() == {}
    (toggle,) = (t for t in visitor.app.toggle if t.key == "over-time-mixed")
    toggle.set_value(True).run()
    assert len(visitor.charts()) == 3


def test_people_on_an_antagonist_see_vitamin_d_alone():
    visitor = visit("over_time", **VITAMIN_K_ANTAGONIST)
    give(visitor, *SIX[:2])
    assert set(visitor.charts()) == {"over-time-d"}
    assert "Vitamin K is left out here." in visitor.words()


def test_the_report_sets_the_last_time_beside_the_one_before(monkeypatch):
    made = []
    monkeypatch.setattr(report, "pdf", lambda person: made.append(person) or b"%PDF")
    visitor = visit("over_time", **ADULT)
    give(visitor, *SIX)
    visitor.app.text_input[0].set_value("Ms J.")
    visitor.press("Make the report of both")
    (person,) = made
    assert (person.client, person.made_on.month, person.before.day.month) == ("Ms J.", 6, 5)
    assert "Save the report" in [b.proto.label for b in visitor.app.get("download_button")]


def test_the_answers_of_this_visit_join_only_when_asked(all_once_a_week):
    visitor = visit("over_time", **ADULT, **all_once_a_week)
    give(visitor, SIX[0])
    assert visitor.charts() == {}
    (toggle,) = (t for t in visitor.app.toggle if t.key == "over-time-own")
    toggle.set_value(True).run()
    assert len(visitor.charts()) == 3


# The history in the browser

DONE = {"kept": "", "done": "", "refused": False}


def history_of(*files):
    text = ""
    for _name, raw in files:
        text = with_filling(text, raw)
    return text


def tell(visitor, **told):
    """Let the browser tell what it holds."""
    visitor.app.session_state["kdcheck-history"] = {"told": DONE | told}
    visitor.app.run()


def days_in_line(visitor):
    tables = [table for table in visitor.tables() if "Since the time before" in table[0]]
    return [row["Day"] for row in tables[0]] if tables else []


def test_the_history_of_the_browser_becomes_the_line():
    visitor = visit("over_time", **ADULT)
    assert visitor.data_of("kdcheck-history") == {"told": None, "put": None}
    tell(visitor, kept=history_of(*SIX[:3]))
    assert "The history in this browser holds 3 fillings" in visitor.words()
    assert days_in_line(visitor) == ["1 January 2026", "1 February 2026", "1 March 2026"]


def test_a_history_beside_dropped_files_joins_only_when_asked():
    visitor = visit("over_time", **ADULT)
    tell(visitor, kept=history_of(SIX[5]))
    give(visitor, *SIX[:2])
    assert days_in_line(visitor) == ["1 January 2026", "1 February 2026"]
    (toggle,) = (t for t in visitor.app.toggle if "history" in t.key)
    toggle.set_value(True).run()
    assert days_in_line(visitor)[-1] == "1 June 2026"


def test_a_damaged_history_is_named_and_joins_nothing():
    visitor = visit("over_time", **ADULT)
    tell(visitor, kept=history_of(*SIX[:3]).replace("3-4w", "often"))
    (error,) = visitor.app.error
    assert "none of it is shown" in error.value
    assert "filling 3" in error.value
    give(visitor, *SIX[:2])
    assert len(days_in_line(visitor)) == 2
    visitor.press("Forget the history")
    put = visitor.data_of("kdcheck-history")["put"]
    assert put["text"] == ""
    assert "often" in put["over"]


def test_a_filling_of_another_table_and_of_another_person_is_named():
    hers, his = ({"sex": sex, "age": 40, "life_stage": ""} for sex in ("female", "male"))
    visitor = visit("over_time", **ADULT)
    first = saved("2026-01-01", "1w", profile=hers, foods_version="old")
    second = saved("2026-05-01", "2w", profile=his)
    tell(visitor, kept=history_of(("", first), ("", second)))
    assert "was saved with another food table (version old)" in visitor.words()
    assert "They differ in sex." in visitor.words()
    assert days_in_line(visitor) == []


def test_answers_are_added_by_a_press_once(all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week)
    assert visitor.all_data_of("kdcheck-history") == []  # nothing is told before it is asked for
    visitor.press("Add to the history in this browser")
    assert visitor.data_of("kdcheck-history") == {"told": None, "put": None}
    tell(visitor)
    put = visitor.data_of("kdcheck-history")["put"]
    assert put["over"] == ""
    (added,) = read_history(put["text"], FOODS)
    assert {answer.frequency for answer in added.answers.foods.values()} == {"1w"}
    assert "safety" not in put["text"]
    tell(visitor, kept=put["text"], done=put["token"])
    assert "The history in this browser holds 1 filling" in visitor.words()
    assert visitor.all_data_of("kdcheck-history") == []

    visitor.press("Add to the history in this browser")
    tell(visitor, kept=put["text"])
    assert "holds these answers of today already" in visitor.words()


def test_what_hindered_the_browser_is_said(all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week)
    for told, words in (
        ({"kept": history_of(SIX[0])}, "changed in another tab"),
        ({"refused": True}, "does not let a page keep anything"),
    ):
        visitor.press("Add to the history in this browser")
        tell(visitor)
        token = visitor.data_of("kdcheck-history")["put"]["token"]
        tell(visitor, done=token, **told)
        assert words in visitor.words()


def test_nothing_is_added_to_a_damaged_history(all_once_a_week):
    visitor = visit("results", **ADULT, **all_once_a_week)
    visitor.press("Add to the history in this browser")
    tell(visitor, kept='{"fillings": ')
    assert "Nothing was added" in visitor.words()
    assert visitor.all_data_of("kdcheck-history") == []


def test_an_example_person_has_no_history_here():
    visitor = visit("welcome", **ADULT)
    visitor.app.button(key="press-example-vegan").click().run()
    visitor.open("results")
    assert "Make the report (PDF)" in visitor.buttons()
    assert "Add to the history in this browser" not in visitor.buttons()


def test_each_filling_is_estimated_once(monkeypatch):
    estimated = []
    monkeypatch.setattr(
        history, "estimate", lambda *given: estimated.append(given) or estimate(*given)
    )
    visitor = visit("over_time", **ADULT)
    give(visitor, *SIX[:-1])
    estimated.clear()
    give(visitor, SIX[-1])
    assert len(estimated) == len(SIX)


EARLIER = "a6aa08799256"


def of_the_earlier_table(**eaten):
    answers = {food_id: {"frequency": often} for food_id, often in eaten.items()}
    content = json.loads(file_of(answers, saved="2026-11-24", foods_version=EARLIER))
    asked = {food.food_id for food in earlier_table(EARLIER)}
    content["answers"] = {n: a for n, a in content["answers"].items() if n in asked or n in eaten}
    return json.dumps(content).encode()


def explained(visitor):
    """The tables of what each food has to do with it: K2, K1 and D."""
    assert not visitor.app.exception
    return [t for t in visitor.tables() if "Sources that changed" in t[0]]


def test_a_filling_in_the_browser_of_an_earlier_food_table_is_explained_too():
    visitor = visit("over_time", **ADULT)
    tell(visitor, kept=history_of(("", of_the_earlier_table(eggs="1d"))))
    (title,) = (part for part in visitor.parts() if "under the food table in use now" in part)
    assert title.startswith("24 November 2026, from this browser")
    assert "Eggs" in [row["Food"] for row in explained(visitor)[0]]


def in_ug(words):
    return float(words.removesuffix(" µg").replace("\N{MINUS SIGN}", "-"))


def assert_it_adds_up(rows):
    """The differences of the rows are that of the whole, which is the last row."""
    told = [in_ug(row["Difference"]) for row in rows if row["Difference"] != "unknown"]
    assert sum(told[:-1]) == pytest.approx(told[-1], abs=0.5 * len(told))  # each is rounded


def test_what_the_earlier_table_did_not_tell_counts_on_a_line_of_its_own():
    visitor = visit("over_time", **ADULT)
    give(visitor, ("march.json", of_the_earlier_table(eggs="1d", tempeh="1d")))
    k2 = explained(visitor)[0]
    rows = {row["Food"]: row for row in k2}
    tempeh, line = rows["Tempeh"], rows["Unknown then, counted now"]
    assert (tempeh["Then"], tempeh["Difference"]) == ("unknown then", "unknown")
    assert line["Difference"] == f"+{tempeh['Now']}"
    assert "Counted then, unknown now" not in rows
    assert_it_adds_up(k2)


def test_what_is_unknown_now_counts_on_a_line_of_its_own(monkeypatch):
    then = earlier_table(EARLIER)
    gone = replace(then["natto"], food_id="douchi")
    table = FoodTable((*then, gone), then.countries)
    monkeypatch.setattr(another_table, "earlier_table", lambda _version: table)
    visitor = visit("over_time", **ADULT)
    give(visitor, ("march.json", of_the_earlier_table(eggs="1d", douchi="1d")))
    k2 = explained(visitor)[0]
    rows = {row["Food"]: row for row in k2}
    douchi, line = rows["douchi"], rows["Counted then, unknown now"]
    assert (douchi["Now"], douchi["Difference"]) == ("unknown now", "unknown")
    assert line["Difference"] == f"\N{MINUS SIGN}{douchi['Then']}"
    assert_it_adds_up(k2)


def test_a_file_of_an_earlier_food_table_is_explained_food_by_food():
    visitor = visit("over_time", **ADULT)
    give(visitor, ("march.json", of_the_earlier_table(eggs="1d", spinach="2w")))
    assert "march.json"[:5] in " ".join(visitor.parts())
    words = visitor.words()
    assert "were not asked then" in words
    tables = explained(visitor)
    assert len(tables) == 3
    for rows in tables:
        assert [row["Food"] for row in rows][-2:] == ["Foods that are not asked", "In all"]
    k2 = {row["Food"]: row for row in tables[0]}
    # a serving is two eggs of 100 g now, and was one of 50 g: 15.3 µg of MK-4 in 100 g
    assert k2["Eggs"]["Difference"].startswith("+")

    held = visit("over_time", **VITAMIN_K_ANTAGONIST)
    give(held, ("march.json", of_the_earlier_table(eggs="1d", spinach="2w")))
    assert len([t for t in held.tables() if "Sources that changed" in t[0]]) == 1  # D alone
