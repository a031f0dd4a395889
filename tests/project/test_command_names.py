"""A command reads as people type it, with a hyphen."""

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
