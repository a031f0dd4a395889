"""What the administrator writes: accounts, and nothing about anyone else."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from schakel.access import log, mail, sessions
from schakel.access.errors import AccountOverError, LastDayError, OwnAccountError
from schakel.access.models import Announcement, User
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
def note_password_chosen(*, by: User, session: str | None) -> None:
    """Somebody chose a new password in this session: known to the log and to the owner, and every other session ends."""
    log.wrote(by=by, action="account.password")
    mail.tell(by, mail.What.PASSWORD)
    sessions.end_others(by=by, keep=session)


@transaction.atomic
def note_password_set(*, user: User) -> None:
    """Who works on the server set a password for somebody: known to the log and to the owner, and every session ends."""
    sessions.end(user)
    log.wrote(by=None, action="account.password_set", detail={"account": str(user.key)})
    mail.tell(user, mail.What.PASSWORD)


@transaction.atomic
def set_active(*, by: User | None, user: User, active: bool) -> User:
    """Close an account, or open it again. A closed account sees nothing from this moment; its history stays."""
    if user == by:
        raise OwnAccountError
    if active and user.is_over(timezone.localdate()):
        raise AccountOverError
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        sessions.end(user)
    log.wrote(
        by=by, action="account.reopen" if active else "account.close", detail={"account": str(user.key)}
    )
    return user


@transaction.atomic
def set_last_day(*, by: User, user: User, expires_on: date | None) -> User:
    """The last day on which an account works; None: no last day. Raises `LastDayError` for a day that has been.

    An account that was closed stays closed: opening it again is an act of its own.
    """
    if user == by:
        raise OwnAccountError
    if expires_on is not None and expires_on < timezone.localdate():
        raise LastDayError
    user.expires_on = expires_on
    user.save(update_fields=["expires_on"])
    until = expires_on.isoformat() if expires_on else None
    log.wrote(by=by, action="account.last_day", detail={"account": str(user.key), "until": until})
    return user


@transaction.atomic
def close_what_is_over(*, today: date) -> int:
    """Close every account whose last day was before today, and end its sessions. Returns how many. Run by the daily chore."""
    over = list(User.objects.select_for_update().filter(is_active=True, expires_on__lt=today).order_by("pk"))
    for user in over:
        User.objects.filter(pk=user.pk).update(is_active=False)
        sessions.end(user)
        log.wrote(by=None, action="account.expire", detail={"account": str(user.key)})
    return len(over)


@transaction.atomic
def announce(*, user: User, what: Announcement.What, on: date) -> bool:
    """Say once that an account or registration ends. Returns whether it was said now."""
    _record, is_new = Announcement.objects.get_or_create(user=user, what=what, on=on)
    if is_new:
        detail: dict[str, str | int | bool | None] = {
            "account": str(user.key),
            "what": str(what),
            "on": on.isoformat(),
        }
        log.wrote(by=None, action="account.announce", detail=detail)
    return is_new
