"""``make check``: what can be said of the code without running its tests.

python -m tests.checks
"""

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from cryptography.fernet import Fernet

from tests.environment import clean

PYTHON = sys.executable
TEST = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
# Production's settings, with values made up for this one check.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "throwaway-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "clinic.example",
    "BASE_URL": "https://clinic.example",
    "DATABASE_URL": "sqlite://:memory:",
    "EMAIL_URL": "dummymail://",
}

CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    # The slow one first: two run at a time.
    "types": (["-m", "mypy"], TEST),
    "lint": (["-m", "ruff", "check"], {}),
    "format": (["-m", "ruff", "format", "--check"], {}),
    "templates": (["-m", "djlint", "templates", "--lint", "--quiet"], {}),
    "migrations": (["manage.py", "makemigrations", "--check", "--dry-run"], TEST),
    "deployment": (["manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    "static files": (["manage.py", "collectstatic", "--noinput", "--verbosity", "0"], PRODUCTION),
    "longest files": (["-m", "tests.longest"], {}),
}


def check(name: str, folder: str) -> bool:
    """Run one check with ``folder`` for what it makes, print what it said: whether it passed."""
    command, variables = CHECKS[name]
    start = time.monotonic()
    process = subprocess.run(
        [PYTHON, *command],
        env=clean(TMPDIR=folder, STATIC_ROOT=f"{folder}/static") | variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    passed = process.returncode == 0
    seconds = time.monotonic() - start
    head = f"{'ok' if passed else 'FAILED':8}{name} ({seconds:.0f} s)"
    print(f"{head}\n{process.stdout.rstrip()}".rstrip(), flush=True)
    return passed


def main() -> int:
    """Run all checks. Returns 0 where all passed."""
    folders = tempfile.TemporaryDirectory(prefix="meridian-check-")
    with folders as folder, ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(lambda name: check(name, folder), CHECKS))
    print(f"\n{passed.count(True)} checks passed, {passed.count(False)} failed")
    return int(not all(passed))


if __name__ == "__main__":
    sys.exit(main())
