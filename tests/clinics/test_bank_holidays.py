"""Bank holidays: the dates that the government publishes, under the names that people know."""

from datetime import date

import pytest

from clinics.bank_holidays import CALENDARS, bank_holidays, choices, find

# As published for England and Wales, plus the holidays' own days where they fall on a weekend.
ENGLAND_2026 = {
    date(2026, 1, 1): "New Year’s Day",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 4): "Early May bank holiday",
    date(2026, 5, 25): "Spring bank holiday",
    date(2026, 8, 31): "Summer bank holiday",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 26): "Boxing Day",
    date(2026, 12, 28): "Boxing Day (substitute day)",
}
ENGLAND_2027 = {
    date(2027, 1, 1): "New Year’s Day",
    date(2027, 3, 26): "Good Friday",
    date(2027, 3, 29): "Easter Monday",
    date(2027, 5, 3): "Early May bank holiday",
    date(2027, 5, 31): "Spring bank holiday",
    date(2027, 8, 30): "Summer bank holiday",
    date(2027, 12, 25): "Christmas Day",
    date(2027, 12, 26): "Boxing Day",
    date(2027, 12, 27): "Christmas Day (substitute day)",
    date(2027, 12, 28): "Boxing Day (substitute day)",
}


def test_england_and_wales_in_2026_and_2027() -> None:
    assert bank_holidays("england_and_wales", [2026]) == ENGLAND_2026
    assert bank_holidays("england_and_wales", [2027]) == ENGLAND_2027
    both = bank_holidays("england_and_wales", (year for year in (2027, 2026, 2027)))
    assert both == ENGLAND_2026 | ENGLAND_2027
    assert list(both) == sorted(both)


@pytest.mark.parametrize("year", range(2024, 2033))
def test_england_and_wales_are_one_calendar(year: int) -> None:
    days = bank_holidays("GB-ENG", [year])
    assert days == bank_holidays("GB-WLS", [year]) == bank_holidays("england_and_wales", [year])


def test_a_new_years_day_on_a_weekend_has_its_substitute() -> None:
    days = bank_holidays("england_and_wales", [2028])
    assert days[date(2028, 1, 1)] == "New Year’s Day"
    assert days[date(2028, 1, 3)] == "New Year’s Day (substitute day)"


def test_scotland_and_northern_ireland_differ() -> None:
    scotland = bank_holidays("scotland", [2027])
    assert scotland[date(2027, 1, 2)] == "2 January"
    assert scotland[date(2027, 1, 4)] == "2 January (substitute day)"
    assert scotland[date(2027, 8, 2)] == "Summer bank holiday"
    assert scotland[date(2027, 11, 30)] == "St Andrew’s Day"
    assert date(2027, 3, 29) not in scotland
    assert bank_holidays("northern_ireland", [2027])[date(2027, 3, 17)] == "St Patrick’s Day"
    assert date(2027, 7, 12) in bank_holidays("northern_ireland", [2027])


def test_other_countries_and_none() -> None:
    assert bank_holidays("none", [2026]) == {}
    assert date(2026, 7, 14) in bank_holidays("FR", [2026])
    assert bank_holidays("IE", [2026])[date(2026, 3, 17)] == "St Patrick’s Day"
    # 6 January is a holiday in Bavaria, not in Berlin.
    assert date(2026, 1, 6) in bank_holidays("DE-BY", [2026])
    assert date(2026, 1, 6) not in bank_holidays("DE-BE", [2026])


@pytest.mark.parametrize("calendar", ["", "narnia", "XX", "GB-XYZ", "england"])
def test_an_unknown_calendar_is_named(calendar: str) -> None:
    with pytest.raises(ValueError, match=f"called “{calendar}”"):
        find(calendar)
    with pytest.raises(ValueError, match="no calendar"):
        bank_holidays(calendar, [2026])


def test_staff_choose_among_the_calendars_by_name() -> None:
    assert choices()[0] == ("england_and_wales", "England and Wales")
    assert choices()[-1] == ("none", "No bank holidays")
    assert all(find(key) is not None for key in CALENDARS)


def test_the_answer_can_be_changed_without_harm() -> None:
    bank_holidays("scotland", [2026]).clear()
    assert bank_holidays("scotland", [2026])
