"""The columns of a responses file, and what forms and spreadsheets call them.

A form asks each question under its *link id*: `natto` for how often, `natto.portion` for the
portion, `supplement.d_ug` for a supplement, `respondent_id` for who answers. Where a tool allows no
dots they are underscores (`natto_portion`). Exports then come back under that id, with the path of
groups before it, or under the label of the question; `ColumnNames` knows both.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..foods.table import FoodTable
from ..languages import N_, _
from ..nutrients import NUTRIENTS, SUPPLEMENTED
from ..questionnaire.labels import id_form, in_every_language, plain

RESPONDENT = "respondent_id"
PROFILE_COLUMNS = ("sex", "age", "life_stage")
COUNTRY = "country"

_PORTION_LABEL = N_("{food}: usual portion")
_SUPPLEMENT_LABEL = N_("{nutrient} supplement (µg per day)")
_RESPONDENT_LABEL = N_("Respondent ID")
_COUNTRY_LABEL = N_("In which country do you eat?")

IDS_OF_TOOLS = (
    "record_id",
    "record id",
    "responseid",
    "response id",
    "_uuid",
    "meta-instanceid",
    "instanceid",
    "key",
    "id",
    "_id",
)
"""Columns in which tools keep an id of each response, in the order in which they are taken where
no column is called respondent_id: REDCap, Qualtrics, KoboToolbox, ODK Central, LimeSurvey and
Microsoft Forms."""

COLUMNS_OF_TOOLS = frozenset(
    plain(name)
    for name in (
        # KoboToolbox and ODK Central
        *("start", "end", "_id", "_uuid", "_submission_time", "_validation_status", "_notes"),
        *("_status", "_submitted_by", "__version__", "_tags", "_index", "SubmissionDate"),
        *("meta-instanceID", "instanceID", "KEY", "SubmitterID", "SubmitterName", "DeviceID"),
        *("AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "Edits"),
        *("FormVersion",),
        # REDCap
        *("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
        *("redcap_data_access_group", "redcap_survey_identifier", "Survey Identifier"),
        *("Survey Timestamp", "Complete?"),
        # LimeSurvey
        *("submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "token"),
        *("ipaddr", "refurl", "interviewtime"),
        # Qualtrics
        *("StartDate", "EndDate", "IPAddress", "Progress", "Duration (in seconds)", "Finished"),
        *("RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName"),
        *("RecipientEmail", "ExternalReference", "LocationLatitude", "LocationLongitude"),
        *("DistributionChannel", "UserLanguage"),
        # Google Forms and Microsoft Forms
        *("Timestamp", "Start time", "Completion time", "Last modified time", "Email", "Name"),
    )
)
"""What tools write beside the answers: no answers."""


def response_columns(foods: FoodTable) -> tuple[str, ...]:
    """Every column a responses file may have, in the order of the template."""
    answers = (column for food in foods for column in (food.food_id, portion_column(food.food_id)))
    supplements = (NUTRIENTS[n].supplement_column for n in SUPPLEMENTED)
    return (RESPONDENT, *PROFILE_COLUMNS, COUNTRY, *answers, *supplements)


def portion_column(food_id: str) -> str:
    """The column, and link id, of the portion of a food."""
    return f"{food_id}.portion"


def without_dots(column: str) -> str:
    """The link id of a column for tools that allow no dots.

    >>> without_dots("natto.portion"), without_dots("supplement.d_ug")
    ('natto_portion', 'supplement_d_ug')
    """
    return column.replace(".", "_")


def column_labels(foods: FoodTable) -> Iterator[tuple[str, str]]:
    """Each column of a responses file with the label of its question in the language in use.

    Forms ask under these labels, and exports by label are read by them.
    """
    yield RESPONDENT, _(_RESPONDENT_LABEL)
    yield COUNTRY, _(_COUNTRY_LABEL)
    for food in foods:
        name = _(food.food)
        yield food.food_id, name
        yield portion_column(food.food_id), _(_PORTION_LABEL).format(food=name)
    for n in SUPPLEMENTED:
        label = _(_SUPPLEMENT_LABEL).format(nutrient=NUTRIENTS[n].name)
        yield NUTRIENTS[n].supplement_column, label


@dataclass(frozen=True)
class HeaderMeaning:
    """What a header may stand for.

    Attributes:
        columns: Columns of a responses file: none where it says nothing to us, several where it is
            unclear.
        is_whole: Whether the header says it as it stands, without a beginning being left off.
    """

    columns: tuple[str, ...]
    is_whole: bool


class ColumnNames:
    """What a header of a file may mean, for one food table.

    >>> from scoring.files.shipped import shipped_folder
    >>> names = ColumnNames(FoodTable.load(shipped_folder() / "foods.csv"))
    >>> found = names.meanings(["food/eggs", "food/Natto", "oat-milk", "Spinach: usual portion"])
    >>> [meaning.columns for meaning in found]
    [('eggs',), ('natto',), (), ('spinach.portion',)]
    """

    def __init__(self, foods: FoodTable) -> None:
        self._foods = foods
        self.columns = response_columns(foods)
        self._ids: dict[str, set[str]] = {}
        for column in self.columns:
            self._ids.setdefault(id_form(column), set()).add(column)
        for n in SUPPLEMENTED:
            nutrient, column = NUTRIENTS[n], NUTRIENTS[n].supplement_column
            short = n if n.startswith("mk") else f"vit{n}"
            self._ids.setdefault(id_form(f"{short}_{nutrient.unit}"), set()).add(column)
        # Without this, `natto_portion` of a table with a food of that id would be two things.
        self._ids |= {id_form(food.food_id): {food.food_id} for food in foods}

    @cached_property
    def _labels(self) -> Mapping[str, set[str]]:
        return in_every_language(
            lambda: [(label, column) for column, label in column_labels(self._foods)]
        )

    def meanings(self, headers: Sequence[str]) -> list["HeaderMeaning"]:
        """What each header of a file may stand for.

        A whole header counts as it is. The row of a grid and the end of a path of groups count
        where another header has the same beginning, so that `oat-milk` is never taken for milk.
        """
        known = [self._of(header) for header in headers]
        pairs = zip(known, headers, strict=True)
        parts = [[] if found else self._of_parts(header) for found, header in pairs]
        beginnings = Counter(beginning for some in parts for beginning in {b for b, _ in some})
        by_tool = any(plain(header) in COLUMNS_OF_TOOLS for header in headers)
        result = []
        for whole, some in zip(known, parts, strict=True):
            likely = [
                columns
                for beginning, columns in some
                if beginnings[beginning] > 1 or (by_tool and not self._asks_about_food(columns))
            ]
            best = whole or next(iter(likely), ())
            result.append(HeaderMeaning(best, is_whole=bool(whole)))
        return result

    def _of(self, text: str) -> tuple[str, ...]:
        found = self._ids.get(id_form(text)) or self._labels.get(plain(text))
        return tuple(sorted(found or ()))

    def _of_parts(self, header: str) -> list[tuple[str, tuple[str, ...]]]:
        pairs = ((start, self._of(end)) for start, end in _cuts(header) if not self._of(start))
        return [(plain(start), found) for start, found in pairs if found]

    def _asks_about_food(self, columns: tuple[str, ...]) -> bool:
        return any(column.removesuffix(".portion") in self._foods for column in columns)


def _cuts(header: str) -> Iterator[tuple[str, str]]:
    """Where a header may be cut into a beginning and the name of a question.

    >>> list(_cuts("How often? [Natto]")), list(_cuts("foods/natto_portion"))
    ([('How often? ', 'Natto')], [('foods', 'natto_portion')])
    """
    if grid := re.search(r"\[([^\[\]]+)\]\s*$", header):
        yield header[: grid.start()], grid[1]
        return
    # A label may hold dashes and points of its own.
    signs = r"\s[-–—]\s|/" if re.search(r"\s", header) else r"/|-|\."
    for found in re.finditer(signs, header):
        yield header[: found.start()], header[found.end() :]
