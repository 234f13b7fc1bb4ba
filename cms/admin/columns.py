"""Columns of lists in the admin."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.tables import Column


class MomentColumn(Column):
    """A day, or a day and a time, in full. Wagtail's own says "Just now" of every day to come."""

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "j M Y, H:i")
        return date_format(value, "j M Y") if value else ""
