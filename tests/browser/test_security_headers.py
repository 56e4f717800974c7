"""The headers of deploy/nginx: every page works with them, and a page cannot call elsewhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.app_page import accept_safety_questions, follow_menu, settle, visit
from tests.browser.app_with_headers import CONF, HEADER, headers
from tests.conftest import started
from ui.frame import TITLES

WIDTH_PX = 1280

NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(
    `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
LOADED = """url => new Promise(done => {
    const picture = new Image();
    picture.onload = () => done(true);
    picture.onerror = () => done(false);
    picture.src = url;
})"""


def violations(page):
    return page.evaluate("window.violations")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The app with the headers, as nginx would add them."""
    log = tmp_path_factory.mktemp("headers") / "log.txt"
    with started(log, script="tests/browser/app_with_headers.py") as running:
        yield running


@pytest.fixture
def page(open_page):
    page = open_page(width=WIDTH_PX)
    page.add_init_script(NOTE_VIOLATIONS)
    return page


def test_every_line_of_the_file_is_a_header_or_a_comment():
    lines = CONF.read_text(encoding="utf-8").splitlines()
    assert [x for x in lines if x and not x.startswith("#") and not HEADER.fullmatch(x)] == []


def test_the_headers_say_what_they_must():
    found = headers()
    policy = dict(
        part.strip().split(" ", 1) for part in found["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "unsafe-inline" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    assert "http" not in found["Content-Security-Policy"]  # no other host is named
    assert found["Referrer-Policy"] == "no-referrer"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["X-Frame-Options"] == "DENY"
    assert "camera=()" in found["Permissions-Policy"]


def test_every_page_works_under_the_policy(page):
    answer = visit(page)
    assert answer.headers["content-security-policy"] == headers()["Content-Security-Policy"]
    for name, title in TITLES.items():
        follow_menu(page, title)
        settle(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert violations(page) == [], name


def test_the_way_to_the_charts_works_under_the_policy(page, tmp_path):
    visit(page)
    accept_safety_questions(page)
    expect(page.locator("h1:focus")).to_have_count(1)  # the app's own script has run
    follow_menu(page, "Welcome")
    settle(page)
    page.get_by_role("button", name="Look at an example").click()
    page.get_by_role("button", name="Example: natto twice a week").click()
    settle(page)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").first.click()
    download.value.save_as(tmp_path / "saved.json")
    follow_menu(page, "Compare")
    settle(page)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    assert violations(page) == []


def test_the_policy_stops_a_call_to_another_host(browser, server):
    """What the other tests rely on: under these headers a call elsewhere fails and is reported."""
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    page.add_init_script(NOTE_VIOLATIONS)
    page.goto("/")
    elsewhere = "http://127.0.0.1:9/picture.png"
    assert page.evaluate(LOADED, elsewhere) is False
    assert page.evaluate("url => fetch(url).then(() => true, () => false)", elsewhere) is False
    page.wait_for_function("window.violations.length >= 2")
    found = violations(page)
    context.close()
    assert {line.split()[0] for line in found} == {"img-src", "connect-src"}
