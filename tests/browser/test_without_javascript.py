"""Script is an extra: without it every page says the same."""

import pytest
from playwright.sync_api import Page

from cms.models import BasePage
from tests.browser.conftest import Open
from tests.factories import page_models

pytestmark = pytest.mark.layout


def text(page: Page, url: str) -> str:
    page.goto(url)
    return page.get_by_role("main").inner_text()


@pytest.mark.parametrize("model", page_models(), ids=lambda model: model._meta.label)
def test_every_page_type_says_the_same(model: type[BasePage], patient: Open) -> None:
    example = model.objects.live().first()
    assert example, f"Give the demo a page of the type {model.__name__} (home/demo)."
    url = example.url or "/"
    without = text(patient(java_script_enabled=False), url)
    assert len(without) > 100
    assert text(patient(), url) == without


@pytest.mark.parametrize("url", ["/search/?q=back", "/conditions/?treatment=acupuncture"])
def test_lists_say_the_same(url: str, patient: Open) -> None:
    assert text(patient(), url) == text(patient(java_script_enabled=False), url)
