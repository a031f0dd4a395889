"""Read TOML keys one by one, so that an error can name the key and say what to write there."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from schakel.analysis.effects.errors import QuestionError
from schakel.analysis.effects.months import month_number

Choice = TypeVar("Choice", bound=str)
_MISSING = object()


class Table:
    """One TOML table that remembers where it stands and which of its keys were read."""

    def __init__(self, rows: Mapping[str, object], where: str) -> None:
        self.rows = rows
        self._where = where
        self._read: set[str] = set()

    def path(self, key: str) -> str:
        """Return the key with the tables it stands in, as a user would look for it."""
        return f"{self._where}.{key}" if self._where else key

    def _get(self, key: str, default: object, wanted: str) -> object:
        self._read.add(key)
        value = self.rows.get(key, default)
        if value is _MISSING:
            raise QuestionError(self.path(key), f"is missing; write {wanted}")
        return value

    def text(self, key: str, default: object = _MISSING) -> str:
        """Return a text."""
        value = self._get(key, default, "a text between quotes")
        if not isinstance(value, str):
            raise QuestionError(self.path(key), "must be a text between quotes")
        return value

    def number(self, key: str, default: float) -> float:
        """Return a number."""
        value = self._get(key, default, "a number")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise QuestionError(self.path(key), "must be a number")
        return float(value)

    def whole(self, key: str, default: int) -> int:
        """Return a whole number."""
        value = self._get(key, default, "a whole number")
        if isinstance(value, bool) or not isinstance(value, int):
            raise QuestionError(self.path(key), "must be a whole number")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self._get(key, default, "true or false")
        if not isinstance(value, bool):
            raise QuestionError(self.path(key), "must be true or false")
        return value

    def day(self, key: str) -> date:
        """Return a date."""
        value = self._get(key, _MISSING, "a date such as 2026-09-01, without quotes")
        if not isinstance(value, date):
            raise QuestionError(self.path(key), "must be a date such as 2026-09-01, without quotes")
        return value

    def month(self, key: str) -> int:
        """Return a month number from a text such as 2021-08."""
        value = self.month_or_none(key)
        if value is None:
            raise QuestionError(self.path(key), "is missing; write a month such as 2021-08 between quotes")
        return value

    def month_or_none(self, key: str) -> int | None:
        """Return a month number, or None when the key is absent."""
        value = self._get(key, None, "a month")
        if value is None:
            return None
        try:
            return month_number(str(value))
        except ValueError as error:
            raise QuestionError(self.path(key), str(error)) from error

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when the key is absent."""
        value = self._get(key, [], "a list of texts")
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise QuestionError(self.path(key), "must be a list of texts")
        return tuple(value)

    def table(self, key: str, default: object = _MISSING) -> "Table":
        """Return a table inside this one."""
        value = self._get(key, default, f"a table [{self.path(key)}]")
        if not isinstance(value, Mapping):
            raise QuestionError(self.path(key), f"must be a table [{self.path(key)}]")
        return Table(value, self.path(key))

    def tables(self, key: str) -> list["Table"]:
        """Return an array of tables, empty when the key is absent."""
        value = self._get(key, [], f"tables [[{self.path(key)}]]")
        if not isinstance(value, Sequence) or not all(isinstance(item, Mapping) for item in value):
            raise QuestionError(self.path(key), f"must be tables [[{self.path(key)}]]")
        return [Table(item, f"{self.path(key)} {i}") for i, item in enumerate(value, 1)]

    def refuse_unknown(self) -> None:
        """Refuse keys that nobody reads: a misspelt key must not silently change nothing."""
        unknown = sorted(set(self.rows) - self._read)
        if unknown:
            known = ", ".join(sorted(self._read))
            raise QuestionError(self.path(unknown[0]), f"is not a key here; the keys are {known}")


def one_of(table: Table, key: str, choices: Sequence[Choice], default: Choice | None = None) -> Choice:
    """Return one of a few words, or refuse and list them."""
    value = table.text(key) if default is None else table.text(key, default)
    for choice in choices:
        if value == choice:
            return choice
    raise QuestionError(table.path(key), f"'{value}' is not known; choose one of {', '.join(choices)}")
