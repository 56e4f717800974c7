"""What if: other answers beside the person's own, and nothing named that must not be."""

import json
import re
import subprocess
import sys

import pytest

from content.numbers import span
from scoring import Answer, Answers, FoodTable
from scoring.guidance.safety import load_rules
from scoring.intake.difference import differences
from tests.conftest import ROOT
from tests.pages.conftest import SMALL_FOODS, frequencies, visit
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST

SMALL = FoodTable.load(SMALL_FOODS)
WEEK = {"natto": "1w", "gouda": "1d", "egg": "3-4w", "salmon": "2w", "spinach": "never"}
PREGNANT = ADULT | {"safety-pregnancy": "pregnant"}
STATUS = re.compile(r'<p role="status">(.*?)</p>')
NO_CHANGE_YET = "So far both weeks are the same."
ALONE = "The range of a difference comes from the foods you changed alone"
VITAMIN_K = re.compile(r"vitamin K[12]|\bK[12]\b.*µg|MK-|natto", re.IGNORECASE)


def notice_text(rule_id):
    return load_rules()[rule_id].notice.text


def what_if(codes=WEEK, who=ADULT, **state):
    return visit("what_if", **who, **frequencies(codes), **state)


def status(visitor):
    (found,) = STATUS.findall(visitor.html())
    return found


def steps(visitor):
    """The changes that are offered: their words, by what they do."""
    return {
        direction: [
            b.label
            for b in visitor.app.button
            if b.key.startswith(f"press-what-if-try-{direction}-")
        ]
        for direction in ("more", "less")
    }


def change(visitor, food_id, code):
    visitor.choose("what-if-add", food_id)
    visitor.choose(f"what-if-frequency-{food_id}", code)


@pytest.mark.usefixtures("small_table")
def test_at_first_both_weeks_are_the_same():
    visitor = what_if()
    assert visitor.title == "What if"
    assert status(visitor) == NO_CHANGE_YET
    assert visitor.charts() == {}
    assert not {"Reset", "Keep these changes"} & set(visitor.buttons())


@pytest.mark.usefixtures("small_table")
def test_before_and_after_worked_by_hand():
    visitor = what_if()
    change(visitor, "egg", "1d")
    # K2 in µg a day: natto 886 × 50 ÷ 100 ÷ 7 = 63.29, gouda 58 × 0.3 = 17.4, egg 21 × 0.6 × 3.5 ÷
    # 7 = 6.3, salmon 0.5 × 1.4 × 2 ÷ 7 = 0.2: 87.19 now. An egg each day is 12.6: 93.49.
    # D: gouda 0.12, egg 0.6, salmon 4: 4.72 now, 5.32 with 1.2 from eggs.
    assert re.fullmatch(
        r"With these changes: vitamin K2 6\.3 µg a day more; vitamin K1 0\.[12] µg a day more; "
        r"vitamin D 0\.6 µg a day more\.",
        status(visitor),
    )
    lines = visitor.lines()
    card = lines[lines.index("Vitamin K2 from food") :][:6]
    assert card[1:4:2] == ["Now", "What if"]
    assert card[2].startswith("87likely ")
    assert card[4] == "93likely 43 to 202 µg"
    rows = visitor.table("Vitamin")
    assert [row["Vitamin"] for row in rows] == [
        "Vitamin K2",
        "MK-4",
        "MK-7",
        "Other long-chain K2",
    ]
    # MK-4 of an egg: 20 × 0.6 = 12 a day instead of 6; MK-7 stays.
    after = Answers({f: Answer(c) for f, c in (WEEK | {"egg": "1d"}).items()})
    before = Answers({f: Answer(c) for f, c in WEEK.items()})
    found = differences(SMALL, before, after)
    for row, nutrient, amount in zip(
        rows, ("k2", "mk4", "mk7", "mkx"), ("6.3", "6.0", None, "0.3"), strict=True
    ):
        if amount is None:
            assert row["Difference"] == "changes nothing"
            continue
        likely = span(found[nutrient].low, found[nutrient].high)
        assert row["Difference"] == f"adds about {amount} µg a day, likely {likely} µg"
    assert card[5] == rows[0]["Difference"]
    assert (rows[0]["Now, µg a day"], rows[0]["What if, µg a day"]) == ("87", "93")
    assert ALONE in visitor.words()
    assert "told apart" not in visitor.words()


