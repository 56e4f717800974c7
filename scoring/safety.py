"""Which notice applies to whom, and what a page must hold back because of it.

The notices, what each holds back, where it is shown and its sources are data
(safety_rules.csv beside this module). Only the condition under which a rule applies is code:
one line a rule in ``_APPLIES``. Safety answers are never stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from scoring.errors import ScoringError
from scoring.plausibility import D_ALL_UG_PER_DAY
from scoring.references import DataFileError, check_opened, read_data_rows

SAFETY_RULES_CSV = Path(__file__).with_name("safety_rules.csv")

BLOOD_THINNERS: Mapping[str, str] = MappingProxyType(
    {
        "none": "No blood thinner",
        "vka": "Warfarin, acenocoumarol, phenprocoumon or another vitamin K blocker",
        "doac": "Apixaban, rivaroxaban, edoxaban or dabigatran",
        "unsure": "A blood thinner, but I am not sure which kind",
    }
)
PREGNANCY: Mapping[str, str] = MappingProxyType(
    {
        "no": "No, or does not apply to me",
        "pregnant": "Pregnant, or trying to become pregnant",
        "breastfeeding": "Breastfeeding",
    }
)
CONDITIONS: Mapping[str, str] = MappingProxyType(
    {
        "kidney_disease": "Kidney disease, or dialysis",
        "fat_malabsorption": (
            "An illness that limits how the gut takes in fat, such as coeliac or Crohn's disease, "
            "a bile duct problem, cystic fibrosis, or after bowel or weight-loss surgery"
        ),
        "high_calcium_or_stones": "High calcium in blood or urine, or kidney stones",
        "overactive_parathyroid": "An overactive parathyroid gland",
        "sarcoidosis_or_tuberculosis": "Sarcoidosis or tuberculosis",
        "cancer": "Lymphoma or another cancer",
    }
)
MEDICINES: Mapping[str, str] = MappingProxyType(
    {
        "orlistat": "Orlistat (Xenical, alli)",
        "bile_acid_binder": "Colestyramine, colestipol or a similar bile-acid binder",
        "long_antibiotics": (
            "Antibiotics for more than about 10 days, or while eating very little"
        ),
        "thiazide_or_digoxin": "A thiazide water tablet, or digoxin",
        "changes_vitamin_d": (
            "Steroid tablets, some epilepsy medicines, or medicines for tuberculosis or HIV"
        ),
    }
)
SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "heart": (
            "Pain or pressure in the chest, pain moving to an arm or the jaw, or suddenly short of "
            "breath"
        ),
        "bleeding": (
            "On a blood thinner: bleeding that will not stop, black stools, a fall or a hit on "
            "the head"
        ),
        "excess_vitamin_d": (
            "While taking vitamin D: very thirsty, passing a lot of urine, throwing up, "
            "constipated, weak or confused"
        ),
    }
)


class SafetyAnswerError(ScoringError):
    """A safety answer is not among the codes allowed."""


@dataclass(frozen=True)
class SafetyAnswers:
    """What a person said on the page before the questionnaire.

    adult: None until answered. blood_thinner and pregnancy: a key of BLOOD_THINNERS and
    PREGNANCY, or "" until answered. conditions, medicines, signs: keys of the mapping of that
    name. Raises SafetyAnswerError for any other code.
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
    """What a page must not show. A page asks ``Hold.X in held(...)`` and leaves that part out."""

    QUESTIONNAIRE = "questionnaire"  # the questionnaire itself
    RESULTS = "results"  # every result
    RESULT_UNTIL_READ = "result_until_read"  # the result, until the person closed the notice
    REASSURANCE = "reassurance"  # any line saying that all is well
    VITAMIN_K_HINTS = "vitamin_k_hints"  # to eat more, or less, of a food for its vitamin K
    VITAMIN_K_RANKING = "vitamin_k_ranking"  # foods ordered by K1 or K2, on screen or in a file
    NATTO_MENTIONS = "natto_mentions"  # natto in suggestions, examples, comparison charts
    K2_SUPPLEMENT_MENTIONS = "k2_supplement_mentions"  # pills with K2 or MK-7 offered as a choice
    AMOUNT_WORDS = "amount_words"  # words that judge or direct an amount
    WARFARIN_WORDING = "warfarin_wording"  # advice written for people on warfarin
    NO_INTERACTION_CLAIMS = "no_interaction_claims"  # "no food or herb gets in its way"
    SUPPLEMENT_HINTS = "supplement_hints"  # any tip about supplements
    FOOD_HINTS = "food_hints"  # any tip to eat more or less of a food
    D_HINTS = "d_hints"  # any tip about vitamin D from food or pills
    CALCIUM_HINTS = "calcium_hints"  # any tip about calcium pills
    D_PRAISE = "d_praise"  # praise or a friendly colour for the vitamin D bar
    DOSES = "doses"  # amounts or times for a supplement
    BRANDS = "brands"  # names of products
    D_K2_RATIOS = "d_k2_ratios"  # a ratio of vitamin D to K2, or a combination
    ENOUGH_LINES = "enough_lines"  # any line saying that intake looks enough
    REFERENCE_COMPARISON = "reference_comparison"  # intake against reference values
    LIVER = "liver"  # liver, pâté, liver sausage, cod liver oil in suggestions, charts, tips
    FISH_OVER_LIMIT = "fish_over_limit"  # oily fish above 2 portions, tuna above 2 or 4 a week
    FISH_TO_AVOID = "fish_to_avoid"  # shark, swordfish, marlin, raw shellfish
    SOFT_CHEESE = "soft_cheese"  # Brie, Camembert, soft blue cheese
    PATE = "pate"  # pâté of any kind
    BABY_VALUES = "baby_values"  # any number for a baby
    K2_TARGETS = "k2_targets"  # target lines and percentages of need for K2
    K2_VERDICTS = "k2_verdicts"  # traffic-light colours or verdict words for K2
    RISK_SCORES = "risk_scores"  # any score for arteries or bones


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

    urgent: the person may need help now. until_read: the result stays back until it is closed.
    """

    rule_id: str
    text: str
    ref_ids: tuple[str, ...]
    urgent: bool
    until_read: bool
    places: frozenset[Place]


@dataclass(frozen=True)
class Rule:
    """A row of safety_rules.csv: the notice and what it holds back."""

    notice: Notice
    holds: frozenset[Hold]


@dataclass(frozen=True)
class _Situation:
    answers: SafetyAnswers
    d_total_ug_per_day: float | None
    has_supplements: bool
    much_vitamin_k: bool


_D_CAUTION = frozenset(CONDITIONS) - {"fat_malabsorption"}

_APPLIES: Mapping[str, Callable[[_Situation], bool]] = MappingProxyType(
    {
        "under-18": lambda s: s.answers.adult is False,
        "red-flag-heart": lambda s: "heart" in s.answers.signs,
        "red-flag-bleeding": lambda s: "bleeding" in s.answers.signs,
        "d-excess-signs": lambda s: "excess_vitamin_d" in s.answers.signs,
        "vka-blocker": lambda s: s.answers.on_vitamin_k_blocker,
        "blood-thinner-unsure": lambda s: s.answers.blood_thinner == "unsure",
        "vka-natto-mk7": lambda s: s.answers.on_vitamin_k_blocker,
        "vka-already-eats": lambda s: s.answers.on_vitamin_k_blocker and s.much_vitamin_k,
        "doac": lambda s: s.answers.blood_thinner == "doac",
        "kidney-disease": lambda s: "kidney_disease" in s.answers.conditions,
        "fat-malabsorption": lambda s: "fat_malabsorption" in s.answers.conditions,
        "orlistat": lambda s: "orlistat" in s.answers.medicines,
        "bile-acid-binder": lambda s: "bile_acid_binder" in s.answers.medicines,
        "long-antibiotics": lambda s: "long_antibiotics" in s.answers.medicines,
        "d-over-upper-level": lambda s: (
            s.d_total_ug_per_day is not None and s.d_total_ug_per_day > D_ALL_UG_PER_DAY
        ),
        "d-medical-caution": lambda s: bool(s.answers.conditions & _D_CAUTION),
        "d-thiazide-digoxin": lambda s: "thiazide_or_digoxin" in s.answers.medicines,
        "d-other-medicines": lambda s: "changes_vitamin_d" in s.answers.medicines,
        "pregnancy-liver-vitamin-a": lambda s: s.answers.pregnancy == "pregnant",
        "pregnancy-fish": lambda s: s.answers.pregnancy == "pregnant",
        "pregnancy-cheese": lambda s: s.answers.pregnancy == "pregnant",
        "breastfeeding": lambda s: s.answers.pregnancy == "breastfeeding",
        "infants-vitamin-k": lambda s: s.answers.pregnancy in ("pregnant", "breastfeeding"),
        "no-target-no-diagnosis": lambda s: True,
        "supplements-always": lambda s: s.has_supplements,
    }
)

_COLUMNS = (
    "rule_id",
    "notice",
    "holds",
    "urgent",
    "until_read",
    "places",
    "ref_ids",
    "status",
)


@cache
def load_rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of the data file.

    Raises DataFileError on a broken row, or where a rule and its condition do not match up.
    """
    path = SAFETY_RULES_CSV
    rules: dict[str, Rule] = {}
    for number, row in enumerate(read_data_rows(path, _COLUMNS), start=2):
        check_opened(path, number, row["status"])
        try:
            rules[row["rule_id"]] = Rule(
                notice=Notice(
                    rule_id=row["rule_id"],
                    text=row["notice"],
                    ref_ids=tuple(row["ref_ids"].split(";")),
                    urgent=_yes_or_no(row["urgent"]),
                    until_read=_yes_or_no(row["until_read"]),
                    places=frozenset(Place(code) for code in row["places"].split(";")),
                ),
                holds=frozenset(Hold(code) for code in row["holds"].split(";")),
            )
        except ValueError as error:
            raise DataFileError(f"{path.name}, row {number}: {error}.") from error
    unmatched = sorted(set(rules) ^ set(_APPLIES))
    if unmatched:
        raise DataFileError(
            f"{path.name}: every rule needs a condition in safety.py and the other way round; "
            f"unmatched: {', '.join(unmatched)}."
        )
    return MappingProxyType(rules)


