"""Cache headers that never outlive the truth."""

from datetime import datetime

from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control

#: The longest that a page may be kept by others, in seconds: what staff change shows within it.
LONGEST = 300


def until(response: HttpResponse, now: datetime, valid_until: datetime | None) -> None:
    """Let any cache keep the response, at most until ``valid_until`` (aware; None: for LONGEST)."""
    seconds = LONGEST
    if valid_until is not None:
        seconds = max(0, min(LONGEST, int((valid_until - now).total_seconds())))
    patch_cache_control(response, public=True, max_age=seconds)


def never(response: HttpResponse) -> None:
    """Keep this response nowhere: it is for one person."""
    add_never_cache_headers(response)
    patch_cache_control(response, no_store=True, private=True)
