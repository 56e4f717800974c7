"""Contrast after WCAG 2.2: 4.5 to 1 for words, 3 to 1 for charts and controls."""

import re
import tomllib

import pytest

from tests.conftest import ROOT
from ui.charts import COLOURS, NEUTRAL
from ui.results.causes import CAUSES

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
STYLE = (ROOT / "ui" / "style.css").read_text(encoding="utf-8")
PAIRS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--kd-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", STYLE)
}
MODES = ("light", "dark")
WORDS = ("ink", "soft-ink", "link", "accent")


def luminance(colour):
    """Relative luminance after WCAG 2.2."""
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def grounds(mode):
    """All that words stand on."""
    theme = THEME[mode]
    return {
        "page": theme["backgroundColor"],
        "box": theme["secondaryBackgroundColor"],
        "card": PAIRS["card"][mode],
    }


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", WORDS)
def test_words_of_our_style_can_be_read_on_every_ground(mode, name):
    for ground, colour in grounds(mode).items():
        assert contrast(PAIRS[name][mode], colour) >= 4.5, ground


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["textColor", "linkColor", "primaryColor"])
def test_words_of_the_theme_can_be_read_on_every_ground(mode, name):
    for ground, colour in grounds(mode).items():
        assert contrast(THEME[mode][name], colour) >= 4.5, ground


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("words", "ground"),
    [("on-accent", "accent"), ("ink", "tint"), ("accent", "tint"), ("soft-ink", "tint")],
)
def test_words_on_buttons_and_labels_can_be_read(mode, words, ground):
    assert contrast(PAIRS[words][mode], PAIRS[ground][mode]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_what_is_chosen_and_what_has_the_focus_stands_out(mode):
    for ground in grounds(mode).values():
        assert contrast(PAIRS["accent"][mode], ground) >= 3
        assert contrast(THEME[mode]["primaryColor"], ground) >= 3
    assert contrast(PAIRS["accent"][mode], PAIRS["tint"][mode]) >= 3  # the bar of progress


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "colour",
    sorted({*COLOURS.values(), NEUTRAL, *(colour for _, colour in CAUSES.values())}),
)
def test_chart_colours_stand_out_on_both_grounds(mode, colour):
    for ground in (THEME[mode]["backgroundColor"], PAIRS["card"][mode]):
        assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_colours_of_the_headlines_stand_out(mode):
    for nutrient in ("k2", "k1", "d"):
        assert contrast(PAIRS[nutrient][mode], PAIRS["card"][mode]) >= 4.5  # their titles
        assert contrast(PAIRS[nutrient][mode], PAIRS["tint"][mode]) >= 3  # their scales


def test_each_nutrient_and_each_form_has_a_colour_of_its_own():
    assert len({COLOURS[form] for form in ("mk4", "mk7", "mkx")}) == 3
    assert len({COLOURS[nutrient] for nutrient in ("k2", "k1", "d")}) == 3


def test_every_colour_of_the_style_is_a_pair_or_named_elsewhere():
    """A bare colour in a rule would be the same in light and dark."""
    rules = re.sub(r"--kd-[\w-]+: light-dark\([^)]*\)", "", STYLE)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []
    used = set(re.findall(r"var\(--kd-([\w-]+)\)", STYLE)) - {"hue"}
    assert used <= set(PAIRS)
