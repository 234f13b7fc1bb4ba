"""Whether a post comes from one of our own pages. Forms set no cookie, so no token can tell."""

from urllib.parse import urlsplit

from django.http import HttpRequest

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_foreign(request: HttpRequest) -> bool:
    """Whether the browser says that another website made it send this.

    Compared is the request's own scheme and host, so that every name works under which the site is served. What says
    neither (old browsers, scripts) is let through: patients' forms carry no authority that could be abused.
    """
    if request.headers.get("Sec-Fetch-Site", "").strip().lower() == "cross-site":
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    own = _parts(f"{request.scheme}://{request.get_host()}")
    return own is None or _parts(origin) != own


def _parts(origin: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port; None for "null" and whatever else names no website."""
    try:
        parts = urlsplit(origin.strip())
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port
