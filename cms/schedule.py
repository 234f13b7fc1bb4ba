"""What runs in the background, when, and how it is kept from running twice.

An app declares its work where it lives and imports that module from its ``AppConfig.ready``::

    @periodic("purge old exports", daily_at=time(3, 30))
    def purge_old_exports() -> None: ...

``manage.py run_worker`` runs it. Any number of workers may run, on any number of hosts.
"""

import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from django.utils import timezone

from .health import database_is_away
from .models import Heartbeat

log = logging.getLogger("meridian.worker")

#: Takes nothing; returns True where there is more to do at once, so that no pause comes between.
Run = Callable[[], bool | None]
R = TypeVar("R", bound=Run)

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
PAUSE_AFTER_FAILURE = timedelta(minutes=1)


@dataclass(frozen=True)
class Job:
    """One piece of work. Either ``every`` or ``daily_at`` (settings.TIME_ZONE) says when."""

    name: str
    run: Run
    every: timedelta | None = None
    daily_at: time | None = None
    #: Every worker runs it, because it claims each piece of its work itself, as a queue does.
    in_every_worker: bool = False

    def due_if_last_run_before(self, now: datetime) -> datetime:
        """The job is due if it last started at or before this moment."""
        if self.daily_at is None:
            return now - (self.every or timedelta())
        today = timezone.localdate(now)
        for day in (today, today - timedelta(days=1)):
            moment = timezone.make_aware(datetime.combine(day, self.daily_at))
            if moment <= now:
                break
        return moment - timedelta.resolution


_jobs: dict[str, Job] = {}


def periodic(
    name: str,
    *,
    every: timedelta | None = None,
    daily_at: time | None = None,
    in_every_worker: bool = False,
) -> Callable[[R], R]:
    """Registers the decorated function as a job; see ``Job`` for what the arguments mean.

    Raises ``ValueError`` for a name that is taken, and unless exactly one of the times is given.
    """
    if (every is None) == (daily_at is None) or (in_every_worker and every is None):
        raise ValueError(f'Job "{name}": give "every" or "daily_at", and "every" to a queue.')
    if name in _jobs:
        raise ValueError(f'There is already a job "{name}".')

    def register(run: R) -> R:
        _jobs[name] = Job(name, run, every, daily_at, in_every_worker)
        return run

    return register


def jobs() -> tuple[Job, ...]:
    """All registered jobs, in the order of their registration."""
    return tuple(_jobs.values())


class Scheduler:
    """Runs jobs when they are due. Each worker has one."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        # Queues come last: the other jobs may put something in.
        self.jobs = sorted(jobs, key=lambda job: job.in_every_worker)
        self.failed: set[str] = set()
        self._not_before: dict[str, datetime] = {}

    def run_due(self, now: datetime, stop: Callable[[], bool] = lambda: False) -> bool:
        """Runs what is due, one after another; True if one of them has more to do at once.

        A job that fails is logged without its data and stops no other. A database that is away
        stops all of them: that error is passed on. ``stop`` is asked between two jobs.
        """
        last = dict(Heartbeat.objects.values_list("name", "at"))
        more = False
        for job in self.jobs:
            if stop():
                return False
            if job.in_every_worker:
                is_due = self._not_before.get(job.name, NEVER) <= now
            else:
                # Most of the time a look is enough; the claim decides.
                is_due = last.get(job.name, NEVER) <= job.due_if_last_run_before(now)
                is_due = is_due and self._claim(job, now)
            if is_due:
                more |= self._run(job, now)
        return more

    def _claim(self, job: Job, now: datetime) -> bool:
        """Whether this worker, and no other, may run the job now."""
        Heartbeat.objects.get_or_create(name=job.name, defaults={"at": NEVER})
        claimed = Heartbeat.objects.filter(
            name=job.name, at__lte=job.due_if_last_run_before(now)
        ).update(at=now)
        return bool(claimed)

    def _run(self, job: Job, now: datetime) -> bool:
        more, problem = False, ""
        try:
            more = bool(job.run())
        except Exception as error:
            if database_is_away(error):
                raise
            problem = type(error).__name__
            log.error('Job "%s" failed: %s at %s', job.name, problem, _where(error))
        if problem:
            self.failed.add(job.name)
        if job.in_every_worker:
            pause = PAUSE_AFTER_FAILURE if problem else job.every or timedelta()
            self._not_before[job.name] = now if more else now + pause
        else:
            Heartbeat.objects.filter(name=job.name, at=now).update(
                finished_at=timezone.now(), error=problem[:100]
            )
        return more


def _where(error: BaseException) -> str:
    """The line that raised: a place in the code, never the message, which may hold data."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
