"""From a bare Python to Meridian's commands: what ``make`` starts.

Needs the standard library only, since nothing else is there on a fresh checkout. It makes the
environment in ``var/venv``, installs the pinned packages into it, and hands over to the command
itself, which runs inside that environment. What stops it is said in one line (:class:`Problem`)
that names the way out.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
PRODUCT = ("requirements.txt", "constraints.txt")
DEVELOPMENT = ("requirements-dev.txt", *PRODUCT)


class Problem(Exception):
    """Why a command cannot go on and what to do about it, in one line for the terminal."""


def say(text: str) -> None:
    """Print ``text`` at once, also into a pipe."""
    print(text, flush=True)


@contextlib.contextmanager
def lock(
    var: Path, name: str, busy: str, *, shared: bool = False, wait: bool = True
) -> Iterator[None]:
    """Hold the lock ``name`` of the checkout whose run-time folder is ``var``.

    Where another process holds it: says ``busy`` and waits, or, without ``wait``, raises
    :class:`Problem` with it.
    """
    folder = var / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    with (folder / name).open("w") as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                raise Problem(busy) from None
            say(busy)
            fcntl.flock(file, kind)
        yield


# --- The port ---------------------------------------------------------------------------------


def port_from(text: str) -> int:
    """The port number that ``PORT`` names. Raises :class:`Problem` where it names none."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Problem(
            f"PORT={text} is not a port number. Choose one from 1024 to 65535: PORT=9000 make run"
        )
    return int(text)


def in_use(port: int) -> str:
    """What to say where something else serves ``port``."""
    return (
        f"Port {port} is in use, perhaps by another make run. Stop that, or serve elsewhere:"
        f" PORT={9000 if port != 9000 else 9001} make run"
    )


def require_free(port: int) -> None:
    """Raise :class:`Problem` where ``port`` cannot be served on this machine's localhost."""
    # Browsers try ::1 first for "localhost": another server there would answer in our place.
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with contextlib.suppress(OSError), socket.socket(family) as client:
            client.settimeout(1)
            if client.connect_ex((address, port)) == 0:
                raise Problem(in_use(port))
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind(("127.0.0.1", port))
        except PermissionError:
            raise Problem(
                f"Port {port} is kept for root. Choose one from 1024 to 65535: PORT=9000 make run"
            ) from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Problem(in_use(port)) from None
            raise


# --- The environment --------------------------------------------------------------------------


