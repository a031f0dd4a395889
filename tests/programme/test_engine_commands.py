"""`schakel evaluate` and its sisters run under Django's roof without a database."""

from pathlib import Path

import pytest
from django.core.management import call_command, get_commands, load_command_class

from schakel.programme.management.base import EngineCommand
from schakel.project.cli import WITHOUT_DATABASE

NAMES = ("evaluate", "sums", "value", "rollout", "simulate_panel")
PLAN = Path(__file__).parents[2] / "examples" / "rollout" / "plan.toml"


@pytest.mark.parametrize("name", NAMES)
def test_an_engine_command_needs_no_database_and_no_checks(name: str) -> None:
    assert get_commands()[name] == "schakel.programme"
    command = load_command_class("schakel.programme", name)
    assert isinstance(command, EngineCommand)
    assert command.requires_system_checks == []
    assert name in WITHOUT_DATABASE
    assert name.replace("_", "-") in WITHOUT_DATABASE


def test_a_roll_out_is_drawn_from_the_command_line(tmp_path: Path) -> None:
    call_command("rollout", str(PLAN), "--out", str(tmp_path / "out"), "--quiet")
    assert (tmp_path / "out" / "draw.csv").exists()


def test_a_refusal_leaves_with_code_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("rollout", str(tmp_path / "absent.toml"), "--out", str(tmp_path / "out"), "--quiet")
    assert left.value.code == 2
    assert "absent.toml does not exist" in capsys.readouterr().err
