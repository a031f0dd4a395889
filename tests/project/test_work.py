"""The worker seals the log, clears away once a day, and goes on after a fault."""

from __future__ import annotations

import logging
import socket
import subprocess
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from schakel.access import sealer
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


def test_a_fault_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, sealed: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[float] = []

    def seal() -> None:
        sealed.append("tried")
        raise ValueError("the database is away")

    def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 2:
            raise EnoughSeen

    monkeypatch.setattr(sealer, "seal_pending", seal)
    monkeypatch.setattr(sealer, "remind_witness", lambda: None)
    monkeypatch.setattr(time, "sleep", sleep)
    with caplog.at_level(logging.ERROR), pytest.raises(EnoughSeen):
        work.keep_house(3.0)
    assert sealed == ["tried", "tried"]
    assert rounds == [3.0, 3.0]
    assert "trying again in 3.0 s" in caplog.text


def task_of(worker_id: str) -> DBTaskResult[..., Any]:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now(),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="schakel.exchange.tasks.read_sites",
        backend_name="default",
        run_after=timezone.now(),
        worker_ids=[worker_id],
    )


def dead_process() -> int:
    """A number that a process had, and nobody has now."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    return gone.pid


@pytest.mark.django_db
def test_a_task_of_a_killed_worker_waits_for_its_turn_again() -> None:
    here = socket.gethostname()
    killed = task_of(f"schakel-{here}-{dead_process()}")
    own = task_of("schakel-me")
    elsewhere = task_of("schakel-another-machine-1")
    unknown = task_of("")
    work.take_up_again("schakel-me")
    left = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert left[killed.pk] == left[own.pk] == left[unknown.pk] == TaskResultStatus.READY
    assert left[elsewhere.pk] == TaskResultStatus.RUNNING, "of another machine nothing is known"


@pytest.mark.django_db
def test_a_task_of_a_worker_that_lives_is_left_alone() -> None:
    worker = subprocess.Popen(["sh", "-c", "sleep 60; : work"])
    try:
        task = task_of(f"schakel-{socket.gethostname()}-{worker.pid}")
        work.take_up_again("schakel-me")
        task.refresh_from_db()
        assert task.status == TaskResultStatus.RUNNING
    finally:
        worker.kill()
        worker.wait()


def test_the_worker_outlives_a_database_that_goes_away(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    runs: list[str] = []

    class Flaky:
        worker_id = "schakel-me"

        def run(self) -> None:
            runs.append("ran")
            if len(runs) < 3:
                raise OperationalError("server closed the connection")

    monkeypatch.setattr(work, "take_up_again", lambda worker_id: None)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with caplog.at_level(logging.ERROR):
        work.keep_working(Flaky(), 3.0)  # type: ignore[arg-type]  # all that it asks of a worker
    assert runs == ["ran"] * 3
    assert "The database does not answer; trying again in 3.0 s" in caplog.text
