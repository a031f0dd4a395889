"""`schakel allocate` and `schakel praatplaat` run without a database and leave with the engine's code."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_allocate_writes_its_files_without_a_database(tmp_path: Path) -> None:
    out = tmp_path / "week.json"
    problem = EXAMPLES / "allocation" / "team-week.json"
    call_command("allocate", str(problem), "--moves", "5000", "--out", str(out), "--quiet")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["week.json", "week.pdf"]


def test_a_refusal_is_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("allocate", str(tmp_path / "absent.json"), "--out", str(tmp_path / "x.json"), "--quiet")
    assert left.value.code == 2
    assert "check the name" in capsys.readouterr().err


def test_praatplaat_draws_a_scenario_without_a_database(tmp_path: Path) -> None:
    scenario = EXAMPLES / "waiting" / "eight-on-nine.toml"
    call_command("praatplaat", str(scenario), "--out", str(tmp_path / "plaat.pdf"))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["plaat.pdf", "plaat.svg"]


def test_praatplaat_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("praatplaat", str(tmp_path / "x.docx"), "--out", str(tmp_path / "plaat.pdf"))
    assert left.value.code == 2
