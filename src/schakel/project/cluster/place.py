"""Where the private cluster, its keys and its socket live.

Outside the clone, so that `git clean` never takes data along, and one folder per user and checkout, so that
two clones never meet. For root the folder lies in /var/lib, because the server there runs as another user,
who could not pass root's closed home. Socket paths over 107 bytes fail in the kernel, so a long path moves
to /tmp.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

DATABASE = "schakel"
OWNER = "schakel_owner"
RUNTIME = "schakel_runtime"
# The kernel allows 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


class PlaceRefused(RuntimeError):
    """The private folder cannot be used as it is."""


@dataclass(frozen=True)
class Place:
    """One checkout's private folder, for one user."""

    private: Path
    uid: int

    @property
    def data(self) -> Path:
        return self.private / "database"

    @property
    def binaries(self) -> Path:
        return self.private / "binaries"

    @property
    def socket(self) -> Path:
        """Folder of the unix socket."""
        near = self.private / "socket"
        if len(os.fsencode(near)) <= LONGEST_SOCKET_FOLDER:
            return near
        return Path("/tmp") / f"schakel-{self.uid}-{_short(self.private)}"  # noqa: S108 -- owner and mode are checked

    def key(self, name: str) -> str:
        """A secret that is made once and kept here; `name` is a file name.

        Raises:
            PlaceRefused: the folder cannot be written.
        """
        self.prepare()
        path = self.private / "keys" / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text("ascii").strip()

    def prepare(self) -> None:
        """Make the private folder; others may pass through it (the server's user must), not look into it.

        Raises:
            PlaceRefused: the folder cannot be made, or belongs to another user.
        """
        try:
            self._make()
            owner = self.private.lstat().st_uid
        except OSError as error:
            raise PlaceRefused(
                f"Cannot use {self.private}: {error.strerror}. Set SCHAKEL_PRIVATE_FOLDER."
            ) from error
        if owner != self.uid:
            raise PlaceRefused(
                f"{self.private} belongs to user {owner}, not to you. Set SCHAKEL_PRIVATE_FOLDER."
            )

    def _make(self) -> None:
        for folder in reversed([each for each in (self.private, *self.private.parents) if not each.exists()]):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711)  # whatever the umask: the server's user passes through


def place(override: Path | None = None) -> Place:
    """The place of this user and this checkout."""
    uid = os.getuid()
    return Place((override or _own_folder(uid, _short(_checkout(), uid))).absolute(), uid)


def _checkout() -> Path:
    """The clone, or for an installed package the environment that it is installed in."""
    here = Path(__file__).resolve()
    clone = here.parents[4]
    return clone if (clone / "pyproject.toml").is_file() else here.parents[3]


def _own_folder(uid: int, name: str) -> Path:
    if uid == 0:
        return Path("/var/lib/schakel") / name
    home = Path(os.environ.get("XDG_DATA_HOME") or Path("~/.local/share").expanduser())
    if home.is_absolute() and _writable(home):
        return home / "schakel" / name
    return Path(f"/var/tmp/schakel-{uid}-{name}")  # noqa: S108 -- prepare() refuses a folder that is not ours


def _writable(folder: Path) -> bool:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    return os.access(existing, os.W_OK | os.X_OK)


def _short(path: Path, uid: int | None = None) -> str:
    return hashlib.sha256(f"{uid}:{path}".encode()).hexdigest()[:12]


def _write_once(path: Path, text: str) -> None:
    """Write whole or not at all; of two that start at once the first wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
