"""An upper room puts its panel on a lower room's page, in order, for who may see it, within its promise."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from schakel.web.models import Job
from schakel.web.panels import Panel, PanelTooExpensive, Registry
from tests.web.people import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> WSGIRequest:
    """A request by somebody."""
    request = RequestFactory().get("/")
    request.user = somebody()
    return request


@pytest.fixture
def registry() -> Registry:
    """Panels of its own."""
    return Registry()


def _everybody(request: Any, about: Any) -> bool:
    return True


def _facts(title: str) -> Any:
    return lambda request, about: Panel(title, "web/parts/facts.html", {"facts": about})


def test_panels_stand_in_order_on_their_page_only(registry: Registry, request_: WSGIRequest) -> None:
    registry.register("support", "later", order=20, may_see=_everybody, build=_facts("Later"), queries=0)
    registry.register("support", "first", order=10, may_see=_everybody, build=_facts("Eerst"), queries=0)
    registry.register("child", "other", order=1, may_see=_everybody, build=_facts("Kind"), queries=0)
    assert [panel.title for panel in registry.shown("support", request_, [])] == ["Eerst", "Later"]


def test_who_may_not_see_a_panel_does_not_make_it(registry: Registry, request_: WSGIRequest) -> None:
    def build(request: Any, about: Any) -> Panel:
        raise AssertionError("built for somebody who may not see it")

    registry.register(
        "support", "goals", order=1, may_see=lambda request, about: about == "own", build=build, queries=0
    )
    assert registry.shown("support", request_, "other") == []


def test_a_panel_with_nothing_to_show_is_not_there(registry: Registry, request_: WSGIRequest) -> None:
    registry.register(
        "support", "goals", order=1, may_see=_everybody, build=lambda request, about: None, queries=0
    )
    assert registry.shown("support", request_, None) == []


def test_a_panel_that_asks_more_than_it_promised_fails_the_test(
    registry: Registry, request_: WSGIRequest
) -> None:
    def build(request: Any, about: Any) -> Panel:
        count = Job.objects.count() + Job.objects.count()
        return Panel(f"{count}", "web/parts/facts.html", {"facts": []})

    registry.register("support", "goals", order=1, may_see=_everybody, build=build, queries=1)
    with pytest.warns(PanelTooExpensive, match="took 2 queries and promised 1"):
        shown = registry.shown("support", request_, None)
    assert shown[0].queries == 2


def test_text_in_a_panel_is_only_text(registry: Registry, request_: WSGIRequest) -> None:
    registry.register("support", "facts", order=1, may_see=_everybody, build=_facts("<b>"), queries=0)
    facts = [{"label": "Naam", "value": "<script>"}]
    assert "<script>" not in registry.shown("support", request_, facts)[0].content
