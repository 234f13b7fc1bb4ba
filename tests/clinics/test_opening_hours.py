"""Opening hours: against a slow and obvious count of minutes, and in the words that people read."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinics.bank_holidays import bank_holidays
from clinics.opening_hours import Closure, Interval, OpeningHours, SpecialDay
from clinics.stretches import Problem, Stretch, joined, problems, stretches_text

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)

# Zone and a date near which its clock changes, or does something else that is rare.
PLACES = [
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Europe/London", date(2027, 3, 28)),
    ("Europe/London", date(2027, 10, 31)),
    ("Europe/London", date(2026, 12, 31)),
    ("America/New_York", date(2026, 11, 1)),
    # The change is half an hour.
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    # Midnight itself is skipped, or comes twice.
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Sao_Paulo", date(2018, 2, 18)),
    ("America/Havana", date(2026, 11, 1)),
    # The gap goes across midnight. (No zone goes back across it any more.)
    ("America/Scoresbysund", date(2026, 3, 28)),
    ("Asia/Beirut", date(2026, 10, 25)),
    # A whole date is skipped.
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
]


def at(hour: int, minute: int = 0) -> time:
    return time(hour, minute)


def to(opens: int, closes: int) -> Stretch:
    """From one full hour to another; 24 is midnight."""
    return Stretch(time(opens), time(closes % 24))


def london(day: date, hour: int = 0, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, fold=fold), LONDON)


def clinic(weekly: dict[int, list[Stretch]] | None = None, **more: object) -> OpeningHours:
    """The hours of the prototype's clinic in Harley Street, where not told otherwise."""
    if weekly is None:
        weekly = {0: [to(8, 19)], 1: [to(8, 19)], 2: [to(8, 20)], 3: [to(8, 20)], 4: [to(8, 18)]}
        weekly[5] = [to(9, 14)]
    return OpeningHours(LONDON, weekly, **more)  # type: ignore[arg-type]


thorough = settings(max_examples=100, deadline=None, database=None)


# The oracle. It knows only what a clock on the wall shows at each minute of UTC.


@lru_cache(maxsize=64)
def wall_clock(zone: str, around: date) -> tuple[datetime, tuple[datetime, ...]]:
    """The first minute, in UTC, and what the wall shows at it and at those after it, for 9 days."""
    first = datetime.combine(around, time(), UTC) - 4 * DAY
    here = ZoneInfo(zone)
    minutes = (first + number * MINUTE for number in range(9 * 24 * 60))
    return first, tuple(each.astimezone(here).replace(tzinfo=None) for each in minutes)


