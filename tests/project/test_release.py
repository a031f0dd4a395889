"""The program knows its own release: a back-up names it."""

import tomllib
from pathlib import Path

import schakel

CLONE = Path(__file__).resolve().parents[2]


def test_the_package_and_the_program_name_the_same_release() -> None:
    project = tomllib.loads((CLONE / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == schakel.__version__
