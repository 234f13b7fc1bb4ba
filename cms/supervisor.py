"""Several processes that belong together: started together, stopped together."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType

# The worker ends after the job in hand.
PATIENCE = 10.0
STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def supervise(
    commands: Mapping[str, Sequence[str]], ready: Callable[[], bool], say: Callable[[str], None]
) -> bool:
    """Run ``commands`` until somebody stops this process or one of them ends, then end them all.

    ``say`` gets the name of a command that ended by itself, with its exit status. ``ready`` is
    asked a few times a second until it returns True. Returns whether the end was asked for.
    """
    with _told_to_stop() as told, contextlib.ExitStack() as stack:
        running: dict[str, subprocess.Popen[bytes]] = {}
        stack.callback(_end, running)
        for name, command in commands.items():
            # A session of its own: Ctrl-C reaches only us, and we end each with all it started.
            running[name] = subprocess.Popen(
                command, start_new_session=True, stdin=subprocess.DEVNULL
            )
        was_ready = False
        while not told:
            for name, process in running.items():
                if process.poll() is not None:
                    say(f"The {name} ended by itself ({_how(process.returncode)}).")
                    return False
            was_ready = was_ready or ready()
            time.sleep(0.2)
        return True


def _how(status: int) -> str:
    return f"exit status {status}" if status >= 0 else signal.Signals(-status).name


@contextlib.contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    """A list that fills when this process is told to stop."""
    told: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        told.append(number)

    before = {number: signal.signal(number, note) for number in STOP}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(running: Mapping[str, "subprocess.Popen[bytes]"]) -> None:
    """End every process and what it started: asked first, made to when it takes too long."""
    for process in running.values():
        _signal_group(process, signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    for process in running.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, until - time.monotonic()))
    # What a group's first process left behind gets a moment to end as well.
    time.sleep(0.2)
    for process in running.values():
        _signal_group(process, signal.SIGKILL)
        process.wait()


def _signal_group(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    # PermissionError: macOS says so of a group whose processes have all ended.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
