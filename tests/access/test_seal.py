"""The log is sealed in blocks; whatever is changed afterwards is found and named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from schakel.access import seal
from schakel.access.models import LogEntry, Seal
from schakel.access.sealer import CANONICAL, remind_witness, seal_block, seal_pending
from schakel.access.verify import Report, verify
from tests import database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def witness(settings: Any, tmp_path: Path) -> Path:
    settings.LOG_SEAL_WITNESS = tmp_path / "newest_seal"
    return tmp_path / "newest_seal"


@pytest.fixture
def as_owner() -> Callable[[str], None]:
    """What an attacker with the keys of the database can do: anything but know the seal key."""

    def run(statement: str) -> None:
        database.as_owner(connection)
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return run


def write_rows(number: int) -> list[int]:
    return [
        LogEntry.objects.create(event="look", action=f"page {place}", persons=[place]).pk
        for place in range(number)
    ]


def sealed_rows(number: int = 6, blocks: int = 2) -> list[int]:
    """Rows in so many blocks."""
    ids = []
    for _block in range(blocks):
        ids += write_rows(number // blocks)
        seal_pending()
    return ids


def findings() -> list[str]:
    return verify().findings


def test_an_untouched_log_is_sound() -> None:
    sealed_rows()
    write_rows(1)
    report = verify()
    assert report == Report(blocks=2, rows=6, unsealed=1, findings=[])
    assert report.sound


def test_more_blocks_than_readers_are_compared_in_their_order(as_owner: Callable[[str], None]) -> None:
    ids = sealed_rows(number=10, blocks=5)
    assert findings() == []
    as_owner(f"UPDATE access_logentry SET action = 'iets anders' WHERE id IN ({ids[0]}, {ids[-1]})")
    first, last = findings()
    assert (str(ids[0]) in first, str(ids[-1]) in last) == (True, True)


def test_a_transaction_number_is_kept_in_all_its_64_bits() -> None:
    assert LogEntry._meta.get_field("transaction").db_type(connection) == "xid8"


def test_an_empty_log_is_sound() -> None:
    assert verify() == Report()
    assert seal_pending() == 0


def test_a_changed_row_is_named(as_owner: Callable[[str], None]) -> None:
    ids = sealed_rows()
    as_owner(f"UPDATE access_logentry SET actor_name = 'iemand anders' WHERE id = {ids[4]}")
    assert findings() == [f"rij {ids[4]} is veranderd (blok 2)"]


def test_a_changed_moment_is_named(as_owner: Callable[[str], None]) -> None:
    ids = sealed_rows()
    as_owner(f"UPDATE access_logentry SET at = at + interval '1 microsecond' WHERE id = {ids[0]}")
    assert findings() == [f"rij {ids[0]} is veranderd (blok 1)"]


def test_a_removed_row_is_named(as_owner: Callable[[str], None]) -> None:
    ids = sealed_rows()
    as_owner(f"DELETE FROM access_logentry WHERE id = {ids[1]}")
    assert findings() == [f"rij {ids[1]} is weg (blok 1)"]


def test_rows_that_swapped_places_are_named(as_owner: Callable[[str], None]) -> None:
    ids = sealed_rows()
    as_owner(
        f"UPDATE access_logentry SET id = -1 WHERE id = {ids[0]};"
        f"UPDATE access_logentry SET id = {ids[0]} WHERE id = {ids[1]};"
        f"UPDATE access_logentry SET id = {ids[1]} WHERE id = -1"
    )
    named = " ".join(findings())
    assert f"rij {ids[0]} is veranderd" in named
    assert f"rij {ids[1]} is veranderd" in named


def test_a_row_moved_in_time_is_named(as_owner: Callable[[str], None]) -> None:
    """Another transaction number puts a row at another place in the order."""
    ids = sealed_rows()
    as_owner(
        "UPDATE access_logentry SET transaction = (SELECT transaction FROM access_logentry"
        f" WHERE id = {ids[2]}) WHERE id = {ids[0]}"
    )
    named = findings()
    assert f"rij {ids[0]} is veranderd (blok 1)" in named
    assert any("andere plaats" in one for one in named)


def test_a_row_that_was_slipped_in_is_named(as_owner: Callable[[str], None]) -> None:
    ids = sealed_rows()
    as_owner(
        "INSERT INTO access_logentry (event, action, actor_name, role, on_behalf_of, persons, rule, break_glass, detail,"
        " transaction) SELECT 'look', 'verzonnen', '', '', '', '{}', '', false, '{}', transaction FROM access_logentry"
        f" WHERE id = {ids[0]}"
    )
    added = LogEntry.objects.latest("id").pk
    assert findings() == [f"rij {added} is later toegevoegd in blok 1"]


def test_a_removed_block_is_named(as_owner: Callable[[str], None]) -> None:
    sealed_rows(9, 3)
    as_owner("DELETE FROM access_seal WHERE number = 2")
    named = findings()
    assert "blok 2 tot 2 is weg" in named


def test_a_forged_block_is_named(as_owner: Callable[[str], None]) -> None:
    """Without the key nobody makes a digest that fits."""
    ids = sealed_rows()
    as_owner(f"UPDATE access_logentry SET action = 'iets anders' WHERE id = {ids[5]}")
    forged = Seal.objects.get(number=2)
    rows = seal.digests(bytes(forged.row_digests))
    rows[2] = seal.row_digest(b"a guess", b"another row")
    as_owner(f"UPDATE access_seal SET row_digests = '\\x{b''.join(rows).hex()}' WHERE number = 2")
    assert "blok 2 is zelf veranderd of nagemaakt" in findings()


def test_a_log_that_was_cut_short_is_named(as_owner: Callable[[str], None]) -> None:
    """Rows and seals gone together leave a whole chain; the witness outside the database remembers."""
    ids = sealed_rows()
    as_owner(f"DELETE FROM access_seal WHERE number = 2; DELETE FROM access_logentry WHERE id >= {ids[3]}")
    assert any("de laatste blokken zijn weg" in one for one in findings())


def test_an_older_table_put_back_is_named(as_owner: Callable[[str], None], witness: Path) -> None:
    sealed_rows(3, 1)
    first = witness.read_text()
    write_rows(3)
    seal_pending()
    newer = witness.read_text()
    assert first != newer
    as_owner("DELETE FROM access_seal WHERE number = 2")
    database.as_owner(connection)
    write_rows(2)
    seal_pending()
    witness.write_text(newer)
    assert "blok 2 is een ander dan de getuige buiten de database zag" in findings()


def test_an_emptied_log_is_named_block_by_block(as_owner: Callable[[str], None]) -> None:
    sealed_rows()
    as_owner("TRUNCATE access_logentry")
    assert findings() == ["alle 3 rijen van blok 1 zijn weg", "alle 3 rijen van blok 2 zijn weg"]


def test_a_log_emptied_with_its_seals_is_named(as_owner: Callable[[str], None]) -> None:
    """Nothing is left that could be wrong; the witness outside the database still knows."""
    sealed_rows()
    as_owner("TRUNCATE access_logentry, access_seal")
    assert any("buiten de database staat blok 2, hier is 0 het laatste" in one for one in findings())


def test_a_block_added_without_the_key_is_named(as_owner: Callable[[str], None]) -> None:
    """Rows that never happened, with a seal that looks right to who has no key."""
    sealed_rows(3, 1)
    last = Seal.objects.get()
    made = write_rows(1)[0]
    after = LogEntry.objects.get(pk=made).transaction + 1
    forged = seal.Block(2, last.to_transaction, after, [made], bytes(16), bytes(last.digest), 0)
    digest = seal.block_digest(b"guessed", forged).hex()
    as_owner(
        f"INSERT INTO access_seal SELECT 2, to_transaction, '{after}'::xid8, ARRAY[{made}]::bigint[],"
        f" '\\x{bytes(16).hex()}', digest, '\\x{digest}', key_id, to_timestamp(0) FROM access_seal"
    )
    named = findings()
    assert "blok 2 is zelf veranderd of nagemaakt" in named
    assert f"rij {made} is veranderd (blok 2)" in named


def test_an_older_copy_of_both_tables_is_named(as_owner: Callable[[str], None]) -> None:
    """A whole, sound log of last week, put back by who owns the tables."""
    ids = sealed_rows(6, 3)
    as_owner(f"DELETE FROM access_seal WHERE number > 1; DELETE FROM access_logentry WHERE id > {ids[1]}")
    assert findings() == [
        "de laatste blokken zijn weg: buiten de database staat blok 3, hier is 1 het laatste"
    ]


def test_a_removed_block_that_the_witness_saw_is_named(
    as_owner: Callable[[str], None], witness: Path
) -> None:
    sealed_rows(4, 2)
    seen = witness.read_text()
    write_rows(2)
    seal_pending()
    witness.write_text(seen)
    as_owner("DELETE FROM access_seal WHERE number = 2")
    assert "blok 2 tot 2 is weg" in findings()


@pytest.mark.parametrize("text", ["", "half", "x y"])
def test_a_witness_that_cannot_be_read_is_named(witness: Path, text: str) -> None:
    sealed_rows()
    witness.write_text(text)
    assert findings() == ["de getuige buiten de database is niet te lezen: newest_seal"]


def test_a_witness_that_missed_a_seal_is_told_again_but_never_told_less(witness: Path) -> None:
    """Its disk was full, or the sealer was killed in between. A witness that knows more than the database stays."""
    remind_witness()
    assert not witness.exists()
    sealed_rows()
    newest = witness.read_text()
    for missed in ("1 00", None):
        witness.write_text(missed) if missed else witness.unlink()
        remind_witness()
        assert witness.read_text() == newest
    witness.write_text("9 00")
    remind_witness()
    assert witness.read_text() == "9 00"


def test_a_witness_that_is_gone_is_named(witness: Path) -> None:
    sealed_rows()
    witness.unlink()
    assert findings() == ["de getuige buiten de database is weg: newest_seal"]


def test_another_key_is_named(settings: Any) -> None:
    sealed_rows()
    settings.LOG_SEAL_KEY = b"x" * 32
    assert "blok 1 is met een andere sleutel verzegeld" in findings()


@pytest.mark.parametrize(("table", "column"), [("access_logentry", "action"), ("access_seal", "key_id")])
def test_the_runtime_role_can_only_add_and_read(table: str, column: str) -> None:
    """No update, no delete, and no TRUNCATE, which no trigger would stop."""
    sealed_rows(2, 1)
    for statement in (f"UPDATE {table} SET {column} = ''", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(statement)
    assert LogEntry.objects.count() == 2


def test_a_row_of_an_open_transaction_waits_and_is_not_skipped() -> None:
    """Numbered early, committed late: sealed in a later block, never lost."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO access_logentry (event, action, actor_name, role, on_behalf_of, persons, rule, break_glass,"
                " detail) VALUES ('look', 'laat', '', '', '', '{}', '', false, '{}')"
            )
        write_rows(2)
        assert seal_pending() == 0
        other.commit()
        assert seal_pending() == 3
    finally:
        other.close()
    assert verify().sound


