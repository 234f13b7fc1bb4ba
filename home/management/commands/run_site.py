"""``manage.py run_site``: what ``make run`` ends in."""

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from cms.bootstrap import Problem, in_use, lock, require_free
from cms.supervisor import supervise

RESETTING = "make reset is at work here. Try again when it has ended."
PREPARING = "Another make run is preparing the database; waiting for it."


class Command(BaseCommand):
    help = (
        "Brings the database up to date, loads the demo, makes logins, and then runs the web"
        " server and the worker until it is stopped."
    )
    # The web server checks, and shows what it finds.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="(default: 8000)")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        try:
            with (
                # Two that start at once would both find the port free.
                lock(settings.VAR_DIR, f"port-{port}", in_use(port), wait=False),
                lock(settings.VAR_DIR, "site", RESETTING, shared=True, wait=False),
            ):
                with lock(settings.VAR_DIR, "database", PREPARING):
                    self.prepare()
                require_free(port)
                asked = self.serve(port)
        except Problem as problem:
            self.stderr.write(str(problem))
            sys.exit(1)
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            self.stderr.write(
                f"The database {connection.settings_dict['NAME']} cannot be used: {reason}"
                " (DATABASE_URL names another)."
            )
            sys.exit(1)
        self.stdout.write("Stopped.")
        sys.exit(0 if asked else 1)

    def prepare(self) -> None:
        """Bring the database up to date, and on an empty one load the demo and make its logins."""
        self.stdout.write("Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)
        try:
            call_command("load_demo", stdout=self.stdout)
        except CommandError as refusal:
            # Somebody's own site: served as it is, with the logins that it has.
            self.stdout.write(str(refusal))
        else:
            call_command("demo_logins", stdout=self.stdout)

    def serve(self, port: int) -> bool:
        """Run the web server and the worker. Returns whether their end was asked for."""
        manage = [sys.executable, "manage.py"]
        # Known here: the warning is for those who would use it in production.
        os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"

        def answers() -> bool:
            with socket.socket() as client:
                there = client.connect_ex(("127.0.0.1", port)) == 0
            if there:
                self.stdout.write(
                    f"\nThe site is on {settings.BASE_URL}/ and its admin on"
                    f" {settings.BASE_URL}/admin/. Ctrl-C stops it."
                )
            return there

        commands = {
            "web server": [*manage, "runserver", f"127.0.0.1:{port}"],
            "worker": [*manage, "run_worker"],
        }
        return supervise(commands, answers, self.stderr.write)
