"""A log-in is written like any other act, and how it was done is remembered as long as the session."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest

from schakel.access import factors, fresh, log
from schakel.access.models import User


def write_sign_in(sender: type[User], request: HttpRequest, user: User, **_more: Any) -> None:
    how = _shown_at_log_in(request, user)
    if how:
        factors.shown(request, how)
    fresh.note(request)
    log.signed_in(user=user, how=f"sign_in.{how}" if how else "sign_in")


def _shown_at_log_in(request: HttpRequest, user: User) -> str:
    """The last thing that was shown beside a password; empty when there was none."""
    records = get_authentication_records(request, user)
    shown = [str(each.get("type", "provider")) for each in records if each["method"] in METHODS]
    return shown[-1] if shown else ""


# As allauth names them; a provider tells no type.
METHODS = frozenset({"mfa", "socialaccount"})


def write_failed_sign_in(sender: Any, **_more: Any) -> None:
    """Without the address that was typed: it may be a password in the wrong box."""
    log.refused(user=None, action="sign_in", rule="password")


def write_failed_code(sender: Any, user: User, **_more: Any) -> None:
    """Who knew the password and not the code is worth a look."""
    log.refused(user=user, action="mfa_authenticate", rule="code")


def connect() -> None:
    """Called once, when Django starts."""
    user_logged_in.connect(write_sign_in, dispatch_uid="access.sign_in")
    user_login_failed.connect(write_failed_sign_in, dispatch_uid="access.sign_in_failed")
    authentication_failed.connect(write_failed_code, dispatch_uid="access.code_failed")
