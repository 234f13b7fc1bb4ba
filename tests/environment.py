"""Environment variables for tests and checks: the machine's, without the shell's settings."""

import os

KEPT = (
    "CHROMIUM CI COLUMNS FORCE_COLOR HOME LANG LC_ALL LC_CTYPE LD_LIBRARY_PATH LOGNAME NO_COLOR"
    " PATH PYTHONNOUSERSITE PYTHONPYCACHEPREFIX SHELL TERM TMPDIR USER XDG_CACHE_HOME"
).split()


def clean(**variables: str) -> dict[str, str]:
    """What is harmless of this process's environment, and ``variables``.

    A list of what stays, not of what goes: nobody knows which ``DATABASE_URL``,
    ``PYTEST_ADDOPTS`` or ``DJANGO_SETTINGS_MODULE`` a shell has left over.
    """
    return {name: os.environ[name] for name in KEPT if name in os.environ} | variables
