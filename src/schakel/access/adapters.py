"""What Schakel decides where allauth asks: secrets are sealed, words are ours, nobody signs up."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from schakel.access import log, vault
from schakel.access.models import User

_whose: ContextVar[str] = ContextVar("whose")


@contextmanager
def secrets_of(user: User) -> Iterator[None]:
    """Whose secrets are sealed and opened here: allauth hands its adapter the secret alone."""
    token = _whose.set(factor_of(user))
    try:
        yield
    finally:
        _whose.reset(token)


def factor_of(user: User) -> str:
    """What a secret of this account is bound to."""
    return f"mfa_authenticator:{user.key}"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Dit ging te vaak mis. Probeer het over vijf minuten nog een keer."),
        "rate_limited": _("Dit ging te vaak mis. Probeer het over vijf minuten nog een keer."),
        "email_password_mismatch": _("Dit e-mailadres en dit wachtwoord horen niet bij elkaar."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by an administrator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A try that is not even looked at is written too."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            log.refused(user=None, action="sign_in", rule="too often")
            raise

    def is_safe_url(self, url: str | None) -> bool:
        """Only a place of our own. allauth takes the address apart before it looks whether it is one."""
        return url_has_allowed_host_and_scheme(url, {context.request.get_host()})

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The page that comes next says what happened."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth publishes no types
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Deze code klopt niet. Kijk of het de nieuwste is en typ hem nog een keer."),
        "incorrect_passkey": _(
            "Deze passkey past hier niet. Probeer het nog een keer, of kom anders binnen."
        ),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to this host name, and is called Schakel on the device."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Schakel"}

    def encrypt(self, text: str) -> str:
        return vault.seal(text, about=_whose.get())

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal(encrypted_text, about=_whose.get())
