"""The Workshop page for hosts and participants, and what Results adds for people who joined."""

import io
import json
import re
import time
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from streamlit import rerun
from streamlit.runtime.context import ContextProxy

from content.evidence import evidence_label, references
from scoring import Answer, FoodTable, estimate, languages
from scoring.questionnaire.answers import Answers
from tests.conftest import ROOT
from tests.pages.conftest import frequencies
from tests.pages.test_compare import file_of, give
from tests.pages.visitor import ADULT, VITAMIN_K_ANTAGONIST, Visitor
from ui import language, session
from ui.save import in_language
from ui.workshop import discussion, join, seat, wall
from workshop.codes import new_code
from workshop.errors import StoreUnavailableError
from workshop.store import Store, _participants, _sessions

FOODS = FoodTable.load(ROOT / "foods.csv")
FISH = "Fish and shellfish"
CACHED = (seat.store, seat._keeper, seat._is_open, join._brakes, session.tables.our_foods_of)


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    """The app and the test on one database of their own."""
    monkeypatch.setenv("KDCHECK_DATABASE_URL", f"sqlite:///{tmp_path}/workshop.sqlite3")
    monkeypatch.setattr(seat, "start_deleting_ended", lambda: None)
    monkeypatch.setattr(ContextProxy, "ip_address", None)
    for cached in CACHED:
        cached.clear()
    yield seat.store()
    seat.store().dispose()
    for cached in CACHED:
        cached.clear()


def at(page="workshop", query=(), **state):
    """A visitor who opens a page with this query in its address."""
    visitor = Visitor(**state)
    for name, value in dict(query).items():
        visitor.app.query_params[name] = value
    visitor.open(page)
    return visitor


def opened(store, sections=FOODS.groups):
    return store.open_session("Nutrition evening", sections)


def joined(store, found, page="results", **state):
    """A participant with a seat, as `ui.workshop.seat.take` leaves them."""
    key = store.join(found)
    state = ADULT | state | {"workshop-seat": key, "workshop-session": found}
    return at(page, **state)


def send_many(store, found, number, code="1w"):
    for _ in range(number):
        store.send(store.join(found), {food.food_id: Answer(code) for food in FOODS})


def send_each(store, found, weeks):
    for foods in weeks:
        store.send(store.join(found), foods)


def week(code="1w"):
    return frequencies({food.food_id: code for food in FOODS})


def in_address(visitor, name):
    """The value of a parameter of the address, which the test runner gives as text or as a list."""
    value = visitor.app.query_params[name]
    return value if isinstance(value, str) else value[0]


def alerts(visitor):
    return "\n".join(
        a.value for kind in ("error", "warning", "info") for a in visitor.app.get(kind)
    )


# Host


def test_a_host_opens_a_workshop_and_stays_on_its_secret_address(store):
    visitor = at()
    (title,) = (box for box in visitor.app.text_input if box.label == "Title")
    title.input("Nutrition evening").run()
    visitor.choose("workshop-sections", [FISH])
    visitor.press("Open the workshop")
    key = in_address(visitor, "host")
    assert len(key) == 43
    found = store.session_of_host(key)
    assert (found.title, found.sections) == ("Nutrition evening", (FISH,))
    assert visitor.title == "Nutrition evening"
    words = visitor.words()
    assert f"{found.code[:3]} {found.code[3:6]} {found.code[6:]}" in words
    assert "0 joined 0 sent" in words
    assert "Open, ends in 3 h 59 min" in words or "Open, ends in 4 h 00 min" in words
    assert key not in words


@pytest.mark.parametrize(
    ("title", "sections", "named"), [("", [FISH], "a title"), ("x", [], "one part")]
)
def test_a_workshop_without_title_or_parts_is_not_opened(title, sections, named):
    visitor = at()
    next(box for box in visitor.app.text_input if box.label == "Title").input(title).run()
    visitor.choose("workshop-sections", sections)
    visitor.press("Open the workshop")
    assert named in visitor.app.warning[0].value
    assert "host" not in visitor.app.query_params


def test_the_picture_waits_for_five_and_then_for_three_more(store):
    found, key = opened(store)
    send_many(store, found, 4)
    visitor = at(query={"host": key})
    assert "4 joined 4 sent" in visitor.words()
    assert "once five people" in visitor.words()
    assert visitor.charts() == {}

    send_many(store, found, 1)
    visitor.press("Refresh now")
    assert "5 people are in this picture" in visitor.words()
    assert "fewer than ten people" in visitor.words()
    assert "in the middle <b>" not in visitor.html()

    send_many(store, found, 2)
    visitor.press("Refresh now")
    assert "7 joined 7 sent" in visitor.words()
    assert "5 people are in this picture" in visitor.words()
    assert "2 answers wait" in visitor.words()

    send_many(store, found, 1)
    visitor.press("Refresh now")
    assert "8 people are in this picture" in visitor.words()
    assert "wait" not in visitor.words()


def test_the_class_in_figures_is_the_estimate_of_the_class(store):
    found, key = opened(store)
    send_many(store, found, 10, "1w")
    visitor = at(query={"host": key})
    one = estimate(FOODS, Answers({food.food_id: Answer("1w") for food in FOODS}))
    rows = {row["Nutrient"]: row for row in visitor.table("Nutrient")}
    median = float(rows["Vitamin K2"]["Median, µg a day"])
    assert median == pytest.approx(one.wholes["k2"].central, rel=0.05)
    assert "all, or all but one or two" in visitor.words()


