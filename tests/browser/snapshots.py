"""The test database, kept as it is at one moment and brought back in a blink."""

import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections


def keep(name: str) -> None:
    """Keep the test database as it is now, under ``name``."""
    _copy(_database(), _kept(name))


def bring_back(name: str) -> None:
    """Make the test database what it was when ``name`` was kept, and forget what was cached."""
    _copy(_kept(name), _database())
    cache.clear()


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _kept(name: str) -> str:
    if connection.vendor == "sqlite":
        return str(Path(settings.TEST_FILES) / f"{name}.sqlite3")
    return f"{_database()}_{name}"


def _copy(source: str, target: str) -> None:
    connections.close_all()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
        return
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:
        # By force: a browser may hold a connection to the server open, and that one to the database.
        cursor.execute(f"DROP DATABASE IF EXISTS {quote(target)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")
