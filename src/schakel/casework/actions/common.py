"""What every action needs: the row locked and still the one that was read, a new version, words that say something."""

from datetime import date
from typing import Final, TypeVar

from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import queries
from schakel.casework.errors import NotNowError, NotRegisteredError, StaleError, WordsNeededError
from schakel.casework.errors_leaving import GoneError
from schakel.casework.models import HelpRequest, Support
from schakel.casework.words import Track
from schakel.rules.work_allocation import ReservedAct, may_act

# Tracks in which to assess, decide and establish is reserved for a registered professional (R7).
RESERVED_TRACKS: Final = frozenset({Track.FREE_YOUTH_HELP, Track.INDIVIDUAL_PROVISION})

Versioned = TypeVar("Versioned", HelpRequest, Support)


def locked(model: type[Versioned], record: Versioned, expected: int | None = None) -> Versioned:
    """The record as it is now, locked until the end of the transaction.

    `expected` is the version that the form was opened with; raises `StaleError` when someone was faster.
    """
    current = model._default_manager.select_for_update().get(pk=record.pk)
    if expected is not None and current.version != expected:
        raise StaleError
    return current


def open_support(
    by: User | None, support: Support, permission: Permission, expected: int | None = None
) -> Support:
    """A running support, locked, on which `by` holds `permission`. Raises `NotNowError` for one that is closed."""
    current = locked(Support, support, expected)
    require(by, current, permission)
    if not current.is_open:
        raise NotNowError
    return current


def require_registered(user: User, act: ReservedAct, track: Track, day: date) -> None:
    """Raise `NotRegisteredError` when the track reserves this act and `user` is not registered on `day` (R7)."""
    if track in RESERVED_TRACKS and not may_act(act, queries.registration(user), on=day).allowed:
        raise NotRegisteredError


def present(user: User) -> User:
    """Somebody who gets work, as the account is now, held until the end of the transaction: nobody leaves in between.

    Raises `GoneError` when the account is closed.
    """
    current = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not current.is_active:
        raise GoneError
    return user


def moved_on(record: HelpRequest | Support, *fields: str) -> None:
    """Save these fields as the next version."""
    record.version += 1
    record.save(update_fields=[*fields, "version"])


def words_in(text: str, field: str) -> str:
    """The text without spaces around it; raises `WordsNeededError` beside `field` when nothing is left."""
    words = text.strip()
    if not words:
        raise WordsNeededError(field)
    return words
