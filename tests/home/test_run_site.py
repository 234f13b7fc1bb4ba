"""``make run`` from the moment that its environment is there: one walk through a copy of the checkout."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from django.conf import settings
from django.db import connection

from tests import databases
from tests.environment import clean

Process = subprocess.Popen[str]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the site needs, in a path with spaces, without a ``var/``."""
    copy = tmp_path / "a path with spaces"
    unwanted = shutil.ignore_patterns(".*", "__pycache__", "benchmarks", "docs", "tests", "var")
    shutil.copytree(settings.BASE_DIR, copy, ignore=unwanted)
    return copy


@pytest.fixture
def database_url(checkout: Path, django_db_setup: None) -> str:
    """A database for the site with its tables, which would take half a minute, and nothing else."""
    if connection.vendor == "sqlite":
        (checkout / "var").mkdir()
        databases.copy_template(connection, str(checkout / "var" / "db.sqlite3"))
        return ""
    name = f"run_site_{os.getpid()}"
    databases.copy_template(connection, name)
    server = connection.settings_dict
    return f"postgres://{server['USER']}@/{server['HOST']}/{name}"


@pytest.fixture
def port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@contextlib.contextmanager
def site(checkout: Path, port: int, database_url: str) -> Iterator[Process]:
    """``run_site`` while it answers; stopped by SIGTERM afterwards."""
    process = start(checkout, port, database_url)
    try:
        until = time.monotonic() + 180
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(requests.ConnectionError):
                requests.get(f"http://127.0.0.1:{port}/healthz/", timeout=30)
                break
            time.sleep(0.2)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def start(checkout: Path, port: int, database_url: str) -> Process:
    variables = {
        # As make does: byte code stays out of the checkout. Under make, that of earlier runs.
        "PYTHONPYCACHEPREFIX": str(checkout / "var" / "cache"),
        **clean(),
        "BASE_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "PYTHONUNBUFFERED": "1",
    }
    if database_url:
        variables["DATABASE_URL"] = database_url
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_site", "--port", str(port)],
        cwd=checkout,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def files(checkout: Path) -> set[Path]:
    """What lies in ``checkout`` beside ``var/``."""
    return {path for path in checkout.rglob("*") if "var" not in path.relative_to(checkout).parts}


def can_sign_in(port: int, username: str, password: str) -> bool:
    with requests.Session() as session:
        address = f"http://127.0.0.1:{port}/admin/login/"
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', session.get(address).text)
        assert found
        answer = session.post(
            address,
            {"csrfmiddlewaretoken": found[1], "username": username, "password": password},
            allow_redirects=False,
        )
        return answer.status_code == 302


def test_make_run_serves_stops_and_starts_again(
    checkout: Path, port: int, database_url: str
) -> None:
    before = files(checkout)
    # Not localhost: not every container knows its name.
    home = f"http://127.0.0.1:{port}/"

    with site(checkout, port, database_url) as process:
        assert requests.get(home, timeout=30).status_code == 200
        second = start(checkout, port, database_url)
        assert "is in use" in second.communicate(timeout=60)[0]
        assert second.returncode == 1
    said = process.communicate()[0]
    assert process.returncode == 0, said
    assert f"The site is on http://localhost:{port}/ " in said
    assert said.endswith("Stopped.\n")
    with pytest.raises(requests.ConnectionError):
        requests.get(home, timeout=30)
    logins = re.findall(r"^  (\S+) +(\S+)", said, re.MULTILINE)
    assert {"admin", "marketing", "front-desk"} <= dict(logins).keys()

    # A second call loses nothing and keeps the passwords.
    with site(checkout, port, database_url) as process:
        assert can_sign_in(port, "marketing", dict(logins)["marketing"])
    said = process.communicate()[0]
    assert "Nothing changed" in said
    assert re.findall(r"^  (\S+) +(\S+)", said, re.MULTILINE) == logins

    assert files(checkout) == before
    secrets = [path for path in (checkout / "var" / "secrets").rglob("*") if path.is_file()]
    assert secrets
    assert {path.stat().st_mode & 0o777 for path in secrets} == {0o600}
