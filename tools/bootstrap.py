"""From a bare clone to everything that `make run` and `make test` need. Plain Python 3.11, before any package is there.

1. `.tools` holds uv, locked by hash; `.venv` holds the locked packages and this clone's own `schakel` command.
2. `npm ci` fetches style sheets and fonts, meanwhile; the few files that pages use are copied.
3. Translations are compiled and static files collected.
4. For tests: Debian's Chromium, installed as root or asked for by its one command.

Each step leaves a stamp of what it was made from, so that a second start skips it. A stopped step is simply done again.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import math
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent
VAR = CLONE / "var"
VENV = CLONE / ".venv"
TOOLS = CLONE / ".tools"
PACKAGE = CLONE / "src" / "schakel"
CHROMIUM = Path("/usr/bin/chromium")
OTHER_PYTHONS = ("/usr/bin/python3.11", "/usr/local/bin/python3.11")
CLEARLY = 1.1
# The first line of a program cannot name a folder with a space. The shell takes the second line, Python reads it as a text.
COMMAND = """#!/bin/sh
'''exec' {python} "$0" "$@"
' '''
from schakel.project.cli import main

main()
"""
PROBE = """
import lzma, sqlite3, ssl, sys, time
assert sys.version_info[:2] == (3, 11)
class Row:
    def __init__(self, number):
        self.number = number
    def shown(self, more):
        return str(self.number + more)
def seconds():
    begun = time.process_time()
    texts = {row: row.shown(1) for row in map(Row, range(20_000)) if isinstance(row, Row)}
    "".join(texts[row] for row in texts if getattr(row, "number", 0) % 2)
    return time.process_time() - begun
print(min(seconds() for _ in range(5)))
"""
APT = ("apt-get", "-o", "DPkg::Lock::Timeout=300")


class Stopped(SystemExit):
    """The set-up cannot go on; the message says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(f"schakel: {message}")


