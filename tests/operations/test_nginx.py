"""The proxy as it stands in `deploy/nginx.conf`: real nginx over TLS in front of the real web server, both on this machine."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.operations.harness import Answer, Installation, Visitor, eventually, free_port

pytestmark = pytest.mark.slow

SITE = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
AROUND = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log {folder}/access.log;
    include {folder}/site.conf;
}}
"""
TOKEN = "zestien tekens lang"


def certificate(folder: Path) -> None:
    """For `localhost`, signed by itself, valid today."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kind = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(*kind))


@dataclass
class TlsVisitor(Visitor):
    """A browser that trusts our certificate and no other."""

    trusts: str = ""
    scheme = "https"

    def connection(self) -> http.client.HTTPConnection:
        context = ssl.create_default_context(cafile=self.trusts)
        return http.client.HTTPSConnection("localhost", self.port, timeout=40, context=context)


@dataclass
class Proxy:
    """The running proxy, and the Schakel behind it."""

    folder: Path
    town: Installation
    port: int
    plain_port: int

    def visitor(self, **more: str) -> TlsVisitor:
        trusts = str(self.folder / "fullchain.pem")
        return TlsVisitor(self.port, more={"X-Forwarded-For": "192.0.2.1"} | more, trusts=trusts)

    def answers(self) -> bool:
        try:
            return self.visitor().get("/gereed/").status == 200
        except OSError:
            return False

    def line(self) -> ssl.SSLSocket:
        """A bare line, for what no browser would do."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=40)
        return context.wrap_socket(plain, server_hostname="localhost")


def as_here(folder: Path, town: Installation, port: int, plain_port: int) -> str:
    """The site with the ports, certificate and folder of this test; all else as a server has it."""
    changes = {
        r"\n *listen \[::\]:.*": "",
        r"listen 80;": f"listen 127.0.0.1:{plain_port};",
        r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        r"server_name schakel\.example\.nl;": "server_name localhost;",
        r"/etc/letsencrypt/live/schakel\.example\.nl": str(folder),
        r"/var/log/nginx": str(folder),
        r"http://127\.0\.0\.1:8000": f"http://127.0.0.1:{town.port}",
    }
    text = SITE.read_text("utf-8")
    for what, by in changes.items():
        text, found = re.subn(what, by, text)
        assert found, what
    return text


@pytest.fixture
def proxy(town: Installation, folder: Path) -> Iterator[Proxy]:
    """Real nginx before the small town, which believes it."""
    if NGINX is None:
        pytest.skip("there is no nginx here")
    made = Proxy(folder, town, free_port(), free_port())
    certificate(folder)
    (folder / "site.conf").write_text(as_here(folder, town, made.port, made.plain_port), "utf-8")
    around = AROUND.format(folder=folder, user="user www-data;" if os.getuid() == 0 else "")
    (folder / "nginx.conf").write_text(around, "utf-8")
    command = [NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr
    before = dict(town.more)
    town.more |= {"SCHAKEL_BEHIND_PROXY": "1", "SCHAKEL_BASE_URL": f"https://localhost:{made.port}"}
    town.more |= {"SCHAKEL_METRICS_TOKEN": TOKEN}
    running = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        town.start("web")
        eventually(made.answers, "no page came through nginx")
        yield made
    finally:
        running.terminate()
        running.wait(20)
        town.more = before


def test_pages_log_in_and_files_come_through_over_tls_only(proxy: Proxy) -> None:
    plain = http.client.HTTPConnection("127.0.0.1", proxy.plain_port, timeout=10)
    plain.request("GET", "/mijn-week/", headers={"Host": "localhost"})
    answer = plain.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://localhost/mijn-week/")
    plain.close()
    visitor = proxy.visitor()
    page = visitor.get("/inloggen/")
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Server"] == "nginx", "without its version"
    assert visitor.log_in("youth_supporter").get("/mijn-week/").status == 200
    assert {name for name in visitor.cookies if not name.startswith("__Host-")} == set()
    sheet = re.findall(r'href="(/static/[^"]+\.css)"', page.text)[0]
    found = proxy.visitor(**{"Accept-Encoding": "br"}).get(sheet)
    assert (found.status, found.headers["Content-Encoding"]) == (200, "br")
    assert "immutable" in found.headers["Cache-Control"]
    assert proxy.visitor().log_in("teacher").question("Onrust door nginx heen").status == 302
    assert len(proxy.town.questions("Onrust door nginx heen")) == 1


def test_the_log_names_who_asks_and_not_who_they_say_they_are(proxy: Proxy) -> None:
    before = proxy.town.one("SELECT max(id) FROM access_logentry")
    visitor = proxy.visitor(**{"X-Real-IP": "192.0.2.9", "X-Forwarded-Proto": "http"})
    assert visitor.log_in("privacy_officer").get("/wie-keek-wat/").status == 200
    rows = f"SELECT count(*) FROM access_logentry WHERE id > {before}"
    assert proxy.town.one(rows) == proxy.town.one(f"{rows} AND host(origin) = '127.0.0.1'") >= 2
    assert (proxy.folder / "access.log").read_text() == "", "no second log"


def test_measures_stay_behind_the_proxy(proxy: Proxy) -> None:
    shown = {"Authorization": f"Bearer {TOKEN}"}
    assert proxy.visitor().get("/inloggen/").status == 200
    assert proxy.visitor(**shown).get("/metrics").status == 404
    behind = Visitor(proxy.town.port, more=shown | {"X-Forwarded-Proto": "https"})
    assert "schakel_pages_total" in behind.get("/metrics").text


@pytest.mark.parametrize(("megabytes", "words"), [(3, "te groot"), (70, "Dit is te groot")])
def test_what_is_too_large_is_told_so_in_dutch(proxy: Proxy, megabytes: int, words: str) -> None:
    """The first by Schakel itself, the second before it gets there."""
    with proxy.line() as line:
        head = f"POST /inloggen/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {megabytes << 20}\r\n"
        line.sendall(f"{head}Content-Type: text/plain\r\nConnection: close\r\n\r\n".encode())
        with suppress(OSError):
            for _ in range(megabytes):
                line.sendall(b"x" * (1 << 20))
        with suppress(OSError):
            said = b"".join(iter(lambda: line.recv(1 << 16), b"")).decode()
    assert said.startswith("HTTP/1.1 413")
    assert words in said


def test_slow_visitors_keep_nobody_waiting(proxy: Proxy) -> None:
    """As many as there are web workers, and more: nginx takes them in by itself."""
    slow = [proxy.line() for _ in range(6)]
    try:
        for line in slow:
            line.sendall(b"POST /inloggen/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx")
        began = time.monotonic()
        assert proxy.visitor().get("/inloggen/").status == 200
        assert time.monotonic() - began < 5
    finally:
        for line in slow:
            line.close()


def test_while_schakel_starts_again_a_page_in_dutch_says_so(proxy: Proxy) -> None:
    proxy.town.kill("web")
    away: Answer = proxy.visitor().get("/mijn-week/")
    assert away.status == 503
    assert "Schakel is er even niet" in away.text
    assert away.headers["Content-Type"] == "text/html; charset=utf-8"
    assert away.headers["Retry-After"] == "5"
    proxy.town.start("web")
    eventually(proxy.answers, "no page came back by itself")


def test_pages_of_schakel_about_faults_pass_as_they_are(proxy: Proxy) -> None:
    proxy.town.stop_database()
    away = proxy.visitor().get("/inloggen/")
    proxy.town.start_database()
    assert away.status == 503
    assert "Advies over veiligheid thuis" in away.text
    assert proxy.visitor().get("/bestaat-niet/").status == 404