@lru_cache(maxsize=64)
def first_shown(zone: str, around: date) -> dict[datetime, int]:
    """The number of the minute that a wall time means: its first, or the one counted into a gap."""
    _, shown = wall_clock(zone, around)
    found: dict[datetime, int] = {}
    for number, wall in enumerate(shown):
        found.setdefault(wall, number)
    for number, (wall, after) in enumerate(pairwise(shown)):
        skipped = wall + MINUTE
        while skipped < after:
            found.setdefault(skipped, number + (skipped - wall) // MINUTE)
            skipped += MINUTE
    return found


def open_minutes(hours: OpeningHours, around: date) -> set[int]:
    """The numbers of the minutes at which it is open, by the rules as they are written down."""
    shown = first_shown(hours.zone.key, around)
    found: set[int] = set()
    for offset in range(-3, 4):
        day = around + offset * DAY
        stretches: Iterable[Stretch] = hours.weekly.get(day.weekday(), ())
        if day in hours.bank_holidays:
            stretches = ()
        if day in hours.special:
            stretches = hours.special[day].stretches
        if any(each.first_day <= day <= each.last_day for each in hours.closures):
            stretches = ()
        for stretch in stretches:
            closes = day + DAY if stretch.closes == time() else day
            start = shown[datetime.combine(day, stretch.opens)]
            found.update(range(start, shown[datetime.combine(closes, stretch.closes)]))
    return found


times = st.sampled_from([0, 1, 15, 30, 60, 90, 119, 120, 150, 180, 540, 1020, 1380, 1410, 1439])
stretch = st.builds(
    lambda opens, closes: Stretch(time(*divmod(opens, 60)), time(*divmod(closes, 60))), times, times
)
stretches = st.lists(stretch, max_size=3)


@st.composite
def hours_near_a_change(draw: st.DrawFn) -> tuple[OpeningHours, date]:
    zone, around = draw(st.sampled_from(PLACES))
    near = st.integers(-3, 3).map(lambda days: around + days * DAY)
    special = st.builds(SpecialDay, stretches.map(tuple))
    closure = st.builds(lambda day, days: Closure(day, day + days * DAY), near, st.integers(0, 2))
    hours = OpeningHours(
        ZoneInfo(zone),
        draw(st.dictionaries(st.integers(0, 6), stretches, min_size=4)),
        draw(st.dictionaries(near, special, max_size=2)),
        draw(st.lists(closure, max_size=1)),
        draw(st.dictionaries(near, st.just("Bank holiday"), max_size=2)),
    )
    return hours, around


@thorough
@given(hours_near_a_change())
def test_intervals_hold_exactly_the_minutes_at_which_it_is_open(
    case: tuple[OpeningHours, date],
) -> None:
    hours, around = case
    first, _ = wall_clock(hours.zone.key, around)
    # Inside the seven days that the oracle counts, whatever the zone's distance from UTC.
    low, high = 2 * 1440, 6 * 1440
    found = hours.intervals(first + low * MINUTE, first + high * MINUTE)
    assert all(each.start.tzinfo is UTC and each.start < each.end for each in found)
    assert all(one.end < other.start for one, other in pairwise(found))
    minutes = {
        number
        for each in found
        for number in range((each.start - first) // MINUTE, (each.end - first) // MINUTE)
    }
    assert minutes == {each for each in open_minutes(hours, around) if low <= each < high}


@thorough
@given(hours_near_a_change(), st.integers(-1440, 1440))
def test_the_status_agrees_with_the_minutes(case: tuple[OpeningHours, date], minute: int) -> None:
    hours, around = case
    first, _ = wall_clock(hours.zone.key, around)
    now = 4 * 1440 + minute
    expected = open_minutes(hours, around)
    status = hours.status(first + now * MINUTE)
    assert status.is_open == (now in expected)
    assert (status.opens_next is None) or not status.is_open
    change = status.until if status.is_open else status.opens_next
    # The oracle knows no more than a day from here.
    later = [each for each in range(now, now + 1440) if (each in expected) != status.is_open]
    if later:
        assert change == first + later[0] * MINUTE
    else:
        assert change is None or change >= first + (now + 1440) * MINUTE


@thorough
@given(hours_near_a_change(), st.integers(-2880, 2880), st.integers(0, 99))
def test_a_status_is_true_word_for_word_until_the_next_change(
    case: tuple[OpeningHours, date], minute: int, percent: int
) -> None:
    hours, around = case
    now = datetime.combine(around, time(), UTC) + minute * MINUTE
    change = hours.next_change(now)
    assert now < change <= now + 2 * DAY
    assert hours.status(now + percent * (change - now) / 100) == hours.status(now)
    assert hours.status(change - timedelta(microseconds=1)) == hours.status(now)


# Instants


def test_touching_stretches_are_one_also_across_midnight() -> None:
    hours = clinic({4: [to(20, 24)], 5: [to(0, 2), to(9, 13), to(13, 18)]})
    friday = date(2026, 11, 20)
    assert hours.intervals(london(friday), london(friday + 3 * DAY)) == [
        Interval(london(friday, 20), london(friday + DAY, 2)),
        Interval(london(friday + DAY, 9), london(friday + DAY, 18)),
    ]


def test_intervals_are_cut_off_at_both_ends_and_half_open() -> None:
    hours, monday = clinic(), date(2026, 11, 23)
    assert hours.intervals(london(monday, 10), london(monday, 11)) == [
        Interval(london(monday, 10), london(monday, 11))
    ]
    assert hours.intervals(london(monday, 7), london(monday, 8)) == []
    assert hours.intervals(london(monday, 19), london(monday, 20)) == []
    assert hours.status(london(monday, 8)).is_open
    assert not hours.status(london(monday, 19)).is_open


def test_a_wall_time_in_the_spring_gap_moves_forward() -> None:
    sunday = date(2026, 3, 29)
    hours = clinic({6: [Stretch(at(1, 30), at(4))]})
    found = hours.intervals(london(sunday), london(sunday + DAY))
    assert found == [Interval(london(sunday, 2, 30), london(sunday, 4))]
    # From half past one, which is half past two, to a quarter past two: no time at all.
    turned = clinic({6: [Stretch(at(1, 30), at(2, 15))]})
    assert turned.intervals(london(sunday), london(sunday + DAY)) == []


def test_two_stretches_that_touch_in_the_spring_gap_are_each_their_own() -> None:
    sunday = date(2026, 3, 29)
    hours = clinic({6: [Stretch(at(1), at(1, 30)), Stretch(at(1, 30), at(2, 15))]})
    assert hours.on(sunday).stretches == (Stretch(at(1), at(2, 15)),)
    # The first is moved whole; the second would end before it starts.
    assert hours.intervals(london(sunday), london(sunday + DAY)) == [
        Interval(london(sunday, 2), london(sunday, 2, 30))
    ]


def test_a_repeated_wall_time_in_autumn_means_its_first_occurrence() -> None:
    sunday = date(2026, 10, 25)
    hours = clinic({6: [Stretch(at(0), at(1, 30))]})
    assert hours.intervals(london(sunday), london(sunday + DAY)) == [
        Interval(
            datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        )
    ]
    assert hours.status(london(sunday, 1, 15)).is_open
    assert not hours.status(london(sunday, 1, 15, fold=1)).is_open
    assert hours.status(london(sunday, 0, 10)).text == "Open now, until 1:30am BST"
    overnight = clinic({6: [Stretch(at(0), at(6))]})
    (night,) = overnight.intervals(london(sunday), london(sunday + DAY))
    assert night.end - night.start == timedelta(hours=7)


def test_a_clock_change_at_midnight_carries_hours_into_the_next_date() -> None:
    # From 23:00 to midnight, so ten past eleven on Saturday is ten past midnight on Sunday.
    zone, saturday = ZoneInfo("America/Scoresbysund"), date(2026, 3, 28)
    hours = OpeningHours(zone, {5: [Stretch(at(23, 10), at(23, 40))]})
    ten_past = datetime.combine(saturday + DAY, at(0, 10), zone)
    assert hours.intervals(ten_past, ten_past + MINUTE)


def test_naive_times_are_refused() -> None:
    naive = datetime(2026, 11, 23, 9)  # noqa: DTZ001
    for ask in (clinic().status, clinic().next_change, clinic().local_date):
        with pytest.raises(ValueError, match="time zone"):
            ask(naive)


def test_what_holds_on_a_date_is_decided_in_order() -> None:
    day = date(2026, 12, 28)
    special = {day: SpecialDay((to(10, 14),), "Shorter day")}
    holiday = {day: "Boxing Day (substitute day)"}
    closure = [Closure(day, day, "Refurbishment")]
    assert clinic().on(day).stretches == (to(8, 19),)
    assert clinic(bank_holidays=holiday).on(day).stretches == ()
    assert clinic(bank_holidays=holiday, special=special).on(day).stretches == (to(10, 14),)
    everything = clinic(bank_holidays=holiday, special=special, closures=closure).on(day)
    assert (everything.stretches, everything.reason) == ((), "Refurbishment")


# Words

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (london(MONDAY, 9), "Open now, until 7pm"),
        (london(MONDAY, 7, 59), "Closed, opens today at 8am"),
        (london(MONDAY, 19), "Closed, opens tomorrow at 8am"),
        (london(MONDAY + 5 * DAY, 14), "Closed, opens Monday at 8am"),
        (london(MONDAY + 6 * DAY, 0, 0), "Closed, opens tomorrow at 8am"),
    ],
)
def test_the_sentence_on_an_ordinary_day(now: datetime, text: str) -> None:
    status = clinic().status(now)
    assert status.text == text
    assert status.reason == ""
    assert clinic().status(now.astimezone(ZoneInfo("Asia/Tokyo"))) == status


