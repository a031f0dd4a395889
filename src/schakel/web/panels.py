"""A panel of an upper room on a page of a lower room, without the lower room knowing of it.

The lower room leaves a place on its page: `{% panels "support" support %}`. An upper room registers when
Django starts:

    panels.register("support", "goals", order=20, may_see=sees_goals, build=goals_panel, queries=2)

`build` returns a `Panel` or None when there is nothing to show. A panel promises how many queries it needs;
one that needs more warns, and warnings are errors in tests, so a page can not become slow unseen.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from schakel.web.parts import Text


class PanelTooExpensive(RuntimeWarning):
    """A panel asked the database more often than it promised: prefetch, or raise the promise knowingly."""


@dataclass(frozen=True)
class Panel:
    """What a panel shows: a heading, and a template with what it needs."""

    title: Text
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


Build = Callable[[HttpRequest, Any], Panel | None]
MaySee = Callable[[HttpRequest, Any], bool]


@dataclass(frozen=True)
class Registered:
    """One panel as its room registered it."""

    page: str
    name: str
    order: int
    may_see: MaySee
    build: Build
    queries: int


@dataclass(frozen=True)
class Shown:
    """One panel on the page, and what it cost."""

    name: str
    title: Text
    content: SafeString
    queries: int


@dataclass
class Registry:
    """Panels per page; one per process, a fresh one per test."""

    panels: dict[tuple[str, str], Registered] = field(default_factory=dict)

    def register(
        self, page: str, name: str, *, order: int, may_see: MaySee, build: Build, queries: int
    ) -> None:
        """Put a panel on a page; the same name again replaces it."""
        self.panels[page, name] = Registered(page, name, order, may_see, build, queries)

    def of(self, page: str) -> list[Registered]:
        """The panels of a page, in order."""
        held = (panel for panel in self.panels.values() if panel.page == page)
        return sorted(held, key=lambda panel: (panel.order, panel.name))

    def shown(self, page: str, request: HttpRequest, about: Any) -> list[Shown]:
        """The panels that this person may see of this object, ready for the page."""
        made = (_show(panel, request, about) for panel in self.of(page))
        return [panel for panel in made if panel is not None]


registry = Registry()
register = registry.register


class _Counter:
    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


@contextmanager
def counted() -> Iterator[_Counter]:
    """Count the queries of what happens inside."""
    counter = _Counter()
    with connection.execute_wrapper(counter):
        yield counter


def _show(registered: Registered, request: HttpRequest, about: Any) -> Shown | None:
    with counted() as counter:
        if not registered.may_see(request, about):
            return None
        panel = registered.build(request, about)
        if panel is None:
            return None
        content = render_to_string(panel.template, dict(panel.context), request=request)
    if counter.queries > registered.queries:
        warnings.warn(
            f"Panel {registered.name} on {registered.page} took {counter.queries} queries "
            f"and promised {registered.queries}.",
            PanelTooExpensive,
            stacklevel=2,
        )
    return Shown(registered.name, panel.title, content, counter.queries)
