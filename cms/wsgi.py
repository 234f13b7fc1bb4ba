"""The WSGI entry point: ``gunicorn cms.wsgi``."""

import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()

from cms.sites import follow_base_url  # noqa: E402 - the apps must be ready

with suppress(DatabaseError):  # the site starts without its database, and says so on its pages
    follow_base_url()
