"""What a page weighs and whether it stands still."""

import pytest
from playwright.sync_api import Page

from cms import drawings
from tests.browser.conftest import Open

pytestmark = pytest.mark.layout

PAGE = "/treatments/acupuncture/back-pain/"
MOST_BYTES = 60_000
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    const observer = new PerformanceObserver(list => {
        for (const entry of list.getEntries()) sum += entry.value;
    });
    observer.observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 500);
})"""


def weigh(page: Page, url: str) -> dict[str, int]:
    """The bytes that came over the wire for each address, headers included."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    weights: dict[str, int] = {}
    session.on(
        "Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda e: weights.update({names[e["requestId"]]: int(e["encodedDataLength"])}),
    )
    page.goto(url, wait_until="networkidle")
    return weights


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)], ids=["phone", "desk"])
def test_a_treatment_page_is_light(patient: Open, size: tuple[int, int]) -> None:
    weights = weigh(patient(size), PAGE)
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert len([url for url in weights if url.endswith(".css")]) == 1, weights
    assert len([url for url in weights if url.endswith(".js")]) <= 1, weights


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)], ids=["phone", "desk"])
@pytest.mark.parametrize("url", ["/", PAGE, "/clinics/harley-street/"])
def test_nothing_moves_while_it_loads(patient: Open, url: str, size: tuple[int, int]) -> None:
    page = patient(size)
    page.goto(url, wait_until="load")
    assert page.evaluate(SHIFTS) < 0.01


def test_every_drawing_can_be_drawn(patient: Open) -> None:
    """The browser complains of a path that it does not understand, and the window's watch hears it."""
    page = patient()
    page.set_content("".join(drawings.svg(name) for name in drawings.LABELS))
    assert page.locator("svg").count() == len(drawings.LABELS)
