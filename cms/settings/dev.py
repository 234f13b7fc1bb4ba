"""For ``make run`` and work at a desk: everything it needs lies in var/, secrets are made once and kept.

Errors show the site's own pages, as patients would see them; ``DEBUG=1 make run`` shows Django's.
"""

import secrets

from cryptography.fernet import Fernet

from cms.secrets import local_secret

from .base import *  # noqa: F403
from .base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or local_secret(
    VAR_DIR / "secrets" / "secret_key", lambda: secrets.token_urlsafe(50)
)
ENCRYPTION_KEYS = env.list("ENCRYPTION_KEYS", default=[]) or [
    local_secret(VAR_DIR / "secrets" / "encryption_key", lambda: Fernet.generate_key().decode())
]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

# Edited styles and scripts show at once, without collecting them.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
