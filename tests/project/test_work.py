"""The worker seals the log, clears away once a day, and goes on after a fault."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from schakel.access import mail, sealer
from schakel.project.management.commands import work


class EnoughSeen(Exception):
    """The loop went round often enough."""


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One word for each time that the log was sealed."""
    calls: list[str] = []
    monkeypatch.setattr(sealer, "seal_pending", lambda: calls.append("sealed"))
    return calls


@pytest.mark.django_db(transaction=True)
def test_once_does_what_waits_and_stops(sealed: list[str]) -> None:
    past = timezone.now() - timedelta(days=1)
    Session.objects.create(session_key="old", session_data="", expire_date=past)
    call_command("work", once=True, verbosity=0)
    assert sealed == ["sealed"]
    assert not Session.objects.exists()


def test_chores_are_done_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(work, "call_command", lambda name, **_: done.append(name))
    chores = work.Chores()
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=UTC), tick=False) as clock:
        chores.do()
        chores.do()
        first = len(done)
        clock.shift(timedelta(days=1))
        chores.do()
    assert first == len(set(done)) > 0
    assert len(done) == 2 * first


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds waited after each round; the worker goes round twice."""
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            raise EnoughSeen

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    return waited


def test_a_fault_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, rounds: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[str] = []

    def seal() -> None:
        tried.append("seal")
        raise ValueError("the database is away")

    monkeypatch.setattr(sealer, "seal_pending", seal)
    monkeypatch.setattr(sealer, "remind_witness", lambda: None)
    monkeypatch.setattr(work.Chores, "do", lambda _: tried.append("chores"))
    with caplog.at_level(logging.ERROR), pytest.raises(EnoughSeen):
        work.keep_house(3.0)
    assert tried == ["seal", "chores", "seal", "chores"], "what stops the sealing does not stop the chores"
    assert rounds == [3.0, 3.0]
    assert "trying again in 3.0 s" in caplog.text


def test_a_fault_in_sending_mail_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, rounds: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    def send() -> int:
        raise ValueError("the database is away")

    monkeypatch.setattr(mail, "send_waiting", send)
    with caplog.at_level(logging.ERROR), pytest.raises(EnoughSeen):
        work.keep_sending(3.0)
    assert rounds == [3.0, 3.0]
    assert caplog.text.count("Sending mail failed; trying again in 3.0 s") == 2


def test_the_witness_is_told_again_after_a_fault_only(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def seal() -> None:
        told.append("sealed")
        if told.count("sealed") == 3:
            raise OSError("the disk is full")

    monkeypatch.setattr(sealer, "seal_pending", seal)
    monkeypatch.setattr(sealer, "remind_witness", lambda: told.append("reminded"))
    sealing = work.Sealing()
    sealing.do()
    sealing.do()
    with pytest.raises(OSError, match="full"):
        sealing.do()
    sealing.do()
    assert told == ["sealed", "reminded", "sealed", "sealed", "sealed", "reminded"]