def main() -> None:
    arguments = _arguments()
    if sys.version_info[:2] != (3, 11):
        raise Stopped(
            f"Python 3.11 is needed, this is {sys.version.split()[0]}. Use: make PYTHON=/path/to/python3.11"
        )
    if arguments.port is not None:
        refuse_taken(arguments.port)
    VAR.mkdir(exist_ok=True)
    with (VAR / "bootstrap.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        prepare(dev=arguments.dev, scale=arguments.scale)
        if arguments.browser:
            browser()
    if arguments.then:
        os.execve(VENV / "bin" / "python", [str(VENV / "bin" / "python"), *arguments.then], _environment())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--dev", action="store_true", help="also what checks and tests need")
    parser.add_argument("--scale", action="store_true", help="also Dask and Spark")
    parser.add_argument("--browser", action="store_true", help="also Chromium")
    parser.add_argument("--port", type=_port, help="stop at once when this port is taken")
    parser.add_argument(
        "--then", nargs=argparse.REMAINDER, help="go on with .venv's python and these arguments"
    )
    return parser.parse_args()


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Stopped(f"PORT is a number from 1 to 65535, not {text!r}.")
    return int(text)


def refuse_taken(port: int) -> None:
    """Say so before anything starts; a server that was killed a moment ago gets that moment."""
    until = time.monotonic() + 2
    while not _free(port):
        if time.monotonic() > until:
            raise Stopped(
                f"Port {port} is taken. Stop what uses it, or choose another: make run PORT={port + 1}"
            )
        time.sleep(0.1)


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Stopped(
                f"Port {port} is for root only. Choose one above 1023: make run PORT=8000"
            ) from None
        except OSError:
            return False
    return True


def prepare(*, dev: bool, scale: bool) -> None:
    """Everything that needs no root."""
    with Meanwhile(_npm) as styles:
        packages(dev=dev, scale=scale)
        styles.finish()
    assets()
    translations()
    static_files()


# --- Python packages ---------------------------------------------------------------------------------------------


def packages(*, dev: bool, scale: bool) -> None:
    """The locked packages, by hash, and the `schakel` command of this clone."""
    wanted = [CLONE / "requirements.txt"]
    wanted += [CLONE / "requirements-dev.txt"] if dev or _stamped(VENV / ".dev") else []
    wanted += [CLONE / "requirements-scale.txt"] if scale or _stamped(VENV / ".scale") else []
    state = _digest([*wanted, Path(__file__)], sys.version, str(VENV))
    if _works(VENV) and _read(VENV / ".stamp") == state:
        return
    uv = _uv()
    if not _works(VENV):
        _run("making .venv", [uv, "venv", "--quiet", "--clear", "--python", fastest_python(), VENV])
    lists = [part for file in wanted for part in ("-r", file)]
    _run(
        f"installing packages ({', '.join(file.name for file in wanted)})",
        [uv, "pip", "install", "--quiet", "--require-hashes", "--python", VENV / "bin" / "python", *lists],
    )
    _install_this_clone()
    for name, present in (("dev", dev), ("scale", scale)):
        if present:
            (VENV / f".{name}").touch()
    (VENV / ".stamp").write_text(state)


def fastest_python(others: Sequence[str] = OTHER_PYTHONS) -> str:
    """The quickest Python 3.11 of this machine: one compiled without a profile takes twice as long for every page.

    Who says `PYTHON=` has chosen; another than the running one must be clearly quicker.
    """
    if os.environ.get("PYTHON"):
        return sys.executable
    found = [sys.executable, *(python for python in others if Path(python).is_file())]
    # In turns, because a shared machine is slow for a moment and then is not.
    rounds = [[_probe(python) for python in found] for _ in range(4)]
    times = {python: min(each) for python, each in zip(found, zip(*rounds, strict=True), strict=True)}
    quickest = min(found, key=lambda python: times[python])
    return quickest if times[quickest] * CLEARLY < times[sys.executable] else sys.executable


def _probe(python: str) -> float:
    """Seconds for a little work; endless for what is no complete Python 3.11."""
    found = subprocess.run([python, "-I", "-c", PROBE], check=False, capture_output=True, text=True)
    return float(found.stdout) if found.returncode == 0 else math.inf


def _uv() -> Path:
    """uv, locked by hash like everything else, in a folder of its own.

    pip puts it there directly where it can: an environment with a pip of its own takes ten seconds more to make.
    """
    locked = CLONE / "tools" / "requirements.txt"
    state = _digest([locked])
    uv = TOOLS / "bin" / "uv"
    if uv.exists() and _read(TOOLS / ".stamp") == state:
        return uv
    shutil.rmtree(TOOLS, ignore_errors=True)
    install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--only-binary=:all:",
        "--require-hashes",
        "-r",
        locked,
    ]
    try:
        _run("installing uv", [sys.executable, *install, "--target", TOOLS])
    except Stopped:
        _run("making .tools", [sys.executable, "-m", "venv", TOOLS])
        _run("installing uv there", [TOOLS / "bin" / "python", *install])
    (TOOLS / ".stamp").write_text(state)
    return uv


def _install_this_clone() -> None:
    """What an editable install does, without fetching a build tool for it."""
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "_schakel.pth").write_text(f"{CLONE / 'src'}\n")
    script = VENV / "bin" / "schakel"
    script.write_text(COMMAND.format(python=shlex.quote(str(VENV / "bin" / "python"))))
    script.chmod(0o755)


def _works(environment: Path) -> bool:
    """Whether its Python starts: a moved clone or a removed Python breaks an environment."""
    python = environment / "bin" / "python"
    try:
        return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


# --- style sheets, translations, static files --------------------------------------------------------------------


class Meanwhile:
    """A step that runs while another does."""

    def __init__(self, start: Callable[[], subprocess.Popen[bytes] | None]) -> None:
        self._start = start

    def __enter__(self) -> Meanwhile:
        self._process = self._start()
        return self

    def finish(self) -> None:
        """Wait for it.

        Raises:
            Stopped: it failed; with its own words.
        """
        if self._process is None:
            return
        words = self._process.communicate()[0]
        if self._process.returncode:
            raise Stopped(f"npm ci stopped:\n{words.decode('utf-8', 'replace')}")
        (CLONE / "node_modules" / ".stamp").write_text(_digest(_npm_sources()))

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()


