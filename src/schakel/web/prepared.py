"""Queries that are put together once, and then only filled in.

On the pages that are asked most, half of the time went into turning the same querysets into the same SQL again. A prepared query
is written as a function that returns a queryset. The first call lets Django compile it with a marker for each value; later calls
put their own values in the place of the markers. What a row becomes is still Django's work.

    @prepared
    def steps_of(*, supports: list[int], today: date) -> QuerySet[Step]:
        return Step.objects.filter(support__any=supports, due_on__lte=today)

    steps_of(supports=[1, 2], today=timezone.localdate())  # a list of Step

Numbers, days, moments, texts, keys and lists of numbers are values. Everything else (a tuple, a set, None, a flag) decides how
the query looks: there is one text for each. A list goes with the lookup `any`, which has one text for every length; with `in`
each length would be a text of its own. For the same reason `all` looks in an array, in place of `contains`.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, ForeignObject, Lookup, Model, QuerySet

from schakel.web.fetched import Reader, fetch, reader

Args = ParamSpec("Args")
Found = TypeVar("Found", bound=Model)
Row = TypeVar("Row")

# No record is from this day, no number is this large: a marker cannot be taken for a value.
_LONG_AGO = datetime(1801, 1, 1, tzinfo=UTC)
_LARGE = 8_999_999_999_999_990_000
# With the connection, because a compiler writes for one.
_KEPT_AS = "prepared_queries"


class NotPreparable(TypeError):
    """A value does not stand in the query as it was given, so that another one cannot be put in its place."""


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup[Any]):
    """`field__any=[1, 2]`: one of these, as one array."""

    lookup_name = "any"

    def get_prep_lookup(self) -> Any:
        return list(self.rhs)

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (value,)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, of_left = self.process_lhs(compiler, connection)
        right, of_right = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*of_left, *of_right)


@ArrayField.register_lookup
class AllOf(AnyOf):
    """`field__all=["a", "b"]`: every one of these is in it, as one array."""

    lookup_name = "all"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, of_left = self.process_lhs(compiler, connection)
        right, of_right = self.process_rhs(compiler, connection)
        return f"{left} @> {right}::{self.lhs.output_field.db_type(connection)}", (*of_left, *of_right)


@dataclass(frozen=True)
class _Compiled:
    """The text of a queryset, where each value goes, and how its rows are read."""

    sql: str
    parameters: list[Any]
    places: dict[int, str]
    read: Reader

    def run(self, values: Mapping[str, Any]) -> list[Any]:
        filled = list(self.parameters)
        for place, name in self.places.items():
            filled[place] = _as(self.parameters[place], values[name])
        return self.read(fetch(self.sql, filled))


def prepared(build: Callable[Args, QuerySet[Found, Row]]) -> Callable[Args, list[Row]]:
    """Make a function that runs the query of `build`. Its arguments are given by name.

    Raises `NotPreparable` when a value does not come back in the parameters of the query, for example because the queryset
    computes with it: give the result of the computation.
    """

    @wraps(build)
    def run(*_none: Args.args, **given: Args.kwargs) -> list[Row]:
        values = {name: value for name, value in given.items() if _is_value(value)}
        shape = tuple((name, given[name]) for name in sorted(given.keys() - values.keys()))
        known = vars(connections[DEFAULT_DB_ALIAS]).setdefault(_KEPT_AS, {})
        text = run, shape, tuple(sorted(values))
        if text not in known:
            known[text] = _compiled(build, values, dict(shape))
        compiled: _Compiled | None = known[text]
        return compiled.run(values) if compiled else []

    return run


def forget() -> None:
    """Put every query together again when it is asked next: for a test that changes how they are built."""
    vars(connections[DEFAULT_DB_ALIAS]).pop(_KEPT_AS, None)


def _compiled(
    build: Callable[..., QuerySet[Any, Any]], values: Mapping[str, Any], shape: Mapping[str, Any]
) -> _Compiled | None:
    """The query with its markers; None for one that can find nothing, whatever the values."""
    markers = {name: _marker(number, value) for number, (name, value) in enumerate(values.items())}
    rows = build(**markers, **shape)
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = {
        place: name
        for place, parameter in enumerate(parameters)
        for name, marker in markers.items()
        if _is_same(parameter, marker)
    }
    lost = markers.keys() - places.values()
    if lost:
        raise NotPreparable(
            f"{', '.join(sorted(lost))} of {build.__qualname__} is not a parameter of its query"
        )
    return _Compiled(sql, list(parameters), places, reader(rows, compiler))


def _is_value(value: object) -> bool:
    return isinstance(value, int | date | str | uuid.UUID | list) and not isinstance(value, bool)


def _marker(number: int, value: object) -> Any:
    match value:
        case [str(), *_]:
            return [f"\ue000{number}\ue000"]
        case list():
            return [_LARGE + number]
        case str():
            return f"\ue000{number}\ue000"
        case datetime():
            return _LONG_AGO.replace(microsecond=number)
        case date():
            return date.fromordinal(number + 1)
        case uuid.UUID():
            return uuid.UUID(int=number)
        case _:
            return _LARGE + number


def _is_same(parameter: object, marker: object) -> bool:
    return isinstance(parameter, type(marker)) and parameter == marker


def _as(parameter: object, value: object) -> object:
    """The value as Django wrapped the marker: a number may carry the type of its column."""
    return type(parameter)(value) if type(parameter) is not type(value) and isinstance(value, int) else value  # type: ignore[call-arg]
