"""The drawings of Learn, as SVG: shapes alone, so that they need no translation.

Each is 240 wide. Colours are classes of ui/components/drawing.css, which follow the theme; dots
stand for calcium in every drawing, and each vitamin has the colour that it has in the charts.
"""

import random
from collections.abc import Callable, Iterable
from itertools import pairwise

WIDTH = 240
HEIGHT = 132
TAIL_HEIGHT = 76
LINK = 19
"""Length of a link of a tail; nine links and the head fill the width."""


def picture(name: str) -> str:
    """A drawing by its name in content/drawings.csv, as SVG without words."""
    return PICTURES[name]()


def _svg(*shapes: str, height: int = HEIGHT) -> str:
    drawn = "".join(shapes)
    return f'<svg viewBox="0 0 {WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'


def _path(kind: str, d: str) -> str:
    return f'<path class="{kind}" d="{d}"/>'


def _circle(kind: str, x: float, y: float, r: float) -> str:
    return f'<circle class="{kind}" cx="{x:g}" cy="{y:g}" r="{r:g}"/>'


def _box(kind: str, x: float, y: float, width: float, height: float, round_px: float = 0) -> str:
    return (
        f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" '
        f'rx="{round_px:g}"/>'
    )


def _sign(text: str, x: float, y: float, kind: str = "sign") -> str:
    """A figure, a chemical name or a mark that every language of the app writes alike."""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{text}</text>'


def _calcium(places: Iterable[tuple[float, float]]) -> str:
    return "".join(_circle("calcium", x, y, 4) for x, y in places)


def _scattered(count: int, left: float, top: float, right: float, bottom: float) -> str:
    """Calcium here and there, never dot on dot, the same each time."""
    chance = random.Random(count)
    found: list[tuple[float, float]] = []
    while len(found) < count:
        x, y = chance.uniform(left, right), chance.uniform(top, bottom)
        if all((x - a) ** 2 + (y - b) ** 2 > 120 for a, b in found):
            found.append((round(x, 1), round(y, 1)))
    return _calcium(found)


def _arrow(x: float, y: float, to_x: float, to_y: float) -> str:
    """An arrow to the right, or up or down."""
    across = to_x != x
    back = (
        f"M{to_x - 8:g} {to_y - 6:g}L{to_x:g} {to_y:g}L{to_x - 8:g} {to_y + 6:g}"
        if across
        else f"M{to_x - 6:g} {to_y - 8:g}L{to_x:g} {to_y:g}L{to_x + 6:g} {to_y - 8:g}"
    )
    return _path("arrow", f"M{x:g} {y:g}L{to_x:g} {to_y:g}{back}")


BONE = "M40 44c-16-14-34 6-18 20c-16 14 2 34 18 20h80c16 14 34-6 18-20c16-14-2-34-18-20z"
TOOTH = (
    "M176 40c8-10 18-4 24-4s16-6 24 4c8 12-2 28-6 38c-4 12-4 22-10 22s-4-24-8-24s-2 24-8 24"
    "s-6-10-10-22c-4-10-14-26-6-38z"
)


def _bone() -> str:
    inside = [(30, 56), (34, 72), (50, 62), (64, 54), (66, 74), (80, 64), (94, 54), (98, 74)]
    inside += [(110, 62), (126, 56), (128, 72), (190, 54), (202, 62), (212, 52), (190, 76)]
    return _svg(_path("tissue", BONE), _path("tissue", TOOTH), _calcium([*inside, (210, 76)]))


