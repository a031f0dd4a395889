"""Moments as psycopg's compiled reader makes them.

Django replaces it by one in Python, to put its own time zone in. A page reads up to three hundred moments, and both name the same
zone already: the connection is in UTC, as Django sets it, and so is every moment on it.
"""

from __future__ import annotations

from datetime import UTC

from django.db.backends.postgresql.psycopg_any import get_adapters_template
from psycopg import abc, adapters
from psycopg.adapt import Loader
from psycopg.pq import Format

MOMENT = adapters.types["timestamptz"].oid


class Moment(Loader):
    """A `timestamptz` on a connection in UTC. The compiled reader has no heirs, so this one asks it."""

    # Django looks here before it puts its own reader back.
    timezone = UTC

    def __init__(self, oid: int, connection: abc.AdaptContext | None = None) -> None:
        super().__init__(oid, connection)
        self._read = adapters.get_loader(MOMENT, Format.TEXT)(oid, connection).load  # type: ignore[misc]  # always there

    @property
    def load(self) -> abc.LoadFunc:
        return self._read


def read_fast() -> None:
    """For every connection made after this. Asked in Django's own words: its memory tells names from places."""
    get_adapters_template(True, UTC).register_loader("timestamptz", Moment)
