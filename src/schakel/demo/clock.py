"""Days and moments as whole numbers: fast to count with, and rendered only at the door.

A day is its ordinal (`date.toordinal`). A moment is seconds since 1970 in UTC. Work happens at Amsterdam hours.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

Day = int
Moment = int

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EPOCH = date(1970, 1, 1).toordinal()
SECONDS = 86_400
HOUR = 3_600
MINUTE = 60
FOREVER: Moment = (date(9999, 12, 31).toordinal() - EPOCH) * SECONDS


@cache
def _offset(day: Day) -> int:
    """Seconds that Amsterdam is ahead of UTC at noon of this day."""
    ahead = datetime.combine(date.fromordinal(day), time(12), AMSTERDAM).utcoffset()
    return int((ahead or timedelta()).total_seconds())


@cache
def _midnight(day: Day) -> Moment:
    start = datetime.combine(date.fromordinal(day), time.min, AMSTERDAM)
    return int(start.timestamp())


def at(day: Day, hour: int, minute: int = 0, second: int = 0) -> Moment:
    """The moment of an hour in Amsterdam, in daytime."""
    return (day - EPOCH) * SECONDS + hour * HOUR + minute * MINUTE + second - _offset(day)


def start_of(day: Day) -> Moment:
    """The first moment of a day in Amsterdam."""
    return _midnight(day)


def end_of(day: Day | None) -> Moment:
    """The first moment after a last day; `FOREVER` when no last day is known."""
    return FOREVER if day is None else _midnight(day + 1)


def day_of(moment: Moment) -> Day:
    """The Amsterdam day of a moment."""
    day = moment // SECONDS + EPOCH
    return day + 1 if moment >= _midnight(day + 1) else day


def as_datetime(moment: Moment) -> datetime:
    return datetime.fromtimestamp(moment, UTC)


@cache
def day_text(day: Day) -> str:
    return date.fromordinal(day).isoformat()


def moment_text(moment: Moment) -> str:
    """As PostgreSQL reads it."""
    days, seconds = divmod(moment, SECONDS)
    return f"{day_text(days + EPOCH)} {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}+00"


@cache
def years_after(day: Day, years: int) -> Day:
    """The birthday; 29 February becomes 1 March."""
    born = date.fromordinal(day)
    try:
        return born.replace(year=born.year + years).toordinal()
    except ValueError:
        return date(born.year + years, 3, 1).toordinal()


def age_on(born: Day, day: Day) -> int:
    """Whole years."""
    first, now = date.fromordinal(born), date.fromordinal(day)
    return now.year - first.year - ((now.month, now.day) < (first.month, first.day))
