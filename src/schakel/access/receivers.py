"""A log-in is written like any other act."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed

from schakel.access import log
from schakel.access.models import User


def write_sign_in(sender: type[User], user: User, **_more: Any) -> None:
    log.signed_in(user=user, how="sign_in")


def write_failed_sign_in(sender: Any, **_more: Any) -> None:
    """Without the address that was typed: it may be a password in the wrong box."""
    log.refused(user=None, action="sign_in", rule="password")


def connect() -> None:
    """Called once, when Django starts."""
    user_logged_in.connect(write_sign_in, dispatch_uid="access.sign_in")
    user_login_failed.connect(write_failed_sign_in, dispatch_uid="access.sign_in_failed")
