"""What can go wrong in the waiting engine, each with a message that says what to do."""

from __future__ import annotations


class WaitingError(Exception):
    """Everything this room can complain about."""


class ModelError(WaitingError, ValueError):
    """A model that cannot be run; `field` names the place, such as `people[2].week`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class TooManyRequests(WaitingError):
    """One run held more requests than memory allows: the arrivals are far above what anyone can serve."""


class EndlessRound(WaitingError):
    """A request went from stage to stage without end in no time at all."""


class Cancelled(WaitingError):
    """The user stopped the run; nothing was kept."""


class RecordsError(WaitingError, ValueError):
    """A records file that cannot be read; holds every fault with its line and column."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class NotEnoughRecords(WaitingError, ValueError):
    """Too few records to estimate something; says what and how many more are needed."""
