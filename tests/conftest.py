"""What every test stands on. Fixtures that one app needs lie in that app's folder."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tests.postgres import PREFIX

TESTS = Path(__file__).parent
# What the settings read: left over in a shell, it could point the tests at real data or mail.
LEFT_OVER = (
    "ALLOWED_HOSTS BASE_URL CACHE_URL DEFAULT_FROM_EMAIL EMAIL_URL ENCRYPTION_KEYS MEDIA_ROOT"
    " SECRET_KEY STATIC_ROOT TRUSTED_PROXIES"
).split()


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to start where the shell holds settings that are not the tests'."""
    left_over = [name for name in LEFT_OVER if name in os.environ]
    if PREFIX not in os.environ.get("DATABASE_URL", PREFIX):
        left_over.append("DATABASE_URL")
    if left_over:
        pytest.exit(
            f"Your shell sets {', '.join(left_over)}, which would lead the tests astray. Unset it,"
            " or run make test, which keeps it out. PostgreSQL: python -m tests.postgres pytest",
            returncode=pytest.ExitCode.USAGE_ERROR,
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in ``tests/browser`` and ``tests/stress``, so that no test forgets to."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in ("browser", "stress"):
            item.add_marker(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the files of this process's tests."""
    if settings.configured:
        shutil.rmtree(settings.TEST_FILES, ignore_errors=True)
