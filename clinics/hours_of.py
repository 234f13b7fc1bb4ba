"""From the rows in the database to a clinic's hours as a plain value (clinics/opening_hours.py), many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from clinics import opening_hours
from clinics.bank_holidays import bank_holidays
from clinics.models.clinic import Clinic
from clinics.models.hours import Closure, OpeningHours, SpecialHours
from clinics.opening_hours import SpecialDay
from clinics.stretches import Stretch

#: How far ahead hours are worked out. Opening hours look up to a year ahead.
YEARS_AHEAD = 2


def hours_of(clinics: Sequence[Clinic]) -> dict[int, opening_hours.OpeningHours]:
    """The opening hours of each clinic, by primary key, in three queries however many there are."""
    ids = [clinic.pk for clinic in clinics]
    yesterday = timezone.now().date() - timedelta(days=1)
    weekly = _by_clinic(OpeningHours.objects.filter(clinic__in=ids))
    special = _by_clinic(SpecialHours.objects.filter(clinic__in=ids, date__gte=yesterday))
    closures: dict[int, list[Closure]] = defaultdict(list)
    for closure in Closure.objects.filter(
        Q(clinic__in=ids) | Q(clinic=None), last_day__gte=yesterday
    ):
        for pk in [closure.clinic_id] if closure.clinic_id else ids:
            closures[pk].append(closure)
    return {
        clinic.pk: opening_hours.OpeningHours(
            zone=ZoneInfo(clinic.time_zone),
            weekly=_weekly(weekly[clinic.pk]),
            special=_special(special[clinic.pk]),
            closures=[
                opening_hours.Closure(row.first_day, row.last_day, row.reason)
                for row in closures[clinic.pk]
            ],
            bank_holidays=_bank_holidays(clinic, yesterday.year),
        )
        for clinic in clinics
    }


def _by_clinic(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.clinic_id].append(row)
    return grouped


def _weekly(rows: Iterable[OpeningHours]) -> dict[int, list[Stretch]]:
    days: dict[int, list[Stretch]] = defaultdict(list)
    for row in rows:
        days[row.weekday].append(Stretch(row.opens, row.closes))
    return dict(days)


def _special(rows: Iterable[SpecialHours]) -> dict[Any, SpecialDay]:
    days: dict[Any, list[SpecialHours]] = defaultdict(list)
    for row in rows:
        days[row.date].append(row)
    return {
        day: SpecialDay(
            tuple(Stretch(row.opens, row.closes) for row in stretches),
            next((row.note for row in stretches if row.note), ""),
        )
        for day, stretches in days.items()
    }


def _bank_holidays(clinic: Clinic, year: int) -> dict[Any, str]:
    if not clinic.closed_on_bank_holidays:
        return {}
    return bank_holidays(clinic.holiday_calendar, range(year, year + YEARS_AHEAD + 1))