@pytest.mark.usefixtures("small_table")
def test_both_sides_are_what_results_shows():
    visitor = what_if()
    change(visitor, "egg", "1d")
    visitor.choose("what-if-portion-egg", "L")
    lines = visitor.lines()
    for week, side in ((WEEK, "Now"), (WEEK | {"egg": "1d"}, "What if")):
        portion = {"portion-egg": "L"} if side == "What if" else {}
        results = visit("results", **ADULT, **frequencies(week), **portion)
        for name in ("Vitamin K2", "Vitamin K1", "Vitamin D"):
            about, span = re.search(
                r"about (\S+) µg a day (likely .*? µg)", results.card(f"{name} from food")
            ).groups()
            at = lines.index(f"{name} from food")
            shown = lines[at : at + 5]
            assert shown[shown.index(side) + 1] == f"{about}{span}"


@pytest.mark.usefixtures("small_table")
def test_the_chart_shows_the_differences_with_the_forms_of_k2():
    visitor = what_if()
    change(visitor, "natto", "2w")
    figure = visitor.charts()["what_if"]
    dots = [t for t in figure["data"] if t["mode"] == "markers"]
    names = [dot["name"] for dot in dots]
    assert names == ["Vitamin K2", "MK-4", "MK-7", "Other long-chain K2"]
    assert dots[0]["x"][0] == pytest.approx(886 * 50 / 100 / 7)  # natto once more a week
    (legend,) = [t["name"] for t in figure["data"] if t["showlegend"]]
    assert legend.replace("<br>", " ") == "Dot and band: a difference and its likely range"
    visitor.choose("what-if-chart-of", "d")
    figure = visitor.charts()["what_if"]
    assert [t["name"] for t in figure["data"] if t["mode"] == "markers"] == ["Vitamin D"]
    assert "Difference in vitamin D with its likely range: " in visitor.words()


@pytest.mark.usefixtures("small_table")
def test_the_range_of_a_difference_does_not_grow_with_the_rest_of_the_week():
    few, many = {"natto": "1w", "gouda": "never"}, {"natto": "1w", "gouda": "4+d"}
    words = []
    for week in (few, many):
        visitor = what_if({"egg": "never", "salmon": "never", "spinach": "never"} | week)
        change(visitor, "natto", "2w")
        # The card and the table say it, in the same words.
        (line,) = {line for line in visitor.lines() if line.startswith("adds about 63 µg")}
        words.append(line)
    assert words[0] == words[1]


def test_cards_that_move_more_than_the_difference_say_why(foods):
    visitor = what_if({food.food_id: "never" for food in foods} | {"eggs": "1-3m"})
    change(visitor, "eggs", "1d")
    # MK-4 and D of foods not asked may be at most a part of what is eaten, which here is little.
    assert visitor.words().count("so both figures differ by more than the foods that you") == 3
    visitor.choose("what-if-frequency-eggs", "1-3m")
    assert "so both figures differ by more" not in visitor.words()


def test_each_step_has_a_bar_as_long_as_it_goes(all_once_a_week):
    visitor = visit("what_if", **ADULT, **all_once_a_week)
    bars = [float(share) for share in re.findall(r"--share: ([\d.]+)%", visitor.html())]
    assert len(bars) == 10  # five up and five down
    assert bars[0] == bars[5] == 100
    assert bars[:5] == sorted(bars[:5], reverse=True)
    assert min(bars) > 0