def test_the_sentence_over_christmas() -> None:
    hours = clinic(bank_holidays=bank_holidays("england_and_wales", [2026, 2027]))
    eve, christmas = london(date(2026, 12, 24), 21), london(date(2026, 12, 25), 10)
    assert hours.status(eve).text == "Closed, opens Tuesday at 8am"
    assert hours.status(christmas).text == "Closed, opens Tuesday at 8am"
    assert hours.status(christmas).reason == "Christmas Day"
    closed = clinic(closures=[Closure(date(2026, 12, 24), date(2027, 1, 3), "Winter break")])
    status = closed.status(london(date(2026, 12, 24), 9))
    assert status.text == "Closed, opens Monday 4 January at 8am"
    assert (status.headline, status.detail) == ("Closed", "opens Monday 4 January at 8am")
    assert status.reason == "Winter break"
    assert closed.status(london(date(2026, 12, 28), 8)).text == (
        "Closed, opens Monday 4 January at 8am"
    )
    assert closed.status(london(date(2026, 12, 29), 8)).text == "Closed, opens Monday at 8am"


def test_the_sentence_of_night_hours() -> None:
    hours = clinic({0: [to(18, 24)], 1: [to(0, 2)], 3: [to(12, 24)], 6: [to(0, 12)]})
    assert hours.status(london(MONDAY, 20)).text == "Open now, until 2am tomorrow"
    assert hours.status(london(MONDAY + DAY, 1)).text == "Open now, until 2am"
    assert hours.status(london(MONDAY + 3 * DAY, 13)).text == "Open now, until midnight"
    assert hours.status(london(MONDAY + 3 * DAY, 9)).text == "Closed, opens today at midday"
    # Midnight ends the day that it is said of.
    assert hours.status(london(MONDAY + 5 * DAY, 9)).text == "Closed, opens today at midnight"
    assert hours.status(london(MONDAY + 4 * DAY, 9)).text == "Closed, opens tomorrow at midnight"
    long = clinic({0: [to(9, 24)], 1: [to(0, 24)], 2: [to(0, 24)], 3: [to(0, 17)]})
    assert long.status(london(MONDAY, 10)).text == "Open now, until 5pm on Thursday"