def _body() -> str:
    outline = (
        "M120 6a13 14 0 0 1 6 26v6c18 2 26 8 28 24l6 34h-9l-9-30l-2 30l2 32h-44l2-32l-2-30"
        "l-9 30h-9l6-34c2-16 10-22 28-24v-6a13 14 0 0 1 6-26z"
    )
    heart = "M124 62c4-8 14-4 10 5c-2 5-7 8-10 10c-3-2-8-5-10-10c-4-9 6-13 10-5z"
    kidneys = "M106 94c-8 0-8 16 0 16c4-3 4-12 0-16zM134 94c8 0 8 16 0 16c-4-3-4-12 0-16z"
    vessel = "M122 77v18c0 8-6 14-8 32M122 95c0 8 6 14 8 32"
    marks = ((1, 128, 66, 190, 40), (2, 121, 88, 50, 60), (3, 137, 102, 190, 92))
    lines = "".join(
        _path("pointer", f"M{x} {y}L{to_x} {to_y}") + _numbered(number, to_x, to_y)
        for number, x, y, to_x, to_y in (*marks, (4, 84, 92, 50, 104))
    )
    organs = _path("organ", heart + kidneys) + _path("vessel", vessel)
    return _svg(_path("tissue", outline), organs, lines)


def _numbered(number: int, x: float, y: float) -> str:
    return _circle("mark", x, y, 11) + _sign(str(number), x, y + 5)


def _artery_calcium() -> str:
    in_wall = [(87, 34), (96, 26), (78, 44), (106, 22), (73, 56), (84, 26), (160, 98), (168, 88)]
    return _svg(
        _circle("tissue", 120, 66, 60),
        _circle("blood", 120, 66, 38),
        "".join(_cell(x, y) for x, y in ((108, 54), (134, 62), (116, 82))),
        _calcium(in_wall),
    )


def _cell(x: float, y: float) -> str:
    """A blood cell."""
    return f'<ellipse class="cell" cx="{x:g}" cy="{y:g}" rx="9" ry="6"/>'


def _protein(x: float, y: float, *, on: bool) -> str:
    """A protein: a curl, with claws for calcium once it is switched on."""
    curl = _path("protein on" if on else "protein", f"M{x:g} {y:g}c-14 0-14 20 0 20s14 20 0 20")
    if not on:
        return curl
    claws = "".join(f"M{x + 9:g} {y + dy}l9-5m-9 5l9 5" for dy in (8, 32))
    return curl + _path("protein on", claws)


def _switch() -> str:
    return _svg(
        _protein(36, 46, on=False),
        _arrow(66, 66, 158, 66),
        _box("k1", 76, 22, 34, 26, 13),
        _sign("K1", 93, 40, "name"),
        _box("k2", 116, 22, 34, 26, 13),
        _sign("K2", 133, 40, "name"),
        _protein(186, 46, on=True),
    )


def _mgp() -> str:
    held = [(52, 42), (52, 66), (122, 42), (122, 66), (192, 42), (192, 66)]
    return _svg(
        _box("blood", 0, 0, WIDTH, 88),
        _box("tissue", -4, 88, WIDTH + 8, 48),
        *(_protein(x, 32, on=True) for x in (30, 100, 170)),
        _calcium(held),
        _scattered(5, 10, 8, 230, 18),
    )


def _osteocalcin() -> str:
    inside = [(30, 56), (34, 72), (50, 62), (108, 64), (122, 56), (128, 72)]
    return _svg(
        _path("tissue", BONE),
        _calcium(inside),
        _protein(74, 44, on=True),
        _sign("?", 196, 80, "large"),
    )


def _two_gauges() -> str:
    return _svg(
        *(
            _path("scale", f"M{x - 46} 84a46 46 0 0 1 92 0")
            + _path("past", f"M{x} 84l-30-24")
            + _path("needle", f"M{x} 84l{to_x} -24")
            + _circle("organ", x, 84, 5)
            for x, to_x in ((62, 30), (178, -30))
        ),
        _path("vessel", "M62 100c-10 12-8 22 0 22s10-10 0-22z"),
        _circle("tissue", 178, 113, 13),
        _circle("blood", 178, 113, 7),
    )