def test_foods_that_were_not_asked_stand_on_a_line_of_their_own(all_once_a_week):
    visitor = visit("what_if", **ADULT, **all_once_a_week)
    change(visitor, "natto", "2w")
    assert any(
        re.fullmatch(r"Of both, for foods that were not asked: \S+ µg, likely \S+ to \S+", line)
        for line in visitor.lines()
    )


@pytest.mark.usefixtures("small_table")
def test_the_own_answers_stay_as_they_are():
    visitor = what_if()
    before = visit("results", **ADULT, **frequencies(WEEK)).card("Vitamin K2 from food")
    change(visitor, "egg", "1d")
    visitor.choose("what-if-d_ug_per_day", "20")
    visitor.open("results")
    assert visitor.card("Vitamin K2 from food") == before
    assert "Supplements" not in visitor.card("Vitamin D from food")
    visitor.open("what_if")
    assert "vitamin K2 6.3 µg a day more" in status(visitor)  # and the changes wait there


@pytest.mark.usefixtures("small_table")
def test_a_press_that_comes_with_another_page_counts_once():
    visitor = what_if()
    change(visitor, "egg", "1d")
    visitor.press("Keep these changes")
    pressed = visitor.message() | {"presses": [[9, "what-if-keep-yes"], [9, "of no button"]]}
    visitor.open("learn")
    visitor.hear(pressed)
    assert visitor.answer("frequency-egg") == "1d"
    visitor.say(**{"frequency-egg": "never"})
    visitor.hear(pressed)
    assert visitor.answer("frequency-egg") == "never"


@pytest.mark.usefixtures("small_table")
def test_keeping_asks_first():
    visitor = what_if(**{"supplement-d": 400.0, "supplement-d-unit": "IU"})
    change(visitor, "egg", "1d")
    visitor.choose("what-if-d_ug_per_day", "20")
    visitor.press("Keep these changes")
    (question,) = visitor.app.warning
    assert "The answers you gave before are gone then." in question.value
    visitor.press("No, leave them")
    assert visitor.answer("frequency-egg") == "3-4w"
    visitor.press("Keep these changes")
    visitor.press("Yes, change my answers")
    assert visitor.app.success[0].value == "Your own answers now hold these changes."
    assert "See your results" in visitor.ways_on()
    assert status(visitor) == NO_CHANGE_YET
    assert visitor.answer("frequency-egg") == "1d"
    assert visitor.answer("supplement-d") == "20"
    assert visitor.answer("frequency-natto") == "1w"
    visitor.open("results")
    assert "about 93 µg" in visitor.card("Vitamin K2 from food")
    assert "Supplements add 20 µg" in visitor.card("Vitamin D from food")
    visitor.open("what_if")
    assert not visitor.app.success


@pytest.mark.usefixtures("small_table")
def test_reset_and_leaving_one_food_as_it_is():
    visitor = what_if()
    change(visitor, "egg", "1d")
    change(visitor, "natto", "never")
    visitor.press("Leave as it is: Natto")
    assert status(visitor).startswith("With these changes: vitamin K2 6.3 µg a day more")
    visitor.choose("what-if-mk7_ug_per_day", "45")
    assert "vitamin K2 from supplements 45 µg a day more" in status(visitor)
    visitor.press("Reset")
    assert status(visitor) == NO_CHANGE_YET
    assert "what-if-frequency-egg" not in [group.key for group in visitor.app.button_group]


@pytest.mark.usefixtures("small_table")
def test_a_step_of_the_list_is_taken_in_by_its_button():
    visitor = what_if()
    # Gouda 2–3 times a day: 10.5 servings more, 10.5 ÷ 7 × 0.3 × 58 = 26.1; natto twice a week
    # 63.3; an egg 5–6 times a week 3.6, once a day and so on are two steps.
    assert steps(visitor)["more"] == [
        "Natto: twice a week instead of once a week",
        "Gouda: 2–3 times a day instead of once a day",
        "Egg: 5–6 times a week instead of 3–4 times a week",
        "Salmon: 3–4 times a week instead of twice a week",
    ]
    assert any(line.startswith("adds about 63 µg a day, likely ") for line in visitor.lines())
    assert steps(visitor)["less"][0] in (
        "Natto: 1–3 times a month instead of once a week",
        "Natto: small portion instead of medium",
    )
    visitor.press("Natto: twice a week")
    assert status(visitor).startswith("With these changes: vitamin K2 63 µg a day more")
    assert "Natto: 3–4 times a week instead of twice a week" in steps(visitor)["more"]
    assert "Tried out so far: Natto. The steps below start from there." in visitor.lines()


