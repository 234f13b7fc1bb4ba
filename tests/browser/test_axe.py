"""Accessibility: every page type in every state, light and dark, on a small phone and at a desk.

Page types come from the registry, so that a new one is covered the moment it exists. What else a page can look like
(errors, an open menu, nothing found) stands below.
"""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from cms.models import BasePage
from tests import databases
from tests.browser.conftest import Open
from tests.factories import GROW, State, make, page_models

pytestmark = pytest.mark.axe

NARROW, WIDE = (320, 740), (1280, 900)
AXE = Axe()
#: Targets of 24 by 24 pixels (WCAG 2.2) are not among axe's defaults yet.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
#: The dark scheme changes colours only.
COLOURS = {"resultTypes": ["violations"], "runOnly": ["cat.color"]}
VIEWS: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (
    ("light", EVERYTHING),
    ("dark", COLOURS),
)
#: How many relations a page has in each state.
RELATIONS = {State.EMPTY: 0, State.TYPICAL: 1, State.LONGEST: 3}
#: What is wider than the window: how far the page can be pushed sideways, and the first elements that cause it.
SIDEWAYS = """() => {
    const wide = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - wide;
    if (!over) return "";
    const names = [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().right > wide + 1)
        .map(element => element.outerHTML.slice(0, 100));
    return `${over} px stick out at the side: ${names.slice(0, 5).join(" / ")}`;
}"""

each_type = pytest.mark.parametrize("model", page_models(), ids=lambda model: model._meta.label)
each_state = pytest.mark.parametrize("state", list(State), ids=lambda state: state.value)


def check(page: Page, *sizes: tuple[int, int]) -> None:
    """What is shown now has no violation in these sizes (none given: both), and nothing sticks out at the side."""
    problems = []
    for width, height in sizes or (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": height})
        if sideways := page.evaluate(SIDEWAYS):
            problems.append(f"{width} px: {sideways}")
        for scheme, options in VIEWS:
            page.emulate_media(color_scheme=scheme)
            for violation in AXE.run(page, options=options).response["violations"]:
                nodes = [
                    f"  {node['html'][:150]}\n    {_why(node)}" for node in violation["nodes"][:3]
                ]
                heading = f"{width} px, {scheme}: {violation['id']}: {violation['help']}"
                problems.append("\n".join([heading, *nodes]))
    assert not problems, "\n".join(problems)


def _why(node: dict[str, Any]) -> str:
    checks = node["any"] + node["all"] + node["none"]
    return "; ".join(check["message"] for check in checks[:2])


@each_type
@each_state
def test_every_page_type_in_every_state(model: type[BasePage], state: State, patient: Open) -> None:
    made = make(model, state=state)
    if RELATIONS[state] and model in GROW:
        GROW[model](made, RELATIONS[state])
    page = patient()
    page.goto(made.url or "/")
    check(page)


# --- The demo, as patients find it -------------------------------------------------------------

BACK_PAIN = "/treatments/acupuncture/back-pain/"


@pytest.mark.parametrize(
    "url",
    [
        "/",
        BACK_PAIN,
        "/conditions/back-pain/",
        "/conditions/?treatment=acupuncture",
        "/clinics/harley-street/",
        "/clinics/?treatment=herbal-medicine&facility=x-ray",
        "/team/",
        "/prices/",
        "/contact/",
        "/privacy/",
        "/search/",
        "/search/?q=back",
        "/search/?q=zzzz",
    ],
)
def test_pages_of_the_demo(patient: Open, url: str) -> None:
    page = patient()
    page.goto(url)
    check(page)


def test_a_page_that_is_not_there(patient: Open) -> None:
    page = patient(usual={404})
    page.goto("/lost/")
    check(page)


@pytest.mark.parametrize("template", ["403.html", "500.html", "503.html"])
def test_pages_for_when_things_go_wrong(patient: Open, template: str) -> None:
    """Shown at an address of ours, for their style sheet."""
    page = patient()
    page.route("**/wrong/", lambda route: route.fulfill(body=render_to_string(template)))
    page.goto("/wrong/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check(page)


def test_a_site_without_content(patient: Open) -> None:
    databases.restore(connection)
    page = patient()
    page.goto("/")
    check(page)


# --- Things that open ---------------------------------------------------------------------------


def test_the_menu(patient: Open) -> None:
    page = patient()
    page.goto(BACK_PAIN)
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    check(page, NARROW)


def test_the_search_sheet(patient: Open) -> None:
    page = patient(WIDE)
    page.goto(BACK_PAIN)
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    check(page)


def test_the_filters(patient: Open) -> None:
    page = patient()
    page.goto("/team/")
    page.get_by_role("button", name="Narrow the list").click()
    expect(page.get_by_role("button", name="Show people")).to_be_visible()
    check(page, NARROW)


# --- Forms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/contact/", "/book/"])
def test_a_form_with_errors(patient: Open, url: str) -> None:
    page = patient()
    page.goto(url)
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_focused()
    check(page)


def test_the_form_in_place(patient: Open) -> None:
    page = patient()
    page.goto(BACK_PAIN)
    page.get_by_role("main").get_by_role("link", name="Ask a question").click()
    form = page.locator("[data-form-slot]")
    expect(form.get_by_role("heading")).to_be_focused()
    check(page)

    form.get_by_label("Email address").fill("nobody")
    form.get_by_role("button").click()
    expect(form.get_by_role("alert")).to_be_focused()
    check(page)


def test_the_confirmation(patient: Open) -> None:
    page = patient()
    page.goto("/contact/")
    page.get_by_label("Full name").fill("Ada Marsh")
    page.get_by_label("Email address").fill("ada@example.com")
    page.get_by_label("question").fill("Do you have a car park?")
    page.locator("main form button").click()
    page.wait_for_url("**/sent/**")
    check(page)
