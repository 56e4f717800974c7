"""Take the README's screenshots from a running app.

python docs/screenshots/take.py [address, http://localhost:8501 unless told]
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.browser.app_page import (  # noqa: E402
    choose,
    come_to_the_questionnaire,
    come_with_answers,
    follow,
    follow_menu,
    frequencies_of,
    settle,
)
from tests.browser.chromium import find_chromium  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402

WEEK = {
    "natto": "1-3m",
    "gouda_edam": "3-4w",
    "parmesan_gruyere": "2w",
    "brie": "1w",
    "mozzarella": "1w",
    "milk": "1d",
    "yogurt": "3-4w",
    "eggs": "3-4w",
    "chicken_leg": "1w",
    "chicken_breast": "2w",
    "salmon_trout": "1w",
    "tuna": "1-3m",
    "white_fish": "1w",
    "spinach": "1w",
    "lettuce": "3-4w",
    "cabbage": "1w",
    "broccoli_brussels_sprouts": "2w",
    "mushrooms": "1w",
    "butter": "1d",
    "olive_oil": "1d",
}
"""Frequency codes of one ordinary week; every other food is `never`."""


def window(browser: Browser, address: str, width: int, height: int) -> Page:
    """Open an empty window of the app."""
    page = browser.new_page(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="light",
        locale="en-GB",
    )
    follow(page)
    return page


def take(page: Page, name: str) -> None:
    """Save what the window shows, from the top of the page."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    page.screenshot(path=HERE / f"{name}.png")


def main(address: str) -> None:
    """Answer a food on a phone, and look at a result on a wide screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        phone = window(browser, address, 390, 844)
        come_to_the_questionnaire(phone)
        choose(frequencies_of(phone, "Gouda, Edam and similar"), "once a week")
        settle(phone)
        take(phone, "questionnaire")

        screen = window(browser, address, 1280, 870)
        come_with_answers(screen, **WEEK)
        follow_menu(screen, "Results")
        settle(screen)
        take(screen, "results")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501")
