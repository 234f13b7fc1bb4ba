"""``manage.py publish_scheduled``: Wagtail's command, except that one page that cannot be published stops no other."""

from typing import Any

from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import Page

from cms.admin.publishing import publish_due


class Command(publish_scheduled.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        now = timezone.now()
        for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        publish_due(now)
