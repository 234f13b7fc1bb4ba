"""The desk after years, and a site of hundreds of pages."""

import pytest
from django.db import connection

from tests.contact.conftest import build_place

from .table import table
from .volumes import SOME_ENQUIRIES, Cost, dearer, grow_enquiries, grow_pages, manager, measure

ENQUIRIES, CONDITIONS = 20_000, 200


@pytest.mark.django_db
def test_twenty_thousand_enquiries_and_hundreds_of_pages() -> None:
    place, staff = build_place(), manager()
    grow_pages(place, 10)
    grow_enquiries(place, SOME_ENQUIRIES)
    measure(staff)  # Once for what a process keeps.
    few = measure(staff)
    grow_pages(place, CONDITIONS)
    grow_enquiries(place, ENQUIRIES)
    many = measure(staff)
    headings = [connection.vendor, "queries", "ms", "of few", "ms"]
    rows = [[what, *_cells(cost), *_cells(few[what])] for what, cost in many.items()]
    print(table([headings, *rows]))
    assert dearer(few, many) == {}


def _cells(cost: Cost) -> list[object]:
    return [cost.reads, f"{cost.seconds * 1000:.0f}"]