def test_the_sentence_where_nothing_changes_within_a_year() -> None:
    always = clinic({day: [to(0, 24)] for day in range(7)})
    status = always.status(london(MONDAY, 9))
    assert (status.text, status.until) == ("Open 24 hours", None)
    never = clinic({}).status(london(MONDAY, 9))
    assert (never.text, never.opens_next) == ("Closed until further notice", None)
    shut = clinic(closures=[Closure(date(2026, 1, 1), date(2099, 1, 1), "Moved")])
    assert shut.status(london(MONDAY, 9)).text == "Closed until further notice"
    soon = clinic(
        {day: [to(0, 24)] for day in range(7)},
        closures=[Closure(date(2026, 12, 25), date(2026, 12, 25))],
    )
    assert soon.status(london(MONDAY, 9)).text == (
        "Open now, until midnight on Thursday 24 December"
    )
    far = clinic(closures=[Closure(date(2026, 1, 1), date(2027, 11, 1))])
    assert far.status(london(MONDAY, 9)).text == "Closed, opens Tuesday 2 November 2027 at 8am"


def test_the_next_change_is_never_after_midnight() -> None:
    assert clinic().next_change(london(MONDAY, 9)) == london(MONDAY, 19)
    assert clinic().next_change(london(MONDAY, 20)) == london(MONDAY + DAY)
    assert clinic({}).next_change(london(MONDAY, 9)) == london(MONDAY + DAY)


# Tables


def test_the_table_of_the_week() -> None:
    hours = clinic(
        {
            0: [to(8, 19)],
            1: [to(14, 18), to(8, 13)],
            2: [Stretch(at(9, 30), at(12)), to(12, 17)],
            3: [to(0, 24)],
            4: [to(12, 24)],
        }
    )
    table = hours.week_table(date(2026, 11, 25))
    assert [(row.name, row.hours) for row in table] == [
        ("Monday", "8am to 7pm"),
        ("Tuesday", "8am to 1pm, 2pm to 6pm"),
        ("Wednesday", "9:30am to 5pm"),
        ("Thursday", "Open 24 hours"),
        ("Friday", "midday to midnight"),
        ("Saturday", "Closed"),
        ("Sunday", "Closed"),
    ]
    assert [row.weekday for row in table if row.is_today] == [2]


