"""What stands on the report, for whom, and that it is two pages."""

import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from gettext import NullTranslations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import report
from content.evidence import claims, evidence_label
from content.numbers import likely
from content.results.history import Filling
from report.page import DENSITIES
from scoring import Answer, Answers, languages
from scoring.guidance.disclaimer import disclaimer_short
from scoring.guidance.references import AUTHORITIES
from scoring.guidance.safety import (
    BLOOD_THINNERS,
    CONDITIONS,
    MEDICINES,
    PREGNANCY,
    Place,
    SafetyAnswers,
    load_rules,
)
from scoring.intake.estimate import FORMULAS_SINCE
from scoring.nutrients import SUPPLEMENTED
from scoring.questionnaire.answers import FREQUENCY_CODES, PORTION_CODES, Profile, Supplements
from tests.conftest import ROOT
from tests.report.people import (
    HEALTHY,
    ON_A_BLOCKER,
    OUR_FOODS,
    SMALL_ANSWERS,
    SMALL_FOODS,
    everything_eaten,
    person,
    read,
    renamed,
    words,
)


def pages(pdf: bytes) -> int:
    return len(read(pdf).pages)


def test_figures_are_those_worked_by_hand():
    someone = person(supplements=Supplements({"d": 20, "mk7": 45}))
    text = words(report.pdf(someone))
    found = someone.estimate.intakes
    for name, about, nutrient in (("K2", "81", "k2"), ("K1", "116", "k1"), ("D", "2.1", "d")):
        likely_words = f"likely {likely(found[nutrient])} µg"
        assert f"Vitamin {name} from food about {about} µg a day {likely_words}" in text
    assert "Supplements add 45 µg a day, not counted above." in text
    assert "Supplements add 20 µg a day, not counted above." in text
    for form, about, nutrient in (
        ("MK-4", "2.6", "mk4"),
        ("MK-7", "57", "mk7"),
        ("Other long-chain K2", "21", "mkx"),
    ):
        assert f"{form} {about} µg, likely {likely(found[nutrient])}" in text
    for food in ("Natto 78 % 63 µg", "Gouda 22 % 17 µg", "Spinach 98 % 114 µg", "Salmon 94 % 2.0"):
        assert food in text
    assert "With supplements: about 22 µg." in text


def test_it_says_what_it_rests_on():
    text = words(report.pdf(person(client="Ms J., 4711", note="Line one\nline two")))
    assert "4 March 2026" in text
    assert f"version {SMALL_FOODS.version}; formulas of {FORMULAS_SINCE}; 5 of 5 foods" in text
    assert "Evidence last looked at in November 2026." in text
    assert text.count(disclaimer_short()) == 2
    assert "For: Ms J., 4711" in text
    assert "Note Line one line two" in text
    assert "Page 2 of 2".lower() in text.lower()
    assert "**" not in text


def test_the_day_of_the_formulas_is_the_last_one_in_the_changelog():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (last, *_) = re.findall(r"^- Formulas: (\d{4}-\d\d-\d\d)", changelog, re.MULTILINE)
    assert last == FORMULAS_SINCE


def test_it_sets_the_result_beside_the_authority_and_k2_beside_what_people_eat():
    text = words(report.pdf(person(authority="efsa")))
    assert "European Union (EFSA)" in text
    assert "Adequate Intake (2017), adults 18 and over: 70 µg." in text
    assert "Adequate Intake (2016), adults 18 and over: 15 µg." in text
    assert "Upper level (2023), adults 18 and over: 100 µg (food and supplements)." in text
    assert "There is no daily amount of K2 to reach" in text
    assert "Women aged 49 to 70 in the Prospect-EPIC study, Netherlands" in text
    assert "29 µg, 9 in 10 people 13 to 53" in text
    man = Profile(sex="male", age=60)
    text = words(report.pdf(person(authority="dach", profile=man)))
    assert "K1 and K2 from food 197 µg" in text  # 80.79 + 116.39
    assert "Estimated value (2000), men 51 and over: 80 µg." in text
    assert "women" not in text.partition("Beside the values of")[2].partition("K2 beside")[0]


