"""How many enquiries came, and from where: for people who may not read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from contact import permissions
from contact.models import Enquiry
from contact.words import EnquiryKind

from . import pages

WEEKS = [("4", "The last 4 weeks"), ("12", "The last 12 weeks"), ("52", "The last 52 weeks")]
USUAL = "12"


class PeriodForm(forms.Form):
    weeks = forms.ChoiceField(label="Period", choices=WEEKS)


@dataclass(frozen=True)
class Table:
    """Counts by one thing, which the heading names. Each row is a label, questions, appointments and all."""

    heading: str
    rows: Sequence[tuple[str, int, int, int]]


def tables(enquiries: QuerySet[Enquiry]) -> list[Table]:
    """Counts by page, kind, status and week. No table holds anything about a single person."""
    kinds = dict(EnquiryKind.choices)
    statuses = dict(Enquiry.Status.choices)
    weekly = enquiries.annotate(week=TruncWeek("created_at"))
    return [
        Table(
            "Page",
            sorted(
                _counted(enquiries, ["source_title", "source_path"], _page), key=lambda r: -r[3]
            ),
        ),
        Table("Kind", _counted(enquiries, ["kind"], lambda row: kinds[row["kind"]])),
        Table("Status", _counted(enquiries, ["status"], lambda row: statuses[row["status"]])),
        Table("Week", list(reversed(_counted(weekly, ["week"], _week)))),
    ]


def _page(row: dict[str, Any]) -> str:
    if not row["source_title"]:
        return "Not known"
    return f"{row['source_title']} ({row['source_path']})"


def _week(row: dict[str, Any]) -> str:
    return f"Week of {date_format(row['week'], 'j F Y')}"


def _counted(
    enquiries: QuerySet[Enquiry], columns: list[str], label: Any
) -> list[tuple[str, int, int, int]]:
    rows = (
        enquiries.order_by(*columns)
        .values(*columns)
        .annotate(
            questions=Count("pk", filter=Q(kind=EnquiryKind.QUESTION)),
            appointments=Count("pk", filter=Q(kind=EnquiryKind.APPOINTMENT)),
            total=Count("pk"),
        )
    )
    return [(label(row), row["questions"], row["appointments"], row["total"]) for row in rows]


def sources(request: HttpRequest) -> HttpResponse:
    """The report under Reports: numbers only."""
    if not permissions.may_count(request.user):
        raise PermissionDenied
    form = PeriodForm(request.GET if "weeks" in request.GET else {"weeks": USUAL})
    weeks = int(form.cleaned_data["weeks"]) if form.is_valid() else int(USUAL)
    enquiries = Enquiry.objects.filter(created_at__gt=timezone.now() - timedelta(weeks=weeks))
    values = {"form": form, "tables": tables(enquiries)}
    values |= pages.furniture("Where enquiries come from", icon="doc-full-inverse")
    return render(request, "contact/desk/sources.html", values)
