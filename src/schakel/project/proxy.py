"""Who asks, when a proxy stands in front: its word is taken only where the installation says that there is one.

Without this the log would say that everybody looked from the proxy, and one limit on log-ins would count the whole municipality.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADER = "HTTP_X_REAL_IP"


class ProxyMiddleware:
    """The address in `X-Real-IP`, which the proxy sets over whatever a visitor sends."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.META.get(HEADER, "").strip()
        if settings.BEHIND_PROXY and _is_address(said):
            request.META["REMOTE_ADDR"] = said
        return self.get_response(request)


def _is_address(said: str) -> bool:
    try:
        ip_address(said)
    except ValueError:
        return False
    return True
