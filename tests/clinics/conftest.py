"""What tests of the clinics' pages share."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

Freeze = Callable[[datetime], None]


@pytest.fixture
def freeze(monkeypatch: pytest.MonkeyPatch) -> Freeze:
    """``freeze(moment)``: from now on it is this moment (aware), wherever the code asks what time it is."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at