def test_it_says_what_is_unknown_unanswered_and_odd():
    foods = [food.food_id for food in OUR_FOODS]
    answers = {food_id: Answer("3-4w") for food_id in foods if food_id != "brie"}
    text = words(report.pdf(person(OUR_FOODS, answers)))
    assert "Miso: MK-4, MK-7, other long-chain K2" in text
    assert "a day would hold about" in text
    assert "Without an answer, so counted as nothing: Brie." in text
    assert f"{len(foods) - 1} of {len(foods)} foods answered" in text
    assert "Nearly all answers are the same." in text


def test_each_claim_carries_its_evidence_label():
    text = words(report.pdf(person()))
    for claim_id in ("k2-activates-mgp", "more-k2-prevents-calcification", "no-k2-target"):
        claim = claims()[claim_id]
        label = evidence_label(claim.verdict)
        assert f"{claim.topic} ({label.label}): {claim.summary}" in text
        assert f"{label.label}: {label.meaning}" in text


def test_tagged_titled_and_in_english():
    pdf = read(report.pdf(person()))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title.startswith("Vitamins K2, K1 and D")
    assert b"pdfuaid" in root["/Metadata"].get_data()
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {
        "AtkinsonHyperlegibleNext"
    }
    for page in pdf.pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]


HELD_FROM_BLOCKERS = (
    "70 µg",
    "120 µg",
    "Prospect-EPIC",
    "Natto 78",
    "Gouda 22",
    "Spinach 98",
    "More K2 against deposits",
    "There is no daily amount of K2",
    "Most of it",
)


def test_a_value_for_each_kilogram_of_weight_stands_in_words_and_has_no_mark():
    text = words(report.pdf(person(authority="uk")))
    assert "1 µg for each kg you weigh" in text


@pytest.mark.parametrize("answer", ["vka", "unsure"])
@pytest.mark.parametrize("authority", ["efsa", "us_canada"])
def test_nothing_sets_vitamin_k_beside_anything_on_a_blocker(answer, authority):
    safety = SafetyAnswers(adult=True, blood_thinner=answer)
    text = words(report.pdf(person(safety=safety, authority=authority)))
    for held in HELD_FROM_BLOCKERS:
        assert held not in text
    assert not re.search(r"\bK1( and K2)? from food 1", text)
    assert "what counts is a steady diet" in text
    assert "Steady vitamin K with warfarin (Well established)" in text
    assert "Salmon 94 %" in text
    assert "Vitamin D from food 2.1 µg" in text
    for rule_id in ("vka-blocker", "vka-natto-mk7", "vka-already-eats"):
        assert load_rules()[rule_id].notice.text in text
    assert "Steady vitamin K" not in words(report.pdf(person()))


def test_a_warning_about_much_vitamin_k_stays_off_on_a_blocker():
    answers = SMALL_ANSWERS | {"spinach": Answer("4+d", "L")}
    warning = "Vitamin K1 comes out above 1,000 µg a day"
    assert f"{warning}, which is unusual." in words(report.pdf(person(answers=answers)))
    assert warning not in words(report.pdf(person(answers=answers, safety=ON_A_BLOCKER)))


def test_liver_is_not_named_in_pregnancy():
    answers = everything_eaten("never") | {"beef_liver": Answer("1w"), "gouda_edam": Answer("1w")}
    pregnant = SafetyAnswers(adult=True, blood_thinner="none", pregnancy="pregnant")
    assert "Beef or calf liver" in words(report.pdf(person(OUR_FOODS, answers)))
    text = words(report.pdf(person(OUR_FOODS, answers, safety=pregnant)))
    assert "Beef or calf liver" not in text
    assert load_rules()["pregnancy-liver-vitamin-a"].notice.text in text


def test_with_kidney_disease_there_are_no_reference_values():
    safety = SafetyAnswers(True, "none", conditions=frozenset({"kidney_disease"}))
    text = words(report.pdf(person(safety=safety)))
    assert "this comparison does not fit you, so it is left out" in text
    assert "Adequate Intake" not in text


