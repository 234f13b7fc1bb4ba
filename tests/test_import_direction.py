"""Imports point one way, in Python and in templates: a lower room never reads up."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: From the lowest room to the highest: each may use those before it.
ROOMS = ("cms", "treatments", "clinics", "contact", "booking", "home")
INCLUDE = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
#: Settings and addresses name every app: they are the project, not a room.
PROJECT = {"cms/settings", "cms/urls.py"}


def above(room: str) -> set[str]:
    return set(ROOMS[ROOMS.index(room) + 1 :])


def imported(path: Path) -> Iterator[str]:
    """The first names of all that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_reads_up(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / room).rglob("*.py"))
        if not any(str(path.relative_to(ROOT)).startswith(part) for part in PROJECT)
        for name in imported(path)
        if name in above(room)
    ]
    assert not wrong, (
        f"{wrong}. Let the higher room give its part through cms/parts.py: "
        "docs/decisions/0005-parts.md says how."
    )


@pytest.mark.parametrize("room", [*ROOMS, "components", "blocks", "drawings"])
def test_no_template_reads_up(room: str) -> None:
    forbidden = above(room) if room in ROOMS else set(ROOMS) - {"cms"}
    wrong = [
        f"{path.relative_to(ROOT)} uses {name}"
        for path in sorted((ROOT / "templates" / room).rglob("*.html"))
        for name in INCLUDE.findall(path.read_text(encoding="utf-8"))
        if name.split("/")[0] in forbidden
    ]
    assert not wrong, f"{wrong}. A lower room's template may not use a higher one's."
