"""Samples of ``make stress``: real server processes, real connections and kill -9, in small."""

from pathlib import Path

import pytest

from tests.contact.conftest import build_place
from tests.stress.kills import kill_while_posts_fly
from tests.stress.mails import kill_senders
from tests.stress.server import Server, served
from tests.stress.volumes import (
    SOME_ENQUIRIES,
    dearer,
    grow_enquiries,
    grow_pages,
    manager,
    measure,
)


@pytest.mark.django_db(transaction=True)
def test_a_worker_of_the_server_is_killed_while_patients_write(tmp_path: Path) -> None:
    place = build_place()
    with served(tmp_path) as server:
        flood = kill_while_posts_fly(
            server, place.questions.pk, Server.kill_worker, posts=60, kills=1
        )
        assert set(flood.statuses()) <= {303, 0}, flood.problems()
        assert flood.verdict().is_right, flood.verdict()
        flood.send(flood.unanswered())
    assert flood.unanswered() == []
    assert flood.verdict().is_right, flood.verdict()
    assert flood.verdict().stored == 60


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_killed_while_it_sends_mail() -> None:
    sending = kill_senders(mails=8, kills=1)
    assert sending.never == 0
    assert sending.too_early == 0
    assert sending.twice == sending.held == sending.accepted


@pytest.mark.django_db
def test_what_the_desk_and_patients_ask_for_stays_as_cheap() -> None:
    place, staff = build_place(), manager()
    grow_pages(place, 4)
    grow_enquiries(place, SOME_ENQUIRIES)
    measure(staff)  # Once for what a process keeps.
    few = measure(staff)
    grow_pages(place, 12)
    grow_enquiries(place, 2 * SOME_ENQUIRIES)
    assert dearer(few, measure(staff)) == {}
