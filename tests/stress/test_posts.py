"""Thousands of questions at once, to real server processes that are killed or not, and the mails about them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from contact.models import Enquiry
from tests.contact.conftest import build_place

from .kills import HARMS, kill_while_posts_fly
from .mails import kill_senders
from .posts import HEADINGS, NO_ANSWER, Flood
from .server import Server, served
from .table import table

pytestmark = pytest.mark.django_db(transaction=True)

ENQUIRIES = 2500
ENQUIRIES_AMONG_KILLS, KILLS = 600, 6
MAILS, KILLED_SENDERS = 200, 8


def test_thousands_of_posts(tmp_path: Path) -> None:
    place = build_place()
    with served(tmp_path) as server:
        flood = Flood(server, place.questions.pk)
        flood.send(range(ENQUIRIES))
        print(table([HEADINGS, flood.row(connection.vendor)]))
        assert flood.problems() == []
    assert set(flood.statuses()) == {303}
    assert flood.verdict().is_right
    assert Enquiry.objects.count() == ENQUIRIES


@pytest.mark.parametrize("harmed", HARMS)
def test_kill_while_posts_fly(tmp_path: Path, harmed: str) -> None:
    harm: Callable[[Server], None] = HARMS[harmed]
    place = build_place()
    with served(tmp_path) as server:
        flood = kill_while_posts_fly(
            server, place.questions.pk, harm, posts=ENQUIRIES_AMONG_KILLS, kills=KILLS
        )
        what = f"{connection.vendor}, {harmed} killed {KILLS} times"
        rows = [HEADINGS, flood.row(what)]
        assert flood.verdict().is_right, flood.verdict()
        broken = flood.unanswered()
        flood.send(broken)
        rows.append(flood.row(f"... and {len(broken)} sent again"))
        print(table(rows))
        assert flood.problems() == []
    assert set(flood.statuses()) <= {303, NO_ANSWER}
    assert flood.unanswered() == []
    assert flood.verdict().is_right, flood.verdict()
    assert Enquiry.objects.count() == ENQUIRIES_AMONG_KILLS


def test_kill_senders() -> None:
    sending = kill_senders(mails=MAILS, kills=KILLED_SENDERS)
    headings = ["mails", "queued", "killed", "never", "twice", "of these after “accepted”"]
    figures = [
        connection.vendor,
        sending.mails,
        len(sending.held),
        sending.never,
        len(sending.twice),
        len(sending.twice & sending.accepted),
    ]
    print(table([headings, figures]))
    assert sending.never == 0
    assert sending.too_early == 0
    assert len(sending.held) == KILLED_SENDERS
    assert sending.twice == sending.accepted
