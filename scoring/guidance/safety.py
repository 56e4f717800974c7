"""Which notice applies to whom, and what a page must hold back because of it.

The notices, what each holds back, where it is shown and its sources are data
(safety_rules.csv beside this module). Only the condition under which a rule applies is code:
one line a rule in `_APPLIES`. Where the authority of a country gives other advice, a row with that
country in `countries` has the words and sources for it; all else stands in the row without. Safety
answers are never stored.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Self

from ..countries import COUNTRIES, INTERNATIONAL
from ..errors import ScoringError
from ..files.data_files import (
    DataFileError,
    cell,
    check_opened,
    filled,
    read_data_rows,
    yes_or_no,
)
from ..foods.table import Food, FoodTable
from ..intake.estimate import Estimate
from ..languages import N_, Words, cached_by_language, whole
from ..nutrients import IU_PER_UG_D, NUTRIENTS, STORED, VITAMIN_K
from .references import AUTHORITIES, EVERYBODYS_AUTHORITY, UpperLevel, upper_level_of_d

SAFETY_RULES_CSV = Path(__file__).with_name("safety_rules.csv")

ADULT = Words({"yes": N_("Yes, 18 or older"), "no": N_("No, under 18")})
BLOOD_THINNERS = Words(
    {
        "none": N_("No blood thinner"),
        "vka": N_(
            "Warfarin, acenocoumarol, phenprocoumon, fluindione or another vitamin K blocker"
        ),
        "doac": N_("Apixaban, rivaroxaban, edoxaban or dabigatran"),
        "heparin": N_("Heparin injections only, such as enoxaparin or dalteparin"),
        "antiplatelet": N_("Only aspirin, clopidogrel or another medicine that acts on platelets"),
        "unsure": N_("A blood thinner, but I am not sure which kind"),
    }
)
PREGNANCY = Words(
    {
        "no": N_("No, or does not apply to me"),
        "pregnant": N_("Pregnant, or trying to become pregnant"),
        "breastfeeding": N_("Breastfeeding"),
        "in_future": N_("No, but I may have a child one day"),
    }
)
_LIFE_STAGES = {"pregnant": "pregnant", "breastfeeding": "lactating"}
"""Life stage of a profile by the answer to PREGNANCY."""

CONDITIONS = Words(
    {
        "kidney_disease": N_("Kidney disease, or dialysis"),
        "fat_malabsorption": N_(
            "An illness that limits how the gut takes in fat, such as coeliac or Crohn's disease, "
            "a bile duct problem, cystic fibrosis, or after bowel or weight-loss surgery"
        ),
        "high_calcium_or_stones": N_("High calcium in blood or urine, or kidney stones"),
        "overactive_parathyroid": N_("An overactive parathyroid gland"),
        "sarcoidosis_or_tuberculosis": N_("Sarcoidosis or tuberculosis"),
        "cancer": N_("Lymphoma or another cancer"),
    }
)
MEDICINES = Words(
    {
        "orlistat": N_("Orlistat (Xenical, alli)"),
        "bile_acid_binder": N_("Colestyramine, colestipol or a similar bile-acid binder"),
        "long_antibiotics": N_(
            "Antibiotics for more than about 10 days, or while eating very little"
        ),
        "thiazide_or_digoxin": N_("A thiazide water tablet, or digoxin"),
        "changes_vitamin_d": N_(
            "Steroid tablets, some epilepsy medicines, or medicines for tuberculosis or HIV"
        ),
        "active_vitamin_d": N_("Active vitamin D, such as alfacalcidol or calcitriol"),
        "calcium": N_("Calcium tablets"),
        "mineral_oil": N_("Liquid paraffin (mineral oil) as a laxative, for a long time"),
        "menatetrenone": N_("Menatetrenone, a vitamin K2 medicine for bones"),
    }
)
SIGNS = Words(
    {
        "heart": N_(
            "Pain or pressure in the chest, pain moving to an arm or the jaw, or suddenly short of "
            "breath"
        ),
        "bleeding": N_(
            "On a blood thinner: bleeding that will not stop, black stools, a fall or a hit on "
            "the head"
        ),
        "excess_vitamin_d": N_(
            "While taking vitamin D: very thirsty, passing a lot of urine, throwing up, "
            "constipated, weak or confused"
        ),
    }
)
QUESTIONS = Words(
    {
        "adult": N_("Are you 18 or older?"),
        "blood_thinner": N_("Do you take a blood thinner?"),
        "signs": N_("Do you have any of these right now?"),
        "pregnancy": N_("Are you pregnant or breastfeeding?"),
        "conditions": N_("Do you have any of these?"),
        "medicines": N_("Do you take any of these?"),
    }
)
"""The safety questions by the field of SafetyAnswers, in the order in which they are asked."""

OPTIONS: Mapping[str, Words[str]] = MappingProxyType(
    {
        "adult": ADULT,
        "blood_thinner": BLOOD_THINNERS,
        "signs": SIGNS,
        "pregnancy": PREGNANCY,
        "conditions": CONDITIONS,
        "medicines": MEDICINES,
    }
)
"""What may be answered to each, by code."""

NEEDED = ("adult", "blood_thinner")
"""The questions that must be answered: see `ready`."""

MANY_ANSWERS = ("signs", "conditions", "medicines")
"""The questions to which a person may tick several answers, or none."""


class SafetyAnswerError(ScoringError):
    """A safety answer is not among the codes allowed."""


@dataclass(frozen=True)
class SafetyAnswers:
    """What a person said on the page before the questionnaire.

    Attributes:
        adult: None until answered.
        blood_thinner: A key of BLOOD_THINNERS, "" until answered.
        pregnancy: A key of PREGNANCY, "" until answered.
        conditions: Keys of CONDITIONS.
        medicines: Keys of MEDICINES.
        signs: Keys of SIGNS.

    Raises:
        SafetyAnswerError: A code is not among those.
    """

    adult: bool | None = None
    blood_thinner: str = ""
    pregnancy: str = ""
    conditions: frozenset[str] = frozenset()
    medicines: frozenset[str] = frozenset()
    signs: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name, given, allowed in (
            ("blood_thinner", {self.blood_thinner} - {""}, BLOOD_THINNERS),
            ("pregnancy", {self.pregnancy} - {""}, PREGNANCY),
            ("conditions", self.conditions, CONDITIONS),
            ("medicines", self.medicines, MEDICINES),
            ("signs", self.signs, SIGNS),
        ):
            unknown = sorted(set(given) - set(allowed))
            if unknown:
                raise SafetyAnswerError(
                    f"{name}: {', '.join(unknown)} is not known; allowed: {', '.join(allowed)}."
                )

    @property
    def on_vitamin_k_blocker(self) -> bool:
        """Takes a vitamin K antagonist, or takes a blood thinner without knowing which."""
        return self.blood_thinner in ("vka", "unsure")


class Hold(StrEnum):
    """What a page must not show: it asks `Hold.X in holds` and leaves that part out.

    What nobody may ever be shown is no hold but a rule of the whole product: a target, verdict or
    risk score, a word that says intake is enough, a dose, brand or ratio for a supplement, a
    figure for a baby. The tests hold every notice and warning to it.
    """

    QUESTIONNAIRE = "questionnaire"  # the page
    RESULTS = "results"  # the result, on every page
    # Any tip about vitamin K, whether food, natto or pills; guards proposals too.
    VITAMIN_K_HINTS = "vitamin_k_hints"
    VITAMIN_K_RANKING = "vitamin_k_ranking"  # foods ordered by K1 or K2
    WARFARIN_WORDING = "warfarin_wording"  # advice written for people on warfarin
    REFERENCE_COMPARISON = "reference_comparison"  # intake against reference values
    LIVER = "liver"  # liver and foods made from it (tag `liver`); guards proposals too
    # The rest guards proposals of a change.
    PATE = "pate"  # pâté of any kind (tag `pate`)
    SOFT_CHEESE = "soft_cheese"  # Brie, Camembert, soft blue cheese (tag `raw_or_soft_cheese`)
    FISH_OVER_LIMIT = "fish_over_limit"  # tag `oily_fish` above OILY_FISH_PORTIONS_PER_WEEK
    # Shark, swordfish, marlin, raw shellfish; tuna too, whose limit is a matter of cans and steaks
    # (tags `high_mercury_fish`, `shellfish`).
    FISH_TO_AVOID = "fish_to_avoid"
    FOOD_HINTS = "food_hints"  # any tip to eat more or less of a food
    D_HINTS = "d_hints"  # any tip about vitamin D from food or pills
    SUPPLEMENT_HINTS = "supplement_hints"  # any tip about supplements


OILY_FISH_TAG = "oily_fish"
OILY_FISH_PORTIONS_PER_WEEK = 2
"""Most oily fish in pregnancy (nhs111wales_pregnancy)."""

_TAGS_OF: Mapping[Hold, frozenset[str]] = MappingProxyType(
    {
        Hold.LIVER: frozenset({"liver"}),
        Hold.PATE: frozenset({"pate"}),
        Hold.SOFT_CHEESE: frozenset({"raw_or_soft_cheese"}),
        Hold.FISH_TO_AVOID: frozenset({"high_mercury_fish", "shellfish"}),
    }
)
"""Tags of the foods that no proposal may be about."""

_NUTRIENTS_OF: Mapping[Hold, frozenset[str]] = MappingProxyType(
    {
        Hold.VITAMIN_K_HINTS: VITAMIN_K.intersection(STORED),
        Hold.VITAMIN_K_RANKING: VITAMIN_K.intersection(STORED),
        Hold.D_HINTS: frozenset({"d"}),
    }
)
"""Nutrients of the food table that no proposal may move, in either direction."""


NOTICE_GROUPS = Words(
    {
        "adults": N_("**Under 18:** KD Check was built for adults."),
        "antagonist": N_(
            "**Warfarin-type blood thinner:** keep what you eat steady. Ask your clinic before you "
            "change your diet or start natto or any supplement."
        ),
        "with_antagonist": N_(
            "**Together with it:** another medicine that you ticked can change how it works. Tell "
            "your clinic today."
        ),
        "other_blood_thinner": N_(
            "**Blood thinner:** yours does not act through vitamin K. Ask a pharmacist before you "
            "add a supplement."
        ),
        "health": N_(
            "**Your conditions and medicines:** ask your doctor or pharmacist before you change "
            "food, a medicine or a supplement."
        ),
        "vitamin_d": N_(
            "**Vitamin D and calcium:** leave it to your doctor to start or change a supplement."
        ),
        "pregnancy": N_(
            "**Pregnancy:** leave out liver, pâté and some soft cheeses, and mind which fish you "
            "eat."
        ),
        "breastfeeding": N_(
            "**Breastfeeding:** some fish has limits, and vitamin D values differ."
        ),
        "baby": N_("**Your baby:** ask your midwife or doctor about vitamins K and D."),
        "fish": N_("**Fish:** some kinds have limits for those who may have a child one day."),
        "figures": N_(
            "**These figures:** a rough estimate, not a test and no advice on supplements."
        ),
    }
)
"""What matters most of the notices of a group, in their order, for a person who has many of them.
Urgent ones belong to no group: they always stand in full."""


class Place(StrEnum):
    """Where a notice is shown."""

    BEFORE = "before"
    RESULTS = "results"
    WHAT_IF = "what_if"
    LEARN = "learn"
    FOODS = "foods"
    PRINT = "print"


@dataclass(frozen=True)
class Notice:
    """A notice as shown: its words, its sources and where it belongs.

    Attributes:
        rule_id: The rule that it belongs to.
        group: One of NOTICE_GROUPS; empty for an urgent one.
        text: Its words, in the language in use.
        ref_ids: Keys of the references behind it.
        urgent: The person may need help now.
        until_read: The result stays back until it is closed.
        places: Where it is shown.
    """

    rule_id: str
    group: str
    text: str
    ref_ids: tuple[str, ...]
    urgent: bool
    until_read: bool
    places: frozenset[Place]


@dataclass(frozen=True)
class Rule:
    """A rule of safety_rules.csv.

    Attributes:
        notice: The notice, with the words for everybody.
        holds: What it holds back.
        of_country: The notice where an authority gives advice of its own, by country.
    """

    notice: Notice
    holds: frozenset[Hold]
    of_country: Mapping[str, Notice] = field(default_factory=dict)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notice for everybody and those of countries, each once."""
        return tuple(dict.fromkeys((self.notice, *self.of_country.values())))

    def within(self, situation: "Situation") -> "Rule":
        """The rule with the words for a person in this situation."""
        notice = self.of_country.get(situation.country, self.notice)
        level = situation.upper_level_of_d
        text = notice.text.format(
            ug=whole(level.ug_per_day),
            iu=whole(level.ug_per_day * IU_PER_UG_D),
            authority=AUTHORITIES[level.authority],
        )
        return replace(self, notice=replace(notice, text=text))