def test_below_ten_people_no_middle_of_the_class_is_shown(store):
    found, key = opened(store)
    send_many(store, found, 6, "1w")
    send_many(store, found, 3, "4+d")
    visitor = at(query={"host": key})
    assert "6 of 9 people" in visitor.card("Vitamin K2 in the class")
    assert "in the middle" not in visitor.card("Vitamin K2 in the class")
    assert "half the class" not in visitor.words()
    assert "Median, µg a day" not in visitor.words()
    send_many(store, found, 3, "1w")
    visitor.press("Refresh now")
    assert "in the middle" in visitor.card("Vitamin K2 in the class")
    assert re.search(r"half the class \d.* µg", visitor.card("Vitamin D in the class"))
    assert "fewer than ten people" not in visitor.words()


def test_what_is_eaten_every_week_is_told_in_words_and_counted_from_twenty_on(store):
    found, key = opened(store)
    week = {"eggs": Answer("1d"), "butter": Answer("1w"), "natto": Answer("1-3m")}
    send_each(store, found, [week] * 4 + [{"eggs": Answer("1d")}] * 4)
    visitor = at(query={"host": key})
    words = visitor.words()
    assert "all, or all but one or twoEggs" in words
    assert "some: three people or moreButter" in words
    assert "Natto" in words  # among those who eat it at all, not every week
    assert "moreButter; " not in words
    send_each(store, found, [week] * 8 + [{"eggs": Answer("1d")}] * 4)
    visitor.press("Refresh now")
    assert "then, most oftenButter (60 %)" in visitor.words()


def test_one_bar_for_all_is_words_and_no_chart(store):
    found, key = opened(store)
    send_many(store, found, 5)
    visitor = at(query={"host": key})
    assert re.search(r"5 of 5 people \d+.* µg.* a day", visitor.card("Vitamin K2 in the class"))
    assert "workshop-k2" not in visitor.charts()


def test_the_screen_shows_foods_by_vitamin_k_only_when_the_host_asks(store):
    found, key = opened(store)
    send_many(store, found, 5)
    visitor = at(query={"host": key})

    def shown():
        return [key.rpartition("-")[2] for key in visitor.charts() if "workshop-foods-" in key]

    assert shown() == ["d"]
    assert "Somebody in the room may take warfarin" in visitor.words()
    assert visitor.options("workshop-foods-of")[0] == "Vitamin D"
    visitor.choose("workshop-foods-of", "k2")
    assert shown() == ["k2"]


def test_a_small_share_is_under_one_percent(store):
    found, key = opened(store)
    week = {"salmon_trout": Answer("4+d", "L"), "butter": Answer("1w", "S")}
    for _ in range(5):
        store.send(store.join(found), week)
    visitor = at(query={"host": key})
    (words,) = (line for line in visitor.lines() if line.startswith("Foods that carry"))
    assert words.endswith("under 1 %")


def test_the_way_in_can_be_hidden(store):
    _, key = opened(store)
    visitor = at(query={"host": key})
    assert "Join with the code" in visitor.words()
    visitor.app.toggle(key="workshop-hide-way-in").set_value(True).run()
    assert "Join with the code" not in visitor.words()
    assert "0 joined" in visitor.words()
    visitor.app.toggle(key="workshop-hide-way-in").set_value(False).run()
    assert "Join with the code" in visitor.words()


def test_close_then_export_then_delete(store):
    found, key = opened(store)
    send_many(store, found, 6)
    visitor = at(query={"host": key})
    assert not visitor.app.get("download_button")
    visitor.press("Yes, close")
    assert store.session_of_host(key).closed
    assert "Closed, deleted in 23 h 59 min" in visitor.words()
    assert "Join with the code" not in visitor.words()
    labels = [button.proto.label for button in visitor.app.get("download_button")]
    assert [re.findall(r"\((.+)\)", label) for label in labels] == [[".xlsx"], ["CSV"], ["PDF"]]
    assert "6 of 6 sent answers are in them" in visitor.words()
    assert "may guess whose line it is" in visitor.words()
    visitor.press("Yes, delete now")
    assert visitor.title == "No workshop is found here"
    assert store.session_of_host(key) is None


def test_from_ten_people_on_the_export_needs_no_warning(store):
    found, key = opened(store)
    send_many(store, found, 10)
    store.close(found, FOODS)
    assert "may guess whose line it is" not in at(query={"host": key}).words()


def test_the_page_for_the_wall_is_one_page_in_the_language_of_the_room(store, monkeypatch):
    found, _ = store.open_session("Ernährung & <b>Abend</b>", FOODS.groups, language="de")
    send_many(store, found, 12, "1w")
    store.close(found, FOODS)
    counted, picture = store.look(found, FOODS)
    make = in_language("de", lambda: wall.page(found, counted, picture, date(2026, 11, 30)))
    read = PdfReader(io.BytesIO(make()))
    assert len(read.pages) == 1
    words = " ".join(read.pages[0].extract_text().split())
    assert "Ernährung & <b>Abend</b>" in words
    assert "30. November 2026" in words
    assert read.trailer["/Root"]["/Lang"].startswith("de")
    assert languages.current() == "en"
    for name in ("Vitamin K2", "Vitamin K1", "Vitamin D"):
        assert name in words
    assert "Natto" in words  # eaten every week
    assert picture.foods["k2"]
    assert words.count("%") == len(picture.foods["d"])  # foods by vitamin D alone


