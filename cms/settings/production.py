"""For production. Refuses to start without SECRET_KEY, ENCRYPTION_KEYS, ALLOWED_HOSTS and BASE_URL."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import env

DEBUG = False


def _required(name: str, what: str) -> str:
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Set it to {what} (see docs/deploying.md).")
    return value


SECRET_KEY = _required("SECRET_KEY", "a long random string")
ENCRYPTION_KEYS = [
    key.strip()
    for key in _required("ENCRYPTION_KEYS", "one or more Fernet keys, newest first").split(",")
]
ALLOWED_HOSTS = [
    host.strip() for host in _required("ALLOWED_HOSTS", "the site's host names").split(",")
]
BASE_URL = _required("BASE_URL", "the site's canonical address, https://...").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL

STORAGES = {
    "default": {"BACKEND": env.str("MEDIA_STORAGE", "django.core.files.storage.FileSystemStorage")},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=BASE_URL.startswith("https://"))
# The load balancer asks over plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
# Previews in the editor are frames of our own: SAMEORIGIN is meant.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
