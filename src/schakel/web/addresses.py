"""Addresses of pages about one record, as fast as a list needs them.

`reverse` looks through all patterns and checks the result for each line of a list: on a list of fifty that was a tenth of the
page. Here the address of a page is looked up once, and then only the key is put in.
"""

import uuid
from functools import cache

from django.conf import settings
from django.urls import get_script_prefix, reverse

_KEY = uuid.UUID(int=0)


def address(page: str, key: uuid.UUID) -> str:
    """The address of a page that takes one key, as `reverse(page, args=[key])` gives it."""
    before, after = _around_key(page, get_script_prefix())
    return f"{before}{key}{after}"


def fixed_address(page: str) -> str:
    """The address of a page that takes nothing, as `reverse(page)` gives it or refuses it."""
    return _fixed(page, settings.ROOT_URLCONF, get_script_prefix())


@cache
def _fixed(page: str, _pages: str, _prefix: str) -> str:
    return reverse(page)


@cache
def _around_key(page: str, _prefix: str) -> tuple[str, str]:
    before, _, after = reverse(page, args=[_KEY]).partition(str(_KEY))
    return before, after
