"""Drafts may be incomplete, publishing may not: through the editor, the review, lists and schedules."""

from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Task, Workflow

from clinics.models import ClinicIndexPage
from home.models import StandardPage
from tests.factories import make, make_contributor, signature
from tests.staff import care_cards, client_of, messages_of, page_form
from treatments.models import (
    ConditionIndexPage,
    ConditionPage,
    TreatmentForConditionPage,
    TreatmentPage,
)

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}
SUBMIT = {"action-submit": "1"}
APPROVE = {"action-workflow-action": "1", "workflow-action-name": "approve"}
UNSIGNED = {"reviewer": None, "last_reviewed": None, "next_review_due": None}


@pytest.fixture
def marketing() -> Client:
    return client_of("Marketing")


@pytest.fixture
def pair() -> TreatmentForConditionPage:
    return make(TreatmentForConditionPage)


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add(model: type[Page], parent: Page) -> str:
    names = [model._meta.app_label, model._meta.model_name, parent.pk]
    return reverse("wagtailadmin_pages:add", args=names)


def refused(client: Client, page: Page, **changes: Any) -> dict[str, list[str]]:
    """The errors beside the fields when the page is published with these changes. Nothing typed is lost."""
    response = client.post(edit(page), page_form(page, **(PUBLISH | changes)))
    assert response.status_code == 200, "the page was published"
    shown = response.content.decode()
    for name, value in changes.items():
        if isinstance(value, str) and name in response.context["form"].fields:
            assert value in shown, f"{name} was lost"
    errors: dict[str, list[str]] = response.context["form"].errors
    return errors