def test_a_block_takes_whole_transactions_and_the_rest_follows() -> None:
    write_rows(5)
    assert seal_block(limit=2) == 2
    assert seal_block(limit=2) == 2
    assert seal_block(limit=2) == 1
    assert seal_block(limit=2) == 0


def test_two_sealers_do_not_seal_at_once() -> None:
    write_rows(1)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7330201)")
            assert seal_pending() == 0
            # The server lets go of it only some time after a connection is closed.
            cursor.execute("SELECT pg_advisory_unlock(7330201)")
    finally:
        other.close()
    assert seal_pending() == 1


def test_the_command_says_what_it_found(
    as_owner: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    ids = sealed_rows()
    call_command("verify_log", "--seal")
    assert "The sealed log is as it was written." in capsys.readouterr().out
    as_owner(f"DELETE FROM access_logentry WHERE id = {ids[0]}")
    with pytest.raises(CommandError, match="1 findings"):
        call_command("verify_log")
    assert f"rij {ids[0]} is weg" in capsys.readouterr().out


def test_the_command_counts_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed_rows()
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    call_command("verify_log")
    assert "6 rows" in capsys.readouterr().err


def test_blocks_that_do_not_fit_together_are_named(as_owner: Callable[[str], None]) -> None:
    sealed_rows()
    as_owner("UPDATE access_seal SET previous = '\\x00' WHERE number = 2")
    assert "blok 2 past niet op het blok ervoor" in findings()


def test_a_gap_between_blocks_is_named(as_owner: Callable[[str], None]) -> None:
    sealed_rows()
    as_owner("UPDATE access_seal SET from_transaction = to_transaction WHERE number = 2")
    assert "blok 2 sluit niet aan op het blok ervoor" in findings()


def test_the_digested_text_does_not_depend_on_the_time_zone_of_the_session() -> None:
    write_rows(1)
    texts = set()
    for zone in ("UTC", "Pacific/Auckland"):
        with connection.cursor() as cursor:
            cursor.execute(f"SET TIME ZONE '{zone}'")
            cursor.execute(f"SELECT {CANONICAL} FROM access_logentry")
            texts.add(cursor.fetchone()[0])
            cursor.execute("SET TIME ZONE 'UTC'")
    assert len(texts) == 1


def test_where_all_keys_come_from_a_vault_the_witness_makes_its_own_folder(
    settings: Any, tmp_path: Path
) -> None:
    """On such a server nothing else is kept there."""
    settings.LOG_SEAL_WITNESS = tmp_path / "keys" / "newest_seal"
    sealed_rows()
    assert verify().sound
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
