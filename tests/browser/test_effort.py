"""What the whole app asks of a thumb: taps and scrolling, from Welcome to Results, on a phone."""

from itertools import cycle

from playwright.sync_api import expect

from scoring import FoodTable
from tests.browser.app_page import (
    COUNTRY,
    NEVER_FOR_THE_REST,
    asked_at_once,
    settle,
    visit,
)
from tests.conftest import ROOT

EATEN = 25
SELDOM = "eel_small_fish"
"""One of them, which waits behind a line in an English browser."""
OTHER_PORTIONS = 8
MOST_TAPS = 60
MOST_SCREENS = 11
"""Half of what the questionnaire took when every food stayed open with all its options."""
HEIGHT_PX = 844
FREQUENCIES = ("1-3m", "1w", "2w", "1d")

# Scroll as little as brings an element between the header and what sticks to the bottom.
INTO_SIGHT = """element => {
    const box = document.querySelector('[data-testid="stMain"]');
    const bar = element.getRootNode().querySelector(".bar");
    const floor = bar && !bar.contains(element) ? bar.getBoundingClientRect().top : innerHeight;
    const ceiling = document.querySelector("header").getBoundingClientRect().bottom;
    const { top, bottom } = element.getBoundingClientRect();
    const before = box.scrollTop;
    if (bottom > floor) box.scrollTop += Math.min(bottom - floor, top - ceiling);
    else if (top < ceiling) box.scrollTop += top - ceiling;
    return Math.abs(box.scrollTop - before);
}"""


class Thumb:
    """Counts what it does; it reads every food on its way, also those that nobody eats."""

    def __init__(self):
        self.taps = 0
        self.scrolled_px = 0

    def look_at(self, element):
        self.scrolled_px += element.evaluate(INTO_SIGHT)

    def tap(self, element):
        self.look_at(element)
        element.click()
        self.taps += 1


def test_25_foods_take_60_taps_and_half_the_scrolling(open_page):
    page = open_page(width=390)
    thumb = Thumb()
    table = FoodTable.load(ROOT / "foods.csv").for_country(COUNTRY)
    foods, seldom = asked_at_once(table), table.seldom_eaten
    eaten = {foods[n * len(foods) // (EATEN - 1)] for n in range(EATEN - 1)} | {SELDOM}
    assert len(eaten) == EATEN
    assert SELDOM in seldom
    large = set(sorted(eaten)[:OTHER_PORTIONS])
    codes = cycle(FREQUENCIES)

    def button(name):
        return page.get_by_role("button", name=name, exact=True)

    visit(page)
    thumb.tap(button("Start the questionnaire"))
    settle(page)
    thumb.tap(page.get_by_role("radio", name="Yes, 18 or older"))
    thumb.tap(page.get_by_role("radio", name="No blood thinner", exact=True))
    thumb.tap(button("Go to the questionnaire"))
    settle(page)
    answered = set()
    while page.locator(".food").count():
        for box in page.locator(".food").all():
            food = box.get_attribute("id").removeprefix("food-")
            if food == SELDOM:
                thumb.tap(page.locator(".seldom summary"))
            elif food in seldom:  # behind the same line, which the person reads
                continue
            thumb.look_at(box)
            if food in eaten:
                thumb.tap(box.locator(f".often input[value='{next(codes)}']"))
                if food in large:
                    thumb.tap(box.locator(".portion input[value='L']"))
                answered.add(food)
        for line in page.locator(".seldom").all():
            thumb.look_at(line)
        rest = page.get_by_role("button", name=NEVER_FOR_THE_REST)
        if rest.is_visible():
            thumb.tap(rest)
        heading = page.get_by_role("heading", level=1)
        part = heading.inner_text()
        thumb.tap(button("Next"))
        expect(heading).not_to_have_text(part)
    assert answered == eaten
    for field in page.locator(".amount").all():
        thumb.look_at(field)
    thumb.tap(button("See my results"))
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your results")
    assert thumb.taps <= MOST_TAPS
    assert thumb.scrolled_px / HEIGHT_PX <= MOST_SCREENS
