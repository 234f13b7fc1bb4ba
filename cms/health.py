"""What /healthz/ tells, and what happens to a page when the database is away.

An app registers a check of its own from its ``AppConfig.ready``::

    register("mail_queue", check_queue)
"""

import sqlite3
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection, connections
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .models import Heartbeat

#: /healthz/ answers within this time, whatever hangs.
DEADLINE_SECONDS = 2.0
#: One round of jobs may take some minutes at night.
WORKER_IS_LATE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Health:
    """How one part is. ``facts`` are counts, ages in seconds and names: never personal data."""

    fine: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


Check = Callable[[], Health]

_checks: dict[str, Check] = {}
_one_at_a_time = threading.Lock()


def register(name: str, check: Check) -> None:
    """Adds a part to /healthz/. A check that raises, or takes too long, says: not fine."""
    _checks[name] = check


def check_cache() -> Health:
    cache.set("healthz", "fine", 10)
    return Health(cache.get("healthz") == "fine")


def check_database() -> Health:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Health(True)


def check_worker() -> Health:
    """A worker is alive, and no job of its failed in its last run."""
    beats = {beat.name: beat for beat in Heartbeat.objects.all()}
    worker = beats.get("worker")
    age = timezone.now() - worker.at if worker else None
    failing = sorted(name for name, beat in beats.items() if beat.error)
    return Health(
        age is not None and age < WORKER_IS_LATE_AFTER and not failing,
        {"heartbeat_seconds": age and int(age.total_seconds()), "failing": failing},
    )


register("cache", check_cache)
register("database", check_database)
register("worker", check_worker)


def _answer(check: Check) -> Health:
    try:
        return check()
    except Exception as error:
        return Health(False, {"error": type(error).__name__})


def collect(deadline: float = DEADLINE_SECONDS) -> dict[str, Health]:
    """The health of every part, within ``deadline`` seconds; what has not answered is not fine.

    The checks run in a thread with connections of its own, because a database that is there but
    silent would hold this one for minutes. One such thread at a time, or they would pile up.
    """
    parts = {name: Health(False, {"error": "no answer"}) for name in _checks}

    def work() -> None:
        try:
            for name, check in _checks.items():
                parts[name] = _answer(check)
        finally:
            connections.close_all()
            _one_at_a_time.release()

    if _one_at_a_time.acquire(timeout=deadline):
        thread = threading.Thread(target=work, name="healthz", daemon=True)
        thread.start()
        thread.join(deadline)
    return dict(parts)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process can answer; with ``?strict``, 503 when a part is not fine."""
    parts = collect()
    fine = all(part.fine for part in parts.values())
    response = JsonResponse(
        {
            "fine": fine,
            "parts": {name: {"fine": part.fine, **part.facts} for name, part in parts.items()},
        },
        status=503 if "strict" in request.GET and not fine else 200,
    )
    response["Cache-Control"] = "no-store"
    return response


#: PostgreSQL's codes for "shutting down", "crashed", "starting up" and "too many connections".
_AWAY_CODES = {"57P01", "57P02", "57P03", "53300"}
_AWAY_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}


def database_is_away(error: BaseException) -> bool:
    """Whether the error means that the database cannot be reached or is too busy to answer now.

    An error in a statement (a missing column, a deadlock) is not one of these.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # The lower byte is the kind of error, the rest says more about it.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _AWAY_SQLITE
    code = getattr(cause, "pgcode", None)
    # The driver gives no code where the server could not answer any more.
    return code is None or code.startswith("08") or code in _AWAY_CODES
