"""Moving pages: a second page for a treatment and a condition is refused."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import MoveBulkAction
from wagtail.models import Page

from treatments.models import TreatmentForConditionPage


def refuse_second_page(
    request: HttpRequest, pages: Iterable[Page], destination: Page
) -> HttpResponse | None:
    moved = TreatmentForConditionPage.objects.filter(pk__in=[page.pk for page in pages])
    there = TreatmentForConditionPage.objects.child_of(destination).filter(
        condition__in=moved.exclude(condition=None).values("condition")
    )
    twins = there.exclude(pk__in=moved)
    for twin in twins:
        messages.error(
            request,
            f"“{destination.title}” has a page for “{twin.condition}” already: “{twin.title}”. "
            "There is one page for each treatment and condition.",
        )
    return redirect("wagtailadmin_explore", destination.pk) if twins else None


def before_move_page(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return refuse_second_page(request, [page], destination)


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    if not isinstance(action, MoveBulkAction):
        return None
    return refuse_second_page(request, objects, action.cleaned_form.cleaned_data["chooser"])