def test_notices_for_paper_and_no_others():
    safety = SafetyAnswers(True, "doac", "breastfeeding", frozenset(CONDITIONS))
    someone = person(safety=safety)
    text = words(report.pdf(someone))
    on_paper = {notice.text for notice in someone.notices_for(Place.PRINT)}
    for rule in load_rules().values():
        assert (rule.notice.text in text) == (rule.notice.text in on_paper)
        assert rule.notice.text not in on_paper or Place.PRINT in rule.notice.places


@pytest.mark.parametrize(
    ("others", "message"),
    [
        ({"answers": {"natto": Answer("1w")}}, "More than one in ten foods has no answer"),
        ({"answers": dict.fromkeys(SMALL_ANSWERS, Answer("never"))}, "Every answer is “never”"),
        ({"safety": SafetyAnswers(adult=False, blood_thinner="none")}, "safety questions"),
        ({"safety": SafetyAnswers(adult=True)}, "safety questions"),
        ({"client": "x" * 61}, "61 characters; at most 60"),
        ({"client": "two\nlines"}, "has 2 lines; one line"),
        ({"note": "x" * 601}, "601 characters; at most 600"),
        ({"note": "x\n" * 8 + "x"}, "has 9 lines; at most 8"),
        ({"note": "bell\a"}, r"U\+0007"),
        ({"note": "half \ud83d"}, r"U\+D83D"),
        ({"authority": "mars"}, "'mars'; allowed: us_canada"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_words(others, message):
    with pytest.raises(report.ReportError, match=message):
        person(**others)


def test_letters_without_a_font_are_named():
    with pytest.raises(report.ReportError, match=r"label for the client .* cannot print: 김 민$"):
        report.pdf(person(client="김민 A"))
    foods = renamed(SMALL_FOODS, natto="낫토")
    assert "natto 78 %" in words(report.pdf(person(foods, own_table=True)))


@pytest.mark.parametrize(("first", "last"), [("À", "ɏ"), ("Ḁ", "ỹ"), ("Ά", "џ")])
def test_a_letter_is_refused_or_stands_once_in_the_text(first, last):
    signs = [c for c in map(chr, range(ord(first), ord(last) + 1)) if unicodedata.name(c, "")]
    letters = [c for c in signs if unicodedata.category(c)[0] == "L" and c.isalpha()]
    letters = [c for c in letters if unicodedata.normalize("NFC", c) == c]
    printed = []
    for start in range(0, len(letters), 150):
        note = letters[start : start + 150]
        while note:
            try:
                text = words(report.pdf(person(note="".join(note))))
            except report.ReportError as error:
                refused = str(error).partition("cannot print: ")[2].split()
                assert refused
                note = [letter for letter in note if letter not in refused]
            else:
                assert "".join(note).replace("μ", "µ") in text.replace(" ", "")
                printed += note
                break
    assert len(printed) > 0.5 * len(letters)


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Hồng", "Trần Văn Diễm", "Ǻṩ", "שרה", "أحمد", "გიორგი"]
)
def test_names_read_as_they_were_typed(name):
    pdf = report.pdf(person(client=name, note=name))
    text = words(pdf)
    assert f"For: {name} " in text
    assert f"Note {name}" in text
    assert f"4 March 2026 · {name}" in text


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Adébáyọ̀", "ọ̀"), ("M̄ori", "M̄"), ("x̣̂", "x̣̂"), ("प्रिया", "प् रि या"), ("สมชาย", "ส ม ช า ย")],
)
def test_names_that_would_look_or_read_wrong_are_refused(name, letters):
    with pytest.raises(report.ReportError, match=f"cannot print: {letters}$"):
        report.pdf(person(client=name))


@pytest.mark.parametrize("name", ["Ελένη Иванова", "田中﨑髙 さくら", "𠮟られるカフェ"])
def test_names_in_other_scripts(name):
    foods = renamed(SMALL_FOODS, natto=name)
    text = words(report.pdf(person(foods, client=name, note=name, own_table=True)))
    assert f"For: {name} " in text
    assert f"Note {name}" in text
    assert f"{name} 78 %" in text


LONG = "納豆・青菜・サーモンなどの食品に含まれるビタミンのおおよその量を、食事からもとめました。"


@pytest.fixture
def all_in_japanese(monkeypatch):
    """Every text is as long as Japanese ones are, with its fields in front."""

    def pretend(text: str) -> str:
        fields = "".join(re.findall(r"\{\w+\}", text))
        length = len(text) // 2
        return fields + (LONG * (1 + length // len(LONG)))[:length]

    catalogue = NullTranslations()
    catalogue.gettext = pretend
    catalogue.ngettext = lambda one, many, number: pretend(many)
    monkeypatch.setattr(languages, "_catalogue", lambda code: catalogue)
    before = languages.current()
    languages.use("ja")
    yield
    languages.use(before)


def test_in_japanese(all_in_japanese):
    someone = person(OUR_FOODS, everything_eaten("1w", "M"), client="田中 さくら", note="朝に納豆")
    pdf = report.pdf(someone)
    assert pages(pdf) == 2
    assert read(pdf).trailer["/Root"]["/Lang"] == "ja"
    text = words(pdf)
    assert "2026年3月4日" in text.replace(" ", "")
    assert "田中 さくら" in text
    assert "朝に納豆" in text
    for english in ("about", "likely", "page", "food", "Note", "Worked out"):
        assert english not in text


def test_two_pages_in_japanese_with_all_that_can_be_said(all_in_japanese):
    someone = person(
        OUR_FOODS,
        everything_eaten(),
        MOST_SUPPLEMENTS,
        ALL_AT_ONCE,
        client="田" * report.CLIENT_CHARACTERS,
        note="\n".join(["豆" * 74] * 8),
        own_table=True,
    )
    assert pages(report.pdf(someone)) == 2


HOSTILE = (
    '#panic("x") $x^2$ *bold* _it_ = Head',
    "`raw` @ref <label> // comment /* c */",
    '\\u{41} "quoted" {"a": 1} #sys.inputs',
    '#import "@preview/x:1.0.0": *',
    "<script>alert(1)</script> & **b**",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text):
    foods = renamed(SMALL_FOODS, natto=text)
    found = words(report.pdf(person(foods, client=text, note=text)))
    assert f"For: {text}" in found
    assert f"Note {text}" in found
    listed = found.partition("Where it comes from")[2].partition("Beside the values")[0]
    for word in text.split():
        assert word in listed.replace(" ", "")


def test_invisible_signs_are_left_out_and_line_ends_are_one_kind():
    someone = person(client="\u202eJan\u200b ", note="a\r\nb\rc\td")
    assert someone.client == "Jan"
    assert someone.note == "a\nb\nc d"


def test_examples_and_own_tables_are_marked():
    text = words(report.pdf(person(example="Example: natto twice a week", own_table=True)))
    assert "Example: natto twice a week. A made-up person." in text
    assert "Own food table: not the foods and figures of KD Check." in text
    assert f"Own food table, version {SMALL_FOODS.version};" in text
    plain = words(report.pdf(person()))
    assert "Example" not in plain
    assert "Own food table" not in plain


ALL_AT_ONCE = SafetyAnswers(True, "unsure", "pregnant", frozenset(CONDITIONS), frozenset(MEDICINES))
MOST_SUPPLEMENTS = Supplements({"k1": 20_000, "mk4": 100_000, "mk7": 10_000, "d": 2_500})
LONGEST_NOTE = "\n".join(["W" * 74] * 8)
NO_KIDNEY = frozenset(CONDITIONS) - {"kidney_disease"}


@pytest.mark.slow
@pytest.mark.parametrize("blood_thinner", BLOOD_THINNERS)
@pytest.mark.parametrize("conditions", [frozenset(CONDITIONS), NO_KIDNEY])
def test_two_pages_hold_all_notices_all_foods_and_the_longest_note(blood_thinner, conditions):
    safety = SafetyAnswers(True, blood_thinner, "pregnant", conditions, frozenset(MEDICINES))
    foods = renamed(OUR_FOODS, **{f.food_id: f"{'W' * 70} {f.food}" for f in OUR_FOODS})
    someone = person(
        foods,
        everything_eaten(),
        MOST_SUPPLEMENTS,
        safety,
        authority="dach",
        client="W" * report.CLIENT_CHARACTERS,
        note=LONGEST_NOTE,
        example=f"Example: {'W' * 60}",
        own_table=True,
    )
    pdf = report.pdf(someone)
    assert pages(pdf) == 2
    text = words(pdf)
    for notice in someone.notices_for(Place.PRINT):
        assert notice.text in text
    assert text.replace(" ", "").count("W" * 74) >= 8


def test_usual_people_get_the_roomiest_setting():
    size = DENSITIES[0].size_pt
    for answers in (everything_eaten("1w", "M"), everything_eaten("1-3m", "S")):
        for safety in (HEALTHY, ON_A_BLOCKER):
            pdf = read(report.pdf(person(OUR_FOODS, answers, safety=safety)))
            sizes: list[float] = []
            pdf.pages[1].extract_text(
                visitor_text=lambda text, cm, tm, font, size, sizes=sizes: sizes.append(
                    round(abs(size * tm[0]), 2)
                )
            )
            assert size in sizes


texts = st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"]), max_size=60)
ticks = {"conditions": CONDITIONS, "medicines": MEDICINES}


@st.composite
def people(draw):
    names = {food.food_id: draw(texts) or "x" for food in OUR_FOODS} if draw(st.booleans()) else {}
    code = st.sampled_from(FREQUENCY_CODES)
    answers = {
        f.food_id: Answer(draw(code), draw(st.sampled_from(PORTION_CODES))) for f in OUR_FOODS
    }
    answers["eggs"] = Answer("1d")
    for food_id in draw(st.sets(st.sampled_from(["brie", "feta", "miso", "tuna"]))):
        del answers[food_id]
    amounts = st.floats(0, 2_500)
    safety = SafetyAnswers(
        True,
        draw(st.sampled_from(list(BLOOD_THINNERS))),
        draw(st.sampled_from(list(PREGNANCY))),
        **{
            name: frozenset(draw(st.sets(st.sampled_from(list(all_)))))
            for name, all_ in ticks.items()
        },
    )
    return person(
        renamed(OUR_FOODS, **names),
        answers,
        Supplements({nutrient: draw(amounts) for nutrient in SUPPLEMENTED}),
        safety,
        authority=draw(st.sampled_from(list(AUTHORITIES))),
        profile=Profile(age=draw(st.none() | st.integers(18, 120))),
        client=draw(texts),
        note="\n".join(draw(st.lists(texts, max_size=8))),
    )


@pytest.mark.slow
@settings(max_examples=25)
@given(people())
def test_two_pages_for_anyone(someone):
    pdf = report.pdf(someone)
    assert pages(pdf) == 2
    text = words(pdf)
    for notice in someone.notices_for(Place.PRINT):
        assert notice.text in text


@pytest.mark.slow
def test_many_visitors_at_once_get_each_their_own():
    labels = [f"Person {n}" for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda label: words(report.pdf(person(client=label))), labels))
    for label, text in zip(labels, found, strict=True):
        assert f"For: {label} What" in text


def test_the_picture_is_1080_px_wide_and_names_nobody_unless_asked():
    picture = report.picture(person())
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 1080
    assert report.picture(person(note="Two eggs", profile=Profile("female", 42))) == picture
    takes_much = SafetyAnswers(True, "none", "no", frozenset(), frozenset(MEDICINES))
    assert report.picture(person(safety=takes_much)) == picture
    assert report.picture(person(client="Ms J.")) != picture
    with pytest.raises(report.ReportError, match="cannot print: 김"):
        report.picture(person(client="김"))


def test_an_earlier_filling_stands_beside_this_one():
    before = Filling("", date(2025, 12, 1), Answers(SMALL_ANSWERS | {"natto": Answer("never")}))
    text = words(report.pdf(person(before=before)))
    assert "Beside the answers of 1 December 2025" in text
    assert "18 µg then, 81 µg now. Since 1 December 2025: about 63 µg a day more, likely " in text
    on_blocker = words(report.pdf(person(before=before, safety=ON_A_BLOCKER)))
    assert "18 µg then" not in on_blocker
    assert "2.1 µg then, 2.1 µg now" in on_blocker
    assert "Beside the answers of" not in words(report.pdf(person()))
