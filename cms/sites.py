"""Wagtail's Site follows BASE_URL, so that canonical addresses and mails have one source."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models.signals import post_migrate
from wagtail.models import Site


def follow_base_url(**kwargs: object) -> None:
    """Give the default site the host and port of ``settings.BASE_URL``."""
    base = urlsplit(settings.BASE_URL)
    port = base.port or (443 if base.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site and (site.hostname, site.port) != (base.hostname, port):
        site.hostname, site.port = base.hostname, port
        site.save()


def connect() -> None:
    post_migrate.connect(follow_base_url, dispatch_uid="cms.follow_base_url")
