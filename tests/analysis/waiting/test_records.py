"""The records file: read back as written, and every fault told with its line and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from schakel.analysis.waiting.errors import RecordsError
from schakel.analysis.waiting.records import COLUMNS, parse_records, read_records, template, write_records
from schakel.analysis.waiting.synthetic import records_of, true_prepared

HEAD = "request,site,requested_on,picked_up_on,step_1,step_1_asked_on,step_1_started_on,step_1_ended_on,ended_on,ending\n"


def faults(rows: str, head: str = HEAD, **names: list[str]) -> tuple[str, ...]:
    with pytest.raises(RecordsError) as refused:
        parse_records(head + rows, **names)
    return refused.value.faults


def test_a_synthetic_year_is_read_back_as_it_was_written() -> None:
    records = records_of(true_prepared(1, years=1), 1)
    assert parse_records(write_records(records)).rows == records.rows


def test_the_template_has_every_column_and_nothing_else() -> None:
    assert template().strip().split(",") == list(COLUMNS)
    assert faults("", template()) == ("line 2: no requests in this file",)


def test_semicolons_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    file = tmp_path / "records.csv"
    file.write_text(HEAD.replace(",", ";") + "1;north;2026-09-01;2026-09-08;;;;;;\n", encoding="utf-8-sig")
    assert read_records(file).rows[0].picked_up_on == date(2026, 9, 8)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "1,north,31-02-2026,,,,,,,",
            "line 2, column requested_on: '31-02-2026' is no date; write it as 2026-09-30",
        ),
        ("1,north,,,,,,,,", "line 2, column requested_on: may not be empty"),
        (",north,2026-09-01,,,,,,,", "line 2, column request: give every row its own number"),
        ("1,,2026-09-01,,,,,,,", "line 2, column site: may not be empty"),
        (
            "1,north,2026-09-02,2026-09-01,,,,,,",
            "line 2, column picked_up_on: 2026-09-01 lies before 2026-09-02",
        ),
        ("1,north,2026-09-01,,,,,,2026-09-02,", "line 2, column ending: say how it ended"),
        ("1,north,2026-09-01,,,,,,,closed", "line 2, column ended_on: say when it ended"),
        ("1,north,2026-09-01,,,2026-09-02,,,,", "line 2, column step_1: dates without the name of the stage"),
        (
            "1,north,2026-09-01,,support,,,,,",
            "line 2, column step_1_asked_on: may not be empty when step_1 is filled in",
        ),
        (
            "1,north,2026-09-01,,support,2026-09-02,,2026-09-05,,",
            "line 2, column step_1_started_on: ended but never started",
        ),
        (
            "1,north,2026-09-01,,support,2026-09-02,2026-09-09,2026-09-05,,",
            "line 2, column step_1_ended_on: lies before the start",
        ),
        ("1,north,2026-09-01", "line 2: 3 columns, the first line has 10"),
    ],
)
def test_a_fault_is_told_with_its_line_and_column(row: str, fault: str) -> None:
    assert fault in faults(row + "\n")


def test_all_faults_are_told_at_once() -> None:
    assert len(faults("1,north,x,,,,,,,\n1,north,2026-09-01,y,,,,,,\n")) == 3


def test_names_are_held_against_the_scenario() -> None:
    row = "1,east,2026-09-01,,magic,2026-09-02,,,,\n"
    assert faults(row, sites=["north"], stages=["support"]) == (
        "line 2, column site: 'east' is not in the scenario",
        "line 2, column step_1: 'magic' is not in the scenario",
    )


def test_missing_and_unknown_columns_are_told() -> None:
    assert faults("", "request,site,requested_on,picked_up_on,ended_on,bsn\n") == (
        "line 1: column ending is missing",
        "line 1, column 6: 'bsn' is unknown",
    )


def test_a_missing_or_foreign_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="there is no file"):
        read_records(tmp_path / "nothing.csv")
    (tmp_path / "latin.csv").write_bytes(b"request\xe9")
    with pytest.raises(RecordsError, match="save it as CSV UTF-8"):
        read_records(tmp_path / "latin.csv")


def test_what_was_known_on_a_day_holds_no_later_date() -> None:
    records = records_of(true_prepared(2, years=1), 1)
    day = date(2024, 2, 1)
    known = records.until(day)
    for row in known.rows:
        dates = [row.requested_on, row.picked_up_on, row.ended_on, row.escalated_on]
        dates += [d for s in row.steps for d in (s.asked_on, s.started_on, s.ended_on)]
        assert all(d is None or d <= day for d in dates)
        assert bool(row.ending) == (row.ended_on is not None)
    assert 0 < len(known.rows) < len(records.rows)
