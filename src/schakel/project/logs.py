"""What the server writes down about itself, and what it never does.

One line per event, as JSON. Only the fields named here pass; of an exception the places and the class pass, its text does
not: the text of a database error quotes the row, and the row is a child. With synthetic data (demo, debug) the text
does pass. Who looked at whom stands in the access log of the database, never here.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

PASSES = frozenset({"event", "level", "logger", "timestamp", "exception", "status_code", "task", "seconds"})
Say = Callable[[BaseException], str]


def settings(*, synthetic: bool) -> dict[str, Any]:
    """Django's LOGGING. `synthetic`: no real person is in the data, so errors may be shown in full."""
    before: list[Processor] = [
        structlog.stdlib.ExtraAdder(),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    after: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    after += [with_words if synthetic else without_words, drop_all_but_known]
    after += [
        structlog.dev.ConsoleRenderer(colors=False) if synthetic else structlog.processors.JSONRenderer()
    ]
    line = {"()": structlog.stdlib.ProcessorFormatter, "processors": after, "foreign_pre_chain": before}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        # An unknown address is everyday, and so is a host name that a scanner made up, which would be quoted; a refusal has its
        # row in the access log.
        "loggers": {
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "django": {"handlers": [], "propagate": True},
        },
    }


def without_words(_: Any, __: str, event: EventDict) -> EventDict:
    """Where it went wrong and what kind of fault it was; not what the fault said."""
    return _with_exception(event, lambda error: type(error).__qualname__)


def with_words(_: Any, __: str, event: EventDict) -> EventDict:
    """As without_words, and what the fault said."""
    return _with_exception(event, lambda error: f"{type(error).__qualname__}: {error}")


def drop_all_but_known(_: Any, __: str, event: EventDict) -> EventDict:
    """A field that somebody adds tomorrow is not written until it is named here."""
    return {name: value for name, value in event.items() if name in PASSES}


def _with_exception(event: EventDict, say: Say) -> EventDict:
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[0] is not None:
        event["exception"] = "\n".join(_chain(info[1], say))
    return event


def _chain(error: BaseException, say: Say) -> list[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = traceback.extract_tb(error.__traceback__)
    own = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return [*(_chain(cause, say) if cause else []), *own, say(error)]
