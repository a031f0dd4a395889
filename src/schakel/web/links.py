"""A link that works without an account: a random token, shown once. Only its digest is kept."""

import hashlib
import secrets
from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

RANDOM_BYTES = 24


def fresh_token() -> str:
    """192 random bits, as text for an address."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def digest(token: str) -> bytes:
    """What is kept of a token: who reads the table cannot answer for somebody."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True)
class Link:
    """An address to give away, and its QR code to scan from this screen."""

    address: str
    qr: SafeString


def link_to(page: str, token: str) -> Link:
    """The link to a page that takes a token."""
    address = settings.BASE_URL + reverse(page, args=[token])
    return Link(address, _drawn(address))


def _drawn(address: str) -> SafeString:
    """As an SVG without inline style, so that the content security policy holds."""
    svg: str = segno.make(address, error="m").svg_inline(
        scale=6, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(svg)  # noqa: S308  # made here from an address that we built
