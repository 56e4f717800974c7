"""What is said, on the screen and in the file, of answers that are sent and not shown."""

from scoring.languages import ngettext
from workshop.store import Count


def held_back(counted: "Count", *, closed: bool) -> list[str]:
    """How many sent answers are not in the picture and why, a sentence for each reason."""
    words = []
    if counted.waiting and not closed:
        words.append(
            ngettext(
                "{count} answer waits: the picture changes only when at least three people make "
                "the difference, so that nobody can be told from it.",
                "{count} answers wait: the picture changes only when at least three people make "
                "the difference, so that nobody can be told from it.",
                counted.waiting,
            ).format(count=counted.waiting)
        )
    elif counted.waiting:
        words.append(
            ngettext(
                "{count} answer is held back: with fewer than five people, or fewer than three "
                "more, somebody could be told from the picture.",
                "{count} answers are held back: with fewer than five people, or fewer than three "
                "more, somebody could be told from the picture.",
                counted.waiting,
            ).format(count=counted.waiting)
        )
    if counted.apart:
        words.append(
            ngettext(
                "{count} answer is held back because others were taken back: who that was could "
                "be told from the picture.",
                "{count} answers are held back because others were taken back: who that was could "
                "be told from the picture.",
                counted.apart,
            ).format(count=counted.apart)
        )
    return words
