"""The menu: which places a role has, in which order.

A room registers its places when Django starts; a place whose page does not exist yet is left out, so
the menu never promises a page. Web stands below `access` and knows a role only as a string.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise

from schakel.web.addresses import fixed_address

MOST_PLACES = 7
AT_THUMB = 4

Text = str | Promise


class TooManyPlaces(Exception):
    """A role got an eighth place: choose which page can be reached from another page instead."""


@dataclass(frozen=True)
class Place:
    """One line of the menu as a room registers it; `label` is also the title of the page."""

    label: Text
    url_name: str
    roles: frozenset[str]
    order: int
    short: Text = ""
    also_here: tuple[str, ...] = ()
    shown: Callable[[HttpRequest], bool] | None = None


@dataclass(frozen=True)
class Link:
    """A place on the screen."""

    label: Text
    short: Text
    url: str
    here: bool


@dataclass(frozen=True)
class Menu:
    """The places of one person; on a phone the first few at the thumb, the rest under *Meer*."""

    places: tuple[Link, ...] = ()
    own: tuple[Link, ...] = ()

    @property
    def at_thumb(self) -> int:
        """How many places the bar at the thumb holds before *Meer*."""
        return len(self.places) if len(self.places) <= AT_THUMB + 1 else AT_THUMB

    @property
    def extra(self) -> tuple[Link, ...]:
        """The places under *Meer* on a phone."""
        return self.places[self.at_thumb :]

    @property
    def here_in_extra(self) -> bool:
        """Whether the reader is at a place under *Meer*."""
        return any(place.here for place in self.extra)


@dataclass
class Registry:
    """Places per role; one per process, a fresh one per test."""

    places: list[Place] = field(default_factory=list)
    own: list[Place] = field(default_factory=list)

    def register(
        self,
        label: Text,
        url_name: str,
        *,
        roles: Iterable[str],
        order: int,
        short: Text = "",
        also_here: Iterable[str] = (),
        shown: Callable[[HttpRequest], bool] | None = None,
    ) -> None:
        """Give these roles a place; `also_here` names pages that stand below it, `short` is for a phone."""
        place = Place(label, url_name, frozenset(map(str, roles)), order, short, tuple(also_here), shown)
        self.places = [one for one in self.places if one.url_name != url_name] + [place]
        for role in place.roles:
            self._refuse_an_eighth(role)

    def register_own(self, label: Text, url_name: str, *, roles: Iterable[str] = (), order: int = 50) -> None:
        """Add a line under the person's own name (profile, log-in code); no roles means everybody."""
        place = Place(label, url_name, frozenset(map(str, roles)), order)
        self.own = [one for one in self.own if one.url_name != url_name] + [place]

    def _refuse_an_eighth(self, role: str) -> None:
        held = self.of(role)
        if len(held) > MOST_PLACES:
            names = ", ".join(place.url_name for place in held)
            raise TooManyPlaces(f"The role {role} has {len(held)} places, at most {MOST_PLACES}: {names}.")

    def of(self, role: str) -> list[Place]:
        """The places of a role in order, also those without a page."""
        return sorted((place for place in self.places if role in place.roles), key=lambda place: place.order)

    def own_of(self, role: str) -> list[Place]:
        """The lines under the own name for a role, in order."""
        return sorted(
            (place for place in self.own if not place.roles or role in place.roles), key=lambda p: p.order
        )

    def menu(self, request: HttpRequest) -> Menu:
        """The menu of the person who asks; empty when nobody is logged in."""
        role = role_of(request)
        if role is None:
            return Menu()
        return Menu(places=_links(self.of(role), request), own=_links(self.own_of(role), request))


registry = Registry()
register = registry.register
register_own = registry.register_own


def role_of(request: HttpRequest) -> str | None:
    """The role of the person who asks as plain text, or None when nobody is logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return str(getattr(user, "role", ""))


def _links(places: Iterable[Place], request: HttpRequest) -> tuple[Link, ...]:
    links = (_link(place, request) for place in places if place.shown is None or place.shown(request))
    return tuple(link for link in links if link is not None)


def _link(place: Place, request: HttpRequest) -> Link | None:
    try:
        url = fixed_address(place.url_name)
    except NoReverseMatch:
        return None
    match = request.resolver_match
    here = match is not None and match.view_name in (place.url_name, *place.also_here)
    return Link(place.label, place.short, url, here)
