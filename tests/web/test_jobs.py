"""Work behind a page tells how far it is, to its owner alone, and stops when asked."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from schakel.web import actions, jobs
from schakel.web.models import Job
from tests.web.people import at_keyboard, somebody

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


class Worker:
    """Remembers what it was given."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}

    def enqueue(self, *args: Any, **kwargs: Any) -> None:
        """Take the work."""
        self.given = kwargs


def waiting() -> Job:
    """Work of Anouk that waits."""
    return actions.start_job(by=somebody("Anouk Dijkstra", "coordinator"), title="Scholen inlezen")


def test_starting_hands_the_work_over_with_its_key() -> None:
    worker = Worker()
    job = jobs.start(by=somebody(), title="Inlezen", task=worker, file="abc")
    assert worker.given == {"job": str(job.key), "file": "abc"}
    assert job.state == Job.State.WAITING


def test_the_line_follows_the_work_to_its_result() -> None:
    job = waiting()
    with jobs.running(str(job.key)) as progress:
        progress.at(3, of=10, message="bezig")
        job.refresh_from_db()
        assert (job.state, job.done, job.total, job.message) == (Job.State.RUNNING, 3, 10, "bezig")
        progress.at(10, of=10)
        progress.message, progress.result = "10 scholen", "/scholen/"
    job.refresh_from_db()
    assert (job.state, job.message, job.result) == (Job.State.DONE, "10 scholen", "/scholen/")
    assert job.ended
    assert job.ended_at


def test_a_loop_that_reports_every_row_does_not_write_every_row() -> None:
    job = waiting()
    with jobs.running(job.key) as progress:
        progress.at(1, of=1000)
        for row in range(2, 999):
            progress.at(row, of=1000)
        job.refresh_from_db()
        assert job.done < 999
        progress.at(1000, of=1000)
    job.refresh_from_db()
    assert job.done == 1000


def test_the_owner_stops_it_at_its_next_report() -> None:
    job = waiting()
    anouk = at_keyboard(job.owner)
    with jobs.running(job.key) as progress:
        anouk.post(f"/werk/{job.key}/stoppen/")
        progress.at(10, of=10)
        raise AssertionError("went on after it was stopped")
    job.refresh_from_db()
    assert job.state == Job.State.STOPPED


def test_stopped_before_its_turn_it_never_begins() -> None:
    job = waiting()
    actions.ask_to_stop(by=job.owner, job=job)
    with pytest.raises(jobs.AlreadyEnded), jobs.running(job.key):
        raise AssertionError("began")


def test_a_sentence_for_the_owner_arrives_and_other_errors_stay_inside() -> None:
    first, second = waiting(), Job.objects.create(owner=somebody(), title="Anders")
    with jobs.running(first.key):
        raise jobs.WorkFailed("Regel 3: het BRIN-nummer klopt niet.")
    with pytest.raises(ZeroDivisionError), jobs.running(second.key):
        1 / 0  # noqa: B018  # any error will do
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.message == "Regel 3: het BRIN-nummer klopt niet."
    assert second.message == "Er ging iets mis. Probeer het nog een keer."
    assert {first.state, second.state} == {Job.State.FAILED}


def test_nobody_else_follows_or_stops_it() -> None:
    job = waiting()
    marit = at_keyboard(somebody())
    assert marit.get(f"/werk/{job.key}/").status_code == 404
    assert marit.post(f"/werk/{job.key}/stoppen/").status_code == 404
    assert marit.get(f"/werk/{uuid4()}/").status_code == 404
    job.refresh_from_db()
    assert not job.stop_asked


def test_the_page_asks_again_only_while_it_runs_and_gives_a_link_without_javascript() -> None:
    job = waiting()
    anouk = at_keyboard(job.owner)
    assert 'hx-trigger="every 2s"' in anouk.get(f"/werk/{job.key}/").content.decode()
    assert "Kijk hoe ver het is" in anouk.get(f"/werk/{job.key}/").content.decode()
    with jobs.running(job.key):
        pass
    part = anouk.get(f"/werk/{job.key}/", headers=HTMX).content.decode()
    assert "hx-trigger" not in part
    assert "<html" not in part
