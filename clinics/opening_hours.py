"""When a clinic is open: instants for machines, a sentence for people.

Hours are wall-clock times in the clinic's own zone, turned into instants date by date; the server's
and the visitor's zones change nothing. A wall time that the spring clock change skips moves forward
by what was skipped; one that autumn repeats means its first occurrence; a stretch that the change
turns round is no time at all. What holds on a date is decided in this order:

1. a closure: whole local days, whatever else was typed for them,
2. the special hours of that date,
3. a bank holiday: closed,
4. the hours of its weekday.

No clock and no database here: the caller says what time it is, always as an aware datetime.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from clinics import hours_table
from clinics.hours_table import YEAR, DayHours, DifferentDays, WeekdayHours
from clinics.opening_words import MIDNIGHT, WEEKDAYS, day_text, local_clock
from clinics.stretches import DAY, Stretch, joined

WEEK = 7 * DAY


@dataclass(frozen=True)
class SpecialDay:
    """The hours of one date, in place of its weekday's. No stretches: closed."""

    stretches: tuple[Stretch, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Closure:
    """Closed on whole local days, the first and the last one included."""

    first_day: date
    last_day: date
    reason: str = ""


@dataclass(frozen=True, order=True)
class Interval:
    """From one instant to another, both in UTC; the second no longer belongs to it."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class OpeningStatus:
    """Whether it is open at an instant.

    `until` is when it closes, None while it is closed or does not close within a year; `opens_next`
    is when it opens, None while it is open or does not open within a year; both in UTC. `reason`
    says why this local day is unlike others ("Christmas Day"), and is mostly empty. The words come
    in two parts, so that the first can stand out.
    """

    is_open: bool
    until: datetime | None
    opens_next: datetime | None
    reason: str
    headline: str
    detail: str

    @property
    def text(self) -> str:
        """The whole sentence: "Open now, until 7pm" or "Closed, opens tomorrow at 9am"."""
        return f"{self.headline}, {self.detail}" if self.detail else self.headline


@dataclass(frozen=True)
class OpeningHours:
    """A clinic's hours; `weekly` has weekday 0 for Monday, and a day may have several stretches.

    `bank_holidays` are the days, with their names, on which this clinic closes: none of them where
    it does not.
    """

    zone: ZoneInfo
    weekly: Mapping[int, Sequence[Stretch]]
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    closures: Sequence[Closure] = ()
    bank_holidays: Mapping[date, str] = field(default_factory=dict)

    def on(self, day: date) -> DayHours:
        """The hours of a date, decided as the module describes; touching stretches are one."""
        hours = self._as_typed(day)
        return replace(hours, stretches=joined(hours.stretches))

    def local_date(self, now: datetime) -> date:
        """The date at the clinic. Raises ValueError for a datetime without a zone."""
        return _utc(now).astimezone(self.zone).date()

    def intervals(self, start: datetime, end: datetime) -> list[Interval]:
        """When it is open between two instants: in order, merged, and cut off at both.

        Touching stretches are one, also across midnight. Raises ValueError for naive datetimes.
        """
        start, end = _utc(start), _utc(end)
        # A clock change can carry a stretch into the next date.
        spans = self._spans(self.local_date(start) - DAY, self.local_date(end))
        merged: list[Interval] = []
        for span in sorted(spans):
            if merged and span.start <= merged[-1].end:
                merged[-1] = Interval(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        cut = (Interval(max(each.start, start), min(each.end, end)) for each in merged)
        return [each for each in cut if each.start < each.end]

    def status(self, now: datetime) -> OpeningStatus:
        """Whether it is open, until when or when next, in the words of somebody at the clinic."""
        is_open, change = self._state(now)
        reason = self.on(self.local_date(now)).reason
        if is_open:
            headline = "Open now" if change else "Open 24 hours"
            detail = f"until {self._closing(change, now)}" if change else ""
            return OpeningStatus(True, change, None, reason, headline, detail)
        headline = "Closed" if change else "Closed until further notice"
        detail = f"opens {self._opening(change, now)}" if change else ""
        return OpeningStatus(False, None, change, reason, headline, detail)

    def next_change(self, now: datetime) -> datetime:
        """Until when `status(now)` is true, in UTC: it opens, it closes, or the local day ends.

        "tomorrow" is wrong after midnight, as is the row of a table that is marked as today's.
        """
        midnight = self._instant(self.local_date(now) + DAY, MIDNIGHT)
        _, change = self._state(now)
        return min(change, midnight) if change else midnight

    def week_table(self, today: date) -> tuple[WeekdayHours, ...]:
        """The regular hours from Monday to Sunday, whatever is special this week."""
        return hours_table.week_table(self.weekly, today)

    def days_that_differ(self, today: date, horizon_days: int) -> list[DifferentDays]:
        """Special hours, and closed days that are not regular, from today on, in order."""
        return hours_table.days_that_differ(self.on, today, horizon_days)

    def schema_org(self, today: date, horizon_days: int) -> list[dict[str, object]]:
        """Regular hours and days that differ, as values of `openingHoursSpecification`."""
        different = self.days_that_differ(today, horizon_days)
        return hours_table.schema_org(self.week_table(today), different)

    def _as_typed(self, day: date) -> DayHours:
        regular = tuple(self.weekly.get(day.weekday(), ()))
        holiday = self.bank_holidays.get(day, "")
        for closure in self.closures:
            if closure.first_day <= day <= closure.last_day:
                return DayHours(day, (), closure.reason or holiday, announced=True)
        special = self.special.get(day)
        if special is not None:
            return DayHours(day, special.stretches, special.note or holiday, announced=True)
        if holiday:
            return DayHours(day, (), holiday, announced=bool(regular))
        return DayHours(day, regular)

    def _instant(self, day: date, at: time) -> datetime:
        # fold=0 is the first of two equal wall times, and in a gap the clock as it was before it.
        local = datetime.combine(day, at.replace(fold=0), self.zone)
        return local.astimezone(UTC)

    def _spans(self, first: date, last: date) -> Iterator[Interval]:
        for number in range((last - first).days + 1):
            day = first + number * DAY
            # Not joined before they are instants: a clock change may turn only one of two round.
            for stretch in self._as_typed(day).stretches:
                start = self._instant(day, stretch.opens)
                to_midnight = stretch.closes == MIDNIGHT
                end = self._instant(day + DAY if to_midnight else day, stretch.closes)
                if start < end:
                    yield Interval(start, end)

    def _state(self, now: datetime) -> tuple[bool, datetime | None]:
        """Whether it is open, and when that changes; None where not within a year."""
        now, today = _utc(now), self.local_date(now)
        is_open = False
        # A week nearly always tells; a year of dates is looked through only where it does not.
        for length in (WEEK, YEAR):
            limit = self._instant(today + length, MIDNIGHT)
            spans = self.intervals(now, limit)
            is_open = bool(spans) and spans[0].start == now
            change = limit if not spans else spans[0].end if is_open else spans[0].start
            if change < limit:
                return is_open, change
        return is_open, None

    def _closing(self, moment: datetime, now: datetime) -> str:
        at, day, today = local_clock(moment, self.zone), self._day(moment), self.local_date(now)
        if day == today:
            return at
        return f"{at} tomorrow" if day == today + DAY else f"{at} on {_name(day, today)}"

    def _opening(self, moment: datetime, now: datetime) -> str:
        at, day, today = local_clock(moment, self.zone), self._day(moment), self.local_date(now)
        if day <= today + DAY:
            return f"{'today' if day == today else 'tomorrow'} at {at}"
        return f"{_name(day, today)} at {at}"

    def _day(self, moment: datetime) -> date:
        """The local day that people would name with it: midnight belongs to the day it ends."""
        local = moment.astimezone(self.zone)
        return local.date() - DAY if local.time() == MIDNIGHT else local.date()


def _name(day: date, today: date) -> str:
    """The weekday alone within a week, else with the date."""
    return WEEKDAYS[day.weekday()] if day < today + WEEK else day_text(day, today)


def _utc(moment: datetime) -> datetime:
    # Two datetimes of one zone compare and add by the wall clock, which a clock change makes wrong.
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(UTC)
