"""/healthz/, and what a visitor meets while the database is away."""

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.utils import timezone

from cms import health
from cms.health import Health, database_is_away
from cms.jobs import WORKER, beat
from cms.middleware import BARE_PAGE, DatabaseAwayMiddleware
from cms.models import Heartbeat

SECRET = "jane@example.com"


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> dict[str, health.Check]:
    """A registry of the test's own, with the parts that every site has."""
    own = {name: health._checks[name] for name in ("cache", "database", "worker")}
    monkeypatch.setattr(health, "_checks", own)
    return own


@pytest.fixture(autouse=True)
def no_check_still_at_work() -> Iterator[None]:
    yield
    assert health._one_at_a_time.acquire(timeout=20)
    health._one_at_a_time.release()


@pytest.mark.django_db(transaction=True)
def test_it_tells_of_each_part_without_a_cookie(client: Client) -> None:
    beat()
    response = client.get("/healthz/")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    told = response.json()
    assert told["fine"] is True
    assert told["parts"]["database"] == {"fine": True}
    assert told["parts"]["worker"] == {"fine": True, "heartbeat_seconds": 0, "failing": []}
    assert client.get("/healthz/?strict").status_code == 200
    assert client.head("/healthz/").status_code == 200
    assert client.post("/healthz/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_silent_or_failing_is_not_fine(
    client: Client, checks: dict[str, health.Check]
) -> None:
    worker = client.get("/healthz/").json()["parts"]["worker"]
    assert worker == {"fine": False, "heartbeat_seconds": None, "failing": []}
    assert client.get("/healthz/").status_code == 200
    assert client.get("/healthz/?strict").status_code == 503

    Heartbeat.objects.create(name=WORKER, at=timezone.now() - timedelta(minutes=20))
    worker = client.get("/healthz/").json()["parts"]["worker"]
    assert worker == {"fine": False, "heartbeat_seconds": 1200, "failing": []}

    beat()
    Heartbeat.objects.create(name="index", at=timezone.now(), error="ValueError")
    worker = client.get("/healthz/").json()["parts"]["worker"]
    assert worker == {"fine": False, "heartbeat_seconds": 0, "failing": ["index"]}


def _raise() -> Health:
    raise OperationalError(f"could not connect as {SECRET}")


def test_a_part_that_fails_says_so_and_no_more(
    client: Client, checks: dict[str, health.Check]
) -> None:
    checks.clear()
    checks.update({"database": _raise, "other": lambda: Health(True, {"count": 3})})
    response = client.get("/healthz/?strict")
    assert response.status_code == 503
    assert response.json() == {
        "fine": False,
        "parts": {
            "database": {"fine": False, "error": "OperationalError"},
            "other": {"fine": True, "count": 3},
        },
    }


def test_a_part_that_hangs_does_not_hang_the_answer(
    checks: dict[str, health.Check], rf: RequestFactory
) -> None:
    release = threading.Event()
    checks.clear()
    checks["cache"] = lambda: Health(True)
    checks["database"] = lambda: Health(release.wait(20))

    started = time.monotonic()
    first = health.collect(deadline=0.2)
    second = health.collect(deadline=0.2)  # no second thread is sent after the first
    assert time.monotonic() - started < 5
    assert first["cache"].fine
    assert first["database"] == Health(False, {"error": "no answer"})
    assert not second["cache"].fine
    assert [thread.name for thread in threading.enumerate()].count("healthz") == 1
    release.set()


# --- Which errors mean "away" ---------------------------------------------------------------


def sqlite_error(code: int) -> OperationalError:
    cause = sqlite3.OperationalError()
    cause.sqlite_errorcode = code
    error = OperationalError()
    error.__cause__ = cause
    return error


class PostgresError(Exception):
    def __init__(self, pgcode: str | None) -> None:
        self.pgcode = pgcode


def postgres_error(pgcode: str | None) -> OperationalError:
    error = OperationalError()
    error.__cause__ = PostgresError(pgcode)
    return error


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (postgres_error(None), True),  # could not connect, connection lost
        (postgres_error("08006"), True),
        (postgres_error("57P01"), True),  # shutting down
        (postgres_error("57P03"), True),  # starting up
        (postgres_error("53300"), True),  # too many connections
        (InterfaceError("connection already closed"), True),
        (postgres_error("40P01"), False),  # deadlock
        (postgres_error("57014"), False),  # statement took too long
        (sqlite_error(sqlite3.SQLITE_BUSY), True),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), True),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), True),
        (sqlite_error(sqlite3.SQLITE_IOERR_READ), True),
        (sqlite_error(sqlite3.SQLITE_ERROR), False),  # no such table
        (DatabaseError(), False),
        (ValueError(), False),
    ],
)
def test_only_a_database_that_cannot_answer_counts_as_away(error: Exception, away: bool) -> None:
    assert database_is_away(error) is away


@pytest.mark.django_db
def test_a_mistake_in_a_statement_does_not_count() -> None:
    with pytest.raises(DatabaseError) as mistake, connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert not database_is_away(mistake.value)


# --- The page -------------------------------------------------------------------------------


def away(request: HttpRequest) -> HttpResponse:
    raise postgres_error(None)


def broken(request: HttpRequest) -> HttpResponse:
    raise postgres_error("40P01")


urlpatterns = [path("away/", away), path("broken/", broken), path("", include("cms.urls"))]


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("method", ["get", "post"])
def test_while_the_database_is_away_a_page_says_so(client: Client, method: str) -> None:
    """Without a database: the page itself must not ask it."""
    response = getattr(client, method)("/away/")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    text = response.content.decode()
    assert text != BARE_PAGE
    assert re.search("<h1[ >]", text)


@override_settings(ROOT_URLCONF=__name__)
def test_other_errors_stay_errors(client: Client) -> None:
    with pytest.raises(OperationalError):
        client.get("/broken/")


@override_settings(TEMPLATES=[])
def test_a_bare_page_where_even_the_template_fails(rf: RequestFactory) -> None:
    middleware = DatabaseAwayMiddleware(lambda request: HttpResponse())
    response = middleware.process_exception(rf.get("/"), postgres_error(None))
    assert response is not None
    assert response.content.decode() == BARE_PAGE
