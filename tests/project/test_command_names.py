"""A command reads as people type it, with a hyphen, and may be piped into another."""

import os
import subprocess
import sys

import pytest

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
