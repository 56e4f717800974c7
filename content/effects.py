"""What studies found: the effects behind a claim, and how well food lists like ours do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from content.evidence import Reference, claims, references
from content.load import (
    by_id,
    cell,
    ids_of,
    look_up,
    one_of,
    read_table,
    require_filled,
)
from scoring.files.data_files import yes_or_no
from scoring.languages import N_, Words, _, cached_by_language

FUNDING_NOT_STATED = N_("not stated in the part opened")

EFFECT_MEASURES = Words(
    {
        "HR": N_("Hazard ratio"),
        "RR": N_("Risk ratio"),
        "OR": N_("Odds ratio"),
        "ratio": N_("Ratio"),
    }
)
"""What each measure of an effect is called. All are ratios: 1 means no difference."""

EFFECT_GROUPS = Words(
    {
        "k2-diet-heart": N_("Heart and artery disease, highest against lowest K2 in food"),
        "k2-per-10ug-heart": N_("Coronary heart disease, for each 10 µg more K2 in food a day"),
        "k2-diet-death": N_("Death from any cause, highest against lowest K2 in food"),
        "k1-diet-heart": N_("Heart and artery disease, highest against lowest K1 in food"),
        "k1-diet-death": N_("Death from any cause, highest against lowest K1 in food"),
    }
)
"""Titles of the groups of effects that may stand on one axis: the same kind of question, asked in
the same way of different studies."""


@dataclass(frozen=True)
class StudyDesign:
    """How a study was made: its label and what such a study can show."""

    design: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Effect:
    """What one study found for one outcome.

    Attributes:
        claim_ids: The claims that it speaks for or against.
        people: How many were studied; None where the part that we opened does not say.
        years: How long they were followed; None likewise.
        measure: One of EFFECT_MEASURES; empty where the result stands in words alone.
        estimate: The measure; None where there is none.
        low: Lower end of its 95 % interval; None where no interval was seen.
        high: Upper end of it.
        group: One of EFFECT_GROUPS; empty where no other study asked in the same way.
        result: The result in words.
        quoted: The figures as our note of the source has them.
        vitamin_k_sensitive: Whether it is left out for people on a vitamin K antagonist, because
            vitamin K was eaten, given or measured.
    """

    ref_id: str
    claim_ids: tuple[str, ...]
    design: StudyDesign
    people: int | None
    years: float | None
    exposure: str
    outcome: str
    measure: str
    estimate: float | None
    low: float | None
    high: float | None
    group: str
    result: str
    quoted: str
    vitamin_k_sensitive: bool

    @property
    def reference(self) -> Reference:
        """The study."""
        return references()[self.ref_id]

    @property
    def funding(self) -> str:
        """Who paid for the study, or that this was not stated in the part opened."""
        return self.reference.funding or _(FUNDING_NOT_STATED)


@dataclass(frozen=True)
class ValidationStudy:
    """What a study found of a food list like this one; all texts are ready for the screen."""

    instrument: str
    nutrient: str
    people: str
    against: str
    statistic: str
    value: str
    ref_id: str


@cached_by_language
def study_designs() -> Mapping[str, StudyDesign]:
    """Every study design by its key."""

    def build(row: dict[str, str]) -> StudyDesign:
        require_filled(row, *row)
        return StudyDesign(**row)

    designs = read_table("study_designs.csv", "design label meaning", build)
    return by_id("study_designs.csv", designs, lambda design: design.design)


def effects(claim_id: str) -> tuple[Effect, ...]:
    """What the studies behind a claim found.

    Raises:
        ContentError: The claim is unknown.
    """
    look_up("claim", claims(), claim_id)
    return tuple(effect for effect in all_effects() if claim_id in effect.claim_ids)


def comparable(claim_id: str) -> Mapping[str, tuple[Effect, ...]]:
    """The effects of a claim that may stand on one axis, two or more in each group.

    Returns:
        Them by their group, in the order of EFFECT_GROUPS.

    Raises:
        ContentError: The claim is unknown.
    """
    found = {
        group: tuple(effect for effect in effects(claim_id) if effect.group == group)
        for group in EFFECT_GROUPS
    }
    return MappingProxyType({group: those for group, those in found.items() if len(those) > 1})


@cached_by_language
def all_effects() -> tuple[Effect, ...]:
    """What every study found, in the order of the file."""
    columns = (
        "ref_id claim_ids design people years exposure outcome measure estimate low high group "
        "result quoted vitamin_k_sensitive"
    )
    return read_table("effects.csv", columns, _effect)


@cached_by_language
def validation_studies() -> tuple[ValidationStudy, ...]:
    """What studies found of other food lists for vitamins K and D."""

    def build(row: dict[str, str]) -> ValidationStudy:
        require_filled(row, "instrument", "nutrient", "against", "statistic", "value")
        cell(row, "ref_id", one_of(references()))
        return ValidationStudy(**{name: row[name] for name in row if name != "status"})

    columns = "instrument nutrient people against statistic value ref_id status"
    return read_table("validation_studies.csv", columns, build)


def _effect(row: dict[str, str]) -> Effect:
    require_filled(row, "ref_id", "claim_ids", "exposure", "outcome", "result", "quoted")
    cell(row, "ref_id", ids_of(references()))
    claim_ids = cell(row, "claim_ids", ids_of(claims()))
    for claim_id in claim_ids:
        claim = claims()[claim_id]
        if row["ref_id"] not in claim.for_refs + claim.against_refs:
            raise ValueError(
                f"column claim_ids: '{row['ref_id']}' is not among the references of '{claim_id}'"
            )
    design = cell(row, "design", one_of(study_designs()))
    effect = Effect(
        ref_id=row["ref_id"],
        claim_ids=claim_ids,
        design=study_designs()[design],
        people=cell(row, "people", lambda text: int(text) if text else None),
        years=cell(row, "years", lambda text: float(text) if text else None),
        exposure=row["exposure"],
        outcome=row["outcome"],
        measure=cell(row, "measure", one_of(("", *EFFECT_MEASURES))),
        estimate=cell(row, "estimate", _ratio),
        low=cell(row, "low", _ratio),
        high=cell(row, "high", _ratio),
        group=cell(row, "group", one_of(("", *EFFECT_GROUPS))),
        result=row["result"],
        quoted=row["quoted"],
        vitamin_k_sensitive=cell(row, "vitamin_k_sensitive", yes_or_no),
    )
    _check_ratio(effect)
    return effect


def _ratio(text: str) -> float | None:
    if not text:
        return None
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(f"'{text}' is not a ratio above 0")
    return value


def _check_ratio(effect: Effect) -> None:
    if bool(effect.measure) != (effect.estimate is not None):
        raise ValueError("columns measure and estimate stand together or not at all")
    if (effect.low is None) != (effect.high is None):
        raise ValueError("columns low and high stand together or not at all")
    if effect.low is None or effect.high is None:
        if effect.group:
            raise ValueError("columns low and high: an effect in a group needs its interval")
    elif effect.estimate is None or not effect.low <= effect.estimate <= effect.high:
        raise ValueError("columns low and high: the interval must hold the estimate")
