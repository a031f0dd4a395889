"""What the administrator writes: accounts, and nothing about anyone else."""

from django.db import transaction

from schakel.access import log
from schakel.access.errors import OwnAccountError
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.rules import names


@transaction.atomic
def open_account(
    *,
    by: User | None,
    email: str,
    full_name: str,
    role: Role | str,
    password: str | None = None,
    is_demo: bool = False,
) -> User:
    """A new account. Without a password nobody can log in with it until one is set."""
    user = User.objects.create_user(
        email, password, full_name=names.clean(full_name), role=role, is_demo=is_demo
    )
    log.wrote(by=by, action="account.open", detail={"account": str(user.key), "role": str(role)})
    return user


@transaction.atomic
def choose_language(*, by: User, language: str) -> User:
    """Keep the language in which someone wants to read."""
    by.language = language
    by.save(update_fields=["language"])
    log.wrote(by=by, action="account.language", detail={"account": str(by.key), "language": language})
    return by


@transaction.atomic
def set_active(*, by: User, user: User, active: bool) -> User:
    """Close an account, or open it again. A closed account sees nothing from this moment; its history stays."""
    if user == by:
        raise OwnAccountError
    user.is_active = active
    user.save(update_fields=["is_active"])
    log.wrote(
        by=by, action="account.reopen" if active else "account.close", detail={"account": str(user.key)}
    )
    return user
