"""The guide "Add a page type" works: carried out word by word, on a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "extending" / "add-a-page-type.md"
#: A paragraph that names files, and the block of code after it.
STEP = re.compile(r"(?P<words>(?:[^\n]+\n)+)\n```(?P<language>\w+)\n(?P<code>.*?)```", re.DOTALL)


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE", "PYTEST"))}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )


def carry_out(folder: Path) -> None:
    """Do what the guide says to the files of the copy."""
    for step in STEP.finditer(GUIDE.read_text(encoding="utf-8")):
        words, code = " ".join(step["words"].split()), step["code"]
        if create := re.search(r"Create `([^`]+)`:", words):
            (folder / create[1]).write_text(code, encoding="utf-8")
        elif append := re.search(r"Append to `([^`]+)`:", words):
            with (folder / append[1]).open("a", encoding="utf-8") as file:
                file.write(code)
        elif insert := re.search(r"[Ii]n `([^`]+)`.*?after `([^`]+)`", words):
            path = folder / insert[1]
            text = path.read_text(encoding="utf-8")
            assert text.count(insert[2]) == 1, f"{insert[1]} has not one {insert[2]}."
            path.write_text(text.replace(insert[2], f"{insert[2]}\n{code.rstrip()}"), "utf-8")


@pytest.mark.once
def test_a_newcomer_who_follows_the_guide_has_a_page_type(tmp_path: Path) -> None:
    copy = tmp_path / "meridian"
    ignored = shutil.ignore_patterns("var", ".git", "__pycache__", "node_modules")
    shutil.copytree(ROOT, copy, ignore=ignored)
    carry_out(copy)

    made = run(copy, "manage.py", "makemigrations", "home")
    assert "talkpage" in made.stdout.lower(), made.stderr
    tested = run(
        copy,
        "-m",
        "pytest",
        "-q",
        "tests/test_page_types.py",
        "-k",
        "TalkPage",
    )
    assert tested.returncode == 0, tested.stdout[-4000:] + tested.stderr[-2000:]
    assert " passed" in tested.stdout
