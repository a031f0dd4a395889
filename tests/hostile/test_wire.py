"""Nonsense on the line to the real web server: it says no or hangs up, and serves the next visitor."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from schakel.access.actions import open_account
from schakel.access.roles import Role
from schakel.project import worker
from tests.hostile.wire import WebServer, took, web_server
from tests.worlds import COMMITTED, Stage

pytestmark = pytest.mark.django_db

HOST = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
END = b"\r\n"
SECOND = b"GET /wie-keek-wat/ HTTP/1.1\r\nHost: localhost\r\n\r\n"

NONSENSE = {
    "an address without an end": b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\n" + HOST + END,
    "a header without an end": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 100_000 + b"\r\n" + END,
    "headers without an end": b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: a\r\n" % n for n in range(500)) + END,
    "a chunk of no size": b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "a chunk of a negative size": b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
    "a chunk larger than the world": b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\nx",
    "a length that is none": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: tien\r\n\r\nx",
    "a negative length": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\nx",
    "two lengths": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy",
    "a length and chunks": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks that are not": b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a method that nobody knows": b"WAT / HTTP/1.1\r\n" + HOST + END,
    "a method in small letters": b"get / HTTP/1.1\r\n" + HOST + END,
    "a method of a thousand letters": b"A" * 1_000 + b" / HTTP/1.1\r\n" + HOST + END,
    "TRACE": b"TRACE / HTTP/1.1\r\n" + HOST + END,
    "CONNECT": b"CONNECT kwaad.example:443 HTTP/1.1\r\n" + HOST + END,
    "no version": b"GET /\r\n\r\n",
    "a version to come": b"GET / HTTP/9.9\r\n" + HOST + END,
    "the second version": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\0b\r\n" + END,
    "a header without a colon": b"GET / HTTP/1.1\r\n" + HOST + b"zonder\r\n" + END,
    "a space before the colon": b"GET / HTTP/1.1\r\n" + HOST + b"X : a\r\n" + END,
    "another host": b"GET / HTTP/1.1\r\nHost: kwaad.example\r\n" + END,
    "a host that is none": b"GET / HTTP/1.1\r\nHost: a b\\c\"<>\r\n" + END,
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: kwaad.example\r\n" + END,
    "another site in the address": b"GET http://kwaad.example/ HTTP/1.1\r\nHost: kwaad.example\r\n" + END,
    "an address up and away": b"GET /../../../../etc/passwd HTTP/1.1\r\n" + HOST + END,
    "an address up and away in a static file": b"GET /static/..%2f..%2f..%2f..%2fetc/passwd HTTP/1.1\r\n" + HOST + END,
    "an address of broken letters": b"GET /kinderen/%ff%fe%00/ HTTP/1.1\r\n" + HOST + END,
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
    "SSH": b"SSH-2.0-OpenSSH_9.2\r\n",
    "noise": bytes(range(256)) * 20,
    "a proxy before us that is none": b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\n" + HOST + END,
    "a body that stops halfway": b"POST /inloggen/ HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 500\r\n\r\nlogin=a",
    "a request behind a request": b"POST /csp-melding/ HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n\r\n" + SECOND,
}  # fmt: skip
# The first half of the one is a request as any other; for the other RFC 9112 (6.1) has a number of its own.
ANSWERED = {"a request behind a request": [204], "chunks that are not": [501]}


@pytest.fixture(scope="module")
def server(_stage: Stage, django_db_blocker: DjangoDbBlocker) -> Iterator[WebServer]:
    with django_db_blocker.unblock():
        # Whoever is made for it commits.
        _stage.enter(COMMITTED)
        with web_server() as running:
            yield running


def test_nonsense_is_refused_and_the_next_visitor_served(server: WebServer) -> None:
    before = server.workers
    wrong = []
    for name, data in NONSENSE.items():
        statuses = server.statuses(data)
        if statuses != ANSWERED.get(name) and not all(400 <= status < 500 for status in statuses):
            wrong.append((name, statuses))
        assert server.healthy(), name
    assert wrong == []
    assert server.workers == before, "a worker fell"
    assert "Traceback" not in server.faults()


def test_what_comes_back_names_no_program_and_no_place(server: WebServer) -> None:
    for name, data in NONSENSE.items():
        answer = server.send(data, half_close=True)
        for word in (b"Traceback", b"site-packages", b"/src/", b"Python/", b"Django", b"root:"):
            assert word not in answer, (name, word)


def read_all(line: worker.Hurried) -> None:
    while line.recv(1000):
        pass


def test_who_sends_slowly_is_hung_up_on() -> None:
    """However little comes at a time: the clock is about the whole request."""
    ours, theirs = socket.socketpair()
    hurried = worker.Hurried(ours, 0.5)
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(0.1):
            theirs.send(b"a")

    dripping = threading.Thread(target=drip)
    dripping.start()
    began = time.monotonic()
    try:
        with pytest.raises(ConnectionResetError):
            read_all(hurried)
    finally:
        stop.set()
        dripping.join()
    # The drip goes on without end; a busy machine may look late.
    assert 0.3 < took(began) < 10
    assert hurried.fileno() == ours.fileno(), "all else is the socket itself"
    silent = worker.Hurried(ours, 0.1)
    ours.setblocking(True)
    with pytest.raises(ConnectionResetError):
        read_all(silent)
    ours.close()
    theirs.close()


@pytest.mark.parametrize("megabytes", [30, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("path", ["/inloggen/", "/beheer/scholen-inlezen/"])
def test_a_file_that_is_too_large_is_told_in_dutch_and_costs_no_memory(
    server: WebServer, path: str, megabytes: int
) -> None:
    """From the first line on it is known that it is too large; nothing of it is kept, not on the disk either."""
    server.upload(path, 3)
    before = server.peak_megabytes()
    answer, seconds = server.upload(path, megabytes)
    grew = server.peak_megabytes() - before
    print(f"{megabytes} MB to {path}: {seconds:.1f} s, memory grew {grew:.1f} MB from {before:.0f} MB")
    assert answer.startswith(b"HTTP/1.1 413")
    assert "Dit is te groot" in answer.decode()
    assert grew < 10
    assert server.left_behind() == []
    assert server.healthy()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_largest_file_that_is_taken_costs_a_bounded_amount_of_memory(server: WebServer) -> None:
    """A register of 24 MB, by somebody who may: kept for the worker, and the web server serves on."""
    open_account(by=None, email="a@x.example", full_name="Anouk", role=Role.COORDINATOR, is_demo=True)
    visitor = server.visitor.log_in("coordinator")
    hidden = visitor.hidden("/beheer/scholen-inlezen/")
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    before = server.peak_megabytes()
    row = b";".join([b"x" * 20] * 8) + b"\r\n"
    refused, seconds = server.upload(
        "/beheer/scholen-inlezen/", 24, hidden | {"published_on": "1-10-2025"}, cookies, row
    )
    grew = server.peak_megabytes() - before
    print(f"24 MB: {seconds:.1f} s, memory grew {grew:.1f} MB from {before:.0f} MB")
    assert refused.startswith(b"HTTP/1.1 422"), "no register: it has other columns"
    assert "kolom" in refused.decode()
    assert grew < 200
    assert server.left_behind() == []


@pytest.mark.slow
def test_slow_visitors_on_every_worker_keep_the_next_one_waiting_no_longer_than_said(
    server: WebServer,
) -> None:
    """Headers byte by byte on one worker, a body byte by byte on the other; no proxy in front, as on one's own machine."""
    lines = [socket.create_connection(("127.0.0.1", server.port)) for _ in server.workers]
    lines[0].sendall(b"GET / HTTP/1.1\r\nX: ")
    for line in lines[1:]:
        line.sendall(b"POST /inloggen/ HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 1000\r\n\r\n")
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(1):
            for line in lines:
                try:
                    line.send(b"a")
                except OSError:
                    return

    dripping = threading.Thread(target=drip)
    dripping.start()
    before, began = server.workers, time.monotonic()
    try:
        assert server.visitor.get("/inloggen/").status == 200
    finally:
        stop.set()
        dripping.join()
    waited = took(began)
    print(f"the next visitor waited {waited:.1f} s")
    assert waited < worker.PATIENCE + 5
    assert server.workers == before, "nobody had to kill a worker"
    for line in lines:
        line.close()