def differing(hours: OpeningHours, today: date, days: int = 60) -> list[tuple[str, str]]:
    return [(each.text, each.reason) for each in hours.days_that_differ(today, days)]


def test_the_days_that_differ_as_the_prototype_shows_them() -> None:
    hours = clinic(bank_holidays=bank_holidays("england_and_wales", [2026, 2027]))
    assert differing(hours, MONDAY) == [
        ("Closed from Friday 25 December to Monday 28 December", "Christmas Day and Boxing Day"),
        ("Closed on Friday 1 January", "New Year’s Day"),
    ]
    found = hours.days_that_differ(MONDAY, 60)[0]
    assert (found.first_day, found.last_day) == (date(2026, 12, 25), date(2026, 12, 28))
    assert found.sentence == (
        "Closed from Friday 25 December to Monday 28 December: Christmas Day and Boxing Day"
    )
    # Whole while it lasts, and gone when it is over.
    assert differing(hours, date(2026, 12, 27), 3) == [
        ("Closed from Friday 25 December to Monday 28 December", "Christmas Day and Boxing Day")
    ]
    assert differing(hours, date(2026, 12, 29), 2) == []
    assert differing(hours, MONDAY, 32)[0][0].endswith("to Monday 28 December")


def test_a_regularly_closed_day_is_no_news() -> None:
    weekdays = clinic({day: [to(9, 17)] for day in range(5)})
    assert differing(weekdays, MONDAY) == []
    easter = OpeningHours(
        LONDON, weekdays.weekly, bank_holidays=bank_holidays("england_and_wales", [2026])
    )
    assert differing(easter, date(2026, 3, 20), 30) == [
        ("Closed from Friday 3 April to Monday 6 April", "Good Friday and Easter Monday")
    ]
    # Saturday is open here, so the two are apart, and Sunday belongs to neither.
    saturdays = clinic(bank_holidays=bank_holidays("england_and_wales", [2026]))
    assert differing(saturdays, date(2026, 3, 20), 30) == [
        ("Closed on Friday 3 April", "Good Friday"),
        ("Closed on Monday 6 April", "Easter Monday"),
    ]
    # On the Saturday after New Year's Day nothing that lies ahead differs.
    new_year = OpeningHours(LONDON, weekdays.weekly, bank_holidays={date(2027, 1, 1): "New Year"})
    assert differing(new_year, date(2027, 1, 1)) == [("Closed on Friday 1 January", "New Year")]
    assert differing(new_year, date(2027, 1, 2)) == []


def test_special_hours_and_closures_are_listed_with_their_reasons() -> None:
    eve, new_year = date(2026, 12, 24), date(2027, 1, 1)
    hours = clinic(
        special={
            eve: SpecialDay((to(8, 13),), "Christmas Eve"),
            new_year: SpecialDay((to(10, 14),)),
            date(2026, 12, 30): SpecialDay((to(0, 24),)),
        },
        closures=[Closure(date(2026, 12, 25), date(2026, 12, 28))],
        bank_holidays=bank_holidays("england_and_wales", [2026, 2027]),
    )
    assert differing(hours, MONDAY) == [
        ("Open 8am to 1pm on Thursday 24 December", "Christmas Eve"),
        ("Closed from Friday 25 December to Monday 28 December", "Christmas Day and Boxing Day"),
        ("Open 24 hours on Wednesday 30 December", ""),
        ("Open 10am to 2pm on Friday 1 January", "New Year’s Day"),
    ]


