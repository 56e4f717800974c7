"""The questionnaire that form tools ask: the same foods, words and notices as on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import FoodTable, languages
from scoring.__main__ import main
from scoring.errors import ScoringError
from scoring.forms.questionnaire import (
    Amount,
    Choice,
    Eats,
    Form,
    Note,
    Says,
    answers_behind,
    questionnaire_form,
)
from scoring.forms.write import FORM_KINDS
from scoring.guidance.disclaimer import disclaimer_short
from scoring.guidance.safety import OPTIONS, Place, SafetyAnswers, load_rules, notices
from scoring.nutrients import NUTRIENTS
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES
from tests.conftest import ROOT

FOODS = FoodTable.load(ROOT / "foods.csv")
LANGUAGES = tuple(languages.offered())


@pytest.fixture(scope="module")
def form() -> Form:
    return questionnaire_form(FOODS, LANGUAGES)


def test_every_food_is_asked_how_often_and_where_it_is_eaten_in_which_portion(form):
    asked = {item.name: item for item in form.items if isinstance(item, Choice)}
    foods = [name for name in asked if name in FOODS]
    assert sorted(foods) == sorted(food.food_id for food in FOODS)
    for food in FOODS:
        frequency, portion = asked[food.food_id], asked[f"{food.food_id}.portion"]
        assert tuple(frequency.options) == FREQUENCY_CODES
        assert tuple(portion.options) == PORTION_CODES
        assert (frequency.required, portion.required, frequency.shown_if) == (False, False, ())
        assert portion.shown_if == (Eats(food.food_id),)
        assert frequency.label["en"] == food.food
        assert frequency.hint["en"] == food.examples


def test_a_portion_says_what_it_weighs(form):
    (natto,) = (item for item in form.items if item.name == "natto.portion")
    assert natto.hint["en"] == "Small · 25\xa0g; Medium · 50\xa0g (1 pack); Large · 75\xa0g"
    assert natto.hint["de"] == "Klein · 25\xa0g; Mittel · 50\xa0g (1 Packung); Groß · 75\xa0g"


def test_foods_and_supplements_are_for_adults_alone(form):
    safety, *others = form.sections
    assert safety.shown_if == ()
    assert {section.shown_if for section in others} == {(Says("safety_adult", ("yes",)),)}


def test_supplements_are_asked_in_ug_a_day_up_to_what_is_accepted(form):
    amounts = {item.name: item for item in form.items if isinstance(item, Amount)}
    assert list(amounts) == [
        *("supplement.d_ug", "supplement.k1_ug", "supplement.mk7_ug", "supplement.mk4_ug")
    ]
    for item in amounts.values():
        nutrient = item.name.removeprefix("supplement.").removesuffix("_ug")
        assert (item.unit, item.unit_words) == ("ug/d", "µg/d")
        assert item.most == NUTRIENTS[nutrient].supplement_limit_per_day
        assert "µg" in item.label["en"]
    assert "40 IU" in amounts["supplement.d_ug"].hint["en"]


def test_no_text_is_missing_in_any_language(form, subtests):
    for code in LANGUAGES:
        with subtests.test(code):
            for item in form.items:
                text = item.text if isinstance(item, Note) else item.label
                assert text[code].strip(), item.name
                assert "\N{SOFT HYPHEN}" not in text[code]
                if isinstance(item, Choice):
                    assert all(words[code].strip() for words in item.options.values())
            languages.use(code)
            assert {i.name: i for i in form.items}["note_disclaimer"].text[code] == (
                disclaimer_short().replace("\N{SOFT HYPHEN}", "")
            )
    languages.use("en")


SAFETY_ANSWERS = st.builds(
    SafetyAnswers,
    adult=st.sampled_from([None, True, False]),
    blood_thinner=st.sampled_from(["", *OPTIONS["blood_thinner"]]),
    pregnancy=st.sampled_from(["", *OPTIONS["pregnancy"]]),
    conditions=st.frozensets(st.sampled_from(list(OPTIONS["conditions"]))),
    medicines=st.frozensets(st.sampled_from(list(OPTIONS["medicines"]))),
    signs=st.frozensets(st.sampled_from(list(OPTIONS["signs"]))),
)


def codes_given(answers: SafetyAnswers) -> dict[str, set[str]]:
    """The codes that a person ticked, by question of the form."""
    adult = {None: set(), True: {"yes"}, False: {"no"}}[answers.adult]
    ticked = {name: set(getattr(answers, name)) for name in ("conditions", "medicines", "signs")}
    chosen = {name: {getattr(answers, name)} for name in ("blood_thinner", "pregnancy")}
    return {f"safety_{name}": codes for name, codes in ({"adult": adult} | ticked | chosen).items()}


RULES = load_rules()
BEHIND = {
    rule_id: answers_behind(rule_id)
    for rule_id, rule in RULES.items()
    if Place.BEFORE in rule.notice.places
}


@given(answers=SAFETY_ANSWERS)
def test_everybody_reads_the_notices_that_the_screen_shows(answers):
    given_codes = codes_given(answers)
    for_this_person = {n.rule_id for n in notices(answers) if Place.BEFORE in n.places}
    shown = {
        rule_id
        for rule_id, behind in BEHIND.items()
        if any(given_codes[f"safety_{question}"] & set(codes) for question, codes in behind.items())
    }
    beside_an_antagonist = {
        rule_id for rule_id in BEHIND if RULES[rule_id].notice.group == "with_antagonist"
    }
    assert shown - beside_an_antagonist == for_this_person - beside_an_antagonist
    assert shown >= for_this_person


def test_a_notice_for_those_with_both_medicines_says_so_to_all_who_tick_one():
    behind = {
        rule_id: codes
        for rule_id, codes in BEHIND.items()
        if RULES[rule_id].notice.group == "with_antagonist"
    }
    assert behind == {
        "vka-antibiotics": {"medicines": ("long_antibiotics",)},
        "vka-bile-acid-binder": {"medicines": ("bile_acid_binder",)},
        "vka-menatetrenone": {"medicines": ("menatetrenone",)},
    }
    for rule_id in behind:
        assert "If you have both, " in RULES[rule_id].notice.text


def test_people_on_a_vitamin_k_antagonist_read_their_notices_word_for_word(form):
    told = [
        item.text["en"]
        for item in form.items
        if isinstance(item, Note)
        and any(
            isinstance(c, Says) and c.question == "safety_blood_thinner" and "vka" in c.codes
            for c in item.shown_if
        )
    ]
    assert told == [
        notice.text
        for notice in notices(SafetyAnswers(adult=True, blood_thinner="vka"))
        if Place.BEFORE in notice.places
    ]
    assert any("Please do not eat differently" in text for text in told)


def test_no_note_that_everybody_reads_speaks_of_eating_more(form):
    for item in form.items:
        if isinstance(item, Note) and not item.shown_if:
            assert "more" not in item.text["en"].replace("once a month", ""), item.text["en"]


def test_urgent_notices_come_first(form):
    notes = [item.name for item in form.sections[0].items if isinstance(item, Note)]
    assert notes[2:5] == ["note_red_flag_heart", "note_red_flag_bleeding", "note_d_excess_signs"]


def test_the_groups_come_in_the_order_of_the_first_language():
    titles = {
        code: questionnaire_form(FOODS, [code]).sections[1].title[code] for code in ("en", "ja")
    }
    assert titles["en"] == "Hard and sliced cheese"
    assert titles["ja"] == questionnaire_form(FOODS, ["ja", "en"]).sections[1].title["ja"]
    assert questionnaire_form(FOODS, ["ja", "en"]).sections[1].title["en"] == (
        "Soya and fortified foods"
    )


def test_the_language_in_use_stays_as_it_was():
    questionnaire_form(FOODS, ["nl", "ja"])
    assert languages.current() == "en"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["en", "xx"], "found 'xx'; allowed: en, de, fr, ja, nl"),
        (["en", "nl", "en"], "found en, nl, en; allowed: each language once"),
        ([""], "found ''; allowed: en"),
    ],
)
def test_a_language_that_is_not_spoken_is_refused(codes, said):
    with pytest.raises(ScoringError) as caught:
        questionnaire_form(FOODS, codes)
    assert said in str(caught.value)


@pytest.mark.parametrize("food_id", ["egg_portion", "safety_adult", "note_disclaimer", "foods_1"])
def test_a_food_that_takes_a_name_of_the_form_is_refused(write_table, food_id):
    foods = FoodTable.load(write_table(food_id=food_id))
    with pytest.raises(ScoringError, match=food_id):
        questionnaire_form(foods, ["en"])


ENDINGS = {"xlsform": "xlsx", "redcap": "csv"}


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_the_command_writes_a_form_once_and_the_same_each_time(kind, tmp_path, capsys):
    ending = ENDINGS.get(kind, "json")
    for name in ("one", "two"):
        out = tmp_path / f"{name}.{ending}"
        assert main(["form", kind, "--language", "nl", "--out", str(out)]) == 0
        assert (
            f"{len(FOODS)} foods for {kind} in nl, food table {FOODS.version}"
            in capsys.readouterr().out
        )
    if kind != "xlsform":  # a workbook says when it was made
        assert out.read_bytes() == (tmp_path / f"one.{ending}").read_bytes()
    assert main(["form", kind, "--out", str(out)]) == 2
    assert "exists already; name a new file" in capsys.readouterr().err


def test_a_form_needs_the_ending_of_its_kind(tmp_path, capsys):
    assert main(["form", "surveyjs", "--out", str(tmp_path / "form.xlsx")]) == 2
    assert "found the ending '.xlsx'; allowed: .json" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