def test_start_anew_deletes_everybody(store):
    found, key = opened(store)
    send_many(store, found, 6)
    visitor = at(query={"host": key})
    visitor.press("Yes, start anew")
    assert "0 joined 0 sent" in visitor.words()
    assert store.session_of_code(found.code) is not None


def test_a_wrong_host_link_shows_nothing(store):
    opened(store)
    visitor = at(query={"host": "guessed"})
    assert visitor.title == "No workshop is found here"
    visitor.press("Go to the start")
    assert visitor.title == "Workshop"


def test_the_host_page_goes_on_without_a_database(store, monkeypatch):
    found, key = opened(store)
    send_many(store, found, 5)
    visitor = at(query={"host": key})

    def down(*_):
        raise StoreUnavailableError("The workshop database does not answer (OperationalError).")

    with monkeypatch.context() as stopped:
        stopped.setattr(Store, "look", down)
        visitor.press("Refresh now")
        assert "does not answer" in alerts(visitor)
        assert "5 people are in this picture" in visitor.words()
        stopped.setattr(Store, "session_of_host", down)
        visitor.app.run()
        assert "does not answer" in alerts(visitor)
        assert not visitor.app.exception
    visitor.app.run()
    assert "5 people are in this picture" in visitor.words()
    assert alerts(visitor) == ""


def test_the_discussion_goes_step_by_step_and_hints_at_no_vitamin_k(store):
    _, key = opened(store)
    visitor = at(query={"host": key})
    claims = discussion.claims_to_discuss()
    assert len(claims) > 20
    assert not any(claim.vitamin_k_sensitive for claim in claims)
    first = claims[0]
    assert first.article_says in visitor.words()
    assert first.summary not in visitor.words()
    label = evidence_label(first.verdict).label
    assert label not in visitor.words()
    visitor.press("Show the evidence label")
    assert label in visitor.words()
    assert first.summary not in visitor.words()
    visitor.press("Show what was found")
    assert first.summary in visitor.words()
    assert references()[first.for_refs[0]].short_citation in visitor.words()
    findings = [references()[r].finding for r in first.for_refs + first.against_refs]
    assert not [f for f in findings if f in visitor.words()]  # they tell of more vitamin K
    visitor.press("Next claim")
    assert claims[1].article_says in visitor.words()
    assert first.summary not in visitor.words()
    visitor.press("Claim before")
    visitor.press("Claim before")
    assert claims[-1].article_says in visitor.words()


def test_a_visitor_on_a_vitamin_k_antagonist_sees_no_order_of_foods_by_vitamin_k(store):
    found, key = opened(store)
    send_many(store, found, 5)
    visitor = at(query={"host": key}, **VITAMIN_K_ANTAGONIST)
    assert [key for key in visitor.charts() if "workshop-foods-" in key] == ["workshop-foods-d"]


# Participant


def test_join_by_code_as_it_is_read_aloud(store):
    found, _ = opened(store)
    visitor = at()
    box = next(box for box in visitor.app.text_input if "Code" in box.label)
    box.input(f"{found.code[:3]}-{found.code[3:6]}-{found.code[6:]}").run()
    assert "Nutrition evening" in visitor.words()
    assert store.count(found).joined == 0
    visitor.press("Join")
    assert visitor.title == "Before you start"
    assert store.count(found).joined == 1
    key = in_address(visitor, "seat")
    assert store.seat(key) is not None


def test_join_by_link(store):
    found, _ = opened(store)
    visitor = at(query={"join": found.code}, **ADULT)
    visitor.press("Join")
    assert visitor.page == "questionnaire"


def test_wrong_expired_closed_and_too_often_guessed_codes_get_the_same_words(store):
    gone, gone_key = opened(store)
    store.delete(store.session_of_host(gone_key))
    closed, _ = opened(store)
    store.close(closed, FOODS)
    good, _ = opened(store)
    visitor = at()
    said = []
    wrong = [gone.code, closed.code, *(new_code() for _ in range(3))]
    for code in ("nonsense", *wrong, good.code):
        box = next(box for box in visitor.app.text_input if "Code" in box.label)
        box.input(code).run()
        said.append(visitor.app.error[0].value)
    assert said == [join.NO_SUCH_CODE] * 7  # the right one came after five wrong ones
    other = at(query={"join": good.code})
    assert "Nutrition evening" in other.words()


def test_any_text_for_a_code_gets_the_same_words():
    visitor = at()

    @settings(max_examples=25, deadline=None)
    @given(st.text(min_size=1))
    def check(text):
        next(box for box in visitor.app.text_input if "Code" in box.label).input(text).run()
        assert not visitor.app.exception
        assert [error.value for error in visitor.app.error] == [join.NO_SUCH_CODE]

    check()


def test_a_slip_in_typing_is_no_guess(store):
    good, _ = opened(store)
    visitor = at()
    swapped = good.code[1] + good.code[0] + good.code[2:]
    slips = [good.code[:-1], f"{good.code}0", "nonsense", *[good.code[:8] + "x"] * 4]
    slips += [swapped] if swapped != good.code else []
    for code in (*slips, good.code):
        next(box for box in visitor.app.text_input if "Code" in box.label).input(code).run()
    assert "Nutrition evening" in visitor.words()