def buttons(html: str) -> list[str]:
    """The names of the editor's buttons, the first one first."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    footer = next(each for each in root.iter("footer") if each.find(".//button") is not None)
    return [each.get("name") or "".join(each.itertext()).strip() for each in footer.iter("button")]


# --- The editor -------------------------------------------------------------------------------


def test_a_complete_page_is_published(marketing: Client, pair: TreatmentForConditionPage) -> None:
    response = marketing.post(
        edit(pair), page_form(pair, title="Needles for backs", **PUBLISH), follow=True
    )
    assert "has been published" in messages_of(response)
    pair.refresh_from_db()
    assert pair.live
    assert pair.title == "Needles for backs"


def test_a_draft_may_hold_next_to_nothing(marketing: Client) -> None:
    treatment = make(TreatmentPage)
    half_a_card = care_cards(urgency="") | {"technique_links-TOTAL_FORMS": "0"}
    new = TreatmentForConditionPage(title="Acupuncture for", slug="new")
    response = marketing.post(
        add(TreatmentForConditionPage, treatment), page_form(new, **half_a_card)
    )
    page = TreatmentForConditionPage.objects.get(slug="new")
    assert response.status_code == 302
    assert not page.live
    assert page.treatment == treatment


def test_a_draft_may_hold_half_filled_rows(marketing: Client) -> None:
    rows = {"other_names-TOTAL_FORMS": "1", "other_names-0-name": "", "other_names-0-ORDER": "1"}
    new = ConditionPage(title="Back pain", slug="new")
    parent = make(ConditionIndexPage)
    response = marketing.post(add(ConditionPage, parent), page_form(new, **rows))
    assert response.status_code == 302
    assert marketing.get(edit(ConditionPage.objects.get(slug="new"))).status_code == 200


def test_saving_a_draft_of_a_live_page_leaves_it_as_it_is(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    marketing.post(edit(pair), page_form(pair, title="Half", introduction="", **UNSIGNED))
    pair.refresh_from_db()
    assert pair.live
    assert pair.title != "Half"
    assert pair.get_latest_revision_as_object().title == "Half"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("introduction", "", "in a sentence or two"),
        ("author", "", "who wrote the page"),
        ("reviewer", "", "clinical reviewer must vouch"),
        ("last_reviewed", "", "the day on which"),
        # Two days: midnight may pass between here and there.
        ("last_reviewed", str(timezone.localdate() + timedelta(days=2)), "has not come yet"),
        ("next_review_due", "", "reviewed again"),
        ("next_review_due", str(timezone.localdate() + timedelta(days=1000)), "every two years"),
        ("next_review_due", "2001-01-01", "must be after the last one"),
        ("condition", "", "required"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    marketing: Client, pair: TreatmentForConditionPage, field: str, value: str, says: str
) -> None:
    errors = refused(marketing, pair, title="Kept", **{field: value})
    assert says in " ".join(errors[field])
    assert list(errors) == [field]


def test_a_reviewer_without_a_register_number_is_refused(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    desk = make_contributor("The desk")
    desk.registrations.all().delete()
    errors = refused(marketing, pair, reviewer=desk.pk)
    assert "no register number" in errors["reviewer"][0]


def test_a_condition_without_care_cards_is_refused(marketing: Client) -> None:
    condition = make(ConditionPage)
    assert "medical help" in refused(marketing, condition)["care_cards"][0]
    response = marketing.post(
        edit(condition), page_form(condition, **care_cards("you have chest pain"), **PUBLISH)
    )
    assert response.status_code == 302


def test_a_pair_takes_the_cards_of_its_condition_and_is_refused_where_there_are_none(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    ConditionPage.objects.update(care_cards="[]")
    assert "medical help" in refused(marketing, pair)["care_cards"][0]


def test_risks_must_be_told_by_the_page_or_by_its_treatment(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    assert not set(refused(marketing, pair, reviewer="")) & {"risks", "who_should_not"}
    TreatmentPage.objects.update(risks="[]", who_should_not="[]")
    assert {"risks", "who_should_not"} <= set(refused(marketing, pair))
    treatment = TreatmentPage.objects.get()
    assert {"risks", "who_should_not"} <= set(refused(marketing, treatment))


def test_a_second_page_for_a_pair_is_refused_even_as_a_draft(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    new = TreatmentForConditionPage(title="Again", slug="again")
    url = add(TreatmentForConditionPage, pair.get_parent())
    response = marketing.post(url, page_form(new, condition=pair.condition_id))
    assert pair.title in response.context["form"].errors["condition"][0]
    assert not TreatmentForConditionPage.objects.filter(slug="again").exists()


def test_a_draft_that_names_something_deleted_can_be_opened(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    leaver = make_contributor("A leaver")
    lost = make(ConditionPage)
    marketing.post(edit(pair), page_form(pair, reviewer=leaver.pk, condition=lost.pk))
    revision = pair.revisions.latest("pk")
    leaver.delete()
    lost.delete()
    assert marketing.get(edit(pair)).status_code == 200
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[pair.pk, "live", revision.pk])
    assert marketing.get(compare).status_code == 200
    pair.refresh_from_db()
    assert pair.get_latest_revision_as_object().reviewer is None


# --- The clinical review ----------------------------------------------------------------------


def test_buttons_of_a_clinical_page(marketing: Client, pair: TreatmentForConditionPage) -> None:
    html = marketing.get(edit(pair)).content.decode()
    assert buttons(html)[0] == "action-submit"
    assert "Submit for clinical review" in html
    assert "action-publish" in html
    html = marketing.get(add(TreatmentForConditionPage, pair.get_parent())).content.decode()
    assert buttons(html)[0] == "action-submit"
    html = marketing.get(add(ConditionPage, make(ConditionIndexPage))).content.decode()
    assert buttons(html)[0] == "action-submit"


@pytest.mark.parametrize("model", [StandardPage, ClinicIndexPage, ConditionIndexPage])
def test_other_pages_have_no_review(marketing: Client, model: type[Page]) -> None:
    page = make(model)
    html = marketing.get(edit(page)).content.decode()
    assert buttons(html)[0] == "action-publish"
    assert "action-submit" not in html
    if model is StandardPage:
        marketing.post(edit(page), page_form(page, **SUBMIT))
        assert not page.workflow_in_progress


@pytest.fixture
def submitted(marketing: Client) -> TreatmentForConditionPage:
    """A draft without a signature, sent for review by Marketing."""
    treatment, condition = make(TreatmentPage), make(ConditionPage)
    new = TreatmentForConditionPage(
        title="Needles",
        slug="needles",
        introduction="What it is.",
        condition=condition,
        author=make_contributor(),
    )
    marketing.post(add(TreatmentForConditionPage, treatment), page_form(new, **SUBMIT))
    page = TreatmentForConditionPage.objects.get(slug="needles")
    assert page.workflow_in_progress
    return page


def test_an_incomplete_page_cannot_be_submitted(
    marketing: Client, pair: TreatmentForConditionPage
) -> None:
    response = marketing.post(edit(pair), page_form(pair, introduction="", **SUBMIT))
    assert list(response.context["form"].errors) == ["introduction"]
    assert not pair.workflow_in_progress


def test_the_reviewer_signs_and_approves_in_one_step(submitted: TreatmentForConditionPage) -> None:
    reviewer = client_of("Clinical reviewer")
    assert "Needles" in reviewer.get("/admin/").content.decode()
    html = reviewer.get(edit(submitted)).content.decode()
    assert "Approve" in buttons(html)[0]
    form = page_form(submitted.get_latest_revision_as_object(), **APPROVE)
    response = reviewer.post(edit(submitted), form)
    assert set(response.context["form"].errors) == set(UNSIGNED)
    signed = {
        name: getattr(value, "pk", value) for name, value in signature().items() if name in UNSIGNED
    }
    response = reviewer.post(edit(submitted), form | signed, follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    assert "permission" not in messages_of(response)
    submitted.refresh_from_db()
    assert submitted.live
    assert not submitted.workflow_in_progress


@pytest.mark.parametrize("headers", [{}, {"x-requested-with": "XMLHttpRequest"}])
def test_approving_from_the_home_screen_says_what_is_missing(
    submitted: TreatmentForConditionPage, headers: dict[str, str]
) -> None:
    reviewer = client_of("Clinical reviewer")
    state = submitted.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "approve", state.pk])
    response = reviewer.post(url, {"comment": "Good"}, headers=headers)
    assert response.status_code == (200 if headers else 302)
    said = messages_of(reviewer.get(edit(submitted)))
    assert "cannot be published yet" in said
    assert "vouch" in said
    submitted.refresh_from_db()
    assert not submitted.live
    assert submitted.workflow_in_progress


def test_a_reviewer_can_ask_for_changes_of_an_incomplete_page(
    submitted: TreatmentForConditionPage,
) -> None:
    reviewer = client_of("Clinical reviewer")
    form = page_form(submitted.get_latest_revision_as_object())
    form |= {"action-workflow-action": "1", "workflow-action-name": "reject"}
    form |= {"workflow-action-extra-data": '{"comment": "Who wrote this?"}'}
    assert reviewer.post(edit(submitted), form).status_code == 302
    assert submitted.current_workflow_state.status == "needs_changes"


def test_a_reviewer_edits_nothing_that_is_not_in_review(pair: TreatmentForConditionPage) -> None:
    assert client_of("Clinical reviewer").get(edit(pair)).status_code == 302


def test_the_review_is_one_task_of_one_group() -> None:
    workflow = Workflow.objects.get()
    assert workflow.name == "Clinical review"
    (task,) = Task.objects.all()
    assert [group.name for group in task.specific.groups.all()] == ["Clinical reviewer"]


# --- Lists and schedules ----------------------------------------------------------------------


def incomplete_draft(parent: Page) -> TreatmentForConditionPage:
    page = TreatmentForConditionPage(title="Unfinished", slug="unfinished", live=False)
    parent.add_child(instance=page)
    page.save_revision(clean=False)
    return page


@pytest.mark.parametrize("with_children", [False, True])
def test_publishing_several_pages_says_which_is_incomplete(
    marketing: Client, pair: TreatmentForConditionPage, with_children: bool
) -> None:
    draft = incomplete_draft(pair.get_parent())
    chosen = pair.get_parent() if with_children else draft
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    form = {"include_descendants": "on"} if with_children else {}
    response = marketing.post(f"{url}?id={chosen.pk}&next=/admin/", form, follow=True)
    said = messages_of(response)
    assert "“<a" in said
    assert "Unfinished" in said
    assert "reviewed again" in said
    draft.refresh_from_db()
    assert not draft.live


def schedule(page: Page) -> None:
    """Let Marketing's schedule come due."""
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    past = timezone.now() - timedelta(hours=1)
    revision = page.revisions.latest("pk")
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()


def test_a_scheduled_page_that_became_invalid_stops_no_other_and_says_why(
    marketing: Client,
) -> None:
    bad, good = make(TreatmentForConditionPage), make(StandardPage)
    for page in (bad, good):
        page.unpublish()
        page.refresh_from_db()
        schedule(page)
    bad.reviewer.registrations.all().delete()
    call_command("publish_scheduled")
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.live
    assert not bad.live
    home = marketing.get("/admin/").content.decode()
    assert "Could not be published on time" in home
    assert "no register number" in home
    bad.reviewer.registrations.create(register="hcpc", number="PH000000")
    bad.reviewer.save()
    call_command("publish_scheduled")
    bad.refresh_from_db()
    assert bad.live


def test_pages_expire_on_schedule() -> None:
    page = make(StandardPage, expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    page.refresh_from_db()
    assert not page.live
    assert page.expired
