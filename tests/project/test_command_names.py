"""A command reads as people type it, with a hyphen, and may be piped into another."""

import os
import subprocess
import sys

import pytest

from schakel import __version__
from schakel.project import cli
from schakel.project.cli import module_names


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        (["schakel", "import-sites", "a-b.csv"], ["schakel", "import_sites", "a-b.csv"]),
        (["schakel", "help", "verify-log"], ["schakel", "help", "verify_log"]),
        (["schakel", "migrate", "--no-input"], ["schakel", "migrate", "--no-input"]),
        (["schakel", "--help"], ["schakel", "--help"]),
        (["schakel"], ["schakel"]),
    ],
)
def test_only_the_name_of_the_command_changes(typed: list[str], run: list[str]) -> None:
    assert module_names(typed) == run


def test_who_reads_only_the_beginning_gets_no_traceback() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "schakel.project.cli", "help"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("asked", ["version", "--version"])
def test_it_says_its_own_version_and_not_that_of_django(
    asked: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["schakel", asked])
    cli.main()
    assert capsys.readouterr().out.strip() == __version__