def test_a_closure_without_end_and_one_that_began_long_ago() -> None:
    forever = clinic(closures=[Closure(date(2026, 12, 1), date(2099, 1, 1), "We have moved")])
    (entry,) = forever.days_that_differ(MONDAY, 60)
    assert entry.text == "Closed from Tuesday 1 December until further notice"
    assert (entry.last_day, entry.reason) == (None, "We have moved")
    assert clinic(closures=[Closure(MONDAY, MONDAY)]).days_that_differ(MONDAY, 1)[0].sentence == (
        "Closed on Monday 23 November"
    )
    long = clinic(closures=[Closure(date(2026, 8, 3), date(2027, 9, 30))])
    assert differing(long, MONDAY) == [
        ("Closed from Monday 3 August to Thursday 30 September 2027", "")
    ]
    assert differing(clinic({}), MONDAY) == []


def test_the_data_for_search_engines() -> None:
    hours = clinic(
        {0: [to(8, 13), to(14, 18)], 1: [to(8, 13)], 4: [to(20, 24)], 5: [to(0, 24)]},
        special={date(2026, 12, 24): SpecialDay((to(8, 12), to(13, 15)))},
        closures=[Closure(date(2026, 12, 25), date(2026, 12, 28))],
    )
    kind = {"@type": "OpeningHoursSpecification"}
    eve = {"validFrom": "2026-12-24", "validThrough": "2026-12-24"}
    christmas = {"validFrom": "2026-12-25", "validThrough": "2026-12-28"}
    assert hours.schema_org(MONDAY, 60) == [
        {**kind, "dayOfWeek": ["Monday", "Tuesday"], "opens": "08:00", "closes": "13:00"},
        {**kind, "dayOfWeek": ["Monday"], "opens": "14:00", "closes": "18:00"},
        {**kind, "dayOfWeek": ["Friday"], "opens": "20:00", "closes": "00:00"},
        {**kind, "dayOfWeek": ["Saturday"], "opens": "00:00", "closes": "23:59"},
        {**kind, **eve, "opens": "08:00", "closes": "12:00"},
        {**kind, **eve, "opens": "13:00", "closes": "15:00"},
        {**kind, **christmas, "opens": "00:00", "closes": "00:00"},
    ]
    forever = clinic({0: [to(9, 17)]}, closures=[Closure(MONDAY, date(2099, 1, 1))])
    assert forever.schema_org(MONDAY, 7)[-1] == {
        **kind,
        "validFrom": "2026-11-23",
        "opens": "00:00",
        "closes": "00:00",
    }


# What staff type


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([(0, to(8, 13)), (0, to(13, 18)), (1, to(8, 13))], []),
        ([(0, to(0, 24))], []),
        ([(4, to(20, 24)), (5, to(0, 2))], []),
        (
            [(0, to(19, 8))],
            [
                Problem(
                    0,
                    "Monday: closing time 8am is before opening time 7pm. If it is open past"
                    " midnight, close at midnight and add the rest to the next day.",
                )
            ],
        ),
        ([(6, to(9, 9))], [Problem(0, "Sunday: opening and closing time are both 9am.")]),
        (
            [(2, to(12, 18)), (1, to(8, 9)), (2, to(8, 13))],
            [
                Problem(
                    2,
                    "Wednesday: midday to 6pm and 8am to 1pm overlap. Change one of them.",
                )
            ],
        ),
        (
            [(date(2026, 12, 24), to(8, 12)), (date(2026, 12, 24), to(8, 12))],
            [
                Problem(
                    1,
                    "Thursday 24 December 2026: 8am to midday and 8am to midday overlap."
                    " Change one of them.",
                )
            ],
        ),
    ],
)
def test_mistakes_are_named_with_day_and_times(
    rows: Sequence[tuple[int | date, Stretch]], found: list[Problem]
) -> None:
    assert problems(rows) == found


@thorough
@given(stretches)
def test_joined_stretches_are_the_same_minutes_in_order_and_apart(raw: list[Stretch]) -> None:
    def minutes(some: Iterable[Stretch]) -> set[int]:
        ends = [each.ends for each in some]
        return {m for opens, closes in ends for m in range(opens // MINUTE, closes // MINUTE)}

    tidy = joined(raw)
    assert minutes(tidy) == minutes(raw)
    assert all(one.ends[1] < other.ends[0] for one, other in pairwise(tidy))
    assert stretches_text(tidy) == stretches_text(raw)
