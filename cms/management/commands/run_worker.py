"""``manage.py run_worker``: the one background process."""

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseProblem
from django.db import close_old_connections, connections
from django.utils import timezone

from cms.schedule import Scheduler, jobs

log = logging.getLogger("meridian.worker")

PAUSE = 1.0
LONGEST_PAUSE_WITHOUT_DATABASE = 30.0


class Command(BaseCommand):
    help = (
        "Sends mail, publishes on schedule, runs tasks and nightly work. Ends well on SIGTERM or "
        "Ctrl+C, after the job in hand. Several may run at once."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="Run everything that is due once, then end."
        )

    def handle(self, *, once: bool, **options: Any) -> None:
        scheduler = Scheduler(jobs())
        if once:
            while scheduler.run_due(timezone.now()):
                pass
            if scheduler.failed:
                raise CommandError(f"These jobs failed: {', '.join(sorted(scheduler.failed))}.")
            return
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        log.info("The worker has started.")
        self.work(scheduler)
        log.info("The worker has ended.")

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def work(self, scheduler: Scheduler) -> None:
        """Runs what is due until told to stop; waits while the database is away."""
        pause_without_database = 0.0
        while not self.stopping:
            close_old_connections()
            try:
                more = scheduler.run_due(timezone.now(), lambda: self.stopping)
            except DatabaseProblem as error:
                if not pause_without_database:
                    log.error("The database is away (%s); waiting for it.", type(error).__name__)
                connections.close_all()
                pause_without_database = min(
                    max(PAUSE, pause_without_database * 2), LONGEST_PAUSE_WITHOUT_DATABASE
                )
                self.pause(pause_without_database)
                continue
            if pause_without_database:
                log.info("The database is back.")
                pause_without_database = 0.0
            if not more:
                self.pause(PAUSE)

    def pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(0.2)
