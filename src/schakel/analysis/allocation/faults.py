"""What can be wrong with a problem, told by field and by what to do about it.

All faults are collected before the reader refuses, so that somebody who mends a file mends it once.
"""

from __future__ import annotations

from dataclasses import dataclass

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: the field as a path (`people[2].duty[0].from`) and a sentence that says what to do."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


class ProblemError(ValueError):
    """The problem cannot be divided as it stands; `faults` names each field and what to do."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        shown = [f"  {fault}" for fault in faults[:_SHOWN]]
        if len(faults) > _SHOWN:
            shown.append(f"  and {len(faults) - _SHOWN} more of the same kind or further on")
        count = "one thing" if len(faults) == 1 else f"{len(faults)} things"
        super().__init__("\n".join([f"Mend {count} in the problem and try again:", *shown]))


class SearchCancelledError(RuntimeError):
    """The search was stopped on request; nothing was kept or written."""

    def __init__(self) -> None:
        super().__init__("The search was cancelled. Nothing was written; start it again when you want.")
