"""Passkeys: what the browser is asked, and how one is named in an address without its number."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication, begin_registration
from django.utils.crypto import salted_hmac

from schakel.access.models import User


@dataclass(frozen=True)
class Passkey:
    name: str
    handle: str
    created_at: datetime


def named(passkeys: Iterable[Authenticator]) -> list[Passkey]:
    """For the list on the account page."""
    return [Passkey(each.wrap().name, handle_of(each), each.created_at) for each in passkeys]


def handle_of(passkey: Authenticator) -> str:
    """Stands in an address: the number of a record never does."""
    return salted_hmac("access.passkey", str(passkey.pk), algorithm="sha256").hexdigest()[:24]


def to_make(user: User) -> str:
    """What the browser is asked to make: on the device, behind finger, face or code."""
    return plain(begin_registration(user, True))


def to_show(user: User) -> str:
    """What the browser is asked to show, of the passkeys of this account."""
    return plain(begin_authentication(user))


def plain(options: Mapping[str, Any]) -> str:
    """As JSON for an attribute; bytes are base64url already."""
    return json.dumps(options, default=dict)
