"""Publishing from lists and schedules, where no form checks a page first, and the buttons of the editor."""

import logging
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.models import Page, Revision
from wagtail.utils.registry import resolve_model_string

log = logging.getLogger("meridian.publishing")


def problems(page: Page, revision: Revision | None = None) -> list[str]:
    """What stands in the way of publishing this version (``None``: the latest), in words for staff."""
    version = revision.as_object() if revision else page.get_latest_revision_as_object()
    try:
        version.full_clean()
    except ValidationError as error:
        return [
            f"{_label(version, name)}{' '.join(texts)}"
            for name, texts in error.message_dict.items()
        ]
    return []


def _label(page: Page, name: str) -> str:
    if name == NON_FIELD_ERRORS:
        return ""
    try:
        return f"{str(page._meta.get_field(name).verbose_name).capitalize()}: "
    except FieldDoesNotExist:
        return ""


def refusal(page: Page, found: list[str]) -> SafeString:
    """The message that a page was not published, and why, with the way to mend it."""
    return format_html(
        "“<a href='{}'>{}</a>” cannot be published yet. <ul>{}</ul>",
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        page.get_admin_display_title(),
        format_html_join("", "<li>{}</li>", ((text,) for text in found)),
    )


def refuse_incomplete(request: HttpRequest, pages: list[Page]) -> bool:
    """Say of each page that cannot be published why. True if there is one."""
    refused = False
    for page in pages:
        if found := problems(page):
            messages.error(request, refusal(page, found))
            refused = True
    return refused


def publish_due(now: datetime) -> None:
    """Publish what is scheduled until ``now``. What cannot be published waits, and the home screen says why."""
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    for revision in due:
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except ValidationError as error:
            log.warning(
                "Page %s could not be published on schedule: %s",
                revision.object_id,
                ", ".join(error.message_dict),
            )


class SubmitForReviewItem(SubmitForModerationMenuItem):
    """Wagtail's button, named for what happens: "Submit for clinical review"."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = context.get("page")
        workflow = (page if page and page.pk else context["parent_page"]).get_workflow()
        if workflow and not (page and page.current_workflow_state):
            context["label"] = f"Submit for {workflow.name.lower()}"
        return context


#: The buttons that come first, most usual first; the others keep Wagtail's order.
FIRST_ON_REVIEWED = ("approve", "action-submit", "action-save-draft")
FIRST_ELSEWHERE = ("action-publish", "action-save-draft")


def order_buttons(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Clinical pages are submitted for review first; other pages are published, and have no review."""
    reviewed = getattr(_page_type(request, context), "reviewed", False)
    first = FIRST_ON_REVIEWED if reviewed else FIRST_ELSEWHERE
    shown = [
        SubmitForReviewItem(item.order) if item.name == "action-submit" else item
        for item in items
        if reviewed or item.name != "action-submit"
    ]
    shown.sort(key=lambda item: first.index(item.name) if item.name in first else len(first))
    items[:] = shown


def _page_type(request: HttpRequest, context: dict[str, Any]) -> type[Page]:
    if "page" in context:
        return type(context["page"])
    made = request.resolver_match.kwargs if request.resolver_match else {}
    return resolve_model_string(
        f"{made['content_type_app_name']}.{made['content_type_model_name']}"
    )
