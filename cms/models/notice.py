from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField

from .previews import PreviewedOnFirstPage


class NoticeQuerySet(models.QuerySet["Notice"]):
    def showing(self, now: datetime) -> "NoticeQuerySet":
        return self.filter(starts_at__lte=now).filter(Q(ends_at=None) | Q(ends_at__gt=now))

    def next_change(self, now: datetime) -> datetime | None:
        """When the notices on the site next differ from now's."""
        times = self.aggregate(
            starts=Min("starts_at", filter=Q(starts_at__gt=now)),
            ends=Min("ends_at", filter=Q(ends_at__gt=now)),
        )
        return min((time for time in times.values() if time), default=None)


class Notice(PreviewedOnFirstPage, models.Model):
    """A dated line at the top of every page, for example “Closed 25 to 28 December”."""

    title = models.CharField(max_length=80, help_text="For your own list. Patients do not see it.")
    text = RichTextField(
        features=["bold", "link"],
        max_length=300,
        help_text="One or two short sentences. You may link to a page.",
    )
    starts_at = models.DateTimeField(
        "show from", default=timezone.now, help_text="Day and time, London time."
    )
    ends_at = models.DateTimeField(
        "show until", null=True, blank=True, help_text="Empty: until you delete it."
    )

    objects: ClassVar = NoticeQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    ]

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return self.title

    def state(self) -> str:
        """Whether patients see it now, for lists in the admin."""
        now = timezone.now()
        if self.starts_at > now:
            return "Not yet"
        return "Showing" if self.ends_at is None or self.ends_at > now else "Over"

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        request.previewed_notice = self  # type: ignore[attr-defined]
        return super().serve_preview(request, mode_name)

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "This must be after “show from”."})
