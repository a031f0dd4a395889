"""The meeting gets one page it can read, and the command leaves whole files or none."""

from __future__ import annotations

import argparse
import json
import os
import signal
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from schakel.analysis.allocation import ProblemError, Proposal, allocate, read_problem
from schakel.analysis.allocation.command import add_allocate_arguments, run_allocate
from schakel.analysis.allocation.page import proposal_page, proposal_pdf
from schakel.analysis.allocation.problem import Problem
from schakel.analysis.allocation.sample import sample_problem
from schakel.analysis.allocation.sentences import Words
from schakel.analysis.allocation.solve import warm_up
from schakel.analysis.report import to_png

from .weeks import person, problem, task, week

EXAMPLE = Path(__file__).parents[3] / "examples" / "allocation" / "team-week.json"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def example() -> tuple[Problem, Proposal]:
    given = read_problem(EXAMPLE)
    return given, allocate(given, moves=100_000)


def test_the_example_fits_one_page_with_every_task_its_reason_and_who_decides(
    example: tuple[Problem, Proposal],
) -> None:
    for language in ("nl", "en"):
        page = proposal_page(*example, "nl" if language == "nl" else "en", DAY)
        assert len(to_png(page, 20)) == 1
        said = json.dumps(page.values, ensure_ascii=False)
        for each in example[0].tasks:
            assert f'"{each.key}"' in said
        assert ("Het team beslist" if language == "nl" else "The team decides") in said
        assert ("Bewezen: geen enkele andere" if language == "nl" else "Proven: no other") in said


@pytest.mark.parametrize(("people", "tasks"), [(1, 1), (12, 90), (40, 300), (90, 700)])
def test_it_is_one_page_whatever_the_size(people: int, tasks: int) -> None:
    given = sample_problem(people, tasks)
    assert len(to_png(proposal_page(given, allocate(given, moves=5000, shown=2), "nl", DAY), 20)) == 1


def test_a_larger_region_says_that_there_is_more() -> None:
    given = sample_problem(90, 300)
    said = json.dumps(proposal_page(given, allocate(given, moves=2000, shown=2), "nl", DAY).values)
    assert "zie het bestand" in said


def test_the_page_is_the_same_bytes_twice(example: tuple[Problem, Proposal]) -> None:
    assert proposal_pdf(*example, "nl", DAY) == proposal_pdf(*example, "nl", DAY)


def test_what_stays_open_says_why() -> None:
    given = problem(
        people=[person("fenna", days=1), person("hanna", registered=False)],
        tasks=[task("t1", hours=7), task("t2", hours=7), task("t3", "decide", hours=9)],
    )
    proposal = allocate(given, moves=2000)
    words = Words(given, proposal, "nl")
    whys = {each.task: words.why(each) for each in proposal.open_tasks}
    assert "Wie het mag, zit vol: Fenna." in whys.values()
    assert whys["t3"] == "Niemand mag dit: geen registratie en te weinig uren."


def test_reasons_name_faces_registration_and_the_next_best() -> None:
    given = problem(tasks=[task("t1"), task("t2", "decide")])
    proposal = allocate(given, moves=2000)
    words = Words(given, proposal, "nl")
    first, second = (words.why(each) for each in proposal.assignments)
    assert "vaste contactpersoon" in first
    assert "anders Jelle" in first
    assert second.startswith("alleen met registratie")
    english = Words(given, proposal, "en")
    assert "case lead" in english.why(proposal.assignments[0])


@pytest.mark.parametrize(
    ("kind", "nl"),
    [
        ("site_without_anyone", "Op Het Kompas is deze week niemand, en er ligt 1 taak."),
        ("registration_ends", "De registratie van Fenna loopt tot en met 25 november 2026."),
    ],
)
def test_notices_are_sentences(kind: str, nl: str) -> None:
    given = problem(
        people=[person("fenna", registered_until="2026-11-25")], tasks=[task("t1", site="kompas")]
    )
    proposal = allocate(given, moves=500)
    words = Words(given, proposal, "nl")
    assert [words.notice(each) for each in proposal.notices if each.kind == kind] == [nl]
    english = Words(given, proposal, "en")
    assert all(english.notice(each) != words.notice(each) for each in proposal.notices)


def test_a_proven_best_division_says_so() -> None:
    given = problem(tasks=[])
    words = Words(given, allocate(given, moves=10), "nl")
    assert words.quality() == "Bewezen: geen enkele andere verdeling is beter."
    assert words.lead() == "Er zijn deze week geen taken om te verdelen."


def options(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_allocate_arguments(parser)
    return parser.parse_args([*given, "--quiet"])


def test_the_command_writes_a_proposal_and_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "week.json"
    assert run_allocate(options(str(EXAMPLE), "--moves", "50000", "--out", str(out))) == 0
    written = json.loads(out.read_text())
    assert written["kind"] == "proposal"
    assert written["bound"] <= written["cost"]
    assert out.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert sorted(each.name for each in out.parent.iterdir()) == ["week.json", "week.pdf"]
    assert "krijgen er" in capsys.readouterr().out


def test_the_same_moves_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run_allocate(options(str(EXAMPLE), "--moves", "20000", "--out", str(tmp_path / f"{name}.json")))
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_refused_problem_is_told_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "week.json"
    path.write_text(json.dumps(week(people=[])))
    assert run_allocate(options(str(path), "--out", str(tmp_path / "out.json"))) == 2
    assert "nobody to divide the work over" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["week.json"]


def test_a_pdf_as_target_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_allocate(options(str(EXAMPLE), "--out", str(tmp_path / "x.pdf"))) == 2
    assert "end it in .json" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert run_allocate(options(str(EXAMPLE), "--moves", "500", "--out", str(blocked / "x.json"))) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_cancelling_ends_soon_and_keeps_the_old_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "week.json"
    out.write_text("old")

    def interrupt() -> None:
        time.sleep(1.0)
        os.kill(os.getpid(), signal.SIGINT)

    warm_up()
    waiting = threading.Thread(target=interrupt)
    waiting.start()
    code = run_allocate(options(str(EXAMPLE), "--moves", "1e10", "--out", str(out)))
    waiting.join()
    assert code == 130
    assert out.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["week.json"]
    assert "cancelled" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--seconds", "0"], ["--seconds", "-1"], ["--moves", "0"]])
def test_limits_must_be_more_than_nothing(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        options(str(EXAMPLE), "--out", "x.json", *wrong)
    assert "must be" in capsys.readouterr().err


def test_the_whole_example_is_a_problem_without_faults() -> None:
    try:
        given = read_problem(EXAMPLE)
    except ProblemError as refused:
        pytest.fail(str(refused))
    assert len(given.people) == 8
    assert len(given.sites) == 9
