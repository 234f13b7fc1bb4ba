"""What make does before any package is there, and what it says when it cannot."""

import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cms import bootstrap
from cms.bootstrap import DEVELOPMENT, PRODUCT, Environment, Problem

ROOT = bootstrap.ROOT


class Recorded(Environment):
    """An environment whose Python and pip are pretended; ``calls``: what they were asked for."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.calls: list[str] = []
        self.pip_says: str | None = None

    def _call(self, command: Sequence[str]) -> str | None:
        if "venv" in command:
            self.calls.append("venv")
            shutil.rmtree(self.place, ignore_errors=True)
            self.python.parent.mkdir(parents=True)
            self.python.write_text(f"#!/bin/sh\necho 3 {sys.version_info.minor}\n")
            self.python.chmod(0o755)
            return None
        self.calls.append(command[-1])
        return self.pip_says

    def prepared(self, *arguments: Any) -> list[str]:
        """What a call of ``prepare`` asked of Python and pip."""
        self.calls.clear()
        self.prepare(*arguments)
        return self.calls


@pytest.fixture
def environment(tmp_path: Path) -> Recorded:
    root = tmp_path / "a path with spaces"
    root.mkdir()
    for name in DEVELOPMENT:
        (root / name).write_text(name)
    return Recorded(root)


def test_first_call_makes_and_installs_and_second_does_nothing(environment: Recorded) -> None:
    assert environment.prepared(PRODUCT) == ["venv", "requirements.txt"]
    assert environment.prepared(PRODUCT) == []


def test_tests_add_to_what_run_installed_and_run_finds_its_own(environment: Recorded) -> None:
    environment.prepare(PRODUCT)
    assert environment.prepared(DEVELOPMENT) == ["requirements-dev.txt"]
    assert environment.prepared(PRODUCT) == []


@pytest.mark.parametrize("changed", PRODUCT)
def test_changed_pins_are_installed_into_the_same_environment(
    environment: Recorded, changed: str
) -> None:
    environment.prepare(DEVELOPMENT)
    (environment.root / changed).write_text("other pins")
    assert environment.prepared(PRODUCT) == ["requirements.txt"]
    assert environment.prepared(DEVELOPMENT) == ["requirements-dev.txt"]


def test_interrupted_installation_is_done_again(environment: Recorded) -> None:
    def interrupted(command: Sequence[str]) -> str | None:
        if "pip" in command:
            raise KeyboardInterrupt
        return Recorded._call(environment, command)

    environment._call = interrupted  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        environment.prepare(PRODUCT)
    assert Recorded(environment.root).prepared(PRODUCT) == ["venv", "requirements.txt"]


def test_copied_checkout_gets_an_environment_of_its_own(environment: Recorded) -> None:
    environment.prepare(PRODUCT)
    copy = environment.root.with_name("copy")
    shutil.copytree(environment.root, copy)
    assert Recorded(copy).prepared(PRODUCT) == ["venv", "requirements.txt"]


def test_vanished_interpreter_is_replaced(environment: Recorded) -> None:
    environment.prepare(PRODUCT)
    environment.python.unlink()
    environment.python.symlink_to("/nowhere/python3")
    assert environment.prepared(PRODUCT) == ["venv", "requirements.txt"]


def test_asking_for_another_python_remakes(environment: Recorded) -> None:
    environment.prepare(PRODUCT)
    version = (3, sys.version_info.minor)
    assert environment.prepared(PRODUCT, version) == []
    assert environment.prepared(PRODUCT, (3, 99)) == ["venv", "requirements.txt"]


def test_damaged_record_counts_as_none(environment: Recorded) -> None:
    environment.prepare(PRODUCT)
    environment.record.write_text("{")
    assert environment.prepared(PRODUCT) == ["venv", "requirements.txt"]


def test_without_network_make_test_leaves_make_run_working(environment: Recorded) -> None:
    environment.prepare(PRODUCT)
    environment.pip_says = "Failed to establish a new connection: [Errno 111] Connection refused"
    with pytest.raises(Problem, match="no package index was reached"):
        environment.prepare(DEVELOPMENT)
    assert environment.prepared(PRODUCT) == []


def test_leftover_python_and_pip_settings_stay_outside(
    environment: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "the-index-of-the-house")
    variables = environment.variables()
    assert "PYTHONPATH" not in variables
    assert "PIP_TARGET" not in variables
    assert variables["PIP_INDEX_URL"] == "the-index-of-the-house"
    assert variables["PYTHONPYCACHEPREFIX"].startswith(str(environment.var))


def test_missing_ensurepip_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name)
    )
    with pytest.raises(Problem) as caught:
        bootstrap.require_complete_python()
    assert f"apt-get install python3.{sys.version_info.minor}-venv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_python_without_sqlite_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "_sqlite3" else find(name)
    )
    with pytest.raises(Problem, match="built without sqlite3"):
        bootstrap.require_complete_python()


@pytest.mark.parametrize(
    "output",
    [
        "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)'\n"
        "ERROR: No matching distribution found for Django==5.2.19",
        "Temporary failure in name resolution",
        "ERROR: Could not install packages due to an OSError: ... Read timed out.",
    ],
)
def test_unreachable_index_is_told_from_other_troubles(output: str) -> None:
    assert "no package index was reached" in str(bootstrap.pip_problem(output, Path("log")))


def test_other_troubles_are_told_in_pips_words() -> None:
    problem = bootstrap.pip_problem(
        "...\nERROR: No matching distribution found for x==1\n", Path("l")
    )
    assert "No matching distribution found for x==1 in the index that pip is set to" in str(problem)
    assert "network" not in str(problem)


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "-1", "80 80", "²"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="not a port number"):
        bootstrap.port_from(text)


def localhosts() -> Iterator[str]:
    """The addresses of localhost that this machine has: containers often lack IPv6."""
    for address in ("127.0.0.1", "::1"):
        with (
            contextlib.suppress(OSError),
            socket.create_server((address, 0), family=family(address)),
        ):
            yield address


def family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


@pytest.mark.parametrize("address", list(localhosts()))
def test_port_in_use_names_the_way_out(address: str) -> None:
    with (
        socket.create_server((address, 0), family=family(address)) as server,
        pytest.raises(Problem, match=r"is in use.* PORT=9000 make run"),
    ):
        bootstrap.require_free(server.getsockname()[1])


def test_port_of_root_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        raise PermissionError

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(Problem, match="kept for root"):
        bootstrap.require_free(1023)


def test_free_port_passes() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
    bootstrap.require_free(port)


def test_lock_without_waiting_says_what_is_busy(tmp_path: Path) -> None:
    with bootstrap.lock(tmp_path, "site", "busy", shared=True):
        with bootstrap.lock(tmp_path, "site", "busy", shared=True, wait=False):
            pass
        with (
            pytest.raises(Problem, match="busy"),
            bootstrap.lock(tmp_path, "site", "busy", wait=False),
        ):
            pass


def test_reset_removes_what_run_made_and_keeps_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "VAR", tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/clinic")
    for folder in ("venv", "media", "secrets"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "file").touch()
    (tmp_path / "db.sqlite3").touch()
    bootstrap.reset()
    said = capsys.readouterr().out
    assert "Removed var/db.sqlite3, var/media, var/secrets." in said
    assert "DATABASE_URL is set; that database was left" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["locks", "venv"]
    bootstrap.reset()
    assert "Nothing to remove" in capsys.readouterr().out


def test_reset_leaves_a_running_site_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "VAR", tmp_path)
    (tmp_path / "db.sqlite3").touch()
    with bootstrap.lock(tmp_path, "site", "", shared=True), pytest.raises(Problem, match="Ctrl-C"):
        bootstrap.reset()
    assert (tmp_path / "db.sqlite3").exists()


def test_read_only_checkout_and_full_disk_are_explained() -> None:
    assert "cannot be written" in bootstrap.explain(OSError(30, "Read-only file system", "var"))
    assert "disk is full" in bootstrap.explain(OSError(28, "No space left on device"))


# --- Through make -----------------------------------------------------------------------------

Make = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Runs make with nothing but sed and the Pythons of ``tmp_path`` in the PATH."""
    sed, program = shutil.which("sed"), shutil.which("make")
    assert sed
    assert program
    (tmp_path / "sed").symlink_to(sed)

    def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [program, *arguments],
            cwd=ROOT,
            env={"PATH": str(tmp_path)} | variables,
            capture_output=True,
            text=True,
        )

    return run


