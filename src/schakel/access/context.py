"""Where a write comes from, for actions that know no request: the middleware sets it, the log reads it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Origin:
    address: str | None = None
    trace_id: uuid.UUID = field(default_factory=uuid.uuid4)


_NOWHERE = Origin(trace_id=uuid.UUID(int=0))
_current: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)


def current() -> Origin:
    """The origin of what happens now; without a request: no address, trace zero."""
    return _current.get()


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    token = _current.set(origin)
    try:
        yield
    finally:
        _current.reset(token)
