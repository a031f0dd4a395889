"""Where somebody is in a long list, as it travels in the address: sealed, so that it tells nothing and cannot be changed.

A place holds the sorting keys of one row: a name, a moment, sometimes the number of a row of the log. AES-SIV (RFC 5297) hides
them and needs no nonce: the same place gives the same address.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.utils.crypto import salted_hmac

# Longer than the sorting keys of any list: what is longer was made up.
LONGEST = 2000

_MAKERS: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "uuid": UUID,
    "decimal": Decimal,
    "int": int,
    "float": float,
    "str": str,
}


def seal(place: Sequence[Any], of: str) -> str:
    """The place as text for an address; `of` names the list, because a name in one is no date in another."""
    text = json.dumps([_written(value) for value in place])
    return urlsafe_b64encode(_cipher().encrypt(text.encode(), [of.encode()])).decode().rstrip("=")


def unseal(text: str, of: str) -> list[Any] | None:
    """The place again; None for what was not sealed here, or for another list."""
    if len(text) > LONGEST:
        return None
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return [_MAKERS[kind](value) for kind, value in json.loads(_cipher().decrypt(raw, [of.encode()]))]
    except (InvalidTag, ValueError):
        return None


@lru_cache(maxsize=1)
def _cipher() -> AESSIV:
    return AESSIV(salted_hmac("web.places", "key", algorithm="sha512").digest())


def _written(value: Any) -> tuple[str, str]:
    kinds: tuple[tuple[type, str], ...] = (
        (datetime, "datetime"),
        (date, "date"),
        (UUID, "uuid"),
        (Decimal, "decimal"),
        (int, "int"),
        (float, "float"),
    )
    kind = next((name for known, name in kinds if isinstance(value, known)), "str")
    return kind, value.isoformat() if isinstance(value, date) else str(value)
