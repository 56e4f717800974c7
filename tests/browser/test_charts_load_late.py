from playwright.sync_api import Page, expect

from tests.browser.app_page import settle, visit


def chart_scripts(urls: list[str]) -> list[str]:
    return [url for url in urls if "plotly" in url.lower()]


def answer_never_everywhere(page: Page) -> None:
    """Walk through the questionnaire to its last part."""
    while page.get_by_role("button", name="Next").count():
        page.get_by_role("button", name="Never for the").click()
        settle(page)
        page.get_by_role("button", name="Next").click()
        settle(page)


def test_no_chart_library_travels_before_results(open_page):
    page = open_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))

    visit(page)
    page.get_by_role("button", name="Start the questionnaire").click()
    settle(page)
    for answer in ("Yes, 18 or older", "No blood thinner"):
        page.get_by_text(answer, exact=True).click()
        settle(page)
    page.get_by_role("button", name="Go to the questionnaire").click()
    settle(page)
    page.get_by_role("radio", name="once a week").first.click()
    settle(page)
    answer_never_everywhere(page)

    assert len(requested) > 10
    assert chart_scripts(requested) == []

    page.get_by_role("button", name="See my results").click()
    settle(page)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    assert chart_scripts(requested) != []
