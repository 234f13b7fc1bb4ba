"""Logins for a first look: made once, and nobody's own login is touched."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from cms.models import User
from home.management.commands import demo_logins
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(demo_logins, "FOLDER", tmp_path / "logins")
    return tmp_path / "logins"


def run() -> str:
    said = StringIO()
    call_command("demo_logins", stdout=said)
    return said.getvalue()


def test_every_group_gets_a_login_that_works_and_may_enter_the_admin(folder: Path) -> None:
    said = run()
    for group in Group.objects.all():
        user = group.user_set.get()
        password = (folder / user.username).read_text()
        assert password in said
        assert user.check_password(password)
        assert user.has_perm("wagtailadmin.access_admin")
        assert not user.is_superuser
    assert User.objects.get(username="admin").is_superuser


def test_second_run_changes_nothing() -> None:
    first = run()
    hashes = list(User.objects.order_by("pk").values_list("password", flat=True))
    assert run() == first
    assert list(User.objects.order_by("pk").values_list("password", flat=True)) == hashes


def test_login_of_somebody_else_is_left_alone() -> None:
    theirs = User.objects.create_user("admin", password="their own secret")
    assert "(not made here)" in run()
    theirs.refresh_from_db()
    assert theirs.check_password("their own secret")
    assert not theirs.is_superuser


def test_front_desk_gets_a_clinic() -> None:
    clinic = make_clinic()
    run()
    assert [user.username for user in clinic.staff.all()] == ["front-desk"]
