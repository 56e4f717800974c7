from playwright.sync_api import expect

from tests.browser.app_page import accessibility_faults, visit


def test_welcome_page_loads_from_its_own_host_alone(open_page, server):
    page = open_page(width=390)

    visit(page)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert accessibility_faults(page) == []
    assert "Traceback" not in server.log_text()
