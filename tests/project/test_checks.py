"""What `schakel check --deploy` refuses to call production."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from schakel.project import checks
from schakel.project.environment import Environment

PRODUCTION = {
    "DATABASE_URL": "postgresql://schakel_runtime@db.example.nl/schakel",
    "SCHAKEL_SECRET_KEY": "s" * 50,
    "SCHAKEL_SEAL_KEY": "z" * 50,
    "SCHAKEL_FIELD_KEY": "v" * 50,
    "SCHAKEL_BASE_URL": "https://schakel.example.nl",
    "SCHAKEL_MAIL_URL": "smtp://mail.example.nl",
    "SCHAKEL_MAIL_FROM": "schakel@example.nl",
}


def faults(monkeypatch: pytest.MonkeyPatch, **changes: str) -> set[str | None]:
    names = ("DATABASE_URL", "SCHAKEL_DEMO", "SCHAKEL_DEBUG", "SCHAKEL_SECOND_FACTOR", *PRODUCTION)
    for name in names:
        monkeypatch.delenv(name, raising=False)
    for name, value in (PRODUCTION | changes).items():
        if value:
            monkeypatch.setenv(name, value)
    monkeypatch.setattr(checks, "environment", Environment)
    return {each.id for each in checks.production()}


def test_a_municipality_that_set_everything_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(monkeypatch) == set()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"SCHAKEL_DEMO": "1", "SCHAKEL_BASE_URL": ""}, "schakel.E001"),
        ({"SCHAKEL_DEBUG": "1"}, "schakel.E002"),
        ({"SCHAKEL_SECRET_KEY": ""}, "schakel.E003"),
        ({"SCHAKEL_SEAL_KEY": ""}, "schakel.E004"),
        ({"SCHAKEL_BASE_URL": "http://schakel.example.nl"}, "schakel.E005"),
        ({"DATABASE_URL": ""}, "schakel.E006"),
        ({"SCHAKEL_SECOND_FACTOR": "optional"}, "schakel.E007"),
        ({"SCHAKEL_FIELD_KEY": ""}, "schakel.E008"),
        ({"SCHAKEL_MAIL_URL": "", "SCHAKEL_MAIL_FROM": ""}, "schakel.W001"),
    ],
)
def test_each_choice_of_ones_own_machine_is_named(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, str], fault: str
) -> None:
    assert fault in faults(monkeypatch, **change)


def test_the_command_itself_fails_in_demo_mode() -> None:
    path = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-m", "schakel.project.cli", "check", "--deploy"]
    own = {"SCHAKEL_DEMO": "1", "PYTHONPATH": path}
    done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Demo mode is on" in done.stderr


def test_the_command_is_silent_in_production() -> None:
    path = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-m", "schakel.project.cli", "check", "--deploy", "--fail-level", "WARNING"]
    key = "".join(f"{number:02x}" for number in range(40))
    own = dict.fromkeys(("SCHAKEL_SECRET_KEY", "SCHAKEL_SEAL_KEY", "SCHAKEL_FIELD_KEY"), key)
    own |= {"SCHAKEL_ORGANISATION": '{"security_contact": "mailto:veilig@example.nl"}', "PYTHONPATH": path}
    env = os.environ | PRODUCTION | own
    # A browser test in the same process sets it, for itself.
    env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
