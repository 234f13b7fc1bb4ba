"""Our drawings: every one that can be chosen is there, small, and fits the strict policy."""

import xml.etree.ElementTree as ET

import pytest

from cms import drawings

NAMES = sorted({*drawings.LABELS, *drawings.FURNITURE})


def test_every_file_has_a_name_and_every_name_a_file() -> None:
    files = sorted(path.stem for path in drawings.DIRECTORY.glob("*.svg"))
    assert files == NAMES, "give the drawing a label in cms/drawings.py, or put its file in place"


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_can_be_inlined(name: str) -> None:
    text = drawings.svg(name)
    root = ET.fromstring(text)
    assert root.attrib["aria-hidden"] == "true"
    assert root.attrib["stroke"] == "currentColor"
    assert root.attrib["class"].split()[0] == "art"
    for element in root.iter():
        assert "style" not in element.attrib, "the policy on public pages refuses style attributes"
        assert "id" not in element.attrib, "a page may show the same drawing twice"
    assert len(text.encode()) <= 6500, "drawings come with every view of the page: keep them small"


def test_a_class_is_added_to_the_drawing_s_own() -> None:
    assert 'class="art small"' in drawings.svg("hand", "small")


def test_a_name_that_is_not_ours_shows_nothing() -> None:
    assert drawings.svg("../../cms/settings/base") == ""
