"""Vitamin K and D intake from a food-frequency questionnaire: plain Python, no screen.

Start with `FoodTable.load`, then `estimate` for one person or `score_responses` for many.
"""

from typing import TYPE_CHECKING, Any

from .errors import ScoringError
from .foods.table import FoodTable
from .intake.estimate import estimate
from .questionnaire.answers import Answer, Answers

if TYPE_CHECKING:
    from .batch.pieces import score_responses

__all__ = ["Answer", "Answers", "FoodTable", "ScoringError", "estimate", "score_responses"]


def __getattr__(name: str) -> Any:
    """Load `score_responses` on first use: it needs pyarrow and pandas, which start slowly."""
    if name != "score_responses":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .batch.pieces import score_responses

    return score_responses
