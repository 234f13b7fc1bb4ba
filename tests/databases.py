"""The databases of the tests: migrated once, copied for every worker, put back after a test that commits.

Wagtail's migrations take half a minute. So they run into a template, which SQLite keeps in
``var/cache/tests`` until a migration or a package changes, and PostgreSQL for as long as the server
of the tests lives. What commits is not flushed, as Django would, but gets the template's content
again: groups, the first page and the site are there for the next test too, in any order.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.bootstrap import PRODUCT, lock


def start_from_template(connection: BaseDatabaseWrapper) -> None:
    """Let the test database that Django is about to set up begin as a copy of the template."""
    test: dict[str, Any] = connection.settings_dict["TEST"]
    # Nothing is left to migrate in a copy; without looking, that is known sooner.
    test["MIGRATE"] = False
    with lock(settings.VAR_DIR, "tests", "Another worker is migrating; waiting for it."):
        if connection.vendor == "sqlite":
            _sqlite_template(connection)
            # One's own: another run may need another template, and takes this one away.
            copy(connection, str(_sqlite_path()), _template(connection))
            copy_template(connection, test["NAME"])
        else:
            test["TEMPLATE"] = _postgresql_template(connection)


def copy_template(connection: BaseDatabaseWrapper, name: str) -> None:
    """Make ``name`` a copy of the template: a file of SQLite's, or a database on the server."""
    copy(connection, _template(connection), name)


def restore(connection: BaseDatabaseWrapper) -> None:
    """Give the test database the content of the template again."""
    bring_back(connection, _template(connection))


def keep(connection: BaseDatabaseWrapper, name: str) -> str:
    """Keep the test database as it is now. Returns what ``bring_back`` needs."""
    connection.close()
    database = str(connection.settings_dict["NAME"])
    kept = f"{database}_{name}" if connection.vendor != "sqlite" else _file(name)
    copy(connection, database, kept)
    return kept


def bring_back(connection: BaseDatabaseWrapper, kept: str) -> None:
    """Give the test database the content of ``kept``."""
    connection.close()
    copy(connection, kept, str(connection.settings_dict["NAME"]))


def copy(connection: BaseDatabaseWrapper, source: str, target: str) -> None:
    """Make ``target`` a copy of ``source``: files of SQLite's, or databases on the server."""
    if connection.vendor == "sqlite":
        # Page by page, under SQLite's locks: others may have the file open.
        old = sqlite3.connect(f"{Path(source).as_uri()}?mode=ro", uri=True)
        with closing(old), closing(sqlite3.connect(target, timeout=20)) as new:
            old.backup(new)
    else:
        with _server(connection) as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def _template(connection: BaseDatabaseWrapper) -> str:
    return _name() if connection.vendor != "sqlite" else _file("template")


def _file(name: str) -> str:
    return str(Path(settings.TEST_FILES) / f"{name}.sqlite3")


@cache  # Somebody may change a migration meanwhile.
def _name() -> str:
    """The template's name, which changes with every migration and package."""
    files = [
        *settings.BASE_DIR.glob("*/migrations/*.py"),
        *map(settings.BASE_DIR.joinpath, PRODUCT),
    ]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(settings.BASE_DIR)}\n".encode() + path.read_bytes())
    return f"migrated_{digest.hexdigest()[:16]}"


def _migrate(connection: BaseDatabaseWrapper, name: str) -> None:
    """Run all migrations on the database ``name``, where ``connection`` otherwise goes elsewhere."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


# --- SQLite: files ----------------------------------------------------------------------------


def _sqlite_path() -> Path:
    return Path(settings.VAR_DIR) / "cache" / "tests" / f"{_name()}.sqlite3"


def _sqlite_template(connection: BaseDatabaseWrapper) -> None:
    path = _sqlite_path()
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.iterdir():
        old.unlink()
    half = path.with_suffix(".half")
    _migrate(connection, str(half))
    with closing(sqlite3.connect(half)) as database:
        # One file, without a log beside it.
        database.execute("PRAGMA journal_mode = DELETE")
    half.rename(path)


# --- PostgreSQL: databases on the server of the tests -----------------------------------------


@contextmanager
def _server(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    """A cursor that can create and drop databases."""
    parameters = {
        "host": connection.settings_dict["HOST"],
        "user": connection.settings_dict["USER"],
    }
    with closing(psycopg2.connect(**parameters, dbname="postgres")) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            yield cursor


def _postgresql_template(connection: BaseDatabaseWrapper) -> str:
    name, half = _name(), f"{_name()}_half"
    with _server(connection) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f"DROP DATABASE IF EXISTS {half}")
            cursor.execute(f"CREATE DATABASE {half}")
            _migrate(connection, half)
            cursor.execute(f"ALTER DATABASE {half} RENAME TO {name}")
    return name
