"""An app with codes, as a test holds it in its hand."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from schakel.access import actions_factors
from schakel.access.models import User
from schakel.access.queries_factors import codes_left

PASSWORD = "een lang wachtwoord"


def code_of(secret: str, *, ago: int = 0) -> str:
    """What the app shows now, or showed some seconds ago."""
    return str(format_hotp_value(hotp_value(secret, int(time.time() - ago) // 30)))


def with_password(who: User) -> User:
    who.set_password(PASSWORD)
    who.save()
    return who


def with_app(who: User) -> str:
    """The account gets a password and an app; returns the secret of the app."""
    secret = str(generate_totp_secret())
    actions_factors.add_app(by=with_password(who), secret=secret)
    return secret


def recovery_codes(who: User) -> list[str]:
    return codes_left(who, Authenticator.objects.get(user=who, type="recovery_codes"))


def knows_password(who: User, client: Client | None = None) -> Client:
    """A browser in which the password was typed."""
    client = client or Client()
    client.post(reverse("account_login"), {"login": who.email, "password": PASSWORD})
    return client


def logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def secret_on(page: str) -> str:
    """The secret as the page shows it, in groups of four."""
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found, page
    return found[1].replace(" ", "")


@contextmanager
def later(seconds: int) -> Iterator[None]:
    """Some time after now."""
    with time_machine.travel(time.time() + seconds, tick=True):
        yield
