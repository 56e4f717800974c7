"""Drawings of a small, a medium and a large portion, to scale, with a thing that everybody knows.

What each food looks like stands in portion_shapes.csv; here are the few shapes and things that all
drawings are made of. Lengths are millimetres:

- pieces keep their thickness: their area is weight / (density × thickness), seen from above;
- a glass, a pot and a bowl are filled with weight / density, a heap is half an ellipsoid of that
  volume, seen from the side;
- spoonfuls are counted, as the food table does; half a spoonful covers half as much of a spoon.

Weights and household measures are those of the food table. Densities and thicknesses are ours,
rounded, with their `basis` in each row; they serve the drawing alone.

A drawing goes to the browser as paths, which draws it once the portion is asked for; its colours
stand out on the light and on the dark ground of the page.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.files.data_files import DataFileError, read_data_rows
from scoring.languages import N_, _, cached_by_language
from scoring.questionnaire.answers import PORTIONS, Portion
from scoring.questionnaire.words import PORTION_NAMES

SHAPES_CSV = Path(__file__).with_name("portion_shapes.csv")
COLUMNS = [
    *("food_id", "serving_g", "units", "unit", "unit_plural", "shape", "beside"),
    *("density_g_per_ml", "thickness_mm", "length_to_width", "marks", "colour", "basis"),
]

COLOURS = {
    "grey": "#789",
    "straw": "#a84",
    "gold": "#b81",
    "orange": "#c73",
    "brown": "#a75",
    "pink": "#c78",
    "red": "#c55",
    "green": "#495",
    "olive": "#883",
    "blue": "#58a",
}

GAP_MM = 9.0
HEAP_FLATNESS = 0.4  # height by width
SLICE_STEP = 0.45  # slices lie over one another


@dataclass(frozen=True)
class Thing:
    """What portions are drawn with, in its real size.

    Attributes:
        place: As in "beside a matchbox".
        area_mm2: Seen from above; 0 for what holds the food.
        path: The outline of what stands beside the food, on the ground (y = 0) and right of x = 0.
        words: As in "a matchbox", for what portions are measured against.
    """

    place: str
    width_mm: float
    height_mm: float
    area_mm2: float = 0
    path: str = ""
    words: str = ""


THINGS: Mapping[str, Thing] = {
    "bank card": Thing(
        N_("beside a bank card"),
        85.6,
        54,
        85.6 * 54,
        "M0 0V-54H85.6V0ZM0-44H85.6M0-34H85.6M8-12H34",
        N_("a bank card"),
    ),
    "matchbox": Thing(
        N_("beside a matchbox"),
        53,
        36,
        53 * 36,
        "M0 0V-36H53V0ZM0-30H53M0-6H53",
        N_("a matchbox"),
    ),
    "hand": Thing(
        N_("beside a hand"),
        108,
        174,
        12_600,
        "M45 0 27-48 3-78a10 10 0 0 1 16-12L35-73V-146a9 9 0 0 1 19 0V-98-164a9 9 0 0 1 19 0V-98"
        "-152a9 9 0 0 1 19 0V-98-130a9 9 0 0 1 17 0V-53Q109-28 95 0Z",
        N_("a hand"),
    ),
    "glass": Thing(N_("in a glass"), 66, 90),
    "pot": Thing(N_("in a pot"), 64, 62),
    "small bowl": Thing(N_("in a small bowl"), 120, 50),
    "salad bowl": Thing(N_("in a salad bowl"), 160, 65),
    "tablespoon": Thing(N_("on a tablespoon"), 42, 180),
    "teaspoon": Thing(N_("on a teaspoon"), 30, 135),
}
"""A bank card measures 85.6 × 54 mm (ISO/IEC 7810, ID-1). The others are of a usual size: a
matchbox of 53 × 36 mm, a hand of 17 cm, a glass that 200 ml fill by two thirds, bowls of 12 and
16 cm, spoons that hold 15 and 5 ml."""

# Pieces seen from above, of any size: an outline (M and C alone), and lines on it.
OUTLINES = {
    "fillet": (
        "M0 30C0 5 40 0 80 4C110 8 132 22 128 36C124 52 90 58 60 56C25 54 0 50 0 30Z",
        "M40 11C48 26 48 38 40 50M80 11C88 26 88 38 80 51",
    ),
    "steak": (
        "M6 40C0 12 30 0 58 6C88-4 118 20 108 48C100 76 70 68 50 76C25 84 10 65 6 40Z",
        "M28 24C44 18 48 30 64 24",
    ),
    "chop": (
        "M8 58C-5 26 15 0 55 4C98 6 104 40 82 50C62 58 56 62 52 78C48 100 18 92 8 58Z",
        "M20 58C12 34 28 16 54 17",
    ),
    "leg": (
        "M30 62C2 52-6 12 28 3C62-6 86 24 72 50C64 66 60 80 54 98C50 98 46 98 42 98"
        "C42 80 40 66 30 62Z",
        "M45 98L44 118L52 118L51 98",
    ),
    "breast": (
        "M0 35C5 5 45-5 80 5C115 15 140 42 150 62C120 66 90 72 55 70C20 68-2 55 0 35Z",
        "M22 30C50 22 85 32 112 48",
    ),
    "fish": (
        "M0 22C20 0 62-4 100 15C108 10 118 4 126 2C122 14 122 30 126 42C118 40 108 34 100 29"
        "C62 48 20 44 0 22Z",
        "M12 22L112 22",
    ),
    "wedge": (
        "M0 26C30 17 60 8 88 0C96 17 96 35 88 52C60 44 30 35 0 26Z",
        "M82 2C89 18 89 34 82 50",
    ),
    "blue wedge": (
        "M0 26C30 17 60 8 88 0C96 17 96 35 88 52C60 44 30 35 0 26Z",
        "M34 25L46 23M56 16L74 18M58 38L76 34",
    ),
}

# Scattered over a food: a line, in hundredths of the food's width.
MARKS = {
    "": "",
    "dots": "h4",
    "holes": "q0 8 8 8t8-8-8-8-8 8",
    "flakes": "l10-5",
    "leaves": "q0-20 26-18-4 18-26 18",
    "curls": "q8-18 18 0",
}
PLACES = ((0.44, 0.54), (0.64, 0.3), (0.26, 0.74), (0.68, 0.72), (0.28, 0.34))


@dataclass(frozen=True)
class Shape:
    """How one food is drawn: a row of portion_shapes.csv.

    Attributes:
        serving_g: The medium serving.
        units: How many of `unit` it is.
        unit: In the language in use, as in "slice".
        unit_plural: The same for several.
        density_g_per_ml: 0 where the shape needs none.
        thickness_mm: 0 where the shape needs none.
        length_to_width: 0 where the shape needs none.
    """

    serving_g: float
    units: float
    unit: str
    unit_plural: str
    shape: str
    thing: Thing
    density_g_per_ml: float
    thickness_mm: float
    length_to_width: float
    marks: str
    colour: str

    @property
    def unit_mm3(self) -> float:
        """Volume of one unit."""
        return 1000 * self.serving_g / self.units / self.density_g_per_ml

    @property
    def unit_mm2(self) -> float:
        """Area of one unit that is a piece, seen from above."""
        return self.unit_mm3 / self.thickness_mm


@dataclass
class Drawing:
    """Paths in millimetres, from x = 0 to width_mm; the ground is y = 0 and upwards is negative."""

    thing: str
    width_mm: float = 0
    height_mm: float = 0
    food: str = ""
    marks: str = ""

    def add(self, food: str, right: float, height: float) -> None:
        """Add a piece of food, or what holds it, that reaches so far right and so high."""
        self.food += food
        self.width_mm = max(self.width_mm, right)
        self.height_mm = max(self.height_mm, height)

    def mark(self, name: str, many: int, x: float, width: float, top: float, height: float) -> None:
        """Scatter so many marks over a food of this size."""
        if MARKS[name]:
            mark = _scaled(MARKS[name], min(width, 1.5 * height) / 100)
            for across, down in PLACES[:many]:
                self.marks += f"M{_n(x + across * width)} {_n(top + down * height)}{mark}"


_NUMBER = re.compile(r"-?[\d.]+")
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")


def _n(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _tight(path: str) -> str:
    """A path without the blanks that it does not need."""
    return path.replace(" -", "-")


def _numbers(path: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(path)]


def _scaled(path: str, scale: float, x: float = 0, y: float = 0) -> str:
    """A path without arcs, scaled; what is absolute in it moves by x and y."""

    def command(match: re.Match[str]) -> str:
        move = (x, y) if match[1].isupper() else (0, 0)
        values = [scale * v + move[n % 2] for n, v in enumerate(_numbers(match[2]))]
        return match[1] + " ".join(f"{value:.0f}" for value in values)

    return _COMMAND.sub(command, path)


def _area(outline: str) -> float:
    """Area within an outline of one M and cubic curves."""
    numbers = _numbers(outline)
    points = [complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    drawn = []
    for a, b, c, d in zip(points[::3], points[1::3], points[2::3], points[3::3], strict=False):
        for step in range(50):
            t = step / 50
            u = 1 - t
            drawn.append(u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d)
    pairs = zip(drawn, drawn[1:] + drawn[:1], strict=True)
    return abs(sum((a.conjugate() * b).imag for a, b in pairs)) / 2


def _solve(rising: Callable[[float], float], target: float, high: float) -> float:
    """Where a function that rises from 0 to high reaches a value; ValueError if it never does."""
    if rising(high) < target:
        raise ValueError(f"{target:.0f} is more than the {rising(high):.0f} there is room for")
    low = 0.0
    for _step in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < target else (low, middle)
    return high


def _parts(units: float) -> list[float]:
    """The units one by one: all whole but the last."""
    whole = int(units)
    return [1.0] * whole + ([units - whole] if units > whole else [])


def _block(x: float, width: float, height: float, part: float) -> str:
    return f"M{_n(x)} 0V{_n(-height)}H{_n(x + part * width)}V0Z"


def _ellipse(x: float, top: float, width: float, height: float) -> str:
    """An ellipse in one stroke, from its top around and back."""
    return f"M{_n(x + width / 2)} {_n(top)}a{_n(width / 2)} {_n(height / 2)} 0 1 0 .1 0Z"


def _ball(x: float, width: float, height: float, part: float) -> str:
    """An ellipse, or what a straight cut leaves of it."""
    rx, ry = width / 2, height / 2
    if part == 1:
        return _ellipse(x, -height, width, height)
    angle = _solve(lambda t: (t - math.sin(t) * math.cos(t)) / math.pi, part, math.pi)
    cut, half = x + rx * (1 - math.cos(angle)), ry * math.sin(angle)
    large = int(part > 0.5)
    arc = f"{_n(rx)} {_n(ry)} 0 {large} 1 "
    return f"M{_n(cut)} {_n(half - ry)}A{arc}{_n(cut)} {_n(-half - ry)}Z"


def _sausage(x: float, width: float, height: float, part: float) -> str:
    """A bar with round ends, or what a straight cut leaves of it."""
    r = height / 2
    end = f"a{_n(r)} {_n(r)} 0 0 1 0 "
    start = f"M{_n(x + r)} 0{end}{_n(-height)}H"
    if part == 1:
        return f"{start}{_n(x + width - r)}{end}{_n(height)}Z"
    area = part * (height * (width - height) + math.pi * r * r)
    return f"{start}{_n(x + r + (area - math.pi * r * r / 2) / height)}V0Z"


def _pieces(drawing: Drawing, shape: Shape, units: float) -> None:
    """Pieces of one size side by side; the last one may be cut."""
    one = {"ball": _ball, "sausage": _sausage}.get(shape.shape, _block)
    ratio = shape.length_to_width
    filled = {"ball": math.pi / 4, "sausage": 1 - (1 - math.pi / 4) / ratio}.get(shape.shape, 1)
    height = math.sqrt(shape.unit_mm2 / ratio / filled)
    width = ratio * height
    x = drawing.width_mm
    for part in _parts(units):
        drawing.add(one(x, width, height, part), x + part * width, height)
        drawing.mark(shape.marks, 3, x, part * width, -height, height)
        x += SLICE_STEP * width if shape.shape == "slices" else width + GAP_MM


def _outline(drawing: Drawing, shape: Shape, units: float) -> None:
    """One piece of one form, as large as the portion."""
    outline, lines = OUTLINES[shape.shape]
    scale = math.sqrt(units * shape.unit_mm2 / _area(outline))
    numbers = _numbers(outline + " " + lines)
    left, ground = min(numbers[::2]), max(numbers[1::2])
    x, y = drawing.width_mm - scale * left, -scale * ground
    drawing.marks = _scaled(lines, scale, x, y)
    drawing.add(
        _scaled(outline, scale, x, y),
        x + scale * max(numbers[::2]),
        scale * (ground - min(numbers[1::2])),
    )


def _heap(drawing: Drawing, shape: Shape, units: float) -> None:
    """Half an ellipsoid on a round ground."""
    width = (6 * units * shape.unit_mm3 / math.pi / HEAP_FLATNESS) ** (1 / 3)
    height = HEAP_FLATNESS * width
    x = drawing.width_mm
    arc = f"A{_n(width / 2)} {_n(height)} 0 0 1 {_n(x + width)} 0Z"
    drawing.add(f"M{_n(x)} 0{arc}", x + width, height)
    drawing.mark(shape.marks, 5, x + 0.1 * width, 0.8 * width, -0.9 * height, 0.9 * height)


def _glasses(drawing: Drawing, shape: Shape, units: float) -> None:
    """Upright vessels, filled from the ground."""
    width, height = shape.thing.width_mm, shape.thing.height_mm
    x = 0.0
    for part in _parts(units):
        level = part * shape.unit_mm3 / (math.pi * (width / 2) ** 2)
        drawing.thing += f"M{_n(x)} {_n(-height)}V0H{_n(x + width)}V{_n(-height)}"
        drawing.add(_block(x, width, level, 1), x + width, height)
        x += width + GAP_MM


def _bowls(drawing: Drawing, shape: Shape, units: float) -> None:
    """Bowls that are part of a ball, cut through, filled from the ground."""
    width, height = shape.thing.width_mm, shape.thing.height_mm
    r = (width**2 / 4 + height**2) / 2 / height
    arc = f"A{_n(r)} {_n(r)} 0 0 0 "
    x = 0.0
    for part in _parts(units):
        volume = part * shape.unit_mm3
        level = _solve(lambda h: math.pi * h * h * (r - h / 3), volume, height)
        half = math.sqrt(level * (2 * r - level))
        middle = x + width / 2
        drawing.thing += f"M{_n(x)} {_n(-height)}{arc}{_n(x + width)} {_n(-height)}Z"
        food = f"M{_n(middle - half)} {_n(-level)}{arc}{_n(middle + half)} {_n(-level)}Z"
        drawing.add(food, x + width, height)
        drawing.mark(shape.marks, 5, middle - 0.7 * half, 1.4 * half, -level, 0.9 * level)
        x += width + GAP_MM


def _spoons(drawing: Drawing, shape: Shape, units: float) -> None:
    """Spoons from above; a part of a spoonful covers that part of what a whole one covers."""
    width, height = shape.thing.width_mm, shape.thing.height_mm
    length = 1.5 * width
    x = 0.0
    for part in _parts(units):
        wide, long = 0.9 * math.sqrt(part) * width, 0.9 * math.sqrt(part) * length
        left, top = x + (width - wide) / 2, -(length + long) / 2
        bowl = f"a{_n(width / 2)} {_n(length / 2)} 0 1 0 .1 0"
        drawing.thing += f"M{_n(x + width / 2)} {_n(-height)}V{_n(-length)}{bowl}"
        drawing.add(_ellipse(left, top, wide, long), x + width, height)
        x += width + GAP_MM


_DRAW: Mapping[str, Callable[[Drawing, Shape, float], None]] = {
    **dict.fromkeys(("block", "slices", "ball", "sausage"), _pieces),
    **dict.fromkeys(OUTLINES, _outline),
    "heap": _heap,
    "glasses": _glasses,
    "bowls": _bowls,
    "spoons": _spoons,
}


@cached_by_language
def shapes() -> Mapping[str, Shape]:
    """How each food is drawn, by its id.

    Raises:
        DataFileError: The file breaks its rules; names the row.
    """
    found = {}
    for number, row in enumerate(read_data_rows(SHAPES_CSV, COLUMNS), start=2):
        try:
            found[row["food_id"]] = _shape(row)
        except (KeyError, ValueError) as error:
            raise DataFileError(
                f"{SHAPES_CSV.name}, row {number}: not known or no number: {error}"
            ) from error
    return found


def _shape(row: Mapping[str, str]) -> Shape:
    for column, known in (("shape", _DRAW), ("marks", MARKS), ("colour", COLOURS)):
        if row[column] not in known:
            raise KeyError(row[column])
    return Shape(
        serving_g=float(row["serving_g"]),
        units=float(row["units"]),
        unit=row["unit"],
        unit_plural=row["unit_plural"],
        shape=row["shape"],
        thing=THINGS[row["beside"]],
        density_g_per_ml=float(row["density_g_per_ml"] or 0),
        thickness_mm=float(row["thickness_mm"] or 0),
        length_to_width=float(row["length_to_width"] or 0),
        marks=row["marks"],
        colour=row["colour"],
    )


def draw(shape: Shape, factor: float) -> Drawing:
    """A portion of factor times the medium serving, to scale."""
    thing = shape.thing
    drawing = Drawing(thing.path)
    if thing.path:
        drawing.width_mm = thing.width_mm + GAP_MM
        drawing.height_mm = thing.height_mm
    _DRAW[shape.shape](drawing, shape, factor * shape.units)
    return drawing


def drawing_of(food_id: str, serving_g: float) -> dict[str, object] | None:
    """The drawings of a food as paths, for a page that draws them itself in its own colours.

    Returns:
        `hue`, the colour of the food; `portions`, for each the paths of what stands around the
        food and of the food, with its `boxes` (left, top, width, height in mm) and a text for it
        in `alts`; `scale`, what they are drawn with; `small` and `small_box`, the medium portion
        without what stands beside it. None for a food that is not drawn, or not for this serving.
    """
    shape = shapes().get(food_id)
    if shape is None or shape.serving_g != serving_g:
        return None
    drawings = [draw(shape, portion.factor) for portion in PORTIONS]
    width = max(drawing.width_mm for drawing in drawings)
    height = max(drawing.height_mm for drawing in drawings)
    holds = not shape.thing.path
    small = draw(shape if holds else replace(shape, thing=replace(shape.thing, path="")), 1)
    return {
        "hue": COLOURS[shape.colour],
        "portions": [_paths(drawing) for drawing in drawings],
        "boxes": [_box(drawing, width, height) for drawing in drawings],
        "alts": [words(shape, portion) for portion in PORTIONS],
        "scale": _("Drawn to scale {place}").format(place=_(shape.thing.place)),
        "small": _paths(small),
        "small_box": _box(small, small.width_mm, small.height_mm),
    }


def _paths(drawing: Drawing) -> list[str]:
    return [_tight(drawing.thing), _tight(drawing.food + drawing.marks)]


def _box(drawing: Drawing, width_mm: float, height_mm: float) -> list[int]:
    """A picture of this size with the drawing in its middle, on the ground."""
    left = (drawing.width_mm - width_mm) / 2
    return [round(left), -math.ceil(height_mm), math.ceil(width_mm), math.ceil(height_mm)]


_FRACTIONS = {0: "", 0.25: "¼", 0.5: "½", 0.75: "¾"}
_SIZES = {
    0.125: N_("an eighth as large as {thing}"),
    0.25: N_("a quarter as large as {thing}"),
    1 / 3: N_("a third as large as {thing}"),
    0.5: N_("half as large as {thing}"),
    2 / 3: N_("two thirds as large as {thing}"),
    1: N_("as large as {thing}"),
    1.5: N_("one and a half times as large as {thing}"),
    2: N_("twice as large as {thing}"),
    3: N_("three times as large as {thing}"),
}


def words(shape: Shape, portion: Portion) -> str:
    """What the drawing of a portion shows: how many, and how large or in what.

    How many stands in figures: words for it change with the unit in most languages.
    """
    units = portion.factor * shape.units
    count = _("{number} {unit}").format(
        number=f"{int(units) or ''}{_FRACTIONS[units % 1]}",
        unit=shape.unit if units <= 1 else shape.unit_plural,
    )
    size = PORTION_NAMES[portion.code]
    if not shape.thing.area_mm2 or not shape.thickness_mm:
        return _("{size}: about {count}, drawn {place}.").format(
            size=size, count=count, place=_(shape.thing.place)
        )
    counted = shape.units > 1
    ratio = (1 if counted else units) * shape.unit_mm2 / shape.thing.area_mm2
    nearest = min(_SIZES, key=lambda known: abs(math.log(known / ratio)))
    each = (
        _("{size}: about {count}, each about {how_large}.")
        if counted and units > 1
        else _("{size}: about {count}, about {how_large}.")
    )
    how_large = _(_SIZES[nearest]).format(thing=_(shape.thing.words))
    return each.format(size=size, count=count, how_large=how_large)