def test_guessing_from_one_address_holds_up_that_address_alone(store, monkeypatch):
    address = ["192.0.2.1"]
    monkeypatch.setattr(ContextProxy, "ip_address", property(lambda _: address[0]))
    monkeypatch.setattr(join, "WRONG_CODES_A_MINUTE_OF_AN_ADDRESS", 3)
    good, _ = opened(store)
    for _ in range(3):
        at(query={"join": new_code()})
    assert at(query={"join": good.code}).app.error[0].value == join.NO_SUCH_CODE
    address[0] = "192.0.2.2"
    assert "Nutrition evening" in at(query={"join": good.code}).words()
    kept = str(vars(join._brakes()))
    assert "192.0.2" not in kept


def test_only_the_parts_of_the_workshop_are_asked_and_counted(store, monkeypatch):
    found, _ = opened(store, (FISH,))
    fish = FOODS.in_group(FISH)
    visitor = joined(store, found, "questionnaire", **frequencies({"natto": "1d"}))
    assert visitor.title == FISH
    assert [food["id"] for food in visitor.part["foods"]] == [food.food_id for food in fish]
    for food in fish:
        visitor.choose(f"frequency-{food.food_id}", "1w")
    visitor.open("results")
    part = FoodTable(fish)
    alone = estimate(part, Answers({food.food_id: Answer("1w") for food in fish}))
    assert f"likely {alone.intakes['d'].low:.0f}"[:8] in visitor.card("Vitamin D from food")
    assert "Natto, " not in "".join(str(table) for table in visitor.tables())
    assert f"This workshop asks only: {FISH}" in alerts(visitor)
    assert "Beside reference values" not in visitor.words()
    assert "cohorts" not in visitor.charts()
    visitor.press("Send my answers")
    assert store.count(found).sent == 1


def test_what_if_is_about_the_parts_of_the_workshop_too(store):
    found, _ = opened(store, (FISH,))
    week = {food.food_id: "1w" for food in FOODS.in_group(FISH)}
    tried = {"what-if-foods": ("natto",), "what-if-frequency-natto": "1d"}
    visitor = joined(store, found, "what_if", **frequencies(week), **tried)
    assert "Change something" in visitor.words()
    assert [b.key for b in visitor.app.button_group if "natto" in b.key] == []


def test_sending_is_a_choice_and_can_be_undone(store):
    found, _ = opened(store)
    visitor = joined(store, found, **week(), **{"profile-age": 57, "supplement-d": 12.5})
    assert store.count(found).sent == 0
    visitor.choose("workshop-sex", "female")
    visitor.choose("workshop-age-band", "50 to 69")
    visitor.press("Send my answers")
    assert store.count(found).sent == 1
    assert "Your answers are sent" in visitor.app.success[0].value
    key = visitor.app.session_state["workshop-seat"]
    assert store.seat(key).sent == {food.food_id: Answer("1w") for food in FOODS}
    visitor.press("Take my answers back")
    assert store.count(found).sent == 0
    assert "Send my answers to the class" in visitor.buttons()


def test_send_is_within_reach_after_the_last_part_and_on_results_until_sent(store):
    found, _ = opened(store, (FISH,))
    first, *rest = FOODS.in_group(FISH)
    visitor = joined(store, found, "questionnaire", **frequencies({f.food_id: "1w" for f in rest}))
    assert "Send my answers to the class" not in visitor.buttons()
    visitor.choose(f"frequency-{first.food_id}", "1w")
    assert "Send my answers to the class" in visitor.buttons()
    visitor.open("results")
    lines = visitor.lines()
    assert lines.index("Send my answers to the class") < lines.index("Vitamin K2 from food")
    visitor.press("Send my answers")
    lines = visitor.lines()
    assert lines.index("Take my answers back") > lines.index("Vitamin K2 from food")
    visitor.open("questionnaire")
    assert "Your answers are sent" in visitor.words()


def test_what_is_stored_has_no_safety_answer_and_no_profile(store):
    found, _ = opened(store)
    state = VITAMIN_K_ANTAGONIST | {"safety-conditions-kidney_disease": True, "profile-age": 57}
    state |= {"profile-sex": "male", "supplement-mk7": 45.5}
    visitor = joined(store, found, **week(), **state)
    visitor.press("Send my answers")
    with store._engine.connect() as connection:
        (row,) = connection.execute(sa.select(_participants)).mappings().all()
    answers = {food.food_id: ["1w", "M"] for food in FOODS}
    assert json.loads(row["sent"]) == json.loads(row["draft"]) == answers
    assert (row["sex"], row["age_band"], row["cell"]) == ("", "", None)
    assert set(row) - {"sent", "draft", "sex", "age_band", "cell"} == {
        "participant_id", "session_id"
    }  # fmt: skip


def test_answers_changed_after_sending_are_named(store):
    found, _ = opened(store)
    visitor = joined(store, found, **week())
    visitor.press("Send my answers")
    visitor.choose("frequency-natto", "1d")
    assert "You have changed answers since" in visitor.words()


def test_somebody_who_eats_none_of_it_can_send_too(store):
    found, _ = opened(store, (FISH,))
    visitor = joined(store, found, **week("never"))
    assert "nothing to show" in visitor.words()
    visitor.press("Send my answers")
    assert store.count(found).sent == 1


def test_without_a_workshop_results_offers_nothing_to_send():
    visitor = at("results", **ADULT, **week())
    assert not [button for button in visitor.buttons() if "class" in button]
    assert visitor.app.query_params == {}


