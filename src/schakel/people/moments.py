"""Days as moments: a working relation opens and ends at midnight in Amsterdam."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schakel.access.models import FOREVER

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def start_of(day: date) -> datetime:
    """The first moment of a day in Amsterdam."""
    return datetime.combine(day, time.min, AMSTERDAM)


def end_of(day: date | None) -> datetime:
    """The first moment after a last day in Amsterdam; `FOREVER` when no last day is known."""
    return FOREVER if day is None else datetime.combine(day + timedelta(days=1), time.min, AMSTERDAM)
