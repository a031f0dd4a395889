"""A file that does not follow the layout is refused with file, line and column."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schakel.analysis.panel.checker import check_columns
from schakel.analysis.panel.errors import LayoutError
from schakel.analysis.panel.layout import month_number, month_text
from schakel.analysis.panel.store import prepare

HEADER = "pseudonym,school,month,cost_cents\n"


def refused(folder: Path, text: str) -> str:
    """The message of the refusal."""
    source = folder / "panel.csv"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError) as refusal:
        prepare(source, folder / "out.parquet")
    assert [path.name for path in folder.iterdir()] == ["panel.csv"], "a refused panel leaves nothing behind"
    return str(refusal.value)


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("a,S1,24000,x\n", "panel.csv, line 2, column cost_cents: 'x' is not a whole number"),
        ("a,S1,24000.5,1\n", "panel.csv, line 2, column month: '24000.5' is not a whole number"),
        ("a,S1,24000,1\n\nb,S1,24000,1e3\n", "line 4, column cost_cents: '1e3' is not a whole number"),
        ("a,S1,24000\n", "panel.csv, line 2, column cost_cents: 3 values where the header has 4"),
        ("a,S1,24000,99999999999999999999\n", "line 2, column cost_cents"),
        ("a,S1,24000,1\nb,S1,24000,-3\n", "panel.csv, line 3, column cost_cents: -3 is below 0 cents"),
        ("a,S1,24000,1\nb,S1,202109,3\n", "panel.csv, line 3, column month: 202109 is above 25199 month"),
        ("a,S1,24000,1\n,S1,24000,3\n", "panel.csv, line 3, column pseudonym: None is empty"),
        ("a,S1,24000,1\na,S1,24001,1\na,S1,24000,1\n", "4, column month: child a has month 24000 2 times"),
        ("a,S1,24000,1\na,S2,24001,1\n", "line 3, column school: child a has school S1 and S2"),
        ("", "column month: the file has no rows"),
    ],
)  # fmt: skip
def test_a_fault_in_a_csv_is_named_by_line_and_column(tmp_path: Path, lines: str, place: str) -> None:
    assert place in refused(tmp_path, HEADER + lines)


def test_many_faults_are_listed_and_counted(tmp_path: Path) -> None:
    message = refused(tmp_path, HEADER + "a,S1,24000,x\n" * 50)
    assert message.count("is not a whole number") == 20
    assert "more of these" in message


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("pseudonym,school,cost_cents\n", "line 1, column month: this required column is missing"),
        ("pseudonym,school,month,costs\n", "line 1, column costs: not in the layout"),
        ("pseudonym,school,month,month,cost_cents\n", "column month: this column stands twice"),
        ("pseudonym,school,month\n", "at least one amount is needed"),
        ("", "column pseudonym: this required column is missing"),
    ],
)
def test_a_wrong_header_is_named(tmp_path: Path, header: str, place: str) -> None:
    assert place in refused(tmp_path, header)


def test_an_impossible_birth_is_named(tmp_path: Path) -> None:
    message = refused(
        tmp_path, "pseudonym,school,month,birth_month,cost_cents\na,S1,24000,24001,1\nb,S1,24000,23800,1\n"
    )
    assert "line 2, column birth_month: 24001 is after the month of the row" in message
    assert "line 3, column birth_month: 23800 makes the child 13 or older" in message


def test_semicolons_quotes_and_covariates_are_read(tmp_path: Path) -> None:
    source = tmp_path / "panel.csv"
    source.write_text(
        '\ufeffpseudonym;school;month;cov_sex;cost_cents\n"a";"S1";24000;f;\n"b";"S1";24000;m;7\n'
    )
    manifest = prepare(source, tmp_path / "out.parquet")
    assert manifest.counts.sums == {"cost_cents": 7}
    assert manifest.counts.missing == {"cost_cents": 1}


def test_parquet_faults_are_named_by_row_and_column(tmp_path: Path) -> None:
    source = tmp_path / "panel.parquet"
    rows = {"pseudonym": ["a", "b"], "school": ["S", "S"], "month": [24000, 24000], "residence_days": [3, 32]}
    pq.write_table(pa.table(rows), source)
    with pytest.raises(
        LayoutError, match=r"panel.parquet, line 2, column residence_days: 32 is above 31 days"
    ):
        prepare(source, tmp_path / "out.parquet")


def test_parquet_amounts_with_decimals_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "panel.parquet"
    pq.write_table(
        pa.table({"pseudonym": ["a"], "school": ["S"], "month": [24000], "cost_cents": [1.5]}), source
    )
    with pytest.raises(LayoutError, match="stored as double; whole numbers are needed"):
        check_columns(source)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "panel.parquet"
    source.write_bytes(b"PK\x03\x04 a spreadsheet")
    with pytest.raises(LayoutError, match="not a Parquet or CSV file"):
        check_columns(source)


def test_months_are_written_as_people_do() -> None:
    assert month_number("2021-09") == 24260
    assert month_text(24260) == "2021-09"
    with pytest.raises(ValueError, match="write it as 2021-09"):
        month_number("sep 2021")
    with pytest.raises(ValueError, match="from 01 to 12"):
        month_number("2021-13")