def _npm_sources() -> list[Path]:
    return [CLONE / "package.json", CLONE / "package-lock.json"]


def _npm() -> subprocess.Popen[bytes] | None:
    if _read(CLONE / "node_modules" / ".stamp") == _digest(_npm_sources()):
        return None
    npm = shutil.which("npm")
    if npm is None:
        raise Stopped("npm is needed for style sheets and fonts: install Node.js 20 or newer.")
    _say("fetching style sheets and fonts")
    return subprocess.Popen(
        [npm, "ci", "--ignore-scripts", "--no-progress"],
        cwd=CLONE,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def assets() -> None:
    """The few files that pages use, out of the many that npm brings."""
    recipe = PACKAGE / "web" / "vendor.py"
    state = _digest([*_npm_sources(), recipe])
    stamp = VAR / "assets.stamp"
    if recipe.exists() and (_read(stamp) != state or not (PACKAGE / "web" / "static" / "vendor").is_dir()):
        _python("copying style sheets and fonts", "-m", "schakel.web.vendor", CLONE / "node_modules")
        stamp.write_text(state)


def translations() -> None:
    """Texts as the program reads them; babel does it, so no system package is needed."""
    sources = sorted((PACKAGE / "locale").glob("*/LC_MESSAGES/*.po"))
    stale = [each for each in sources if _older(each.with_suffix(".mo"), each)]
    if stale:
        _python("compiling translations", CLONE / "tools" / "translations.py", "compile")


def static_files() -> None:
    """Static files under the name of their content, compressed once."""
    files = sorted(each for each in PACKAGE.glob("*/static/**/*") if each.is_file())
    state = _digest(
        [VENV / ".stamp"], *(f"{each}:{each.stat().st_mtime_ns}:{each.stat().st_size}" for each in files)
    )
    stamp = VAR / "static.stamp"
    if _read(stamp) != state or not (CLONE / "static-built" / "staticfiles.json").exists():
        shutil.rmtree(CLONE / "static-built", ignore_errors=True)
        _python(
            "collecting static files",
            "-m",
            "schakel.project.cli",
            "collectstatic",
            "--noinput",
            "--verbosity",
            "0",
        )
        stamp.write_text(state)


# --- the browser -------------------------------------------------------------------------------------------------


def browser() -> None:
    """Debian's Chromium: as root it is installed, otherwise its one command is named."""
    if CHROMIUM.exists():
        return
    install = [*APT, "install", "--yes", "--no-install-recommends", "chromium"]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Stopped(
            f"The browser tests need Chromium. As root, once: apt-get update && {' '.join(install)}"
        )
    _run("reading the package lists", [*APT, "update", "--quiet", "--quiet"])
    _run("installing Chromium", install)


# --- how a step runs ---------------------------------------------------------------------------------------------


def _python(what: str, *arguments: object) -> None:
    _run(what, [VENV / "bin" / "python", *arguments])


def _run(what: str, command: Iterable[object]) -> None:
    """One step; its own words are shown only when it fails."""
    _say(what)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=CLONE,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        raise Stopped(f"{what} failed:\n{done.stdout.decode('utf-8', 'replace')}")


def _environment() -> dict[str, str]:
    """The caller's, with caches where they can be written, and bytecode kept: without it each start takes 2 s longer."""
    chosen = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    chosen |= {"DEBIAN_FRONTEND": "noninteractive", "PIP_NO_INPUT": "1"}
    home = Path(os.environ.get("HOME", "/nonexistent"))
    if not os.access(home, os.W_OK | os.X_OK):
        chosen |= {"UV_CACHE_DIR": str(VAR / "uv"), "npm_config_cache": str(VAR / "npm")}
    return chosen


def _say(what: str) -> None:
    print(f"[{time.monotonic() - BEGIN:4.0f} s] {what}", file=sys.stderr, flush=True)


def _digest(files: Iterable[Path], *more: str) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    for text in more:
        digest.update(text.encode())
    return digest.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.is_file() else ""


def _stamped(path: Path) -> bool:
    return path.is_file()


def _older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


BEGIN = time.monotonic()

if __name__ == "__main__":
    main()
