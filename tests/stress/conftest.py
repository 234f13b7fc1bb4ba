"""What all tests of this folder share."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def only_tables_are_printed() -> Iterator[None]:
    """No line for each of a thousand mails."""
    log = logging.getLogger("meridian")
    before = log.level
    log.setLevel(logging.WARNING)
    yield
    log.setLevel(before)
