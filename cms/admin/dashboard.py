"""The first panel of the admin's home screen: what needs doing, each with the way there.

Any app adds to it from its ``wagtail_hooks.py``::

    @hooks.register("what_needs_doing")
    def new_enquiries(request: HttpRequest) -> list[ToDo]: ...

and leaves out what the user may not do.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from cms.health import WORKER_IS_LATE_AFTER
from cms.models import BasePage, Heartbeat, Notice

from .publishing import problems

HOOK = "what_needs_doing"
#: As many of a kind are shown; of the others, the number.
MOST_OF_A_KIND = 8
NOTICE_ENDS_SOON = timedelta(days=7)


@dataclass(frozen=True)
class Item:
    """One thing. ``url`` is where to do it, ``detail`` what else to know."""

    text: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True)
class ToDo:
    """Things of one kind. ``more_url`` lists all of them."""

    heading: str
    items: list[Item]
    urgent: bool = False
    more_url: str = ""
    #: How many there are, where ``items`` holds only those to be shown.
    number: int | None = None

    @property
    def shown(self) -> list[Item]:
        return self.items[:MOST_OF_A_KIND]

    @property
    def further(self) -> int:
        number = len(self.items) if self.number is None else self.number
        return number - len(self.shown)


class WhatNeedsDoing(Component):
    """Everything that the hook's functions find for this user; those that are urgent first."""

    order = 50
    template_name = "cms/admin/what_needs_doing.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        sources: Iterable[Callable[[HttpRequest], list[ToDo]]] = hooks.get_hooks(HOOK)
        found = [todo for source in sources for todo in source(request) if todo.items]
        return {"todos": sorted(found, key=lambda todo: not todo.urgent)}


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def editable_pages(user: Any) -> QuerySet[Page]:
    """The pages that the user may change."""
    policy = policy_registry.get_by_type(Page)
    pages: QuerySet[Page] = policy.instances_user_has_permission_for(user, "change")
    return pages


def worker_is_late(request: HttpRequest) -> list[ToDo]:
    """Scheduled publishing and mail stand still: everybody should know."""
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat and timezone.now() - beat.at < WORKER_IS_LATE_AFTER:
        return []
    since = f" since {_moment(beat.at)}" if beat else ""
    text = f"Scheduled publishing and mail have been standing still{since}."
    return [
        ToDo("The site's helper has stopped", [Item(text, detail="Tell whoever runs it.")], True)
    ]


def not_published_on_time(request: HttpRequest) -> list[ToDo]:
    """Pages whose time has come and that cannot be published, each with the reason."""
    now = timezone.now()
    # The worker looks every minute: what it has yet to reach is not late.
    due = Revision.objects.filter(approved_go_live_at__lt=now - timedelta(minutes=2))
    editable = editable_pages(request.user)
    items = [
        Item(revision.content_object.title, edit_url(revision.content_object), " ".join(reasons))
        for revision in due.order_by("approved_go_live_at")
        if editable.filter(pk=revision.object_id).exists()
        and (reasons := problems(revision.content_object, revision))
    ]
    return [ToDo("Could not be published on time", items, True)]


def to_review(request: HttpRequest) -> list[ToDo]:
    """Drafts that wait for this user's approval, the longest-waiting first."""
    waiting = TaskState.objects.none()
    for task in Task.objects.filter(active=True).specific():
        waiting |= task.get_task_states_user_can_moderate(request.user)
    states = waiting.select_related("workflow_state__requested_by").order_by("started_at")
    items = [
        Item(
            page.get_admin_display_title(),
            edit_url(page),
            f"from {state.workflow_state.requested_by}, {_moment(state.started_at)}",
        )
        for state in states
        if (page := state.workflow_state.content_object)
    ]
    return [ToDo("Waiting for your review", items, urgent=True)]


def in_review(request: HttpRequest) -> list[ToDo]:
    """Drafts that somebody submitted, for those who may edit pages, and what the reviewer asks to be changed."""
    editable = set(editable_pages(request.user).values_list("pk", flat=True))
    sent_back, waiting = [], []
    states = WorkflowState.objects.active().select_related("current_task_state__finished_by")
    for state in states.order_by("created_at"):
        page = state.content_object
        if page is None or page.pk not in editable:
            continue
        title, url = page.get_admin_display_title(), edit_url(page)
        if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            answer = state.current_task_state
            said = f"“{answer.comment}”" if answer.comment else "without a comment"
            sent_back.append(Item(title, url, f"{said}, {answer.finished_by}"))
        else:
            waiting.append(Item(title, url, f"since {_moment(state.created_at)}"))
    return [
        ToDo("The reviewer asks for changes", sent_back, urgent=True),
        ToDo("In clinical review", waiting),
    ]


def without_summary(request: HttpRequest) -> list[ToDo]:
    """Published pages of which lists and search results have nothing to say."""
    editable = editable_pages(request.user)
    items = [
        Item(page.title, edit_url(page))
        for model in apps.get_models()
        if issubclass(model, BasePage)
        for page in model.objects.live()
        .filter(summary="", pk__in=editable.values("pk"))
        .only("title")
    ]
    return [ToDo("Pages without a summary", items)]


def notices_ending(request: HttpRequest) -> list[ToDo]:
    """Notices that vanish within a week."""
    if not request.user.has_perm("cms.change_notice"):
        return []
    now = timezone.now()
    notices = Notice.objects.showing(now).filter(ends_at__lt=now + NOTICE_ENDS_SOON)
    items = [
        Item(
            notice.title,
            reverse(cast(Any, notice).snippet_viewset.get_url_name("edit"), args=[notice.pk]),
            f"until {_moment(notice.ends_at)}",
        )
        for notice in notices.order_by("ends_at")
    ]
    return [ToDo("Notices that end soon", items)]


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F, H:i") if moment else ""
