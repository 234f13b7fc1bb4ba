"""The site as docs/deploying.md runs it, in processes of its own, that somebody may kill."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.environment import clean

HOST = "127.0.0.1"
#: As docs/deploying.md has it.
WORKERS, THREADS = 2, 4
LONGEST_START_SECONDS = 240


def free_port() -> int:
    with socket.socket() as server:
        server.bind((HOST, 0))
        return int(server.getsockname()[1])


def environment(**variables: str) -> dict[str, str]:
    """Production's settings on the test database, with the tests' keys, so that a test can read what was stored."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = f"postgres://{database['USER']}@/{database['HOST']}/{database['NAME']}"
    return clean(
        DJANGO_SETTINGS_MODULE="cms.settings.production",
        DATABASE_URL=url,
        SECRET_KEY=settings.SECRET_KEY,
        ENCRYPTION_KEYS=",".join(settings.ENCRYPTION_KEYS),
        ALLOWED_HOSTS=HOST,
        MEDIA_ROOT=str(settings.MEDIA_ROOT),
        STATIC_ROOT=str(settings.STATIC_ROOT),
        **({"BASE_URL": f"http://{HOST}"} | variables),
    )


class Server:
    """gunicorn on a port of its own. ``log`` is what it and the site said."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        self._dead: set[int] = set()

    def start(self) -> None:
        """Start it, and wait until it answers. Raises ``RuntimeError`` if it does not."""
        command = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--no-control-socket"]
        command += ["--workers", str(WORKERS), "--threads", str(THREADS)]
        command += ["--bind", f"{HOST}:{self.port}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment(BASE_URL=f"http://{HOST}:{self.port}"),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + LONGEST_START_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            if self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError(f"The server did not start:\n{self.said()}")

    def _answers(self) -> bool:
        client = http.client.HTTPConnection(HOST, self.port, timeout=LONGEST_START_SECONDS)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(client):
            client.request("GET", "/healthz/")
            return client.getresponse().status == 200
        return False

    def said(self) -> str:
        return self.log.read_text()

    def kill_worker(self) -> None:
        """``kill -9`` the worker that runs for the longest time; gunicorn starts another."""
        oldest = next(pid for pid in self._booted() if pid not in self._dead)
        self._dead.add(oldest)
        os.kill(oldest, signal.SIGKILL)

    def _booted(self) -> list[int]:
        """The process ids of all workers that ever were, in order: they may belong to others by now."""
        return [int(pid) for pid in re.findall(r"Booting worker with pid: (\d+)", self.said())]

    def kill(self) -> None:
        """``kill -9`` all of it."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self._dead.update(self._booted())

    def restart(self) -> None:
        self.kill()
        self.start()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server for as long as the context lasts; its log lies in ``folder``."""
    server = Server(folder / "server.log")
    try:
        server.start()
        yield server
    finally:
        server.kill()
