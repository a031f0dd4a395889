"""What is wrong with a panel or a question is refused with what would be needed, or answered with a weak label."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from schakel.analysis.panel.layout import month_text
from schakel.analysis.panel.simulate import Town, simulate
from tests.analysis.evaluate.world import DAY, run

FIRST = 2019 * 12
START = FIRST + 18
LAST = FIRST + 35


@dataclass
class Case:
    """A panel of 12 schools of 15 pupils over three years, and its question; change either before asking."""

    folder: Path
    panel: pa.Table
    starts: dict[str, int | None]
    lines: list[str] = field(default_factory=list)

    def ask(self, *words: object) -> int:
        """Write panel and question, and type the command."""
        pq.write_table(self.panel, self.folder / "panel.parquet")
        rows = [
            f"{school},{'' if start is None else month_text(start)}" for school, start in self.starts.items()
        ]
        (self.folder / "schools.csv").write_text("\n".join(["school,start", *rows]) + "\n")
        question = f"""
            title = "test"
            stored_on = 2026-11-21
            definition = "cost v1"
            outcome = {{column = "cost_cents", unit = "euro", scale = 0.01}}
            exposure = {{chosen = "lot", file = "schools.csv"}}
            window = {{first = "{month_text(FIRST)}", last = "{month_text(LAST)}"}}
            inference = {{draws = 199}}
            """
        (self.folder / "question.toml").write_text("\n".join([question, *self.lines]))
        files = (self.folder / "question.toml", "--panel", self.folder / "panel.parquet")
        return run("evaluate", *files, "--out", self.out, *DAY, *words)

    @property
    def out(self) -> Path:
        """Where the results go."""
        return self.folder / "out"

    def result(self) -> dict:  # type: ignore[type-arg]  # parsed JSON
        """The result that was written."""
        return json.loads((self.out / "result.json").read_text())  # type: ignore[no-any-return]  # parsed JSON

    def keep(self, mask: pa.Array) -> None:
        """Keep only these rows."""
        self.panel = self.panel.filter(mask)


@pytest.fixture(scope="module")
def town() -> pa.Table:
    """The rows of the municipality, without the late bills."""
    made = simulate(Town(schools=12, pupils=15, first_month=FIRST, months=36, late=0, seed=5))
    return made.panel.drop_columns(["birth_month"])


@pytest.fixture
def case(tmp_path: Path, town: pa.Table) -> Case:
    """Four of twelve schools start after a year and a half."""
    schools = sorted(set(town["school"].to_pylist()))
    return Case(tmp_path, town, {name: START if place < 4 else None for place, name in enumerate(schools)})


def refused(case: Case, capfd: pytest.CaptureFixture[str], *words: object) -> str:
    """The message; nothing may be left behind."""
    assert case.ask(*words) == 2
    assert not case.out.exists()
    return capfd.readouterr().err


def test_the_case_itself_is_fine(case: Case) -> None:
    assert case.ask() == 0
    assert case.result()["design"]["key"] == "lottery"


def test_without_a_period_before_the_start_nothing_can_be_said(
    case: Case, capfd: pytest.CaptureFixture[str]
) -> None:
    case.keep(pc.greater_equal(case.panel["month"], START))
    assert "before" in refused(case, capfd)


def test_one_treated_school_is_labelled_weak(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    case.starts = {name: START if name == "S01" else None for name in case.starts}
    code = case.ask()
    if code == 0:
        assert case.result()["design"]["strength"] == "weak"
        assert not case.result()["verdict"]["shown"]
    else:
        assert "At least two treated schools are needed" in " ".join(capfd.readouterr().err.split())


def test_all_treated_at_once_is_only_before_and_after(case: Case) -> None:
    case.starts = dict.fromkeys(case.starts, START)
    assert case.ask() == 0
    assert case.result()["design"]["key"] == "before_after"
    assert case.result()["design"]["strength"] == "weak"
    assert not case.result()["verdict"]["shown"]


def test_without_comparison_schools_it_is_only_before_and_after(case: Case) -> None:
    treated = [name for name, start in case.starts.items() if start is not None]
    case.starts = dict.fromkeys(treated, START)
    case.keep(pc.is_in(case.panel["school"], pa.array(treated)))
    assert case.ask() == 0
    assert case.result()["design"]["key"] == "before_after"


def test_a_child_month_twice_is_named_by_its_row(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    case.panel = pa.concat_tables([case.panel, case.panel.slice(0, 1)])
    message = refused(case, capfd)
    assert f"panel.parquet, line {case.panel.num_rows}, column month" in message
    assert "2 times" in message


def test_rows_repeated_in_full_are_removed_when_asked(case: Case) -> None:
    assert case.ask() == 0
    before = case.result()["headline"]
    order = np.random.default_rng(1).permutation(case.panel.num_rows + 500)
    case.panel = pa.concat_tables([case.panel, case.panel.slice(100, 500)]).take(pa.array(order))
    assert case.ask("--drop-duplicates") == 0
    assert case.result()["headline"] == before, (
        "shuffled and doubled rows give the same figure to the last digit"
    )


def test_a_negative_cost_is_named_by_row_and_column(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    cost = case.panel["cost_cents"].to_pylist()
    cost[7] = -100
    case.panel = case.panel.set_column(
        case.panel.schema.get_field_index("cost_cents"), "cost_cents", pa.array(cost)
    )
    assert "panel.parquet, line 8, column cost_cents: -100 is below 0 cents" in refused(case, capfd)


def test_a_school_that_closes_is_said(case: Case) -> None:
    closed = pc.and_(pc.equal(case.panel["school"], "S09"), pc.greater(case.panel["month"], START + 6))
    case.keep(pc.invert(closed))
    assert case.ask() == 0
    assert "S09" in json.dumps(case.result()["diagnostics"]) + json.dumps(case.result()["left_out"])


def test_months_missing_for_one_school_are_said(case: Case) -> None:
    gone = pc.and_(
        pc.equal(case.panel["school"], "S02"),
        pc.is_in(case.panel["month"], pa.array([START + 3], pa.int32())),
    )
    case.keep(pc.invert(gone))
    assert case.ask() == 0
    assert "S02" in json.dumps(case.result()["diagnostics"]) + json.dumps(case.result()["left_out"])


def test_a_start_after_the_end_of_the_data_is_refused(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    case.keep(pc.less(case.panel["month"], START - 2))
    message = refused(case, capfd)
    assert "start" in message
    assert "wait for later data" in message


def test_an_edited_sums_file_is_refused(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    assert case.ask() == 0
    sums = case.folder / "sums.parquet"
    files = (case.folder / "question.toml", "--panel", case.folder / "panel.parquet")
    assert run("sums", *files, "--sender", "Leeuwarden", "--out", sums, "--quiet") == 0
    table = pq.read_table(sums)
    number = next(name for name in table.column_names if pa.types.is_floating(table.schema.field(name).type))
    edited = table.set_column(table.schema.get_field_index(number), number, pc.add(table[number], 1.0))
    pq.write_table(edited.replace_schema_metadata(table.schema.metadata), sums)
    assert (
        run("evaluate", case.folder / "question.toml", "--sums", sums, "--out", case.folder / "pooled", *DAY)
        == 2
    )
    assert "edited" in capfd.readouterr().err
    assert not (case.folder / "pooled").exists()


def test_a_panel_changed_after_its_check_is_refused(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    from schakel.analysis.panel.store import prepare

    pq.write_table(case.panel, case.folder / "rows.parquet")
    prepare(case.folder / "rows.parquet", case.folder / "panel.parquet")
    case.panel = case.panel.slice(1)
    assert "changed after it was checked" in " ".join(refused(case, capfd).split())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('cost = "x"', "is not a key here"),
        ("[[change]]\non = 2026-11-21", "change 1.what"),
    ],
)
def test_a_misspelt_question_is_refused(
    case: Case, capfd: pytest.CaptureFixture[str], line: str, message: str
) -> None:
    case.lines = [line]
    assert message in refused(case, capfd)


def test_a_panel_that_is_not_there_is_refused(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    assert case.ask("--panel", case.folder / "absent.parquet") == 2
    assert "absent.parquet" in capfd.readouterr().err