def test_a_stopped_database_keeps_the_answers_and_says_not_sent_yet(store, monkeypatch):
    found, _ = opened(store)
    visitor = joined(store, found, **week())

    def down(*_):
        raise StoreUnavailableError("down")

    with monkeypatch.context() as stopped:
        stopped.setattr(Store, "send", down)
        visitor.press("Send my answers")
        assert "Not sent yet" in visitor.app.warning[0].value
    visitor.press("Send my answers")
    assert store.count(found).sent == 1


def test_a_closed_workshop_refuses_with_words(store):
    found, _ = opened(store)
    visitor = joined(store, found, **week())
    sent = joined(store, found, **week())
    sent.press("Send my answers")
    store.close(found, FOODS)
    visitor.press("Send my answers")
    assert "This workshop is closed" in alerts(visitor)
    assert "Your answers were not sent." in visitor.words()
    sent.press("Take my answers back")
    assert "they are held back" in sent.words()
    assert not [label for label in sent.buttons() if "back" in label]


@pytest.mark.parametrize("page", ["questionnaire", "results", "workshop", "learn"])
def test_who_is_in_a_workshop_is_told_on_the_next_run_that_it_is_closed(store, page):
    found, _ = opened(store)
    visitor = joined(store, found, "results", **week())
    visitor.press("Send my answers")
    visitor.open(page)
    assert "This workshop is closed" not in alerts(visitor)
    store.close(found, FOODS)
    seat._is_open.clear()
    visitor.app.run()
    assert "This workshop is closed" in alerts(visitor)
    visitor.open("results")
    assert "This workshop is closed" in alerts(visitor)
    assert "they are held back" in visitor.words()
    assert not [label for label in visitor.buttons() if "Take my" in label]


def test_one_look_at_the_database_tells_everybody_whether_it_is_open(store, monkeypatch):
    found, _ = opened(store)
    looks = []
    monkeypatch.setattr(Store, "is_open", lambda _self, name: looks.append(name) or True)
    people = [joined(store, found, **week()) for _ in range(3)]
    for person in people:
        person.open("learn")
    assert looks == [found.session_id]


def test_a_stopped_database_closes_no_workshop(store, monkeypatch):
    found, _ = opened(store)

    def down(*_):
        raise StoreUnavailableError("down")

    monkeypatch.setattr(Store, "is_open", down)
    visitor = joined(store, found, **week())
    assert "This workshop is closed" not in alerts(visitor)
    assert "Send my answers to the class" in visitor.buttons()


def test_after_a_new_start_of_the_host_the_participant_is_told(store):
    found, _ = opened(store)
    visitor = joined(store, found, **week())
    store.reset(found)
    visitor.press("Send my answers")
    assert "what it held of you is deleted" in alerts(visitor)
    assert "seat" not in visitor.app.query_params
    assert "about" in visitor.card("Vitamin K2 from food")


@pytest.mark.parametrize("end", [Store.reset, Store.delete])
def test_a_phone_learns_by_itself_that_what_it_sent_is_deleted(store, end):
    found, _ = opened(store, (FISH,))
    visitor = joined(store, found, **week())
    visitor.press("Send my answers")
    own = visitor.card("Vitamin K2 from food")
    end(store, found)
    seat._is_open.clear()
    visitor.app.run()
    assert "what it held of you is deleted" in alerts(visitor)
    assert "Your answers are sent" not in visitor.words()
    assert visitor.card("Vitamin K2 from food") == own
    assert "seat" not in visitor.app.query_params
    visitor.open("workshop")
    assert "Code from the screen" in [box.label for box in visitor.app.text_input]


def test_who_joins_again_after_a_new_start_is_in_with_the_same_answers(store):
    found, _ = opened(store, (FISH,))
    visitor = joined(store, found, "workshop", **week())
    store.reset(found)
    seat._is_open.clear()
    visitor.app.run()
    visitor.app.text_input[0].input(found.code).run()
    visitor.press("Join")
    assert "what it held of you is deleted" not in alerts(visitor)
    visitor.open("results")
    visitor.press("Send my answers")
    assert store.count(store.session_of_code(found.code)).sent == 1


def test_a_new_server_process_brings_the_draft_back(store):
    found, _ = opened(store, (FISH, FOODS.groups[0]))
    key = store.join(found)
    first = {food.food_id: Answer("2w", "L") for food in FOODS.in_group(FOODS.groups[0])}
    store.save_draft(key, first)
    visitor = at("questionnaire", query={"seat": key})
    assert "Your food answers are back" in alerts(visitor)
    assert "Two short questions" in visitor.words()
    assert visitor.answer("frequency-natto") == "2w"
    visitor.open("before_you_start")
    visitor.choose("safety-adult", "yes")
    visitor.choose("safety-blood-thinner", "none")
    visitor.open("questionnaire")
    assert visitor.title == FISH  # the first part without an answer
    assert in_address(visitor, "seat") == key


@pytest.mark.parametrize(
    ("place", "step"), [(session.seat, "remember"), (session.said, "add_answers")]
)
def test_a_run_that_ends_while_a_seat_is_found_again_leaves_its_draft(
    store, monkeypatch, place, step
):
    found, _ = opened(store)
    key = store.join(found)
    store.save_draft(key, {"natto": Answer("2w")})
    whole = getattr(place, step)

    def ended_after(*args):  # as by a newer message of the browser
        monkeypatch.setattr(place, step, whole)
        whole(*args)
        rerun()

    monkeypatch.setattr(place, step, ended_after)
    visitor = at("welcome", query={"seat": key})
    assert visitor.answer("frequency-natto") == "2w"
    assert visitor.app.session_state["workshop-session"] == found