def notices(
    answers: SafetyAnswers,
    *,
    d_total_ug_per_day: float | None = None,
    has_supplements: bool = False,
    much_vitamin_k: bool = False,
) -> tuple[Notice, ...]:
    """The notices that apply, urgent ones first.

    d_total_ug_per_day: vitamin D from food and supplements, µg a day; None before a result.
    has_supplements: any supplement was entered.
    much_vitamin_k: the answers show a lot of vitamin K (the warnings ``k1_high`` or ``k2_high``,
    or natto among the foods eaten); it matters only for people on a vitamin K blocker.
    """
    found = [
        rule.notice
        for rule in _applying(answers, d_total_ug_per_day, has_supplements, much_vitamin_k)
    ]
    return tuple(sorted(found, key=lambda notice: not notice.urgent))


def held(
    answers: SafetyAnswers,
    *,
    d_total_ug_per_day: float | None = None,
    has_supplements: bool = False,
    much_vitamin_k: bool = False,
) -> frozenset[Hold]:
    """All that must be held back; the arguments are those of ``notices``."""
    rules = _applying(answers, d_total_ug_per_day, has_supplements, much_vitamin_k)
    return frozenset(hold for rule in rules for hold in rule.holds)


def ready(answers: SafetyAnswers) -> bool:
    """Whether the questionnaire may open: an adult who answered the blood thinner question."""
    return answers.adult is True and answers.blood_thinner != ""


def _applying(
    answers: SafetyAnswers,
    d_total_ug_per_day: float | None,
    has_supplements: bool,
    much_vitamin_k: bool,
) -> tuple[Rule, ...]:
    situation = _Situation(answers, d_total_ug_per_day, has_supplements, much_vitamin_k)
    return tuple(rule for rule_id, rule in load_rules().items() if _APPLIES[rule_id](situation))


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"'{text}' must be yes or no")
    return text == "yes"
