"""The set-up of a bare clone: says what is wrong before anything starts, and locks name no place."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

CLONE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", CLONE / "tools" / "bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def python_that_says(folder: Path, name: str, words: str) -> str:
    """A program that answers the question for its speed; empty words are no answer."""
    file = folder / name
    file.write_text(f"#!/bin/sh\ntest -n '{words}' && echo '{words}'\n")
    file.chmod(0o755)
    return str(file)


def test_the_clearly_faster_python_makes_the_environment(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHON", raising=False)
    fast, broken = python_that_says(tmp_path, "fast", "0.00001"), python_that_says(tmp_path, "broken", "")
    slow = python_that_says(tmp_path, "slow", "1000")
    assert bootstrap.fastest_python([broken, fast, slow]) == fast
    assert bootstrap.fastest_python([broken, slow, str(tmp_path / "missing")]) == sys.executable
    monkeypatch.setenv("PYTHON", "chosen")
    assert bootstrap.fastest_python([fast]) == sys.executable


def test_a_taken_port_is_a_clear_message(bootstrap: ModuleType) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is taken.*PORT={port + 1}"):
            bootstrap.refuse_taken(port)


@pytest.mark.parametrize("port", ["0", "65536", "acht", "-1"])
def test_a_port_that_cannot_be_is_a_clear_message(port: str) -> None:
    command = [sys.executable, str(CLONE / "tools" / "bootstrap.py"), f"--port={port}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "PORT is a number from 1 to 65535" in done.stderr


def test_an_ordinary_user_is_told_the_one_command_for_the_browser(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "CHROMIUM", tmp_path / "none")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"As root, once: apt-get update && apt-get .*install .*chromium"):
        bootstrap.browser()


def test_the_command_runs_from_a_folder_with_a_space_and_a_quote(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "Schakel's kloon" / ".venv"
    (there / "bin").mkdir(parents=True)
    (there / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    python = there / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(bootstrap, "VENV", there)
    bootstrap._install_this_clone()
    done = subprocess.run(
        [there / "bin" / "schakel", "version"], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\d+\.\d+.*\n", done.stdout)


def test_a_failed_step_ends_with_its_own_words(bootstrap: ModuleType) -> None:
    with pytest.raises(SystemExit, match=r"(?s)counting failed:.*no such number"):
        bootstrap._run("counting", [sys.executable, "-c", "raise SystemExit('no such number')"])


@pytest.mark.parametrize(
    "lock", [*sorted(CLONE.glob("requirements*.txt")), CLONE / "tools" / "requirements.txt"]
)
def test_a_lock_of_packages_has_hashes_and_names_no_place(lock: Path) -> None:
    text = lock.read_text()
    pinned = re.findall(r"^[a-z0-9][\w.\-\[\],]*==", text, re.M | re.I)
    assert pinned
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_lock_of_style_sheets_names_no_place_to_fetch_from() -> None:
    lock = json.loads((CLONE / "package-lock.json").read_text())
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert packages
    assert not [name for name, each in packages.items() if "resolved" in each]
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())


def test_help_names_every_target() -> None:
    shown = subprocess.run(["make", "help"], cwd=CLONE, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^([a-z-]+):", (CLONE / "Makefile").read_text(), re.M)
    assert set(targets) == set(re.findall(r"^  make ([a-z-]+)", shown, re.M))
