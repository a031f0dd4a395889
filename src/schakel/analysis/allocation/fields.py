"""Reading one JSON object field by field, with the path of each field for the message when it is wrong.

`Fields` remembers what was asked for, so that a field nobody asked for (a typing error) is told too, with the
name that was probably meant. A wrong value gives a harmless stand-in and a fault; nothing is ever guessed in
silence, because the reader refuses when there is any fault.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any, cast

from schakel.analysis.allocation.faults import Fault

_HORIZON = (date(2000, 1, 1), date(2100, 1, 1))


class Fields:
    """One object of the file, at `path`; wrong fields are added to `faults`."""

    def __init__(self, given: object, path: str, faults: list[Fault]) -> None:
        self.path = path
        self._faults = faults
        self._asked: set[str] = set()
        self._given: Mapping[str, Any] = {}
        if isinstance(given, Mapping):
            self._given = given
        else:
            self.fault("", f"must be an object {{...}}, not {_kind_of(given)}")

    def fault(self, name: str, message: str) -> None:
        """Note that the field `name` of this object is wrong."""
        self._faults.append(Fault(self._at(name), message))

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path and name else self.path or name

    def _get(self, name: str) -> object:
        self._asked.add(name)
        return self._given.get(name)

    def text(self, name: str, *, needed: bool = True) -> str:
        """Return a text; an optional one that is absent is empty."""
        value = self._get(name)
        if isinstance(value, str) and (value.strip() or not needed):
            return value.strip()
        if value is not None or needed:
            self.fault(name, f"must be a text, not {_kind_of(value)}; fill it in")
        return ""

    def key(self, name: str) -> str | None:
        """Return an optional key of something else in the file."""
        return self.text(name, needed=False) or None

    def choice(self, name: str, options: Sequence[str], otherwise: str | None = None) -> str | None:
        """Return one of the options, or `otherwise` when the field is absent."""
        value = self._get(name)
        if value is None and otherwise is not None:
            return otherwise
        if value is None or (isinstance(value, str) and value in options):
            return value
        self.fault(name, f"must be one of {', '.join(options)}, not {value!r}")
        return otherwise

    def flag(self, name: str, *, otherwise: bool) -> bool:
        """Return true or false."""
        value = self._get(name)
        if value is None:
            return otherwise
        if not isinstance(value, bool):
            self.fault(name, f"must be true or false, not {_kind_of(value)}")
            return otherwise
        return value

    def number(
        self, name: str, otherwise: float | None, *, above: float = -math.inf, least: float = -math.inf,
        most: float = math.inf, advice: str = "",
    ) -> float:  # fmt: skip
        """Return a number in its range; `otherwise` None means that it must be given."""
        value = self._get(name)
        if value is None and otherwise is not None:
            return otherwise
        stand_in = otherwise if otherwise is not None else max(1.0, least)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.fault(name, _sentence(f"must be a number, not {_kind_of(value)}", advice))
        elif value <= above:
            self.fault(name, _sentence(f"must be more than {above:g}, got {value:g}", advice))
        elif not least <= value <= most:
            limits = f"at least {least:g}" if value < least else f"at most {most:g}"
            self.fault(name, _sentence(f"must be {limits}, got {value:g}", advice))
        else:
            return float(value)
        return stand_in

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """Return a day written as 2026-11-23."""
        value = self._get(name)
        if value is None and not needed:
            return None
        found = _as_day(value)
        if found is None:
            self.fault(name, f"must be a day such as 2026-11-23, not {value!r}")
        return found

    def clock(self, name: str) -> time:
        """Return a time of day written as 08:30."""
        value = self._get(name)
        try:
            return time.fromisoformat(cast("str", value)).replace(second=0, microsecond=0, tzinfo=None)
        except (TypeError, ValueError):
            self.fault(name, f"must be a time such as 08:30, not {value!r}")
            return time(0)

    def items(self, name: str, *, needed: bool = False) -> list[object]:
        """Return a list; absent is empty unless it is needed."""
        value = self._get(name)
        if isinstance(value, list):
            return value
        if value is not None or needed:
            self.fault(name, f"must be a list [...], not {_kind_of(value)}")
        return []

    def objects(self, name: str, *, needed: bool = False) -> list[Fields]:
        """Return the objects of a list, each with its own path."""
        found = self.items(name, needed=needed)
        path = self._at(name)
        return [Fields(item, f"{path}[{place}]", self._faults) for place, item in enumerate(found)]

    def inner(self, name: str) -> Fields | None:
        """Return an optional object inside this one."""
        value = self._get(name)
        return None if value is None else Fields(value, self._at(name), self._faults)

    def finish(self) -> None:
        """Tell of every field that nobody asked for."""
        for name in self._given:
            if name not in self._asked:
                near = difflib.get_close_matches(name, sorted(self._asked), 1)
                meant = f" Did you mean '{near[0]}'?" if near else " Take it out or see the layout."
                self.fault(name, f"is not a field of this layout.{meant}")


def _as_day(value: object) -> date | None:
    try:
        found = date.fromisoformat(cast("str", value))
    except (TypeError, ValueError):
        return None
    return found if _HORIZON[0] <= found < _HORIZON[1] else None


def _kind_of(value: object) -> str:
    names = {type(None): "nothing", str: "a text", bool: "true/false", list: "a list", dict: "an object"}
    if isinstance(value, str):
        return f"the text {value!r}" if value else "an empty text"
    return names.get(type(value), f"{value!r}")


def _sentence(message: str, advice: str) -> str:
    return f"{message}; {advice}" if advice else message
