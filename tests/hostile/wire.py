"""Raw bytes to the real web server, and how much memory it took."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from tests.operations.harness import FOREIGN, GUNICORN, Visitor, eventually, free_port

MEGABYTE = 1024 * 1024
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


@dataclass
class WebServer:
    """gunicorn with the configuration of `make run`, on the test database, as the runtime role."""

    process: subprocess.Popen[bytes]
    port: int
    said: Path
    private: Path

    @property
    def visitor(self) -> Visitor:
        return Visitor(self.port)

    def send(self, data: bytes, *, patience: float = 8.0, half_close: bool = False) -> bytes:
        """Everything that comes back until the server closes the line; nothing when it only closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as line:
            came = b""
            try:
                line.sendall(data)
                if half_close:
                    line.shutdown(socket.SHUT_WR)
                while piece := line.recv(65536):
                    came += piece
            except (ConnectionError, TimeoutError):
                pass
            return came

    def upload(
        self,
        path: str,
        megabytes: int,
        fields: dict[str, str] | None = None,
        cookies: str = "",
        piece: bytes = b"x",
    ) -> tuple[bytes, float]:
        """A form with a file of so many megabytes, made while it is sent; the answer, and the seconds it took."""
        head = b"".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (fields or {}).items()
        )
        head += b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        tail = b"\r\n--x--\r\n"
        block = piece * (MEGABYTE // len(piece))
        length = len(head) + megabytes * len(block) + len(tail)
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            line.sendall(
                f"POST {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nCookie: {cookies}\r\nAccept-Language: nl\r\n"
                f"Origin: http://localhost:{self.port}\r\n"
                f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {length}\r\n\r\n".encode()
                + head
            )
            for _ in range(megabytes):
                line.sendall(block)
            line.sendall(tail)
            came = b""
            while more := line.recv(65536):
                came += more
        return came, time.monotonic() - began

    def left_behind(self) -> list[str]:
        """Files that an upload put on the disk and that are still there."""
        return [file.name for file in self.private.iterdir() if "upload" in file.name]

    def statuses(self, data: bytes) -> list[int]:
        """The status of each answer on the line."""
        return [int(found) for found in STATUS.findall(self.send(data, half_close=True))]

    def healthy(self) -> bool:
        try:
            return self.visitor.get("/gereed/").status == 200
        except OSError:
            return False

    @property
    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(each) for each in listed.split()]

    def peak_megabytes(self) -> float:
        """The most memory that any worker ever held (VmHWM)."""
        return max(_status(pid, "VmHWM") for pid in self.workers)

    def faults(self) -> str:
        """What the server wrote down as its own fault."""
        text = self.said.read_text(errors="replace")
        return "\n".join(line for line in text.splitlines() if "error" in line.lower() or "Traceback" in line)


def _status(pid: int, name: str) -> float:
    text = Path(f"/proc/{pid}/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", text)
    assert found is not None
    return int(found[1]) / 1024


def _database() -> str:
    """The test database, as Django is logged in there now."""
    known = connection.settings_dict
    user, secret = quote(str(known["USER"])), quote(str(known.get("PASSWORD") or ""))
    host, port = str(known["HOST"]), str(known.get("PORT") or "5432")
    who = f"{user}:{secret}" if secret else user
    return f"postgresql://{who}@/{known['NAME']}?host={quote(host, safe='')}&port={port}"


@contextmanager
def web_server() -> Iterator[WebServer]:
    """One server for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="schakel-wire-") as folder:
        private, port = Path(folder), free_port()
        inherited = {key: value for key, value in os.environ.items() if key not in FOREIGN}
        here = {
            "PORT": str(port),
            "DATABASE_URL": _database(),
            "SCHAKEL_PRIVATE_FOLDER": str(private / "private"),
            "SCHAKEL_DEMO": "1",
            "TMPDIR": str(private),
            "PYTHONPATH": os.pathsep.join(["src", *os.environ.get("PYTHONPATH", "").split(os.pathsep)]),
        }
        said = private / "said"
        with said.open("wb") as out:
            process = subprocess.Popen(
                GUNICORN, env=inherited | here, stdout=out, stderr=out, start_new_session=True
            )
        server = WebServer(process, port, said, private)
        try:
            eventually(server.healthy, "no page came")
            yield server
        finally:
            process.terminate()
            process.wait(20)


def took(since: float) -> float:
    """Seconds."""
    return time.monotonic() - since