@pytest.mark.usefixtures("small_table")
def test_the_list_follows_the_vitamin_and_the_filters():
    visitor = what_if()
    visitor.choose("what-if-rank-by", "k1")
    assert steps(visitor)["more"][0] == "Spinach: once a week instead of never"
    visitor.choose("what-if-rank-by", "d")
    assert steps(visitor)["more"][0] == "Salmon: 3–4 times a week instead of twice a week"
    assert "No pork" not in visitor.options("what-if-filters")
    assert (
        "This food table does not mark its foods for: Vegetarian, No pork, No liver."
        in visitor.lines()
    )
    visitor.choose("what-if-filters", ["vegan"])
    assert steps(visitor) == {"more": [], "less": []}
    assert visitor.lines().count("No single step does.") == 2
    visitor.choose("what-if-rank-by", "k1")
    found = steps(visitor)
    assert {words.partition(":")[0] for words in found["more"]} == {"Spinach", "Natto"}


def test_foods_without_data_are_named_apart(all_once_a_week):
    visitor = visit("what_if", **ADULT, **all_once_a_week)
    assert "Not in the list, since nobody has measured it in them: Miso." in visitor.lines()


@pytest.mark.usefixtures("small_table")
def test_supplements_stand_apart_and_bring_their_notice():
    visitor = what_if()
    visitor.choose("what-if-d_ug_per_day", "90")
    assert notice_text("d-over-upper-level") not in visitor.notices()
    visitor.choose("what-if-d_ug_per_day", "96")
    assert status(visitor) == ("With these changes: vitamin D from supplements 96 µg a day more.")
    assert "Supplements, not counted above: 0 µg now, 96 µg a day then" in visitor.lines()
    assert notice_text("d-over-upper-level") in visitor.notices()  # 96 + 4.72
    assert visitor.options("what-if-rank-by") == ["Vitamin K2", "Vitamin K1"]
    assert any("vitamin D is a matter for your doctor" in line for line in visitor.lines())
    visitor.choose("what-if-d_ug_per_day", "5000")
    (fault,) = (error.value for error in visitor.app.error)
    assert "Vitamin D: 5,000 µg is not an amount we can count" in fault
    assert "0 to 2,500" in fault
    assert "Before and after" not in visitor.words()


@pytest.mark.parametrize("thinner", ["vka", "unsure"])
def test_a_vitamin_k_antagonist_is_shown_no_vitamin_k(thinner, foods):
    who = ADULT | {"safety-blood-thinner": thinner}
    codes = {food.food_id: "1w" for food in foods} | {"spinach": "never"}
    visitor = what_if(codes, who)
    assert notice_text("vka-blocker") in visitor.notices()
    change(visitor, "eggs", "1d")
    words = visitor.words_but_notices().splitlines()
    foods_to_choose = {food.food for food in foods}
    told = [line for line in words if VITAMIN_K.search(line) and line not in foods_to_choose]
    assert told == []
    assert status(visitor).startswith("With these changes: vitamin D")
    assert status(visitor).endswith(
        "What you try out touches foods with vitamin K. Speak with your clinic before you eat "
        "differently."
    )
    assert any(line.endswith("does not show what changes would do to vitamin K.") for line in words)
    assert any(
        line.startswith("With your medicine, what counts is a steady diet") for line in words
    )
    assert {w.partition(":")[0] for found in steps(visitor).values() for w in found} == {
        "Mushrooms"
    }
    assert [n.key for n in visitor.app.text_input] == ["what-if-d_ug_per_day"]
    assert "Keep these changes" not in visitor.buttons()
    assert set(visitor.charts()) == {"what_if"}


