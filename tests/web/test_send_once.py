"""Pressing twice stores once, and both presses lead to the same page."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from schakel.web import actions, tickets
from schakel.web.models import Draft, SentForm
from schakel.web.tickets import Ticket
from tests.web.people import somebody


@pytest.mark.django_db
def test_the_second_press_gets_the_result_of_the_first() -> None:
    marit = somebody()
    ticket = tickets.fresh(marit, "vraag", "", "/")
    stored: list[str] = []

    def press() -> str:
        return actions.send_once(
            by=marit, ticket=ticket, action=lambda: stored.append("vraag"), to=lambda _none: "/vragen/1/"
        )

    assert press() == "/vragen/1/"
    with pytest.raises(actions.FormAlreadySent) as again:
        press()
    assert again.value.result == "/vragen/1/"
    assert stored == ["vraag"]


@pytest.mark.django_db
def test_when_the_action_refuses_the_ticket_stays_good_and_the_draft_stays() -> None:
    marit = somebody()
    ticket = tickets.fresh(marit, "vraag", "", "/")
    actions.save_draft(by=str(marit.pk), ticket=ticket, fields={"matter": ["tekst"]})

    def refuse() -> None:
        raise ValueError("no consent")

    with pytest.raises(ValueError, match="no consent"):
        actions.send_once(by=marit, ticket=ticket, action=refuse, to=lambda _none: "/")
    assert not SentForm.objects.exists()
    assert Draft.objects.exists()


@pytest.fixture
def _two_connections(transactional_db: None) -> Iterator[None]:
    yield
    connections.close_all()


def _press(
    marit: object, ticket: Ticket, stored: list[str], results: list[str], hold: threading.Barrier
) -> None:
    def store() -> str:
        stored.append("vraag")
        return "/vragen/1/"

    hold.wait(timeout=10)
    try:
        results.append(actions.send_once(by=marit, ticket=ticket, action=store, to=str))
    except actions.FormAlreadySent as before:
        results.append(before.result)
    finally:
        connection.close()


@pytest.mark.usefixtures("_two_connections")
def test_two_presses_at_the_same_moment_store_once() -> None:
    marit = somebody()
    ticket = tickets.fresh(marit, "vraag", "", "/")
    stored: list[str] = []
    results: list[str] = []
    hold = threading.Barrier(2)
    given = (marit, ticket, stored, results, hold)
    presses = [threading.Thread(target=_press, args=given) for _ in range(2)]
    for press in presses:
        press.start()
    for press in presses:
        press.join(timeout=20)
    assert stored == ["vraag"]
    assert results == ["/vragen/1/", "/vragen/1/"]
