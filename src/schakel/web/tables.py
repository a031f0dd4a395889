"""Long lists: fifty at a time, one query whatever the length, a search box, and a table that fits a phone.

A `Slice` goes through a list by its sorting keys (keyset): page 400 costs as much as page 1, and nothing is
counted. The place in the list travels in the address, sealed (`places`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from schakel.web import places
from schakel.web.fields import tidy
from schakel.web.parts import Text
from schakel.web.prepared import prepared

FIFTY = 50
LONGEST_SEARCH = 100

M = TypeVar("M", bound=Model)
Item = TypeVar("Item")


class OrderNotStrict(ValueError):
    """The last sorting key must be unique (`key`), else rows at the border of two pages get lost."""


@dataclass(frozen=True)
class Cell:
    """What stands in one cell."""

    column: Column[Any]
    text: Text
    href: str = ""


@dataclass(frozen=True)
class Column(Generic[Item]):
    """A heading, and how a row fills it."""

    label: Text
    text: Callable[[Item], Text]
    href: Callable[[Item], str] | None = None
    number: bool = False

    def cell(self, item: Item) -> Cell:
        """The cell of this row."""
        return Cell(self, self.text(item), self.href(item) if self.href else "")


@dataclass(frozen=True)
class Table(Generic[Item]):
    """Rows and columns; the first column names the row."""

    columns: Sequence[Column[Item]]
    items: Iterable[Item]
    caption: Text = ""

    @property
    def lines(self) -> Iterator[list[Cell]]:
        """The cells of each row."""
        for item in self.items:
            yield [column.cell(item) for column in self.columns]


@dataclass(frozen=True)
class Slice(Generic[M]):
    """Part of a list, and the addresses of its neighbours (empty at an end)."""

    items: list[M]
    previous: str
    next: str

    def __iter__(self) -> Iterator[M]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def asked_words(request: HttpRequest, name: str = "zoek") -> str:
    """What was typed in the search box: tidy, and never longer than anybody's name."""
    return " ".join(tidy(request.GET.get(name, "")).replace("\0", "").split())[:LONGEST_SEARCH]


def part_of(rows: QuerySet[M], request: HttpRequest, *, order: Sequence[str], size: int = FIFTY) -> Slice[M]:
    """The part of a list that the address asks for, in one query.

    `order` names fields of the model itself, a minus turns one around; the last must be unique.
    An address that was changed by hand shows the beginning.
    """
    _check_strict(rows.model, order)
    back, place = _asked_place(request, len(order), _name_of(rows.model, order))
    items = list(_ordered(rows, _turned(order) if back else order, place, size))
    return _slice(items, request, rows.model, order, size, back=back, moved=place is not None)


def prepared_part(
    model: type[M],
    rows: Callable[..., QuerySet[M]],
    request: HttpRequest,
    *,
    order: Sequence[str],
    size: int = FIFTY,
    **values: Any,
) -> Slice[M]:
    """The same for a list that is asked often: `rows` makes it from `values`, once (`prepared`)."""
    _check_strict(model, order)
    back, place = _asked_place(request, len(order), _name_of(model, order))
    at = {f"place_{number}": value for number, value in enumerate(place or ())}
    turned = tuple(_turned(order) if back else order)
    items = _prepared_items(rows=rows, order=turned, size=(size,), **at, **values)
    return _slice(items, request, model, order, size, back=back, moved=place is not None)


@prepared
def _prepared_items(
    *, rows: Callable[..., QuerySet[M]], order: tuple[str, ...], size: tuple[int], **values: Any
) -> QuerySet[M]:
    place = [values.pop(name) for name in sorted(values) if name.startswith("place_")]
    return _ordered(rows(**values), order, place or None, *size)


def _ordered(rows: QuerySet[M], order: Sequence[str], place: Sequence[Any] | None, size: int) -> QuerySet[M]:
    """The rows from a place on, and one more: whether there are more is known without counting."""
    found = rows.order_by(*order)
    return (found if place is None else found.filter(_after(order, place)))[: size + 1]


def _slice(
    items: list[M],
    request: HttpRequest,
    model: type[M],
    order: Sequence[str],
    size: int,
    *,
    back: bool,
    moved: bool,
) -> Slice[M]:
    of = _name_of(model, order)
    more, items = len(items) > size, items[:size]
    if back:
        items.reverse()
    has_previous, has_next = (more, True) if back else (moved, more)
    return Slice(
        items,
        previous=_address(request, "terug", order, items[0], of) if has_previous and items else "",
        next=_address(request, "na", order, items[-1], of) if has_next and items else "",
    )


def _name_of(model: type[Model], order: Sequence[str]) -> str:
    """A place belongs to one list: a name from the accounts is no date in the list of children."""
    return f"{model._meta.label}:{','.join(order)}"


def _check_strict(model: type[Model], order: Sequence[str]) -> None:
    last = model._meta.get_field(order[-1].lstrip("-")) if order else None
    if last is None or not getattr(last, "unique", False):
        raise OrderNotStrict(f"{model.__name__} is ordered by {', '.join(order) or 'nothing'}.")


def _turned(order: Sequence[str]) -> list[str]:
    return [name[1:] if name.startswith("-") else f"-{name}" for name in order]


def _after(order: Sequence[str], place: Sequence[Any]) -> Q:
    """Rows behind a place: (a, b) > (x, y) written out, as each key may turn its own way."""
    condition, same = Q(), Q()
    for name, value in zip(order, place, strict=True):
        field, beyond = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= same & Q(**{f"{field}__{beyond}": value})
        same &= Q(**{field: value})
    return condition


def _asked_place(request: HttpRequest, keys: int, of: str) -> tuple[bool, list[Any] | None]:
    for name, back in (("terug", True), ("na", False)):
        if text := request.GET.get(name):
            place = places.unseal(text, of)
            if place is not None and len(place) == keys:
                return back, place
    return False, None


def _address(request: HttpRequest, way: str, order: Sequence[str], item: Model, of: str) -> str:
    place = [getattr(item, name.lstrip("-")) for name in order]
    query = request.GET.copy()
    for name in ("na", "terug"):
        query.pop(name, None)
    query[way] = places.seal(place, of)
    return f"?{query.urlencode()}"
