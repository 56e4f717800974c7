"""A link straight to a page, on a server that nobody has visited before."""

import pytest
from playwright.sync_api import expect

from tests.browser.app_page import visit
from tests.conftest import started


@pytest.fixture
def server(tmp_path):
    """A server of this test's own."""
    with started(tmp_path / "log.txt") as running:
        yield running


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/before_you_start", "Before you start"),
        ("/results", "Your results"),
        ("/learn", "Learn"),
    ],
)
def test_the_first_visitor_of_a_server_may_come_by_any_link(open_page, server, path, title):
    page = open_page(width=1280)
    visit(page, path)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    menu = page.locator("header").get_by_role("link")
    for number, first in enumerate(("Welcome", "Before you start", "Questionnaire")):
        expect(menu.nth(number)).to_have_text(first)
    expect(page.locator("header").get_by_role("link", name="app", exact=True)).to_have_count(0)
    expect(page.get_by_text("KD Check is for learning")).to_be_visible()  # the footer
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page).to_have_url(server.url + path)
    assert "Traceback" not in server.log_text()
