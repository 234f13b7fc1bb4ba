"""Processes that belong together end together."""

import contextlib
import fcntl
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from cms import supervisor

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def says_when_it_ends(file: Path) -> list[str]:
    """A process that notes in ``file`` that it runs, and that it was asked to end."""
    return python(
        "import pathlib, signal, sys, time\n"
        f"file = pathlib.Path({str(file)!r})\n"
        "signal.signal(signal.SIGTERM, lambda *_: (file.write_text('ended'), sys.exit()))\n"
        "file.write_text('runs')\n"
        "time.sleep(60)"
    )


def test_one_that_ends_by_itself_ends_the_others(tmp_path: Path) -> None:
    note = tmp_path / "note"
    said: list[str] = []
    waits = python(
        f"import pathlib, time\nwhile not pathlib.Path({str(note)!r}).exists(): time.sleep(0.01)\n"
        "raise SystemExit(3)"
    )
    commands = {"web server": waits, "worker": says_when_it_ends(note)}
    assert supervisor.supervise(commands, lambda: True, said.append) is False
    assert said == ["The web server ended by itself (exit status 3)."]
    assert note.read_text() == "ended"


@pytest.mark.parametrize("number", supervisor.STOP)
def test_told_to_stop_ends_all_and_restores_signals(tmp_path: Path, number: signal.Signals) -> None:
    note = tmp_path / "note"
    before = signal.getsignal(number)

    def ready() -> bool:
        if note.exists():
            os.kill(os.getpid(), number)
        return note.exists()

    commands = {"worker": says_when_it_ends(note), "other": SLEEPS}
    assert supervisor.supervise(commands, ready, pytest.fail) is True
    assert note.read_text() == "ended"
    assert signal.getsignal(number) is before


def test_stubborn_process_and_its_children_are_made_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 0.3)
    # Both processes hold the lock of this file for as long as they live.
    note = tmp_path / "note"
    stubborn = python(
        "import fcntl, os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"file = open({str(note)!r}, 'w')\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\n"
        "os.fork() and file.write('both run') and file.flush()\n"
        "time.sleep(60)"
    )

    def ready() -> bool:
        if note.exists() and note.read_text():
            os.kill(os.getpid(), signal.SIGTERM)
            return True
        return False

    assert supervisor.supervise({"worker": stubborn}, ready, pytest.fail) is True
    with note.open() as file:
        for _ in range(100):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            time.sleep(0.02)
    pytest.fail("A process outlived its supervisor.")