@dataclass(frozen=True)
class Situation:
    """What the rules look at besides the safety answers; as it stands before there is a result.

    Attributes:
        d_total_ug_per_day: Vitamin D from food and supplements, µg a day; None before a result.
        has_supplements: Any supplement was entered.
        much_vitamin_k: The answers show a lot of vitamin K (the warnings `k1_high` or `k2_high`, or
            natto among the foods eaten); it matters only for people on a vitamin K antagonist.
        country: Where the person eats, one of COUNTRIES, or INTERNATIONAL.
        authority: Whose reference values the person compares with, a key of AUTHORITIES.
    """

    d_total_ug_per_day: float | None = None
    has_supplements: bool = False
    much_vitamin_k: bool = False
    country: str = INTERNATIONAL
    authority: str = EVERYBODYS_AUTHORITY

    @property
    def upper_level_of_d(self) -> UpperLevel:
        """The upper level of vitamin D that counts for this person."""
        return upper_level_of_d(self.authority)

    @classmethod
    def of(
        cls,
        estimate: Estimate,
        foods: FoodTable,
        country: str = INTERNATIONAL,
        authority: str = EVERYBODYS_AUTHORITY,
    ) -> Self:
        """The situation that a result shows.

        Args:
            estimate: The result.
            foods: The table it was made with.
            country: As the attribute.
            authority: As the attribute.
        """
        supplements = estimate.supplements_per_day
        eats_natto = any(foods[c.food_id].is_natto for c in estimate.contributions)
        much_in_food = not _ABOUT_VITAMIN_K.isdisjoint(estimate.warnings)
        return cls(
            d_total_ug_per_day=estimate.intakes["d"].central + supplements["d"],
            has_supplements=any(supplements.values()),
            much_vitamin_k=eats_natto or much_in_food,
            country=country,
            authority=authority,
        )


