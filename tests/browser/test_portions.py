"""The drawings of portions: to scale, above their buttons, seen and read, never in the way."""

import math
import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from scoring import FoodTable
from scoring.questionnaire import PORTIONS
from tests.browser.app_page import (
    TWO_FRAMES,
    accept_safety_questions,
    accessibility_faults,
    frequencies_of,
    lasting_faults,
    portions_of,
    settle,
    visit,
)
from tests.browser.test_layout import WIDER_THAN_THE_SCREEN
from tests.conftest import ROOT
from ui.portions import portion_pictures, shapes

FOODS = FoodTable.load(ROOT / "foods.csv")

# Each closed outline of the food, and the first outline of the thing: area, width and height.
MEASURE = """svgs => svgs.map(text => {
    document.body.innerHTML = text;
    const measure = outline => {
        const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
        path.setAttribute("d", outline);
        document.querySelector("svg").append(path);
        const length = path.getTotalLength(), points = [];
        for (let n = 0; n < 200; n++) points.push(path.getPointAtLength(length * n / 200));
        const twice = points.reduce((sum, a, n) => {
            const b = points[(n + 1) % points.length];
            return sum + a.x * b.y - a.y * b.x;
        }, 0);
        const box = path.getBBox();
        return { area: Math.abs(twice) / 2, width: box.width, height: box.height };
    };
    const [thing, food] = [...document.querySelectorAll("path")].map(p => p.getAttribute("d"));
    return {
        first: measure(thing.split(/(?=M)/)[0]),
        food: food.split(/(?=M)/).filter(part => part.endsWith("Z")).map(measure),
    };
})"""
REAL_SIZES_MM = {  # what is drawn first: a hand with its fingers, the body of a glass, a spoon
    "beside a bank card": (85.6, 54),
    "beside a matchbox": (53, 36),
    "beside a hand": (108, 173.5),
    "in a glass": (66, 90),
    "in a pot": (64, 62),
    "in a small bowl": (120, 50),
    "in a salad bowl": (160, 65),
    "on a tablespoon": (42, 180),
    "on a teaspoon": (30, 135),
}


def grams(shape, outlines):
    """What the outlines of a drawing weigh; for spoons their area, which has no weight."""
    if shape.shape == "spoons":
        return sum(part["area"] for part in outlines)
    if shape.shape == "glasses":  # upright cylinders
        volume = sum(math.pi / 4 * part["width"] ** 2 * part["height"] for part in outlines)
    elif shape.shape == "bowls":  # part of a ball
        volume = sum(
            math.pi * part["height"] * (3 * part["width"] ** 2 / 4 + part["height"] ** 2) / 6
            for part in outlines
        )
    elif shape.shape == "heap":  # half an ellipsoid
        volume = sum(math.pi / 6 * part["width"] ** 2 * part["height"] for part in outlines)
    else:
        volume = sum(part["area"] for part in outlines) * shape.thickness_mm
    return volume / 1000 * shape.density_g_per_ml


def test_drawings_are_to_scale(browser):
    page = browser.new_page()
    wrong = []
    for food in FOODS:
        shape = shapes()[food.food_id]
        pictures = portion_pictures(food.food_id, food.serving_g)
        svgs = [unquote(svg) for svg in re.findall(r'svg\+xml,([^"]+)"', pictures)]
        drawn = page.evaluate(MEASURE, svgs)
        weights = [grams(shape, picture["food"]) for picture in drawn]
        medium = weights[1] if shape.shape == "spoons" else food.serving_g
        for portion, weight, picture in zip(PORTIONS, weights, drawn, strict=True):
            if weight != pytest.approx(portion.factor * medium, rel=0.03):
                wrong.append(f"{food.food_id} {portion.code}: {weight:.1f}")
            size = picture["first"]["width"], picture["first"]["height"]
            if size != pytest.approx(REAL_SIZES_MM[shape.thing.place], abs=1):
                wrong.append(f"{shape.thing.place} with {food.food_id}: {size}")
            if area := shape.thing.area_mm2:
                assert picture["first"]["area"] == pytest.approx(area, rel=0.05)
    page.close()
    assert wrong == []


def eat_natto(page):
    visit(page)
    accept_safety_questions(page)
    expect(page.get_by_alt_text("Medium: about 1 pack")).to_be_hidden()
    frequencies_of(page, "Natto").get_by_role("radio", name="once a week").click()
    settle(page)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_each_drawing_stands_above_its_button(open_page, width):
    page = open_page(width=width)
    eat_natto(page)
    for size in ("Small", "Medium", "Large"):
        picture = page.get_by_role("img", name=f"{size}: about ")
        expect(picture).to_have_count(1)
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        button = portions_of(page, "Natto").get_by_role("radio", name=size)
        above, below = picture.bounding_box(), button.bounding_box()
        assert above["x"] == pytest.approx(below["x"], abs=1)
        assert above["width"] == pytest.approx(below["width"], abs=1)
        assert below["y"] - 30 < above["y"] + above["height"] <= below["y"]
        assert 20 < above["height"] <= 80
        button.click()
        settle(page)
        expect(button).to_be_checked()
    page.evaluate(TWO_FRAMES)
    assert lasting_faults(page, WIDER_THAN_THE_SCREEN) == []
    frequencies_of(page, "Natto").get_by_role("radio", name="never").click()
    settle(page)
    expect(page.get_by_alt_text("Medium: about 1 pack")).to_be_hidden()


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_axe_finds_nothing_where_portions_are_drawn(open_page, color_scheme):
    page = open_page(color_scheme=color_scheme)
    eat_natto(page)
    expect(page.get_by_alt_text("Medium: about 1 pack")).to_be_visible()
    assert accessibility_faults(page) == []
