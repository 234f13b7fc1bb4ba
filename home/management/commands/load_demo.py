"""``manage.py load_demo``: the demo group of clinics."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.demo import load


class Command(BaseCommand):
    help = "Loads the demo group of clinics, once. Run again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without",
            action="append",
            default=[],
            metavar="PATH",
            help="leave out a page, for example treatments/acupuncture/back-pain; may be repeated",
        )
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day from which the demo's dates count (default: today)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = load.load_demo(without=options["without"], today=options["today"])
        except load.RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(outcome)