def test_a_page_asked_for_at_once_of_a_new_server_process_loses_no_seat(store):
    found, _ = opened(store)
    key = store.join(found)
    store.save_draft(key, {"natto": Answer("2w")})
    visitor = Visitor("welcome")
    said = visitor.message() | {"visit": "that of the process that ended", "seat": key}
    visitor = Visitor("learn", **{session.said.COURIER_KEY: {"said": said}})
    assert visitor.answer("frequency-natto") == "2w"
    assert in_address(visitor, "seat") == key


def test_a_seat_that_is_gone_is_named_once(store):
    visitor = at("welcome", query={"seat": "of-an-ended-workshop"})
    assert "is over" in alerts(visitor)
    assert "seat" not in visitor.app.query_params
    visitor.open("learn")
    assert "The workshop you were in" not in alerts(visitor)


def test_a_seat_that_cannot_be_found_now_is_found_later(store, monkeypatch):
    found, _ = opened(store)
    key = store.join(found)
    store.save_draft(key, {"natto": Answer("2w")})

    def down(*_):
        raise StoreUnavailableError("down")

    with monkeypatch.context() as stopped:
        stopped.setattr(Store, "seat", down)
        visitor = at("welcome", query={"seat": key})
        assert "cannot be reached just now" in alerts(visitor)
        visitor.open("learn")
        assert in_address(visitor, "seat") == key
    visitor.press("Try again")
    assert visitor.answer("frequency-natto") == "2w"


def test_the_draft_is_kept_as_the_person_goes_on(store):
    found, _ = opened(store)
    visitor = joined(store, found, "questionnaire")
    visitor.choose("frequency-natto", "1w")
    key = visitor.app.session_state["workshop-seat"]
    deadline = time.monotonic() + 20
    while not store.seat(key).draft and time.monotonic() < deadline:
        time.sleep(0.05)
    assert store.seat(key).draft == {"natto": Answer("1w")}


def test_leaving_deletes_the_seat_and_keeps_the_answers(store):
    found, _ = opened(store)
    visitor = joined(store, found, "workshop", **week())
    assert visitor.title == "Nutrition evening"
    visitor.press("Leave this workshop")
    assert visitor.title == "Workshop"
    assert store.count(found).joined == 0
    assert "seat" not in visitor.app.query_params
    assert visitor.answer("frequency-natto") == "1w"


def test_a_participant_on_a_vitamin_k_antagonist_can_send_and_meets_no_hint(store):
    found, _ = opened(store)
    visitor = joined(store, found, "workshop", **VITAMIN_K_ANTAGONIST, **week())
    words = [visitor.words()]
    visitor.open("results")
    words.append(visitor.words_but_notices())
    visitor.press("Send my answers")
    words.append(visitor.words_but_notices())
    assert store.count(found).sent == 1
    assert "eat more" not in "\n".join(words).lower()


def test_titles_are_shown_as_they_are_typed(store):
    found, _ = store.open_session("*5* $x$ <b>", FOODS.groups)
    visitor = at(query={"join": found.code})
    assert r"\*5\* \$x\$ \<b\>" in visitor.words()


# One browser, one seat


def told_by_the_browser(visitor, code, key):
    """Let the browser say which seat it keeps for a code."""
    visitor.app.session_state[session.seat.BROWSER_KEY] = {"found": [code, key]}
    visitor.app.run()


def test_the_join_address_opened_again_finds_its_seat_and_answers(store):
    found, _ = opened(store)
    first = joined(store, found, "questionnaire", **frequencies({"natto": "2w"}))
    key = first.app.session_state["workshop-seat"]
    kept = first.data_of("kdcheck-seats")
    assert (kept["code"], kept["key"], kept["ends_at"]) == (found.code, key, found.ends_at)
    store.save_draft(key, {"natto": Answer("2w")})
    for _ in range(4):
        tab = at(query={"join": found.code}, **ADULT)
        assert tab.data_of("kdcheck-seats")["asks"]
        told_by_the_browser(tab, found.code, key)
        assert "You have joined this workshop." in tab.words()
        assert tab.answer("frequency-natto") == "2w"
        tab.open("results")
        if "Send my answers to the class" in tab.buttons():
            tab.press("Send my answers")
        assert "Your answers are sent" in tab.words()
    assert (store.count(found).joined, store.count(found).sent) == (1, 1)
    assert store.look(found, FOODS)[1] is None


@pytest.mark.parametrize("fault", ["unknown", "another workshop", "left"])
def test_a_seat_of_the_browser_that_is_none_here_lets_the_person_join(store, fault):
    found, _ = opened(store)
    other, _ = opened(store)
    key = {"unknown": "forged", "another workshop": store.join(other)}.get(fault, "")
    visitor = at(query={"join": found.code}, **ADULT)
    if fault == "left":
        visitor = joined(store, found, "workshop")
        key = visitor.app.session_state["workshop-seat"]
        visitor.press("Leave this workshop")
        assert visitor.data_of("kdcheck-seats")["left"] == [key]
        visitor.app.text_input[0].input(found.code).run()
    told_by_the_browser(visitor, found.code, key)
    visitor.press("Join")
    assert store.count(found).joined == 1
    assert visitor.app.session_state["workshop-seat"] != key


