"""What every test stands on. Fixtures that one app needs lie in that app's folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests import databases
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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Databases come from a template, and get its content back from tests that commit."""
    with django_db_blocker.unblock():
        databases.start_from_template(connection)

    def restore(case: TransactionTestCase) -> None:
        databases.restore(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite the copy is the test database; PostgreSQL makes its own from the template."""
    return connection.vendor == "sqlite"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test sees what another one left in the cache, such as addresses of pages rolled back."""
    cache.clear()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the files of this process's tests."""
    if settings.configured:
        shutil.rmtree(settings.TEST_FILES, ignore_errors=True)
