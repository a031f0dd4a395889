"""The menu holds what a role needs, at most seven places, and never a page that is not there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from django.urls import resolve

from schakel.web.navigation import Registry, TooManyPlaces
from tests.web.people import somebody

pytestmark = pytest.mark.django_db


def asked(role: str | None, path: str = "/uw-rechten/") -> WSGIRequest:
    """A request for a page by somebody in this role."""
    request = RequestFactory().get(path)
    request.user = somebody(role=role) if role else AnonymousUser()
    request.resolver_match = resolve(path)
    return request


@pytest.fixture
def registry() -> Registry:
    """A menu of its own."""
    return Registry()


def test_places_stand_in_order_and_only_for_their_role(registry: Registry) -> None:
    registry.register("Toegankelijk", "web:accessibility", roles=["teacher"], order=20)
    registry.register("Rechten", "web:rights", roles=["teacher", "coordinator"], order=10)
    assert [place.label for place in registry.menu(asked("teacher")).places] == ["Rechten", "Toegankelijk"]
    assert [place.label for place in registry.of("coordinator")] == ["Rechten"]


def test_a_page_that_is_not_there_is_not_promised(registry: Registry) -> None:
    registry.register("Later", "casework:page_of_next_year", roles=["teacher"], order=1)
    assert registry.menu(asked("teacher")).places == ()


def test_an_eighth_place_is_refused_when_django_starts(registry: Registry) -> None:
    for number in range(7):
        registry.register(f"Plek {number}", f"web:{number}", roles=["teacher"], order=number)
    with pytest.raises(TooManyPlaces, match="teacher has 8 places"):
        registry.register("Te veel", "web:eight", roles=["teacher"], order=8)


def test_registering_again_replaces(registry: Registry) -> None:
    registry.register("Oud", "web:rights", roles=["teacher"], order=1)
    registry.register("Nieuw", "web:rights", roles=["teacher"], order=1)
    assert [place.label for place in registry.of("teacher")] == ["Nieuw"]


def test_the_place_of_this_page_is_marked_also_on_a_page_below_it(registry: Registry) -> None:
    registry.register("Rechten", "web:rights", roles=["teacher"], order=1)
    registry.register("Anders", "web:accessibility", roles=["teacher"], order=2, also_here=["web:rights"])
    here = [place.here for place in registry.menu(asked("teacher")).places]
    assert here == [True, True]


def test_a_place_can_depend_on_the_request(registry: Registry) -> None:
    registry.register("Nooit", "web:rights", roles=["teacher"], order=1, shown=lambda request: False)
    assert registry.menu(asked("teacher")).places == ()


def test_who_is_not_logged_in_has_no_menu(registry: Registry) -> None:
    registry.register("Rechten", "web:rights", roles=["teacher"], order=1)
    assert registry.menu(asked(None)).places == ()


def test_own_lines_are_for_everybody_unless_roles_are_named(registry: Registry) -> None:
    registry.register_own("Toegankelijkheid", "web:accessibility")
    registry.register_own("Rechten", "web:rights", roles=["coordinator"])
    assert [place.label for place in registry.menu(asked("teacher")).own] == ["Toegankelijkheid"]


@pytest.mark.parametrize(("places", "at_thumb", "under_more"), [(4, 4, 0), (5, 5, 0), (6, 4, 2), (7, 4, 3)])
def test_a_phone_shows_five_or_four_and_more(
    registry: Registry, places: int, at_thumb: int, under_more: int
) -> None:
    names = ["rights", "accessibility", "csp_report", "theme", "security", "draft", "language"]
    for number, name in enumerate(names[:places]):
        registry.register(name, f"web:{name}", roles=["teacher"], order=number)
    menu = registry.menu(asked("teacher"))
    assert (menu.at_thumb, len(menu.extra)) == (at_thumb, under_more)
