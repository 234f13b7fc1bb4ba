"""``manage.py demo_logins``: someone to sign in as."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify

from clinics.models import Clinic
from cms.models import User
from cms.secrets import local_secret

FOLDER = settings.VAR_DIR / "secrets" / "logins"


class Command(BaseCommand):
    help = (
        "Makes one login for each group and one administrator, with random passwords, and prints"
        " them. Run again, it changes nothing and prints them again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Logins, with the passwords that they were made with:")
        for group in Group.objects.order_by("pk"):
            self.login(slugify(group.name), group)
        self.login("admin", None)

    def login(self, username: str, group: Group | None) -> None:
        """Make the login ``username`` where it is missing, and print its password where known.

        Without ``group`` it may do everything.
        """
        kept = FOLDER / username
        if not User.objects.filter(username=username).exists():
            password = local_secret(kept, lambda: secrets.token_urlsafe(12))
            self.make(username, group, password)
        # A login that somebody else made keeps its password to itself.
        password = kept.read_text().strip() if kept.exists() else "(not made here)"
        self.stdout.write(f"  {username:20}{password:20}{group or 'may do everything'}")

    @transaction.atomic
    def make(self, username: str, group: Group | None, password: str) -> None:
        user = User(
            username=username,
            first_name=group.name if group else "Administrator",
            last_name="(demo)",
            email=f"{username}@meridian.example",
            is_staff=group is None,
            is_superuser=group is None,
        )
        user.set_password(password)
        user.save()
        if group:
            user.groups.add(group)
            first = Clinic.objects.first()
            # Front desk staff see the enquiries of their own clinics only.
            if group.name == "Front desk" and first:
                first.staff.add(user)
