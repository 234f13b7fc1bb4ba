"""The work that the site itself needs in the background."""

import logging
from datetime import time, timedelta

from django.core.management import call_command
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import Task
from django_tasks_db import models as queue
from django_tasks_db.compat import TASKS_LOGGER, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .models import Heartbeat
from .schedule import periodic

WORKER = "worker"
TASK_BACKEND = "default"
TASKS_AT_A_TIME = 50
TASK_INTERRUPTED_AFTER = timedelta(hours=1)
TASK_MOST_ATTEMPTS = 3

# From Django 6 on the queue takes Django's own tasks only, and Wagtail 8.0 makes those of the package they came from.
queue.Task = (queue.Task, Task)  # type: ignore[assignment, attr-defined]


def _without_exception(record: logging.LogRecord) -> bool:
    record.exc_info = None  # its message may hold data; the task's row keeps the traceback
    return True


logging.getLogger(TASKS_LOGGER).addFilter(_without_exception)


@periodic(WORKER, every=timedelta(seconds=10), in_every_worker=True)
def beat() -> None:
    """Tells /healthz/ and staff that a worker is alive."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": timezone.now()})


@periodic("tasks", every=timedelta(seconds=1), in_every_worker=True)
def run_tasks() -> bool:
    """Runs what was enqueued as a task, in all queues; True if more waits."""
    waiting = DBTaskResult.objects.filter(backend_name=TASK_BACKEND)
    if waiting.ready().exists():
        Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=TASK_BACKEND,
            startup_delay=False,
            max_tasks=TASKS_AT_A_TIME,
            worker_id=get_random_string(32),
        ).run()
    return waiting.ready().exists()


@periodic("interrupted tasks", every=timedelta(minutes=10))
def requeue_interrupted_tasks() -> None:
    """Gives tasks whose worker was killed to another: the queue itself would leave them running."""
    started_before = timezone.now() - TASK_INTERRUPTED_AFTER
    running = DBTaskResult.objects.running().filter(started_at__lt=started_before)
    for task in running.only("worker_ids"):
        gave_up = len(task.worker_ids) >= TASK_MOST_ATTEMPTS
        running.filter(pk=task.pk).update(
            status=TaskResultStatus.FAILED if gave_up else TaskResultStatus.READY,
            finished_at=timezone.now() if gave_up else None,
        )


@periodic("scheduled publishing", every=timedelta(minutes=1))
def publish_scheduled() -> None:
    """Publishes and unpublishes pages whose time has come."""
    call_command("publish_scheduled")


@periodic("search index", daily_at=time(3, 0))
def update_index() -> None:
    """A net: whatever the search index missed during the day."""
    call_command("update_index", verbosity=0)


@periodic("old tasks", daily_at=time(3, 30))
def prune_tasks() -> None:
    """Deletes the records of tasks that ended two weeks ago."""
    call_command("prune_db_task_results", queue_name="*", verbosity=0)