def test_a_press_before_the_browser_has_said_its_seat_takes_no_second_one(store):
    found, _ = opened(store)
    key = store.join(found)
    visitor = at(query={"join": found.code}, **ADULT)
    visitor.app.session_state[session.seat.BROWSER_KEY] = {"found": [found.code, key]}
    visitor.press("Join")
    assert store.count(found).joined == 1
    assert visitor.app.session_state["workshop-seat"] == key


def test_a_closed_workshop_is_found_again_by_whoever_has_a_seat_in_it(store):
    found, _ = opened(store)
    key = store.join(found)
    store.send(key, {"natto": Answer("2w")})
    store.close(found, FOODS)
    visitor = at(query={"join": found.code}, **ADULT)
    told_by_the_browser(visitor, found.code, key)
    assert "You have joined this workshop." in visitor.words()
    visitor.open("results")
    assert "they are held back" in visitor.words()


def test_another_person_in_the_same_browser_takes_a_seat_of_their_own(store):
    found, _ = opened(store)
    visitor = joined(store, found, **week())
    visitor.choose("workshop-sex", "female")
    visitor.press("Send my answers")
    first = visitor.app.session_state["workshop-seat"]
    for page in ("compare", "over_time"):
        visitor.open(page)
        give(visitor, ("before.json", file_of({"natto": {"frequency": "1w"}})))
        assert "Take the files away" in visitor.buttons()
    visitor.open("workshop")
    assert "A draft or a history kept in this browser stays in it" in visitor.words()
    visitor.press_twice_and_go("workshop-another", "workshop")
    assert visitor.page == "before_you_start"
    second = visitor.app.session_state["workshop-seat"]
    assert second != first
    assert in_address(visitor, "seat") == second
    assert visitor.data_of("kdcheck-seats")["key"] == second
    assert visitor.said.is_nothing
    assert (store.count(found).joined, store.count(found).sent) == (2, 1)
    assert store.seat(first).sent is not None
    assert store.seat(second).sent is None
    assert session.seat.SEX_KEY not in visitor.app.session_state
    visitor.say(**ADULT)
    for page in ("compare", "over_time"):
        visitor.open(page)
        assert visitor.page == page
        assert "Take the files away" not in visitor.buttons()


def test_a_second_tab_says_what_the_class_has_and_not_what_it_would_have_sent(store):
    found, _ = opened(store)
    visitor = joined(store, found, **week("1w"))
    store.send(visitor.app.session_state["workshop-seat"], {"natto": Answer("1d")})
    visitor.press("Send my answers")
    assert "Your answers are sent" in visitor.app.success[0].value
    assert "You have changed answers since" in visitor.words()
    store.take_back(visitor.app.session_state["workshop-seat"])
    visitor.app.run()
    assert "Send my answers to the class" in visitor.buttons()


# What the room sees is true


def test_six_sent_and_five_shown_is_said_by_screen_phones_and_file(store):
    found, key = opened(store)
    people = [joined(store, found, **week()) for _ in range(6)]
    for person in people[:5]:
        person.press("Send my answers")
    host = at(query={"host": key})
    assert "6 joined 5 sent 5 in the picture" in host.words()
    people[5].press("Send my answers")
    host.press("Refresh now")
    assert "6 joined 6 sent 5 in the picture" in host.words()
    assert "1 answer waits" in host.words()
    host.press("Yes, close")
    assert "6 joined 6 sent 5 in the picture" in host.words()
    assert "1 answer is held back: with fewer than five people" in host.words()
    seat._is_open.clear()
    for person in people:
        person.app.run()
    shown = ["are in the picture of the class" in person.words() for person in people]
    held_back = ["they are held back" in person.words() for person in people]
    assert (shown, held_back) == ([True] * 5 + [False], [False] * 5 + [True])


# Language


def switch(visitor):
    return visitor.app.selectbox(key=session.language.KEY)


def test_the_host_chooses_the_language_of_the_workshop(store):
    visitor = at()
    box = next(box for box in visitor.app.selectbox if box.label == "Language of the workshop")
    assert box.value == "en"
    assert box.options == list(languages.offered().values())
    box.set_value("de").run()
    next(box for box in visitor.app.text_input if box.label == "Title").input("Abend").run()
    visitor.press("Open the workshop")
    assert store.session_of_host(in_address(visitor, "host")).language == "de"
    assert visitor.app.session_state[session.language.KEY] == "en"  # the host's own stays


def test_the_host_s_language_is_the_one_to_begin_with(store):
    visitor = at(**{session.language.KEY: "nl"})
    assert "nl" in [box.value for box in visitor.app.selectbox if box.key != session.language.KEY]


def test_a_phone_in_french_begins_in_french_in_a_dutch_workshop(store, dutch, monkeypatch):
    monkeypatch.setattr(ContextProxy, "locale", "fr-FR")
    visitor = at(query={"join": dutch.code})
    assert switch(visitor).value == "fr"
    assert "Nederlands" in visitor.buttons()


def test_the_phone_s_own_language_wins_and_the_host_s_is_offered(store, dutch, monkeypatch):
    monkeypatch.setattr(ContextProxy, "locale", "en-GB")
    visitor = at(query={"join": dutch.code})
    assert switch(visitor).value == "en"
    assert "held in another language: Nederlands" in visitor.words()
    visitor.press("Nederlands")
    assert switch(visitor).value == "nl"
    assert "Nederlands" not in visitor.buttons()
    visitor.press("Meedoen")
    assert switch(visitor).value == "nl"
    assert store.count(dutch).joined == 1


