"""Take the README's screenshots from a running app.

python docs/screenshots/take.py [address, http://localhost:8501 unless told]
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.browser.app_page import follow, settle, visit  # noqa: E402
from tests.browser.chromium import find_chromium  # noqa: E402
from tests.browser.conftest import FLAGS  # noqa: E402

# One ordinary week; every other food is `never`. By part of the questionnaire.
WEEK = [
    {"natto": "1–3 times a month"},
    {"gouda_edam": "3–4 times a week", "parmesan_gruyere": "twice a week"},
    {"brie": "once a week", "mozzarella": "once a week"},
    {"milk": "once a day", "yogurt": "3–4 times a week", "eggs": "3–4 times a week"},
    {"beef": "once a week", "chicken_leg": "once a week", "chicken_breast": "twice a week"},
    {"salmon_trout": "once a week", "tuna": "1–3 times a month", "white_fish": "once a week"},
    {"spinach": "once a week", "lettuce": "3–4 times a week", "cabbage": "once a week"},
    {"broccoli_brussels_sprouts": "twice a week", "mushrooms": "once a week"},
    {"butter": "once a day", "olive_oil": "once a day"},
]


def start(browser: Browser, address: str, width: int, height: int) -> Page:
    """Open the app and go as far as the first part of the questionnaire."""
    page = browser.new_page(
        base_url=address, viewport={"width": width, "height": height}, color_scheme="light"
    )
    follow(page)
    visit(page, "/before_you_start")
    for answer in ("Yes, 18 or older", "No blood thinner"):
        page.get_by_text(answer, exact=True).click()
        settle(page)
    press(page, "Go to the questionnaire")
    return page


def press(page: Page, name: str) -> None:
    """Click a button and wait for what it brings."""
    page.get_by_role("button", name=name).click()
    settle(page)


def answer_part(page: Page, part: dict[str, str]) -> None:
    """Answer the foods of one part by the words on screen."""
    for food_id, words in part.items():
        page.locator(f".st-key-kd-food-{food_id}").get_by_text(words, exact=True).click()
        settle(page)


def take(page: Page, name: str) -> None:
    """Save what the window shows, from the top of the page."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    page.wait_for_timeout(700)  # charts grow in
    page.screenshot(path=HERE / f"{name}.png")


def main(address: str) -> None:
    """Fill in the questionnaire on a phone and on a wide screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        phone = start(browser, address, 390, 844)
        answer_part(phone, WEEK[0])
        take(phone, "questionnaire")

        screen = start(browser, address, 1280, 870)
        for part in WEEK:
            answer_part(screen, part)
            press(screen, "Never for the rest")
            press(screen, "Next")
        press(screen, "See my results")
        take(screen, "results")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501")
