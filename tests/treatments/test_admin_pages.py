"""Copying, moving, deleting and listing clinical pages, as a member of Marketing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.models import HomePage
from tests.factories import make, make_clinic, make_practitioner, make_service
from tests.staff import client_of, messages_of, page_form
from treatments.models import (
    ConditionIndexPage,
    ConditionPage,
    TreatmentForConditionPage,
    TreatmentIndexPage,
    TreatmentPage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketing() -> Client:
    return client_of("Marketing")


@pytest.fixture
def pair() -> TreatmentForConditionPage:
    return make(TreatmentForConditionPage)


def url(name: str, *pages: Page) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk for page in pages])


# --- Copying ----------------------------------------------------------------------------------


def copied(client: Client, page: Page, **more: str) -> Page:
    form = {
        "new_title": "The copy",
        "new_slug": "the-copy",
        "new_parent_page": str(page.get_parent().pk),
    }
    response = client.post(url("copy", page), form | more)
    assert response.status_code == 302, response.context["form"].errors
    return Page.objects.get(slug="the-copy").specific


@pytest.mark.parametrize("model", [TreatmentPage, ConditionPage, TreatmentForConditionPage])
def test_a_copy_is_an_unsigned_draft_whatever_is_ticked(
    marketing: Client, model: type[Page]
) -> None:
    ticked = {"publish_copies": "on", "alias": "on", "copy_subpages": "on"}
    page = make(model)
    copy = copied(marketing, page, **ticked)
    draft = copy.get_latest_revision_as_object()
    for version in (copy, draft):
        assert not version.live
        assert version.alias_of is None
        assert version.introduction == page.introduction
        assert (version.author, version.reviewer) == (None, None)
        assert (version.last_reviewed, version.next_review_due) == (None, None)
        assert not version.sources
        assert getattr(version, "condition", None) is None
    assert marketing.get(url("edit", copy)).status_code == 200


def test_the_copy_of_a_pair_becomes_another_pair(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    copy = copied(marketing, pair)
    form = page_form(copy.get_latest_revision_as_object(), condition=make(ConditionPage).pk)
    form |= {name: str(getattr(pair, name)) for name in ("last_reviewed", "next_review_due")}
    form |= {"author": str(pair.author_id), "reviewer": str(pair.reviewer_id)}
    response = marketing.post(url("edit", copy), form | {"action-publish": "1"}, follow=True)
    assert "has been published" in messages_of(response)


def test_the_address_of_a_copy_is_made_of_its_new_title(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    form = {
        "new_title": "Something new",
        "new_slug": f"{pair.slug}-copy",  # as it was suggested
        "new_parent_page": str(pair.get_parent().pk),
    }
    assert marketing.post(url("copy", pair), form).status_code == 302
    copy = Page.objects.get(slug="something-new").specific
    condition = make(ConditionPage)
    marketing.post(url("edit", copy), page_form(copy, condition=condition.pk))
    copy.refresh_from_db()
    assert copy.get_latest_revision_as_object().slug == condition.slug

    html = marketing.post(url("copy", pair), form | {"new_slug": pair.slug}).content.decode()
    assert "has this address. Choose another." in html


def test_copying_a_treatment_with_its_pages(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    copy = copied(marketing, pair.get_parent(), copy_subpages="on")
    child = TreatmentForConditionPage.objects.child_of(copy).get()
    assert (child.live, child.condition, child.treatment_id) == (False, None, copy.pk)


# --- Moving -----------------------------------------------------------------------------------


def test_the_pair_follows_its_page(marketing: Client, pair: TreatmentForConditionPage) -> None:
    other = make(TreatmentPage)
    marketing.post(url("edit", pair), page_form(pair, title="A draft"))
    assert marketing.post(url("move_confirm", pair, other)).status_code == 302
    pair.refresh_from_db()
    assert pair.treatment == other
    assert pair.get_parent().pk == other.pk
    form = page_form(pair.get_latest_revision_as_object(), **{"action-publish": "1"})
    assert marketing.post(url("edit", pair), form).status_code == 302
    pair.refresh_from_db()
    assert (pair.title, pair.treatment) == ("A draft", other)


@pytest.mark.parametrize("several", [False, True])
def test_a_second_page_for_a_pair_cannot_be_moved_there(
    marketing: Client, pair: TreatmentForConditionPage, several: bool
) -> None:
    other = make(TreatmentPage)
    twin = make(TreatmentForConditionPage, parent=other, condition=pair.condition)
    if several:
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        response = marketing.post(
            f"{bulk}?id={twin.pk}", {"chooser": pair.treatment_id}, follow=True
        )
    else:
        response = marketing.post(url("move_confirm", twin, pair.treatment), follow=True)
    assert f"already: “{pair.title}”" in messages_of(response)
    twin.refresh_from_db()
    assert twin.treatment == other


# --- Deleting ---------------------------------------------------------------------------------


def refused(client: Client, page: Page, bulk: bool = False) -> str:
    """The page that says why; nothing is deleted, at the first look and when insisting."""
    before = Page.objects.count()
    address = url("delete", page)
    if bulk:
        action = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        address = f"{action}?id={page.pk}"
    else:
        assert client.get(address).status_code == 409
    response = client.post(address, {"confirm_site_name": "Meridian"})
    assert response.status_code == 409
    assert Page.objects.count() == before
    return response.content.decode()


@pytest.mark.parametrize("bulk", [False, True])
def test_a_treatment_with_pages_prices_clinics_and_people_stays(
    marketing: Client, pair: TreatmentForConditionPage, bulk: bool
) -> None:
    treatment = pair.treatment
    clinic = make_clinic("Harley Street")
    clinic.treatment_links.create(treatment=treatment)
    clinic.save()
    practitioner = make_practitioner("Helen Okafor")
    practitioner.treatment_links.create(treatment=treatment)
    practitioner.save()
    make_service(treatment, clinic)
    said = refused(marketing, treatment, bulk)
    for name in (pair.title, "Clinic: Harley Street", "Practitioner: Helen Okafor", "First visit"):
        assert name in said
    assert url("edit", pair) in said
    assert url("unpublish", treatment) in said


@pytest.mark.parametrize("bulk", [False, True])
def test_nor_can_a_page_above_it_be_deleted(
    marketing: Client, pair: TreatmentForConditionPage, bulk: bool
) -> None:
    assert pair.title in refused(marketing, TreatmentIndexPage.objects.get(), bulk)
    assert pair.title in refused(marketing, pair.condition, bulk)
    assert pair.title in refused(marketing, ConditionIndexPage.objects.get(), bulk)


def test_the_first_page_stays(marketing: Client) -> None:
    home = HomePage.objects.get()
    assert "whole site" in refused(marketing, home)
    response = marketing.post(url("unpublish", home), follow=True)
    assert "cannot be unpublished" in messages_of(response)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    marketing.post(f"{bulk}?id={home.pk}")
    home.refresh_from_db()
    assert home.live


def test_what_nothing_hangs_on_is_deleted(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    assert marketing.get(url("delete", pair)).status_code == 200
    assert marketing.post(url("delete", pair)).status_code == 302
    assert marketing.post(url("delete", pair.condition)).status_code == 302
    assert not ConditionPage.objects.exists()


# --- Lists ------------------------------------------------------------------------------------


def test_lists_show_what_a_page_is_about_and_when_its_review_is_due(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    today = timezone.localdate()
    TreatmentForConditionPage.objects.update(next_review_due=today - timedelta(days=1))
    for address in (
        reverse("wagtailadmin_explore", args=[pair.get_parent().pk]),
        reverse("treatments-for-conditions:index"),
    ):
        html = marketing.get(address).content.decode()
        assert pair.condition.title in html
        assert "overdue" in html
    for parent in (pair.treatment.get_parent(), pair.condition.get_parent()):
        html = marketing.get(reverse("wagtailadmin_explore", args=[parent.pk])).content.decode()
        assert "Review due" in html


@pytest.mark.parametrize("by", ["treatment", "condition", "reviewer", "review", "live"])
def test_the_flat_list_has_filters(
    marketing: Client, pair: TreatmentForConditionPage, by: str
) -> None:
    other = make(TreatmentForConditionPage, parent=make(TreatmentPage))
    today = timezone.localdate()
    TreatmentForConditionPage.objects.filter(pk=other.pk).update(
        next_review_due=today - timedelta(days=1), live=False
    )
    other.refresh_from_db()
    value = {"review": "overdue", "live": "false"}.get(by) or getattr(other, f"{by}_id")
    html = marketing.get(reverse("treatments-for-conditions:index"), {by: value}).content.decode()
    assert url("edit", other) in html
    assert url("edit", pair) not in html


def test_the_flat_list_needs_as_many_queries_for_many_pages(
    marketing: Client, pair: TreatmentForConditionPage, django_assert_max_num_queries: object
) -> None:
    for _ in range(3):
        make(TreatmentForConditionPage, parent=pair.get_parent())
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        marketing.get(reverse("treatments-for-conditions:index"))


def test_reviews_that_are_due_stand_on_the_home_screen(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    assert "Clinical review" not in marketing.get("/admin/").content.decode()
    today = timezone.localdate()
    for days, heading in ((-1, "Clinical review overdue"), (30, "Clinical review due soon")):
        due = today + timedelta(days=days)
        TreatmentForConditionPage.objects.update(next_review_due=due)
        html = marketing.get("/admin/").content.decode()
        assert heading in html
        assert url("edit", pair) in html
    assert "Clinical review" not in client_of("Front desk").get("/admin/").content.decode()
