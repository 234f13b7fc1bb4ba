"""What visitors find, and that nothing they type is an error."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from wagtail.models import Page, PageViewRestriction

from home import search
from home.models import StandardPage
from tests.factories import make, make_technique
from tests.html import Document
from treatments.models import ConditionPage, TreatmentForConditionPage, TreatmentPage


def publish(page: Page) -> None:
    page.save_revision().publish()


def titles(query: str) -> list[str]:
    return [page.title for page in search.find(query).pages]


def results(client: Client, **parameters: str) -> Document:
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return Document.of(response)


@pytest.fixture
def back_pain(db: None) -> ConditionPage:
    page = make(ConditionPage, title="Back pain", summary="Most of it eases within weeks.")
    page.other_names.create(name="Lumbago")
    publish(page)
    return page


# --- What is found --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["back pain", "BACK  Pain!", '"back" (pain)', "what is back pain?"]
)
def test_a_condition_is_found_by_its_name(query: str, back_pain: ConditionPage) -> None:
    make(ConditionPage, title="Shoulder pain", summary="Unlike back pain.")
    assert titles(query)[0] == "Back pain"


def test_other_names_lead_to_the_condition(back_pain: ConditionPage) -> None:
    assert titles("lumbago") == ["Back pain"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "query"),
    [
        ("Sports injuries", "sport injury"),
        ("Knee pain", "knees"),
        ("Headaches", "headache"),
        ("Physiotherapy for necks", "physio"),
    ],
)
def test_singular_plural_and_the_beginning_of_a_word(title: str, query: str) -> None:
    make(ConditionPage, title=title)
    assert title in titles(query)


def test_where_no_page_has_every_word_some_words_do(back_pain: ConditionPage) -> None:
    found = search.find("back zebra")
    assert [page.title for page in found.pages] == ["Back pain"]
    assert not found.complete


def test_what_is_unpublished_or_private_is_not_found(back_pain: ConditionPage) -> None:
    private = make(StandardPage, title="Back pain for staff")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    draft = make(StandardPage, title="Back pain draft")
    draft.unpublish()
    assert titles("back pain") == ["Back pain"]


# --- The index ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_is_related_is_found_as_soon_as_it_is_published() -> None:
    page = make(TreatmentForConditionPage, title="Needles for backs")
    page.technique_links.create(technique=make_technique("Moxibustion"))
    publish(page)
    assert titles("moxibustion") == ["Needles for backs"]


@pytest.mark.django_db
def test_a_renamed_condition_is_found_on_the_pages_of_its_treatments() -> None:
    condition = make(ConditionPage, title="Old name")
    make(TreatmentForConditionPage, title="Needles for it", condition=condition)
    condition.title = "Frozen shoulder"
    publish(condition)
    assert set(titles("frozen shoulder")) == {"Frozen shoulder", "Needles for it"}


@pytest.mark.django_db
def test_a_renamed_technique_is_found_where_it_is_used() -> None:
    technique = make_technique("Lamp")
    page = make(TreatmentPage, title="Warmth")
    page.technique_links.create(technique=technique)
    publish(page)
    technique.name = "Moxibustion"
    technique.save()
    assert titles("moxibustion") == ["Warmth"]


# --- The page -------------------------------------------------------------------------------


def test_results_say_what_they_are(client: Client, back_pain: ConditionPage) -> None:
    page = results(client, q="back pain")
    assert "1 result for “back pain”" in page.text
    assert "Condition" in page.text
    assert "Most of it eases within weeks." in page.text
    assert page.attribute("a", "href") is not None
    assert back_pain.url in page.links()
    assert (2, "Back pain") in page.headings


@pytest.mark.django_db
def test_ten_a_page_and_pages_that_mean_nothing(client: Client) -> None:
    for number in range(12):
        make(ConditionPage, title=f"Knee pain {number}")
    first, last = results(client, q="knee"), results(client, q="knee", page="2")
    assert "Page 1 of 2" in first.text
    assert len([level for level, _ in first.headings if level == 2]) >= 10
    assert "?q=knee&page=2" in first.links()
    assert "Page 2 of 2" in last.text
    for page, number in (("abc", 1), ("", 1), ("99", 2), ("9" * 5000, 1)):
        assert f"Page {number} of 2" in results(client, q="knee", page=page).text


@pytest.mark.django_db
def test_no_word_and_no_result_help_on(client: Client) -> None:
    assert "Where to start" not in results(client, q="zebra").text
    assert "No results for “zebra”" in results(client, q="zebra").text
    assert results(client).one("h1").text == "Search"


def test_markup_in_the_query_stays_text(client: Client, back_pain: ConditionPage) -> None:
    response = client.get("/search/", {"q": "<script>alert(1)</script> back"})
    assert b"<script>alert" not in response.content


@pytest.mark.django_db
def test_search_engines_and_cookies_are_kept_out(client: Client) -> None:
    response = client.get("/search/", {"q": "knee"})
    assert b'<meta name="robots" content="noindex">' in response.content
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "public" in response["Cache-Control"]


@pytest.mark.django_db
def test_marks_are_safe() -> None:
    assert search.marked("A <b> back & backs", ["back", "b"]) == (
        "A &lt;<mark>b</mark>&gt; <mark>back</mark> &amp; <mark>back</mark>s"
    )


class AnythingTyped(TestCase):
    """Whatever is typed: no error, on either database."""

    @classmethod
    def setUpTestData(cls) -> None:
        make(ConditionPage, title="Back pain")

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        q=st.text(max_size=150) | st.from_regex(r'["\'(){}*:^\-\\|&!<>~ a\x00]{1,40}'),
        page=st.text(),
    )
    def test_is_answered(self, q: str, page: str) -> None:
        parameters: dict[str, Any] = {"q": q, "page": page}
        try:
            response = self.client.get("/search/", parameters)
        except UnicodeEncodeError:  # half a character cannot be sent
            return
        assert response.status_code == 200
        Document.of(response)
