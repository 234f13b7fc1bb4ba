"""Secrets of a development machine: made once, kept in a file that only its owner may read."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def local_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret kept at ``path``; made with ``make`` and stored (mode 0600) the first time.

    Two processes that start at once get the same secret: the file appears whole or not at all, and
    the first wins. Raises ``RuntimeError`` for a file that is there but empty: a new key in its
    place would lock away what the lost one wrote.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)  # mkstemp creates with mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            os.link(name, path)  # unlike a rename, never replaces what another process put there
        except FileExistsError:
            pass
        finally:
            os.unlink(name)
    secret = path.read_text(encoding="utf-8").strip()
    if not secret:
        raise RuntimeError(f"{path} is empty. Put its secret back, or delete the file to make one.")
    return secret