def require_complete_python() -> None:
    """Raise :class:`Problem` where the running Python lacks what an environment needs."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    missing = [
        name
        for name in ("venv", "ensurepip", "_sqlite3", "_ssl")
        if importlib.util.find_spec(name) is None
    ]
    if {"venv", "ensurepip"} & set(missing):
        raise Problem(
            f"{sys.executable} (Python {version}) cannot make environments, because its module"
            f" {missing[0]} is missing. On Debian or Ubuntu: apt-get install python{version}-venv."
            " Elsewhere, name a complete Python: make run PYTHON=/path/to/python3"
        )
    if missing:
        raise Problem(
            f"{sys.executable} (Python {version}) was built without {missing[0].lstrip('_')}."
            " Name a complete Python: make run PYTHON=/path/to/python3"
        )


def pip_problem(output: str, log: Path) -> Problem:
    """What stopped pip, read from the ``output`` that lies in ``log``."""
    if re.search(
        "NewConnectionError|ConnectTimeout|ReadTimeout|timed out|RemoteDisconnected|ProxyError"
        "|[Cc]onnection (refused|reset|broken|aborted)|[Nn]etwork is unreachable|SSLError"
        "|name resolution|Name or service not known|nodename nor servname",
        output,
    ):
        return Problem(
            "Packages could not be installed, because no package index was reached. Check the"
            " network, or point pip at an index of yours (PIP_INDEX_URL), and try again."
            f" pip's own account: {log}"
        )
    errors = re.findall(r"^ERROR: (.+)$", output, re.MULTILINE) or ["pip said no reason"]
    hint = ""
    if "No matching distribution" in errors[-1]:
        hint = " in the index that pip is set to use (its settings: python3 -m pip config list)"
    return Problem(f"Packages could not be installed: {errors[-1]}{hint}. pip's own account: {log}")


class Environment:
    """The Python environment of one checkout, in ``var/venv``.

    ``var/venv/meridian.json`` records where it was made and from which requirements. It is written
    last, and taken away while packages change: an environment without it was interrupted, and is
    made anew.
    """

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.var = root / "var"
        self.place = self.var / "venv"
        self.python = self.place / "bin" / "python"
        self.record = self.place / "meridian.json"
        self.log = self.var / "install.log"

    def prepare(self, requirements: Sequence[str], version: tuple[int, int] | None = None) -> None:
        """Make sure that the packages of ``requirements`` (the first names the others) are there.

        ``version``: the Python that was asked for; without it, an environment of any version stays.
        """
        self.var.mkdir(mode=0o700, exist_ok=True)
        with lock(self.var, "environment", "Another make is preparing var/venv; waiting for it."):
            wanted = self._wanted(requirements)
            found = self._found()
            if found and not self._runs(version):
                found = None
            if found and wanted.items() <= found.items():
                return
            if found is None:
                self._make()
            self._install(requirements[0])
            self.record.write_text(json.dumps(wanted))

    def variables(self) -> dict[str, str]:
        """The caller's environment variables, without what would lead Python or pip astray."""
        astray = {"PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONPLATLIBDIR", "VIRTUAL_ENV"}
        astray |= {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_DRY_RUN"}
        # Byte code goes to var/ like everything else that is made at run time. Without it, each
        # start would translate Django and Wagtail again.
        astray.add("PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if name not in astray}
        return kept | {
            "PYTHONPYCACHEPREFIX": str(self.var / "cache" / "python"),
            "PYTHONNOUSERSITE": "1",
        }

    def _wanted(self, requirements: Sequence[str]) -> dict[str, str]:
        digests = {
            name: hashlib.sha256((self.root / name).read_bytes()).hexdigest()
            for name in requirements
        }
        return {"place": str(self.place), **digests}

    def _found(self) -> dict[str, str] | None:
        """The record of the environment. None: there is none, or it was copied or interrupted."""
        try:
            record: dict[str, str] = json.loads(self.record.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return record if record.get("place") == str(self.place) else None

    def _runs(self, version: tuple[int, int] | None) -> bool:
        """Whether its interpreter is still there and, where ``version`` is given, has that."""
        probe = [str(self.python), "-I", "-c", "import sys; print(*sys.version_info[:2])"]
        try:
            answer = subprocess.run(probe, capture_output=True, text=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            return False
        return version is None or answer.split() == [str(part) for part in version]

    def _make(self) -> None:
        require_complete_python()
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        say(f"Making the Python environment in var/venv, with Python {version} ...")
        # Started by an environment's Python, perhaps this one's: go back to what made that.
        base = getattr(sys, "_base_executable", sys.executable)
        output = self._call([base, "-I", "-m", "venv", "--clear", str(self.place)])
        if output is not None:
            raise Problem(
                f"The environment in {self.place} could not be made. Python's account: {self.log}"
            )

    def _install(self, requirements: str) -> None:
        say(f"Installing the packages of {requirements}: a minute or two, once ...")
        record = self.record.read_text() if self.record.exists() else None
        self.record.unlink(missing_ok=True)
        options = ["--no-input", "--no-compile", "--disable-pip-version-check", "-r", requirements]
        output = self._call([str(self.python), "-I", "-m", "pip", "install", *options])
        if output is not None:
            # pip puts back what it could not finish; so what was there before still works.
            if record:
                self.record.write_text(record)
            raise pip_problem(output, self.log)

    def _call(self, command: Sequence[str]) -> str | None:
        """Run ``command``, logging its output. Returns that where it failed, otherwise None."""
        with self.log.open("w") as log:
            failed = subprocess.run(
                command,
                cwd=self.root,
                env=self.variables(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            ).returncode
        return self.log.read_text(errors="replace") if failed else None


# --- The commands -----------------------------------------------------------------------------


def hand_over(requirements: Sequence[str], arguments: Sequence[str], **variables: str) -> NoReturn:
    """Become Python in the environment with ``requirements``, running ``arguments``."""
    environment = Environment()
    asked = sys.version_info[:2] if os.environ.get("PYTHON") else None
    environment.prepare(requirements, asked)
    python = str(environment.python)
    os.execve(python, [python, *arguments], environment.variables() | variables)


def run() -> NoReturn:
    """Serve the site and run its worker, until it is stopped."""
    port = port_from(os.environ.get("PORT") or "8000")
    require_free(port)  # Said before minutes of installing; the command itself asks again.
    hand_over(
        PRODUCT,
        ["manage.py", "run_site", "--port", str(port)],
        BASE_URL=os.environ.get("BASE_URL") or f"http://localhost:{port}",
        DJANGO_SETTINGS_MODULE="cms.settings.dev",
        PYTHONUNBUFFERED="1",
    )


def reset() -> None:
    """Remove what ``make run`` and the people who used its site made; the environment stays."""
    made = ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "media", "mail", "secrets")
    there = [VAR / name for name in made if (VAR / name).exists()]
    if not there:
        say("Nothing to remove: this checkout has no database, media, mail or logins.")
        return
    running = "The site is running. Stop make run (Ctrl-C) first, then make reset."
    with lock(VAR, "site", running, wait=False):
        for path in there:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    removed = ", ".join(f"var/{path.name}" for path in there)
    say(f"Removed {removed}. The environment in var/venv stays. make run starts over.")
    if os.environ.get("DATABASE_URL"):
        say("DATABASE_URL is set; that database was left as it is.")


COMMANDS: dict[str, Callable[[], None]] = {
    "run": run,
    "reset": reset,
    "test": lambda: hand_over(DEVELOPMENT, ["-m", "tests.suite"]),
    "stress": lambda: hand_over(DEVELOPMENT, ["-m", "tests.suite", "stress"]),
    "check": lambda: hand_over(DEVELOPMENT, ["-m", "tests.checks"]),
    "screenshots": lambda: hand_over(DEVELOPMENT, ["-m", "docs.screenshots"]),
}


def explain(error: OSError) -> str:
    """One line about a file system that does not let us work."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            f"{error.filename or VAR} cannot be written ({error.strerror}). Meridian keeps all"
            " that it makes in var/: work in a checkout that you may write to, as the user who made"
            " its var/."
        )
    if error.errno == errno.ENOSPC:
        return "The disk is full. Free about 1 GB, and try again."
    return str(error)


def main() -> int:
    """Run the command that the first argument names. Returns the exit status."""
    os.chdir(ROOT)
    # Leave through the finally clauses, which end pip, when make is told to stop.
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda number, frame: sys.exit(128 + number))
    try:
        COMMANDS[sys.argv[1]]()
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as error:
        print(explain(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
