"""A bad day: the database goes away, may only be read, its disk is full, a folder is read-only, the clock jumps.

Each time: a clear page within seconds, what was typed is still there, what was acknowledged is never lost, and when the fault is
over everything goes on by itself. Real processes, nothing is replaced by a stand-in.
"""

from __future__ import annotations

import html
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.operations.clock import clock_of
from tests.operations.harness import Answer, Installation, Visitor, eventually

FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


def again(visitor: Visitor, page: Answer) -> Answer:
    """Press the button of the page that says to try again."""
    fields = {name: html.unescape(value) for name, value in FIELD.findall(page.text)}
    return visitor.ask("POST", "/vraag-stellen/", fields)


def works_again(town: Installation, visitor: Visitor, page: Answer, words: str) -> None:
    """By itself: pages, the question that was on its way, the worker, and the log."""
    town.await_pages()
    assert again(visitor, page).status == 302
    assert again(visitor, page).status == 302, "pressing twice is no harm"
    assert town.questions(words) == [words]
    assert town.unlogged() == 0
    assert town.stopped() == []
    newest = "SELECT max(id) FROM access_logentry"
    sealed = "SELECT max(row_ids[cardinality(row_ids)]) FROM access_seal"
    eventually(lambda: town.one(sealed) >= town.one(newest), "the sealer did not go on")
    town.verify()


def says_so(page: Answer, words: str) -> None:
    assert page.status == 503
    assert "Schakel is er even niet" in page.text
    assert words in page.text, "what was typed is in the page"
    assert "Traceback" not in page.text


@pytest.mark.parametrize("seconds", [4, pytest.param(60, marks=pytest.mark.slow)])
def test_a_database_that_goes_away_is_said_and_waited_for(open_town: Installation, seconds: int) -> None:
    words = f"Weg voor {seconds} seconden"
    marit = Visitor(open_town.port).log_in("teacher")
    carried = marit.hidden("/vraag-stellen/")
    open_town.kill("database")
    began = time.monotonic()
    page = marit.question(words, carried)
    says_so(page, words)
    assert time.monotonic() - began < 8, "nobody waits long to hear that it does not work"
    assert marit.get("/mijn-vragen/").status == 503
    assert marit.get("/gezond/").status == 200
    assert marit.get("/gereed/").status == 503
    time.sleep(max(0.0, seconds - (time.monotonic() - began)))
    open_town.start_database()
    works_again(open_town, marit, page, words)


def test_a_database_that_may_only_be_read_is_said(open_town: Installation) -> None:
    """As after a fail-over to a copy: without a row in the log there is no page either."""
    words = "Alleen lezen"
    marit = Visitor(open_town.port).log_in("teacher")
    carried = marit.hidden("/vraag-stellen/")
    _only_reading(open_town, "on")
    page = marit.question(words, carried)
    says_so(page, words)
    assert marit.get("/gereed/").text == '{"status": "database is read-only"}'
    _only_reading(open_town, "off")
    works_again(open_town, marit, page, words)


def _only_reading(town: Installation, state: str) -> None:
    with town.connect() as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(f"ALTER DATABASE schakel SET default_transaction_read_only = {state}")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND usename = 'schakel_runtime'"
        )


def test_a_full_disk_is_said_and_costs_nothing_that_was_acknowledged(open_town: Installation) -> None:
    """The disk of the database takes nothing more, not even its journal. A server that fell is started again, as systemd does."""
    if not open_town.own_disk:
        pytest.skip("this user may not mount a disk to fill")
    marit = Visitor(open_town.port).log_in("teacher")
    assert marit.question("Volle schijf, vooraf").status == 302
    with _full(open_town):
        page = _until_it_fails(marit)
    open_town.start_database()
    words = re.search(r"Volle schijf, tijdens \d+", page.text)
    assert words
    says_so(page, words[0])
    works_again(open_town, marit, page, words[0])
    stored = open_town.questions("Volle schijf")
    assert len(stored) == len(set(stored))
    assert "Volle schijf, vooraf" in stored
    number = int(words[0].rsplit(" ", 1)[1])
    assert {f"Volle schijf, tijdens {each}" for each in range(number)} <= set(stored)


@contextmanager
def _full(town: Installation) -> Iterator[None]:
    """Nothing fits any more: a file takes what is free, the journal what it can get."""
    filler = town.private / "filler"
    try:
        with pytest.raises(OSError, match="No space left"):
            _fill(filler)
        yield
    finally:
        filler.unlink()


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(65_536))


def _until_it_fails(visitor: Visitor) -> Answer:
    """Everything that is acknowledged on the way counts."""
    carried = [visitor.hidden("/vraag-stellen/")]
    for number in range(3000):
        page = visitor.question(f"Volle schijf, tijdens {number}", carried[-1])
        if page.status != 302:
            return page
        with_form = visitor.get("/vraag-stellen/")
        if with_form.status != 200:
            return visitor.question(f"Volle schijf, tijdens {number + 1}", carried[-1])
        carried.append(visitor.hidden("/vraag-stellen/"))
    raise AssertionError("the disk never filled")


def test_a_read_only_folder_of_keys_stops_no_page_and_the_witness_catches_up(open_town: Installation) -> None:
    """The sealer cannot tell the newest seal outside the database; it goes on, and tells it when it can."""
    keys = open_town.private / "keys"
    bind = subprocess.run(["mount", "--bind", str(keys), str(keys)], capture_output=True, check=False)
    if bind.returncode:
        pytest.skip("this user may not make a folder read-only")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(keys)], check=True)
        marit = Visitor(open_town.port).log_in("teacher")
        blocks = "SELECT coalesce(max(number), 0) FROM access_seal"
        before = open_town.one(blocks)
        assert marit.question("Map alleen lezen").status == 302
        eventually(lambda: open_town.one(blocks) > before, "sealing stopped")
    finally:
        subprocess.run(["umount", "--lazy", str(keys)], check=True)
    newest = open_town.one("SELECT max(number) FROM access_seal")
    witness = keys / "newest_seal"
    eventually(
        lambda: witness.exists() and int(witness.read_text().split()[0]) >= newest,
        "the witness did not catch up",
    )
    open_town.verify()


def test_a_clock_that_jumps_loses_nothing_and_leaves_the_log_sound(town: Installation, folder: Path) -> None:
    """Half a day ahead: sessions end, what is sent then is kept for its author. An hour back: everything goes on."""
    with clock_of(town, folder) as clock:
        town.start_all()
        marit = Visitor(town.port).log_in("teacher")
        carried = marit.hidden("/vraag-stellen/")
        clock.set(13 * 3600)
        late = marit.question("De klok sprong vooruit", carried)
        assert (late.status, late.headers["Location"].split("?")[0]) == (302, "/inloggen/")
        marit.log_in("teacher")
        assert "De klok sprong vooruit" in marit.get("/vraag-stellen/").text, "kept for its author"
        clock.set(-3600)
        marit = Visitor(town.port).log_in("teacher")
        assert marit.question("De klok sprong terug").status == 302
        assert town.questions("De klok sprong") == ["De klok sprong terug"]
        assert town.unlogged() == 0
        assert town.stopped() == []
        town.verify()