def fake_python(folder: Path, name: str, probe: str) -> None:
    """A Python that answers the probe (in ``$3``) with the shell command ``probe``."""
    script = f'#!/bin/sh\nif [ "$2" = -c ]; then {probe}; else echo "{name} $*"; fi\n'
    (folder / name).write_text(script)
    (folder / name).chmod(0o755)


LACKS_ENSUREPIP = 'case "$3" in *ensurepip*) exit 1;; esac'


def test_newest_suitable_python_is_taken(tmp_path: Path, make: Make) -> None:
    fake_python(tmp_path, "python3.13", "exit 127")  # as pyenv's stand-ins do
    fake_python(tmp_path, "python3.12", "exit 0")
    fake_python(tmp_path, "python3.11", "exit 0")
    assert make("run").stdout == "python3.12 -I -B cms/bootstrap.py run\n"


def test_complete_python_is_preferred_to_a_newer_one(tmp_path: Path, make: Make) -> None:
    fake_python(tmp_path, "python3.12", LACKS_ENSUREPIP)
    fake_python(tmp_path, "python3", "exit 0")
    assert make("test").stdout == "python3 -I -B cms/bootstrap.py test\n"


def test_incomplete_python_gets_to_say_what_it_lacks(tmp_path: Path, make: Make) -> None:
    fake_python(tmp_path, "python3", LACKS_ENSUREPIP)
    assert make("check").stdout == "python3 -I -B cms/bootstrap.py check\n"


def test_named_python_is_taken_also_in_a_path_with_spaces(tmp_path: Path, make: Make) -> None:
    folder = tmp_path / "my pythons"
    folder.mkdir()
    fake_python(folder, "python", "exit 0")
    fake_python(tmp_path, "python3.13", "exit 0")
    assert make("run", f"PYTHON={folder}/python").stdout.startswith("python -I -B")


@pytest.mark.parametrize("pythons", [[], ["python3"]])
def test_missing_or_old_python_is_said_in_one_line(
    tmp_path: Path, make: Make, pythons: list[str]
) -> None:
    for name in pythons:
        fake_python(tmp_path, name, "exit 1")
    process = make("run")
    said, by_make = process.stderr.splitlines()
    assert said.startswith("Meridian needs Python 3.11 or newer")
    assert "make run PYTHON=/path/to/python3" in said
    assert by_make.startswith("make: ***")
    assert process.returncode != 0


def test_problems_are_one_line_without_a_traceback() -> None:
    process = subprocess.run(
        [sys.executable, "-I", "-B", "cms/bootstrap.py", "run"],
        cwd=ROOT,
        env=os.environ | {"PORT": "nowhere"},
        capture_output=True,
        text=True,
    )
    assert process.returncode == 1
    assert process.stderr.startswith("PORT=nowhere is not a port number.")
    assert process.stderr.count("\n") == 1


def test_help_lists_every_command(make: Make) -> None:
    said = make().stdout
    for command in bootstrap.COMMANDS:
        assert f"make {command} " in said