@pytest.fixture
def dutch(store, monkeypatch):
    """A workshop in Dutch, of which "Join" is a word."""
    words = languages._catalogue("nl")
    monkeypatch.setitem(words._catalog, "Join", "Meedoen")
    return store.open_session("Avond", FOODS.groups, language="nl")[0]


@pytest.mark.parametrize("way", ["link", "code"])
def test_who_joins_begins_in_the_language_of_the_workshop(store, dutch, way, monkeypatch):
    assert "fi" not in languages.offered()
    monkeypatch.setattr(ContextProxy, "locale", "fi-FI")
    visitor = at(query={"join": dutch.code if way == "link" else "mistyped"})
    if way == "code":
        next(box for box in visitor.app.text_input if "Code" in box.label).input(dutch.code).run()
    assert switch(visitor).value == "nl"
    visitor.press("Meedoen")
    assert switch(visitor).value == "nl"
    assert store.count(dutch).joined == 1


def test_a_choice_on_the_switch_wins_over_the_workshop(store, dutch):
    visitor = at(query={"join": "mistyped"})
    switch(visitor).set_value("de").run()
    switch(visitor).set_value("en").run()  # back, and still a choice
    next(box for box in visitor.app.text_input if "Code" in box.label).input(dutch.code).run()
    assert switch(visitor).value == "en"
    visitor.press("Join")
    assert switch(visitor).value == "en"


def test_after_joining_the_switch_still_changes_the_language(store, dutch):
    visitor = at(query={"join": dutch.code})
    switch(visitor).set_value("en").run()
    visitor.press("Join")
    visitor.open("learn")
    assert switch(visitor).value == "en"


def test_a_choice_of_an_earlier_visit_wins_over_the_workshop(store, dutch, monkeypatch):
    monkeypatch.setattr(ContextProxy, "cookies", {language.COOKIE: "de"})
    visitor = at(query={"join": dutch.code})
    assert switch(visitor).value == "de"


def test_a_seat_found_again_brings_its_language_and_says_what_is_back(store, dutch):
    key = store.join(dutch)
    store.save_draft(key, {"natto": Answer("2w")})
    visitor = at("learn", query={"seat": key})
    assert switch(visitor).value == "nl"
    assert visitor.answer("frequency-natto") == "2w"


# Presses that reach the server with the page that was asked for next


def test_a_workshop_that_is_opened_on_the_way_elsewhere_is_open_once_and_waits(store):
    visitor = at()
    next(box for box in visitor.app.text_input if box.label == "Title").input("Evening").run()
    visitor.press_twice_and_go("workshop-open", "learn")
    assert visitor.page == "learn"
    with store._engine.connect() as connection:
        assert len(connection.execute(sa.select(_sessions)).all()) == 1
    visitor.open("workshop")
    assert visitor.title == "Evening"
    assert store.session_of_host(in_address(visitor, "host")).title == "Evening"


def test_who_joins_on_the_way_elsewhere_has_one_seat(store):
    found, _ = opened(store)
    visitor = at(query={"join": found.code})
    visitor.press_twice_and_go("workshop-join", "learn")
    assert visitor.page == "learn"
    assert store.count(found).joined == 1
    assert store.seat(in_address(visitor, "seat")).session == found


def test_a_run_that_ends_while_a_seat_is_taken_takes_no_second_one(store, monkeypatch):
    found, _ = opened(store)
    visitor = at(query={"join": found.code})
    remember = session.seat.remember

    def ended_before(*args):  # as by a newer message of the browser
        monkeypatch.setattr(session.seat, "remember", remember)
        rerun()

    monkeypatch.setattr(session.seat, "remember", ended_before)
    visitor.press_twice_and_go("workshop-join", "learn")
    assert store.count(found).joined == 1
    assert store.seat(in_address(visitor, "seat")).session == found


def test_answers_sent_and_taken_back_on_the_way_elsewhere_count_once(store):
    found, _ = opened(store)
    visitor = joined(store, found, **week())
    visitor.choose("workshop-sex", "female")
    visitor.press_twice_and_go("workshop-send", "learn")
    assert visitor.page == "learn"
    assert store.count(found).sent == 1
    with store._engine.connect() as connection:
        (row,) = connection.execute(sa.select(_participants)).mappings().all()
    assert row["sex"] == "female"
    visitor.open("results")
    visitor.press_twice_and_go("workshop-take-back", "learn")
    assert store.count(found).sent == 0
    assert store.count(found).joined == 1


def test_who_leaves_on_the_way_elsewhere_has_left(store):
    found, _ = opened(store)
    visitor = joined(store, found, "workshop", **week())
    visitor.press_twice_and_go("workshop-leave", "learn")
    assert store.count(found).joined == 0
    assert "workshop-seat" not in visitor.app.session_state
    assert visitor.answer("frequency-natto") == "1w"


def test_a_workshop_that_is_started_anew_on_the_way_elsewhere_is_so_once(store):
    found, key = opened(store)
    store.join(found)
    visitor = at(query={"host": key})
    visitor.press_twice_and_go("workshop-reset-yes", "learn")
    anew = store.session_of_host(key)
    assert anew.code == found.code
    assert store.count(anew).joined == 0
    visitor = at(query={"host": key})
    visitor.press_twice_and_go("workshop-delete-yes", "learn")
    assert store.session_of_host(key) is None
