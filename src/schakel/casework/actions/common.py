"""What every action needs: the row locked and still the one that was read, a new version, words that say something."""

from typing import TypeVar

from schakel.casework.errors import StaleError, WordsNeededError
from schakel.casework.models import HelpRequest, Support

Versioned = TypeVar("Versioned", HelpRequest, Support)


def locked(model: type[Versioned], record: Versioned, expected: int | None = None) -> Versioned:
    """The record as it is now, locked until the end of the transaction.

    `expected` is the version that the form was opened with; raises `StaleError` when someone was faster.
    """
    current = model._default_manager.select_for_update().get(pk=record.pk)
    if expected is not None and current.version != expected:
        raise StaleError
    return current


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
