"""Records as they come from the database: their values put in place at once."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class Loaded(models.Model):
    """A record that needs no constructor to be read.

    A page shows one to two hundred records. `Model.__init__` sets each value through its descriptor and asks two signals that
    nobody here listens to: five times the work. What was not asked of the database is loaded when it is needed, as always.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **_more: Any
    ) -> Self:
        record = cls.__new__(cls)
        record._state = ModelState()
        record._state.adding = False
        record._state.db = db
        record.__dict__.update(zip(field_names, values, strict=True))
        return record
