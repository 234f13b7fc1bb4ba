"""A clinic's hours as lists: the regular week, the days that differ, and schema.org's data."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinics.opening_words import MIDNIGHT, WEEKDAYS, day_text, listed
from clinics.stretches import DAY, Stretch, joined, stretches_text

YEAR = 366 * DAY


@dataclass(frozen=True)
class DayHours:
    """What holds on one date. `announced`: set for this date, and worth a line of its own."""

    day: date
    stretches: tuple[Stretch, ...]
    reason: str = ""
    announced: bool = False


#: What holds on any date.
Calendar = Callable[[date], DayHours]


@dataclass(frozen=True)
class WeekdayHours:
    """One row of the table of regular hours. `weekday` 0 is Monday, `hours` the words for it."""

    weekday: int
    name: str
    stretches: tuple[Stretch, ...]
    hours: str
    is_today: bool


@dataclass(frozen=True)
class DifferentDays:
    """A day with special hours, or consecutive days on which the clinic is closed.

    `last_day` None: closed until further notice. `text` says what and when, `reason` why.
    """

    first_day: date
    last_day: date | None
    stretches: tuple[Stretch, ...]
    reason: str
    text: str

    @property
    def sentence(self) -> str:
        """What, when and why: "Closed on Friday 1 January: New Year’s Day"."""
        return f"{self.text}: {self.reason}" if self.reason else self.text


def week_table(weekly: Mapping[int, Sequence[Stretch]], today: date) -> tuple[WeekdayHours, ...]:
    """The regular hours from Monday to Sunday, whatever is special this week."""
    rows = []
    for weekday, name in enumerate(WEEKDAYS):
        regular = joined(weekly.get(weekday, ()))
        is_today = weekday == today.weekday()
        rows.append(WeekdayHours(weekday, name, regular, stretches_text(regular), is_today))
    return tuple(rows)


def days_that_differ(hours_on: Calendar, today: date, horizon_days: int) -> list[DifferentDays]:
    """Special hours, and closed days that are not regular, from today on, in order.

    Closed days in a row are one entry, regularly closed ones between them included; one that
    reaches over either end of the horizon is shown whole.
    """
    found = []
    day, end = today, today + horizon_days * DAY
    while day <= end:
        here = hours_on(day)
        run = [here] if here.stretches else _closed_run(hours_on, day, back=day == today)
        marked = [place for place, each in enumerate(run) if each.announced]
        if marked:
            # Sundays at either end of a closed week are closed anyway.
            days = run[marked[0] : marked[-1] + 1]
            # A run that was given up after a year is followed by one more closed day.
            endless = days[-1] is run[-1] and not hours_on(days[-1].day + DAY).stretches
            if days[0].day <= end and days[-1].day >= today:
                found.append(_different(days, today, endless=endless))
        day = run[-1].day + DAY
    return found


def schema_org(
    week: Iterable[WeekdayHours], different: Iterable[DifferentDays]
) -> list[dict[str, object]]:
    """Regular hours and days that differ, as values of `openingHoursSpecification`.

    A weekday without regular hours is left out; days that differ and are closed are 00:00 to 00:00.
    """
    regular: dict[Stretch, list[str]] = {}
    for row in week:
        for stretch in row.stretches:
            regular.setdefault(stretch, []).append(row.name)
    data = [{**_specification(stretch), "dayOfWeek": days} for stretch, days in regular.items()]
    for each in different:
        dates = {"validFrom": each.first_day.isoformat()}
        if each.last_day:
            dates["validThrough"] = each.last_day.isoformat()
        data += [{**_specification(stretch), **dates} for stretch in each.stretches or (None,)]
    return data


def _closed_run(hours_on: Calendar, day: date, *, back: bool) -> list[DayHours]:
    """The closed days in a row from `day` on, or around it, at most a year each way."""
    before = (
        _closed(hours_on, (day - number * DAY for number in range(1, YEAR.days))) if back else []
    )
    after = _closed(hours_on, (day + number * DAY for number in range(YEAR.days)))
    return before[::-1] + after


def _closed(hours_on: Calendar, days: Iterable[date]) -> list[DayHours]:
    found = []
    for day in days:
        here = hours_on(day)
        if here.stretches:
            break
        found.append(here)
    return found


def _different(days: list[DayHours], today: date, *, endless: bool) -> DifferentDays:
    """One entry for consecutive closed days, or for a single day with hours."""
    first, last, reason = days[0].day, days[-1].day, _reasons(days)
    since = day_text(first, today)
    if days[0].stretches:
        words = stretches_text(days[0].stretches)
        text = f"{words} on {since}" if words.startswith("Open") else f"Open {words} on {since}"
        return DifferentDays(first, last, days[0].stretches, reason, text)
    if endless:
        return DifferentDays(first, None, (), reason, f"Closed from {since} until further notice")
    until = f"from {since} to {day_text(last, today)}" if last > first else f"on {since}"
    return DifferentDays(first, last, (), reason, f"Closed {until}")


def _reasons(days: Iterable[DayHours]) -> str:
    """Every reason once, without "Boxing Day (substitute day)" where there is "Boxing Day"."""
    found: list[str] = []
    for day in days:
        if day.reason and not any(day.reason.startswith(known) for known in found):
            found.append(day.reason)
    return listed(found)


def _specification(stretch: Stretch | None) -> dict[str, object]:
    opens, closes = (stretch.opens, stretch.closes) if stretch else (MIDNIGHT, MIDNIGHT)
    # 00:00 to 00:00 means closed to search engines, so a whole day ends a minute early.
    whole_day = stretch is not None and opens == closes
    return {
        "@type": "OpeningHoursSpecification",
        "opens": f"{opens:%H:%M}",
        "closes": "23:59" if whole_day else f"{closes:%H:%M}",
    }
