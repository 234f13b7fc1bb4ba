"""For the tests: fast hashing, mail and files in memory or temporary folders, tasks run at once."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, env

DEBUG = False
SECRET_KEY = "tests-only"
# Made for the tests with Fernet.generate_key(); protects nothing.
ENCRYPTION_KEYS = ["SyqeuRPCyvHKqtdf0vIlTUCqrBsDkLEJmClMfOnsdEM="]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A file, not memory: threads on an in-memory SQLite meet "table is locked".
TEST_FILES = Path(tempfile.mkdtemp(prefix="meridian-tests-"))
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = str(TEST_FILES / "unused.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_FILES / "test.sqlite3")}
    # A power cut in the middle of a test needs no protection.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )

MEDIA_ROOT = TEST_FILES / "media"
STATIC_ROOT = TEST_FILES / "static"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://tests")}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