BEFORE_A_RESULT = Situation()

_D_CAUTION = frozenset(CONDITIONS) - {"fat_malabsorption"}

_APPLIES: Mapping[str, Callable[[SafetyAnswers, Situation], bool]] = MappingProxyType(
    {
        "under-18": lambda a, s: a.adult is False,
        "red-flag-heart": lambda a, s: "heart" in a.signs,
        "red-flag-bleeding": lambda a, s: "bleeding" in a.signs,
        "d-excess-signs": lambda a, s: "excess_vitamin_d" in a.signs,
        "vka-blocker": lambda a, s: a.on_vitamin_k_blocker,
        "blood-thinner-unsure": lambda a, s: a.blood_thinner == "unsure",
        "vka-natto-mk7": lambda a, s: a.on_vitamin_k_blocker,
        "vka-already-eats": lambda a, s: a.on_vitamin_k_blocker and s.much_vitamin_k,
        "vka-antibiotics": lambda a, s: (
            a.on_vitamin_k_blocker and "long_antibiotics" in a.medicines
        ),
        "vka-bile-acid-binder": lambda a, s: (
            a.on_vitamin_k_blocker and "bile_acid_binder" in a.medicines
        ),
        "vka-menatetrenone": lambda a, s: a.on_vitamin_k_blocker and "menatetrenone" in a.medicines,
        "doac": lambda a, s: a.blood_thinner == "doac",
        "antiplatelet": lambda a, s: a.blood_thinner == "antiplatelet",
        "heparin": lambda a, s: a.blood_thinner == "heparin",
        "kidney-disease": lambda a, s: "kidney_disease" in a.conditions,
        "fat-malabsorption": lambda a, s: "fat_malabsorption" in a.conditions,
        "orlistat": lambda a, s: "orlistat" in a.medicines,
        "bile-acid-binder": lambda a, s: "bile_acid_binder" in a.medicines,
        "long-antibiotics": lambda a, s: "long_antibiotics" in a.medicines,
        "mineral-oil": lambda a, s: "mineral_oil" in a.medicines,
        "menatetrenone": lambda a, s: "menatetrenone" in a.medicines,
        "d-over-upper-level": lambda a, s: (
            s.d_total_ug_per_day is not None
            and s.d_total_ug_per_day > s.upper_level_of_d.ug_per_day
        ),
        "d-medical-caution": lambda a, s: bool(a.conditions & _D_CAUTION),
        "d-thiazide-digoxin": lambda a, s: "thiazide_or_digoxin" in a.medicines,
        "active-vitamin-d": lambda a, s: "active_vitamin_d" in a.medicines,
        "calcium-tablets": lambda a, s: "calcium" in a.medicines,
        "d-other-medicines": lambda a, s: "changes_vitamin_d" in a.medicines,
        "pregnancy-liver-vitamin-a": lambda a, s: a.pregnancy == "pregnant",
        "pregnancy-fish": lambda a, s: a.pregnancy == "pregnant",
        "pregnancy-cheese": lambda a, s: a.pregnancy == "pregnant",
        "future-pregnancy-fish": lambda a, s: a.pregnancy == "in_future",
        "breastfeeding": lambda a, s: a.pregnancy == "breastfeeding",
        "breastfeeding-fish": lambda a, s: a.pregnancy == "breastfeeding",
        "infants-vitamin-k": lambda a, s: a.pregnancy in ("pregnant", "breastfeeding"),
        "no-target-no-diagnosis": lambda a, s: True,
        "supplements-always": lambda a, s: s.has_supplements,
    }
)