def _d_sources() -> str:
    rays = "M40 14v-10M40 62v10M14 38h-10M66 38h10M22 20l-7-7M58 20l7-7M22 56l-7 7M58 56l7 7"
    fish = "M14 106c14-18 38-18 50 0l14-11v22l-14-11c-12 18-36 18-50 0z"
    return _svg(
        _circle("sun", 40, 38, 16),
        _path("rays", rays),
        _path("tissue", fish),
        _circle("eye", 26, 103, 2.5),
        _box("tissue", 104, 94, 46, 22, 11),
        _path("line", "M127 94v22"),
        _path("arrow", "M86 38L166 52m-9 -8l9 8l-11 5"),
        _path("arrow", "M86 92L166 66m-11 -4l11 4l-8 9"),
        _path("arrow", "M156 92L178 82m-11 -2l11 2l-7 9"),
        _circle("d", 200, 58, 24),
        _sign("D", 200, 64, "name"),
    )


GATES = (36, 92, 148, 204)


def _gut_wall(is_open: Iterable[bool], above: int, below: int) -> str:
    """Food above, the wall of the gut with its gates, blood below."""
    gates = tuple(zip(GATES, is_open, strict=True))
    wall = "".join(_box("tissue", x, 56, 46, 20, 8) for x in (-18, 41, 97, 153, 209))
    shut = "".join(_box("shut", x - 5, 58, 10, 16) for x, is_open in gates if not is_open)
    through = "".join(_arrow(x, 48, x, 86) for x, is_open in gates if is_open)
    return _svg(
        _box("blood", 0, 76, WIDTH, 56),
        wall,
        shut,
        through,
        _scattered(above, 8, 8, 232, 42),
        _scattered(below, 8, 94, 232, 124),
    )


def _gut() -> str:
    return _gut_wall((True, True, True, True), 10, 10)


def _gut_low() -> str:
    return _gut_wall((False, True, False, False), 14, 3)


def _gut_high() -> str:
    return _gut_wall((True, True, True, True), 10, 26)


def _tail(nutrient: str, links: int, double: int) -> str:
    """The head of vitamin K with a tail of some links, the first of them drawn double.

    Args:
        nutrient: Whose colour it has.
        links: How many.
        double: How many of them have a double bond.
    """
    rings = "".join(
        "M" + "L".join(f"{x + dx} {38 + dy}" for dx, dy in _HEXAGON) + "z" for x in (16, 42)
    )
    ends = [(57 + LINK * number, 46 if number % 2 == 0 else 30) for number in range(links + 1)]
    chain = "M" + "L".join(f"{x} {y}" for x, y in ends)
    beside = "".join(
        f"M{x + (to_x - x) / 5:g} {y + (to_y - y) / 5 + 7:g}"
        f"L{to_x - (to_x - x) / 5:g} {to_y - (to_y - y) / 5 + 7:g}"
        for (x, y), (to_x, to_y) in pairwise(ends[: double + 1])
    )
    dots = "".join(_circle(f"{nutrient} joint", x, y, 3.5) for x, y in ends[1:])
    return _svg(
        _path("ring", rings), _path(f"{nutrient} chain", chain + beside), dots, height=TAIL_HEIGHT
    )


_HEXAGON = ((0, -15), (13, -7.5), (13, 7.5), (0, 15), (-13, 7.5), (-13, -7.5))

PICTURES: dict[str, Callable[[], str]] = {
    "bone": _bone,
    "body": _body,
    "artery_calcium": _artery_calcium,
    "switch": _switch,
    "mgp": _mgp,
    "osteocalcin": _osteocalcin,
    "two_gauges": _two_gauges,
    "d_sources": _d_sources,
    "gut": _gut,
    "gut_low": _gut_low,
    "gut_high": _gut_high,
    "k1": lambda: _tail("k1", 4, 1),
    "mk4": lambda: _tail("k2", 4, 4),
    "mk7": lambda: _tail("k2", 7, 7),
    "mk9": lambda: _tail("k2", 9, 9),
}
"""The drawings by their names in content/drawings.csv."""
