"""The worker: what is due, once for all workers, whatever fails."""

import logging
import multiprocessing
import os
import signal
import sqlite3
import threading
import time as clock
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task

from cms import jobs, schedule
from cms.management.commands import run_worker
from cms.models import Heartbeat
from cms.schedule import Job, Scheduler, periodic

NOW = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECRET = "it hurts when I bend"


def lose_the_database() -> None:
    """Raises what Django raises when the database goes away under it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    with connection.wrap_database_errors:
        sqlite3.connect("/there/is/no/such/folder/db.sqlite3")


def fail() -> None:
    raise ValueError(SECRET)


# --- When -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        ("2026-11-15T03:00:00+00:00", "2026-11-16T02:59:59+00:00", False),
        ("2026-11-15T03:00:00+00:00", "2026-11-16T03:00:00+00:00", True),
        ("2026-11-16T03:00:00+00:00", "2026-11-16T23:00:00+00:00", False),
        ("2026-11-14T03:00:00+00:00", "2026-11-16T01:00:00+00:00", True),  # a day was missed
        # In summer, three in the morning in London is two o'clock UTC.
        ("2026-07-15T02:00:00+00:00", "2026-07-16T01:59:59+00:00", False),
        ("2026-07-15T02:00:00+00:00", "2026-07-16T02:00:00+00:00", True),
        # The nights in which the clocks change, in March and in October.
        ("2026-03-28T03:00:00+00:00", "2026-03-29T02:00:00+00:00", True),
        ("2026-10-24T02:00:00+00:00", "2026-10-25T02:59:59+00:00", False),
        ("2026-10-24T02:00:00+00:00", "2026-10-25T03:00:00+00:00", True),
    ],
)
def test_nightly_work_is_due_once_a_night(last: str, now: str, due: bool) -> None:
    job = Job("night", fail, daily_at=time(3, 0))
    threshold = job.due_if_last_run_before(datetime.fromisoformat(now))
    assert (datetime.fromisoformat(last) <= threshold) is due


def test_a_job_is_declared_properly() -> None:
    with pytest.raises(ValueError, match="already a job"):
        periodic("mail" if "mail" in schedule._jobs else jobs.WORKER, every=MINUTE)
    for wrong in (
        {},
        {"every": MINUTE, "daily_at": time(3, 0)},
        {"daily_at": time(3, 0), "in_every_worker": True},
    ):
        with pytest.raises(ValueError, match="give"):
            periodic("new", **wrong)  # type: ignore[arg-type]


# --- Once, whatever fails -------------------------------------------------------------------


@pytest.mark.django_db
def test_workers_share_a_job() -> None:
    runs: list[str] = []
    job = Job("shared", lambda: runs.append("shared"), every=MINUTE)
    queue = Job("queue", lambda: runs.append("queue"), every=MINUTE, in_every_worker=True)
    workers = [Scheduler([job, queue]), Scheduler([job, queue])]

    for now in (NOW, NOW + MINUTE / 2, NOW + MINUTE):
        for worker in workers:
            worker.run_due(now)
    assert runs.count("shared") == 2
    assert runs.count("queue") == 4
    beat = Heartbeat.objects.get(name="shared")
    assert (beat.at, beat.error) == (NOW + MINUTE, "")
    assert beat.finished_at is not None


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_share_a_job() -> None:
    runs: list[int] = []
    start = threading.Barrier(4)
    problems: list[BaseException] = []

    def work() -> None:
        try:
            scheduler = Scheduler([Job("shared", lambda: runs.append(1), every=MINUTE)])
            for minute in range(5):
                start.wait(timeout=20)
                scheduler.run_due(NOW + minute * MINUTE)
        except BaseException as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    assert len(runs) == 5


@pytest.mark.django_db
def test_a_failing_job_stops_no_other_and_is_logged_without_data(
    caplog: pytest.LogCaptureFixture,
) -> None:
    runs: list[datetime] = []
    broken = Job("broken", fail, every=MINUTE)
    scheduler = Scheduler([broken, Job("good", lambda: runs.append(NOW), every=MINUTE)])
    scheduler.run_due(NOW)

    assert runs == [NOW]
    assert scheduler.failed == {"broken"}
    assert Heartbeat.objects.get(name="broken").error == "ValueError"
    assert 'Job "broken" failed: ValueError at' in caplog.text
    assert SECRET not in caplog.text

    Scheduler([Job("broken", lambda: None, every=MINUTE)]).run_due(NOW + MINUTE)
    assert Heartbeat.objects.get(name="broken").error == ""


@pytest.mark.django_db
def test_a_failing_queue_pauses(caplog: pytest.LogCaptureFixture) -> None:
    second = timedelta(seconds=1)
    scheduler = Scheduler([Job("queue", fail, every=second, in_every_worker=True)])
    for seconds in range(60):
        scheduler.run_due(NOW + seconds * second)
    assert caplog.text.count("failed") == 1


@pytest.mark.django_db
def test_a_job_with_more_to_do_runs_again_at_once_and_a_stop_is_heeded() -> None:
    left = [1, 2, 3]
    queue = Job(
        "queue", lambda: bool(left.pop()) and bool(left), every=MINUTE, in_every_worker=True
    )
    scheduler = Scheduler([queue])
    assert [scheduler.run_due(NOW) for _ in range(3)] == [True, True, False]
    assert not scheduler.run_due(NOW)

    left.append(4)
    assert not Scheduler([queue]).run_due(NOW, stop=lambda: True)
    assert left == [4]


# --- The process ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_it_waits_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "meridian")
    command = run_worker.Command()
    pauses: list[float] = []
    monkeypatch.setattr(command, "pause", pauses.append)
    runs: list[int] = []

    def away_then_back() -> None:
        runs.append(1)
        if len(runs) <= 7:
            lose_the_database()
        command.stopping = True

    command.work(Scheduler([Job("away", away_then_back, every=MINUTE, in_every_worker=True)]))
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 1]
    assert caplog.text.count("The database is away") == 1
    assert caplog.text.count("The database is back") == 1


def _work_in_a_process(started: Any, ended: Any) -> None:
    def slow() -> None:
        started.set()
        clock.sleep(1)
        ended.set()

    schedule._jobs.clear()
    periodic("slow", every=MINUTE)(slow)
    call_command("run_worker")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_the_job_in_hand_and_exits_well(signum: int) -> None:
    connections.close_all()  # the child must not share ours
    context = multiprocessing.get_context("fork")
    started, ended = context.Event(), context.Event()
    process = context.Process(target=_work_in_a_process, args=(started, ended))
    process.start()
    assert process.pid
    assert started.wait(20)
    os.kill(process.pid, signum)
    process.join(20)
    assert process.exitcode == 0
    assert ended.is_set()
    assert Heartbeat.objects.get(name="slow").finished_at is not None


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> dict[str, Job]:
    """An empty registry."""
    registry: dict[str, Job] = {}
    monkeypatch.setattr(schedule, "_jobs", registry)
    return registry


@pytest.mark.django_db
def test_once_says_what_failed(only: dict[str, Job]) -> None:
    runs: list[int] = []
    periodic("broken", every=MINUTE)(fail)
    periodic("good", every=MINUTE)(lambda: runs.append(1))
    with pytest.raises(CommandError, match="These jobs failed: broken"):
        call_command("run_worker", once=True)
    assert runs == [1]


# --- The site's own jobs --------------------------------------------------------------------


@pytest.fixture
def task_queue(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue of production; the tests' settings run tasks at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    # It would close the connection in the middle of the test's own transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


@pytest.mark.django_db
def test_once_publishes_runs_tasks_and_beats(task_queue: None) -> None:
    root = Page.get_first_root_node()
    soon = root.add_child(instance=Page(title="Soon", slug="soon", live=False))
    soon.save_revision(approved_go_live_at=timezone.now() - MINUTE)
    over = root.add_child(instance=Page(title="Over", slug="over"))
    Page.objects.filter(pk=over.pk).update(expire_at=timezone.now() - MINUTE)
    update_reference_index_task.enqueue("wagtailcore", "page", str(soon.pk))

    call_command("run_worker", once=True)

    assert Page.objects.get(pk=soon.pk).live
    assert not Page.objects.get(pk=over.pk).live
    assert DBTaskResult.objects.successful().exists()
    assert not DBTaskResult.objects.ready().exists()
    assert Heartbeat.objects.get(name=jobs.WORKER).at > timezone.now() - MINUTE
    assert not Heartbeat.objects.exclude(error="").exists()


@pytest.mark.django_db
def test_a_failing_task_is_recorded_and_logged_without_data(
    task_queue: None, caplog: pytest.LogCaptureFixture
) -> None:
    update_reference_index_task.enqueue("wagtailcore", SECRET, "1")
    update_reference_index_task.enqueue("wagtailcore", "page", str(Page.objects.all()[0].pk))
    assert jobs.run_tasks() is False

    assert (DBTaskResult.objects.failed().count(), DBTaskResult.objects.successful().count()) == (
        1,
        1,
    )
    assert "state=FAILED" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.django_db
def test_a_task_whose_worker_was_killed_runs_again_but_not_for_ever(task_queue: None) -> None:
    update_reference_index_task.enqueue("wagtailcore", "page", "1")
    task = DBTaskResult.objects.get()
    for attempt in range(jobs.TASK_MOST_ATTEMPTS):
        assert DBTaskResult.objects.ready().count() == 1
        task.claim(f"worker {attempt}")
        jobs.requeue_interrupted_tasks()
        assert DBTaskResult.objects.running().count() == 1  # it may still be at work
        DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=2))
        jobs.requeue_interrupted_tasks()
    assert DBTaskResult.objects.failed().count() == 1