_COLUMNS = (
    "rule_id",
    "countries",
    "group",
    "notice",
    "holds",
    "urgent",
    "until_read",
    "places",
    "ref_ids",
    "status",
)
_FOR_EVERYBODY = ("group", "holds", "urgent", "until_read", "places")
"""Columns that a row for a country leaves empty."""


@cached_by_language
def load_rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of the data file.

    Raises:
        DataFileError: A row breaks the rules of the file, or a rule and its condition do not match
            up.
    """
    path = SAFETY_RULES_CSV
    rules: dict[str, Rule] = {}
    for number, row in enumerate(read_data_rows(path, _COLUMNS), start=2):
        check_opened(path, number, row["status"])
        try:
            if row["countries"]:
                _add_notice_of_countries(rules, row)
            else:
                _add_rule(rules, row)
        except ValueError as error:
            raise DataFileError(f"{path.name}, row {number}: {error}.") from error
    unmatched = sorted(set(rules) ^ set(_APPLIES))
    if unmatched:
        raise DataFileError(
            f"{path.name}: every rule needs a condition in safety.py and the other way round; "
            f"unmatched: {', '.join(unmatched)}."
        )
    return MappingProxyType(rules)


def _add_rule(rules: dict[str, Rule], row: Mapping[str, str]) -> None:
    if row["rule_id"] in rules:
        raise ValueError(f"column rule_id: '{row['rule_id']}' stands there twice")
    rules[row["rule_id"]] = Rule(
        notice=Notice(
            rule_id=cell(row, "rule_id", filled),
            group="" if row["urgent"] == "yes" else cell(row, "group", _one_of(NOTICE_GROUPS)),
            text=cell(row, "notice", filled),
            ref_ids=cell(row, "ref_ids", _several),
            urgent=cell(row, "urgent", yes_or_no),
            until_read=cell(row, "until_read", yes_or_no),
            places=frozenset(map(Place, cell(row, "places", _codes_of(Place)))),
        ),
        holds=frozenset(map(Hold, cell(row, "holds", _codes_of(Hold)) if row["holds"] else ())),
    )


def _add_notice_of_countries(rules: dict[str, Rule], row: Mapping[str, str]) -> None:
    """Give a rule that stands above in the file the words of this row, for its countries."""
    for column in _FOR_EVERYBODY:
        if row[column]:
            raise ValueError(f"column {column}: must be empty in a row with countries")
    rule = rules[cell(row, "rule_id", _one_of(rules))]
    notice = replace(
        rule.notice, text=cell(row, "notice", filled), ref_ids=cell(row, "ref_ids", _several)
    )
    countries = cell(row, "countries", _codes_of(COUNTRIES))
    if twice := sorted(rule.of_country.keys() & set(countries)):
        raise ValueError(f"column countries: {', '.join(twice)} has a row for this rule already")
    of_country = {**rule.of_country, **dict.fromkeys(countries, notice)}
    rules[row["rule_id"]] = replace(rule, of_country=MappingProxyType(of_country))


def _one_of(allowed: Iterable[str]) -> Callable[[str], str]:
    known = tuple(allowed)

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"'{text}' is not one of {', '.join(known)}")
        return text

    return read


def _codes_of(allowed: Iterable[str]) -> Callable[[str], tuple[str, ...]]:
    """Reads codes with semicolons between them, at least one."""
    return lambda text: tuple(map(_one_of(allowed), text.split(";")))


def _several(text: str) -> tuple[str, ...]:
    """Reads texts with semicolons between them, at least one and none of them empty."""
    return tuple(map(filled, text.split(";")))


def notices(answers: SafetyAnswers, situation: Situation = BEFORE_A_RESULT) -> tuple[Notice, ...]:
    """The notices that apply, urgent ones first."""
    return notices_of(applying_rules(answers, situation))


def held(answers: SafetyAnswers, situation: Situation = BEFORE_A_RESULT) -> frozenset[Hold]:
    """All that must be held back."""
    return held_by(applying_rules(answers, situation))


def applying_rules(
    answers: SafetyAnswers, situation: Situation = BEFORE_A_RESULT
) -> tuple[Rule, ...]:
    """The rules that apply, in the order of the data file, with their words for this person."""
    return tuple(
        rule.within(situation)
        for rule_id, rule in load_rules().items()
        if _APPLIES[rule_id](answers, situation)
    )


def notices_of(rules: Iterable[Rule]) -> tuple[Notice, ...]:
    """The notices of these rules, urgent ones first."""
    return tuple(sorted((rule.notice for rule in rules), key=lambda notice: not notice.urgent))


def held_by(rules: Iterable[Rule]) -> frozenset[Hold]:
    """All that these rules hold back."""
    return frozenset(hold for rule in rules for hold in rule.holds)


MOST_NOTICES_IN_FULL = 4
"""More calm notices than these would fill more than the screen of a phone."""


def leads_of(found: Iterable[Notice]) -> tuple[str, ...]:
    """What matters most of each group of these notices, one sentence or two a group (Markdown)."""
    groups = {notice.group for notice in found}
    return tuple(lead for group, lead in NOTICE_GROUPS.items() if group in groups)


_SAID_ELSEWHERE = frozenset({"unanswered", "d_above_ul"})
"""The first is said on top of a result; for the second there is a notice."""
_ABOUT_VITAMIN_K = frozenset(NUTRIENTS[n].high_warning for n in VITAMIN_K) - {""}


def may_warn(code: str, holds: frozenset[Hold]) -> bool:
    """Whether this person may read the words of a warning: none of vitamin K on an antagonist."""
    return Hold.VITAMIN_K_RANKING not in holds or code not in _ABOUT_VITAMIN_K


def warnings_to_show(estimate: Estimate, holds: frozenset[Hold]) -> tuple[str, ...]:
    """Codes of the warnings to show with a result.

    People on a vitamin K antagonist get none about vitamin K: a notice made for them takes its
    place, without amounts and without an order of foods.
    """
    return tuple(
        code for code in estimate.warnings if code not in _SAID_ELSEWHERE and may_warn(code, holds)
    )


def tags_of(holds: frozenset[Hold]) -> frozenset[str]:
    """Tags by which a food table must mark foods, so that proposals can respect these holds."""
    tags = _tags_held(holds)
    return tags | {OILY_FISH_TAG} if Hold.FISH_OVER_LIMIT in holds else tags


def nutrients_of(holds: frozenset[Hold]) -> frozenset[str]:
    """Those of STORED that no proposal may move, up or down."""
    return frozenset(n for hold in holds for n in _NUTRIENTS_OF.get(hold, ()))


def may_propose(food: Food, holds: frozenset[Hold]) -> bool:
    """Whether a proposal to change how much is eaten may be about this food.

    No by its tags, or where it holds a nutrient that may not be moved, or has no data on it. How
    much oily fish there may be is a matter of the whole week: OILY_FISH_PORTIONS_PER_WEEK.
    """
    if Hold.FOOD_HINTS in holds or not _tags_held(holds).isdisjoint(food.tags):
        return False
    contents = [food.content[nutrient] for nutrient in nutrients_of(holds)]
    return all(content is not None and content.central == 0 for content in contents)


def ready(answers: SafetyAnswers) -> bool:
    """Whether the questionnaire may open: an adult who answered the blood thinner question."""
    return answers.adult is True and answers.blood_thinner != ""


def life_stage_of(answers: SafetyAnswers) -> str:
    """The life stage of a profile, one of LIFE_STAGES, that the answers tell.

    "Pregnant" includes trying to become pregnant, so it is a default that a person may change.
    """
    return _LIFE_STAGES.get(answers.pregnancy, "")


def _tags_held(holds: frozenset[Hold]) -> frozenset[str]:
    return frozenset(tag for hold in holds for tag in _TAGS_OF.get(hold, ()))
