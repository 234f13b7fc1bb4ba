"""When a clinic is open. The arithmetic is in clinics/opening_hours.py."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from clinics.opening_words import WEEKDAYS

from .clinic import Clinic

MIDNIGHT_HELP = "Midnight is 00:00."


class OpeningHours(Orderable):
    """One stretch of a weekday. A day may have several; over midnight is two."""

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(
        "day", choices=list(enumerate(WEEKDAYS)), help_text="A day may stand here twice."
    )
    opens = models.TimeField(help_text="For example 08:00.")
    closes = models.TimeField(help_text=MIDNIGHT_HELP)

    panels = [FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])]

    class Meta(Orderable.Meta):
        verbose_name_plural = "opening hours"

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class SpecialHours(Orderable):
    """Hours of one date, instead of the weekday's. A date may have several stretches."""

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="special_hours")
    date = models.DateField(help_text="The one day on which this holds.")
    opens = models.TimeField(help_text="For example 08:00.")
    closes = models.TimeField(help_text=MIDNIGHT_HELP)
    note = models.CharField(
        max_length=80, blank=True, help_text="Why, for example “Staff training in the afternoon”."
    )

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("opens"), FieldPanel("closes")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name_plural = "special hours"

    def __str__(self) -> str:
        return f"{self.date} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Closure(models.Model):
    """Days on which one clinic, or every clinic, is closed."""

    clinic = models.ForeignKey(
        Clinic,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="closures",
        help_text="Empty: all clinics.",
    )
    first_day = models.DateField(help_text="The first day on which it is closed.")
    last_day = models.DateField(help_text="The last day on which it is closed.")
    reason = models.CharField(
        max_length=80, blank=True, help_text="Shown to patients, for example “Christmas”."
    )

    panels = [
        FieldPanel("clinic"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        FieldPanel("reason"),
    ]

    class Meta:
        ordering = ["first_day"]

    def __str__(self) -> str:
        days = (date_format(day, "j F Y") for day in (self.first_day, self.last_day))
        return f"{self.where()}: {' to '.join(days)}"

    def where(self) -> str:
        """The clinic's name, for lists in the admin."""
        return self.clinic.name if self.clinic else "All clinics"

    where.short_description = "Clinic"  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": "The last day is before the first one."})