def test_a_change_without_any_vitamin_k_brings_no_word_about_it(foods):
    codes = {food.food_id: "1w" for food in foods}
    visitor = what_if(codes, VITAMIN_K_ANTAGONIST)
    change(visitor, "mushrooms", "1d")
    assert re.fullmatch(r"With these changes: vitamin D \S+ µg a day more\.", status(visitor))
    change(visitor, "natto", "never")
    assert "touches foods with vitamin K" in status(visitor)


@pytest.mark.parametrize("nutrient", ["k2", "k1", "d"])
def test_in_pregnancy_nothing_is_named_that_is_ruled_out(nutrient, all_once_a_week):
    visitor = visit("what_if", **PREGNANT, **all_once_a_week, **{"what-if-rank-by": nutrient})
    named = " ".join(words for found in steps(visitor).values() for words in found)
    assert len(steps(visitor)["more"]) == 5
    assert not re.search("liver|Brie|Camembert|Blue cheese|Tuna|Prawns", named, re.IGNORECASE)
    assert not re.search("(Salmon|Herring).*twice", named)
    assert notice_text("pregnancy-fish") in visitor.notices()
    assert any(line.startswith("Because of what you told us, liver") for line in visitor.lines())


@pytest.mark.usefixtures("small_table")
def test_a_table_that_does_not_mark_its_foods_names_nothing_in_pregnancy():
    visitor = what_if(who=PREGNANT)
    assert steps(visitor) == {"more": [], "less": []}
    assert any(
        line.startswith("This food table does not mark which of its foods are: high mercury fish")
        for line in visitor.lines()
    )


@pytest.mark.usefixtures("small_table")
def test_kidney_disease_names_no_change_and_a_condition_none_of_vitamin_d():
    visitor = what_if(who=ADULT | {"safety-conditions-kidney_disease": True})
    assert steps(visitor) == {"more": [], "less": []}
    assert any("ideas for other food do not fit you" in line for line in visitor.lines())
    visitor = what_if(who=ADULT | {"safety-conditions-cancer": True})
    assert visitor.options("what-if-rank-by") == ["Vitamin K2", "Vitamin K1"]
    named = [words for found in steps(visitor).values() for words in found]
    assert {words.partition(":")[0] for words in named} == {"Natto"}  # no vitamin D in it


@pytest.mark.usefixtures("small_table")
def test_it_waits_as_results_does():
    assert "Answer them now" in visit("what_if").ways_on()
    minor = what_if(who={"safety-adult": "no", "safety-blood-thinner": "none"})
    assert "Change something" not in minor.words()
    assert notice_text("under-18") in minor.notices()
    few = what_if({"natto": "1w"})
    assert "4 foods have no answer yet." in few.words()
    nothing = what_if(dict.fromkeys(WEEK, "never"))
    assert "There is nothing to show yet." in nothing.words()
    sign = what_if(who=ADULT | {"safety-signs-heart": True})
    assert "Change something" not in sign.words()
    sign.press("I have read this")
    assert notice_text("red-flag-heart") in sign.notices()
    assert "Change something" in sign.words()


VISIT = """
import json, sys
from tests.pages.visitor import ADULT, Visitor
from ui import session
foods = {f"frequency-{food.food_id}": "1w" for food in session.tables.our_foods()}
visitor = Visitor("what_if", **ADULT, **foods)
light = "ui.charts" in sys.modules
visitor.app.button(key="press-what-if-try-more-0").click().run()
print(json.dumps([light, "ui.charts" in sys.modules]))
"""


@pytest.mark.slow
def test_no_chart_library_before_something_is_changed():
    run = subprocess.run(
        [sys.executable, "-c", VISIT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout.splitlines()[-1]) == [False, True]
