"""The guides name only what is there: pictures, pages, headings, commands."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)


def anchors(text: str) -> set[str]:
    """What GitHub calls the headings of a guide in addresses."""
    headings = re.findall(
        r"^#+ (.+)$", CODE.sub(lambda code: code[0].strip("`"), text), re.MULTILINE
    )
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings
    }


def broken_links(text: str, guide: Path) -> Iterator[str]:
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue  # elsewhere
        path, _, anchor = link.partition("#")
        target = guide.parent / path if path else guide
        if not target.exists() or (
            anchor and anchor not in anchors(text if target == guide else target.read_text())
        ):
            yield link


def commands(text: str) -> set[str]:
    """The ``make`` commands that a guide's code names."""
    code = (re.sub(r"#.*", "", each) for each in CODE.findall(text))
    return {name for each in code for name in re.findall(r"(?:^|[\s`])make ([a-z]+)", each)}


def makefile() -> set[str]:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    return set(phony[1].split())


def pictures() -> dict[Path, str]:
    """The pictures that the guides show, with what is read to those who cannot see them."""
    return {
        (guide.parent / path).resolve(): words
        for guide in GUIDES
        for words, path in PICTURE.findall(guide.read_text())
    }


@each_guide
def test_links_lead_somewhere(guide: Path) -> None:
    broken = list(broken_links(guide.read_text(), guide))
    assert not broken, f"{guide.name} links to what is not there: {broken}"


@each_guide
def test_commands_are_there(guide: Path) -> None:
    unknown = commands(guide.read_text()) - makefile()
    assert not unknown, f"{guide.name} names commands that the Makefile lacks: {unknown}"


def test_pictures_are_those_that_make_screenshots_takes() -> None:
    from docs.screenshots import FOLDER, PICTURES

    taken = {FOLDER.resolve() / f"{name}.png" for name in PICTURES}
    assert pictures().keys() == taken, "Shown and taken differ; docs/screenshots.py takes them."
    assert set(FOLDER.iterdir()) == {FOLDER / path.name for path in taken}, "Left over or missing."


def test_pictures_are_small_and_described() -> None:
    from docs.screenshots import MOST_BYTES

    for path, words in pictures().items():
        assert words, f"{path.name} needs words for those who cannot see it."
        size = path.stat().st_size
        assert size <= MOST_BYTES, (
            f"{path.name} has {size} bytes; make screenshots makes it smaller."
        )


def test_what_is_not_there_is_found() -> None:
    text = (
        "# A `b` c\n[x](#a-b-c) [y](#none) [z](no.md) [w](https://example.org) `make tea` make war"
    )
    assert list(broken_links(text, ROOT / "README.md")) == ["#none", "no.md"]
    assert commands(text) == {"tea"}
    assert commands("```sh\nmake run     # make nothing\nPORT=1 make test\n```") == {"run", "test"}
    assert "tea" not in makefile()
