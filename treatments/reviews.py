"""Clinical reviews that are due: staff are reminded, and pages that nobody reviews leave the menus."""

from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.models import Heartbeat
from cms.schedule import periodic
from treatments.models import (
    ClinicalPage,
    ConditionPage,
    TreatmentForConditionPage,
    TreatmentPage,
)
from treatments.models.clinical_page import LONG_OVERDUE

REMIND_EVERY = timedelta(days=7)
REMIND_AHEAD = timedelta(days=30)
#: When the last reminder went out. Not the job's own heartbeat: one that fails is tried again within the hour.
REMINDED = "reviews: last reminder"


def due(within: timedelta, **among: Any) -> list[ClinicalPage]:
    """The published pages whose next review is overdue, or due within this time, the longest overdue first.

    ``among``: what else is asked of them, as for ``filter()``.
    """
    until = timezone.localdate() + within
    pages: list[ClinicalPage] = [
        page
        for model in (TreatmentPage, ConditionPage, TreatmentForConditionPage)
        for page in model.objects.live()
        .filter(next_review_due__lte=until, **among)
        .defer_streamfields()
        .select_related("reviewer")
    ]
    return sorted(pages, key=lambda page: page.next_review_due or until)


@periodic("pages long overdue leave the menus", every=timedelta(hours=1))
def leave_menus() -> None:
    """What a page's own ``save`` cannot do: the day comes without anybody saving it."""
    for page in due(-LONG_OVERDUE, show_in_menus=True):
        Page.objects.filter(pk=page.pk).update(show_in_menus=not page.review_is_long_overdue)


@periodic("reminder of reviews", every=timedelta(hours=1))
def remind() -> None:
    """Once a week, mail whoever may publish pages the list of those that are due. Nobody is told of an empty list."""
    now = timezone.now()
    if Heartbeat.objects.filter(name=REMINDED, at__gt=now - REMIND_EVERY).exists():
        return
    pages = due(REMIND_AHEAD)
    publishers = PagePermissionPolicy().users_with_permission("publish")
    addresses = publishers.filter(is_active=True).exclude(email="").values_list("email", flat=True)
    if not pages or not addresses:
        return
    lines = [
        (page, urljoin(settings.BASE_URL, reverse("wagtailadmin_pages:edit", args=[page.pk])))
        for page in pages
    ]
    text = render_to_string("treatments/mail/reviews.txt", {"lines": lines})
    # One mail, so that it goes to all of them or is tried again for all.
    EmailMessage("Pages to review", text, bcc=sorted(set(addresses))).send()
    Heartbeat.objects.update_or_create(name=REMINDED, defaults={"at": now})
