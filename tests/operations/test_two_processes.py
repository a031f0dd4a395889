"""Two processes make the pages, as after `make run`: what one of them counts, the other knows."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.operations.clock import Clock, clock_of
from tests.operations.harness import Answer, Installation, Visitor, eventually

ADDRESS, PASSWORD = "proef@gemeente.example", "een lang wachtwoord"
ACCOUNT = f"""
from schakel.access.actions import open_account
made = open_account(by=None, email="{ADDRESS}", full_name="Proef Persoon", role="policy_officer")
made.set_password("{PASSWORD}")
made.save()
"""
# Five wrong passwords of one account in five minutes.
TRIES, MINUTES = 5, 5


@contextmanager
def only(town: Installation, chosen: int, clock: Clock) -> Iterator[None]:
    """The other process is held still: this one must answer, at this time."""
    master = town.parts["web"].pid
    workers = sorted(int(each) for each in Path(f"/proc/{master}/task/{master}/children").read_text().split())
    assert len(workers) == 2
    held = workers[1 - chosen]
    os.kill(held, signal.SIGSTOP)
    try:
        eventually(lambda: clock.is_seen(town.port), "the clock did not reach this process")
        yield
    finally:
        os.kill(held, signal.SIGCONT)


def log_in(town: Installation, password: str) -> Answer:
    visitor = Visitor(town.port)
    carried = visitor.hidden("/inloggen/")
    return visitor.ask("POST", "/inloggen/", carried | {"login": ADDRESS, "password": password})


def test_wrong_passwords_meet_one_limit_whoever_answers_and_it_ends_by_itself(
    town: Installation, folder: Path
) -> None:
    town.must("shell", "--no-imports", "-c", ACCOUNT)
    with clock_of(town, folder) as clock:
        town.start_all()
        for number in range(TRIES):
            with only(town, number % 2, clock):
                assert "horen niet bij elkaar" in log_in(town, "verkeerd wachtwoord").text
        for seconds in (0, (MINUTES - 1) * 60):
            clock.set(seconds)
            for chosen in (0, 1):
                with only(town, chosen, clock):
                    page = log_in(town, PASSWORD)
                assert (page.status, "te vaak mis" in page.text) == (200, True), (seconds, chosen)
        clock.set(MINUTES * 60 + 10)
        for chosen in (0, 1):
            with only(town, chosen, clock):
                assert log_in(town, PASSWORD).status == 302
        assert town.one("SELECT count(*) FROM access_logentry WHERE rule = 'too often'") == 4
