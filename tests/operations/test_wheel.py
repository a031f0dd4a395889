"""What a server installs: the built package in an environment of its own, far from this clone."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operations.harness import Installation, Visitor

CLONE = Path(__file__).resolve().parents[2]
UV = CLONE / ".tools" / "bin" / "uv"

pytestmark = pytest.mark.slow


def uv(*arguments: object) -> None:
    done = subprocess.run([UV, *map(str, arguments)], cwd=CLONE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def installed(folder: Path) -> Path:
    """Programs of a fresh environment with the locked packages and our wheel."""
    schakel = [sys.executable, "-m", "schakel.project.cli"]
    subprocess.run([*schakel, "collectstatic", "--noinput", "--verbosity", "0"], cwd=CLONE, check=True)
    uv("build", "--quiet", "--wheel", "--out-dir", folder / "dist")
    uv("venv", "--quiet", "--python", sys.executable, folder / "venv")
    python = folder / "venv" / "bin" / "python"
    uv("pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", CLONE / "requirements.txt")
    uv("pip", "install", "--quiet", "--python", python, "--no-deps", *(folder / "dist").glob("*.whl"))
    return python.parent


def test_the_built_package_runs_in_a_fresh_environment(installed: Path, folder: Path) -> None:
    """Migrate, a small town, serve; a page with its style sheet, in Dutch and in English."""
    there = Installation(folder / "private", bin=installed)
    where = subprocess.run(
        [installed / "python", "-c", "import schakel; print(schakel.__file__)"],
        cwd="/",
        env={"PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(folder)), "the clone is not what runs"
    try:
        there.start_database()
        there.must("migrate", "--verbosity", "0")
        there.must("demo", "--scale", "small")
        there.start_all()
        visitor = Visitor(there.port)
        page = visitor.get("/inloggen/")
        sheets = re.findall(r'href="(/static/[^"]+\.css)"', page.text)
        assert sheets
        assert all(visitor.get(sheet).status == 200 for sheet in sheets)
        assert visitor.log_in("youth_supporter").get("/mijn-week/").status == 200
        there.verify()
    finally:
        there.stop()
