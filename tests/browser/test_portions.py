"""The drawings of portions: to scale, in their buttons, seen and read, never in the way."""

import math
import re

import pytest
from playwright.sync_api import expect

from scoring import FoodTable
from scoring.questionnaire.answers import PORTIONS
from tests.browser.app_page import (
    TWO_FRAMES,
    accessibility_faults,
    choose,
    come_to_the_questionnaire,
    frequencies_of,
    lasting_faults,
    line_of,
    open_food,
    portions_of,
    settle,
    show_as,
)
from tests.browser.looks import WIDER_THAN_THE_SCREEN
from tests.conftest import ROOT
from ui.questionnaire.portions import drawing_of, shapes

FOODS = FoodTable.load(ROOT / "foods.csv")
CHEDDAR = "Cheddar"

# Each closed outline of the food, and the first outline of the thing: area, width and height.
MEASURE = """drawings => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    document.body.append(svg);
    const measured = new Map();  // things are drawn beside many foods
    const measure = outline => {
        if (!measured.has(outline)) measured.set(outline, take(outline));
        return measured.get(outline);
    };
    const take = outline => {
        const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
        path.setAttribute("d", outline);
        svg.append(path);
        const length = path.getTotalLength(), points = [];
        for (let n = 0; n < 200; n++) points.push(path.getPointAtLength(length * n / 200));
        const twice = points.reduce((sum, a, n) => {
            const b = points[(n + 1) % points.length];
            return sum + a.x * b.y - a.y * b.x;
        }, 0);
        const box = path.getBBox();
        return { area: Math.abs(twice) / 2, width: box.width, height: box.height };
    };
    return drawings.map(([thing, food]) => ({
        first: measure(thing.split(/(?=M)/)[0]),
        food: food.split(/(?=M)/).filter(part => part.endsWith("Z")).map(measure),
    }));
}"""
SCALES_ON_SCREEN = """portions => [...portions.querySelectorAll("svg")]
    .map(svg => svg.getScreenCTM().a)"""
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
        drawing = drawing_of(food.food_id, food.serving_g)
        drawn = page.evaluate(MEASURE, drawing["portions"])
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


def pictures(page):
    return line_of(page, CHEDDAR).locator(".portion svg")


def eat_cheddar(page):
    come_to_the_questionnaire(page)
    expect(pictures(page)).to_have_count(0)
    choose(frequencies_of(page, CHEDDAR), "once a week")


def check_drawings(page):
    portions = portions_of(page, CHEDDAR)
    for size in ("Small", "Medium", "Large"):
        button = portions.get_by_role("radio", name=size)
        expect(button).to_have_accessible_description(re.compile(f"{size}: about "))
        option = button.locator("..")
        above, below = option.locator("svg").bounding_box(), option.locator("span").bounding_box()
        around = option.bounding_box()
        assert around["x"] < above["x"]
        assert above["x"] + above["width"] < around["x"] + around["width"]
        assert 20 < above["height"] <= 80
        assert above["y"] + above["height"] <= below["y"]
        scales = portions.evaluate(SCALES_ON_SCREEN)
        assert scales == [pytest.approx(scales[0], rel=0.01)] * 3  # or they could not be compared
        button.click()
        expect(pictures(page).first).to_be_hidden()
        expect(line_of(page, CHEDDAR)).to_contain_text(f"· {size} ·", use_inner_text=True)
        open_food(page, CHEDDAR)
        expect(button).to_be_checked()
    page.evaluate(TWO_FRAMES)
    assert lasting_faults(page, WIDER_THAN_THE_SCREEN) == []


def test_each_drawing_stands_in_its_button_above_the_words(open_page, subtests):
    page = open_page()
    eat_cheddar(page)
    for width in (320, 390, 1280):
        with subtests.test(width=width):
            show_as(page, width)
            check_drawings(page)
    for color_scheme in ("light", "dark"):
        with subtests.test(axe=color_scheme):
            show_as(page, 390, color_scheme)
            expect(pictures(page).last).to_be_visible()
            settle(page)
            assert accessibility_faults(page) == []
    choose(frequencies_of(page, CHEDDAR), "never")
    expect(pictures(page).first).to_be_hidden()
