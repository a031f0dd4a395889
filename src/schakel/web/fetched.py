"""What a query that was put together before finds: sent once more, and its rows made into what Django makes of them.

Django looks up at each execution what a query selects, and puts two cursors of its own around that of the driver. For a query
that is known, a quarter of the work of asking it was that.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler

Rows = Iterable[Sequence[Any]]
Reader = Callable[[Rows], list[Any]]


class NotReadable(TypeError):
    """A queryset that gives neither records nor tuples nor single values, or that is not only one query."""


def fetch(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """All rows. Whoever counts queries, or wraps them, sees this one as any other."""
    connection = connections[DEFAULT_DB_ALIAS]
    driver = connection.connection
    if (
        driver is None
        or connection.needs_rollback
        or connection.queries_logged
        or connection.execute_wrappers
    ):
        with connection.cursor() as watched:
            watched.execute(sql, values)
            return [*watched.fetchall()]
    with connection.wrap_database_errors:
        found: list[tuple[Any, ...]] = driver.cursor().execute(sql, values).fetchall()
    return found


def reader(rows: QuerySet[Any, Any], compiler: SQLCompiler) -> Reader:
    """How the rows of this queryset are read; its compiler has compiled it.

    Raises:
        NotReadable: see there.
    """
    make = _maker(rows, compiler)
    converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    if not converters:
        return make
    return lambda found: make(compiler.apply_converters(found, converters))


def _maker(rows: QuerySet[Any, Any], compiler: SQLCompiler) -> Reader:
    kind = rows._iterable_class
    more = vars(rows)
    if more["_prefetch_related_lookups"] or more["_known_related_objects"]:
        raise NotReadable(f"{rows.model.__name__}: more than one query")
    if kind is ModelIterable:
        return _records(compiler)
    if kind is FlatValuesListIterable:
        return lambda found: [row[0] for row in found]
    if kind is ValuesListIterable:
        return lambda found: [tuple(row) for row in found]
    raise NotReadable(f"{rows.model.__name__}: {kind.__name__}")


def _records(compiler: SQLCompiler) -> Reader:
    """Records with what was joined and counted beside them."""
    about, select = compiler.klass_info, compiler.select
    model: type[Model] = about["model"]
    begin, end = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[begin:end]]
    joined = get_related_populators(about, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # the stubs are ahead
    counted = [*compiler.annotation_col_map.items()]

    def of(found: Rows) -> Iterator[Model]:
        for row in found:
            record = model.from_db(DEFAULT_DB_ALIAS, names, row[begin:end])
            for each in joined:
                each.populate(row, record)
            for name, place in counted:
                setattr(record, name, row[place])
            yield record

    return lambda found: [*of(found)]
