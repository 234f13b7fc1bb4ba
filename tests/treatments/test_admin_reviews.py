"""The clinical review as both sides meet it: lists, the home screen, and what is said after each step."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.models import Heartbeat
from tests.factories import make
from tests.staff import client_of, messages_of, page_form
from treatments.models import TreatmentForConditionPage, TreatmentPage

pytestmark = pytest.mark.django_db

SUBMIT = {"action-submit": "Submit"}


@pytest.fixture
def marketing() -> Client:
    return client_of("Marketing")


@pytest.fixture
def reviewer() -> Client:
    return client_of("Clinical reviewer")


@pytest.fixture(autouse=True)
def worker() -> None:
    """It is alive: nothing else than reviews needs doing."""
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})


@pytest.fixture
def pair() -> TreatmentForConditionPage:
    return make(TreatmentForConditionPage)


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def home(client: Client) -> str:
    return client.get("/admin/").content.decode()


def form_of(page: Page, **changes: str) -> dict[str, object]:
    return page_form(page.specific.get_latest_revision_as_object(), **changes)


def test_each_side_is_told_whose_turn_it_is_and_what_was_done(
    marketing: Client, reviewer: Client, pair: TreatmentForConditionPage
) -> None:
    assert "Nothing is waiting" in home(reviewer)
    said = marketing.post(edit(pair), form_of(pair, **SUBMIT), follow=True)
    assert f"“{pair.title}” has been submitted for review." in messages_of(said)
    assert "In clinical review" in home(marketing)
    waiting = home(reviewer)
    assert "Waiting for your review" in waiting
    assert "Nothing is waiting" not in waiting
    assert waiting.count(edit(pair)) == 1, "Once, not in a second list of Wagtail's too."

    answer = {
        "action-workflow-action": "true",
        "workflow-action-name": "reject",
        "workflow-action-extra-data": '{"comment": "Please cite the newer study."}',
    }
    said = reviewer.post(edit(pair), form_of(pair, **answer), follow=True)
    assert messages_of(said).strip() == f"You asked for changes to “{pair.title}”."
    assert "Nothing is waiting" in home(reviewer)
    told = home(marketing)
    assert "The reviewer asks for changes" in told
    assert "Please cite the newer study." in told
    assert "In clinical review" not in told

    marketing.post(edit(pair), form_of(pair, **SUBMIT))
    approve = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    said = reviewer.post(edit(pair), form_of(pair, **approve), follow=True)
    assert messages_of(said).strip() == f"“{pair.title}” is approved."


def test_lists_are_sorted_by_the_day_of_review(marketing: Client) -> None:
    treatment = make(TreatmentPage)
    today = timezone.localdate()
    titles = ["Quince", "Medlar", "Damson"]
    for title, days in zip(titles, (90, 30, 60), strict=True):
        make(
            TreatmentForConditionPage,
            parent=treatment,
            title=title,
            next_review_due=today + timedelta(days=days),
        )
    for listing in (
        "/admin/treatments-for-conditions/",
        reverse("wagtailadmin_explore", args=[treatment.pk]),
    ):
        for query, order in (("", [1, 2, 0]), ("-", [0, 2, 1])):
            html = marketing.get(f"{listing}?ordering={query}next_review_due").content.decode()
            places = [html.index(titles[index]) for index in order]
            assert places == sorted(places)
        sought = marketing.get(f"{listing}?q=Quince&ordering=next_review_due")
        assert sought.status_code == 200, "A search and a column that the index does not know."
        assert "Quince" in sought.content.decode()
