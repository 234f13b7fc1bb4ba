"""Whose X-Forwarded-* headers are believed: only those of the addresses in TRUSTED_PROXIES."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class TrustedProxyMiddleware:
    """Puts the visitor's own address and scheme into the request, or drops headers that anyone may forge."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = [ip_network(proxy.strip()) for proxy in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        forwarded = {name: meta.pop(name, "") for name in FORWARDED}
        if self._is_trusted(meta.get("REMOTE_ADDR", "")):
            # From the right: the last address that is not one of our own proxies is the visitor's.
            for address in reversed(forwarded["HTTP_X_FORWARDED_FOR"].split(",")):
                if address := address.strip():
                    meta["REMOTE_ADDR"] = address
                    if not self._is_trusted(address):
                        break
            if forwarded["HTTP_X_FORWARDED_PROTO"].strip().lower() == "https":
                meta["wsgi.url_scheme"] = "https"
                request.environ["wsgi.url_scheme"] = "https"  # type: ignore[attr-defined]
        return self.get_response(request)

    def _is_trusted(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.trusted)
