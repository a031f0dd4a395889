"""A spoilt file for an engine is refused with one sentence, or read: never a fault of Python, and never a file without end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schakel.analysis import plain_files
from schakel.analysis.allocation.faults import ProblemError
from schakel.analysis.allocation.reading import read_problem
from schakel.analysis.effects import sums_file
from schakel.analysis.effects.errors import EffectError
from schakel.analysis.effects.question import read_question
from schakel.analysis.panel.errors import PanelError
from schakel.analysis.panel.store import manifest_path, prepare, read_manifest
from schakel.analysis.praatplaat.sources import SourceError, chart_from
from schakel.analysis.rollout.plan import RolloutError
from schakel.analysis.rollout.plan import read_plan as read_rollout
from schakel.analysis.value.errors import ValueRefusal
from schakel.analysis.value.read import read_plan as read_value
from schakel.analysis.waiting.errors import WaitingError
from schakel.analysis.waiting.records import read_records, template
from schakel.analysis.waiting.toml import read_scenario
from tests.hostile.engine_files import spoilt
from tests.hostile.luck import attacks

EXAMPLES = Path(__file__).parents[2] / "examples"
QUICK = 15
CASES = int(os.environ.get("HOSTILE_CASES", "1000"))
RECORD = template() + "v1,De Wilgen,2026-01-05,2026-01-07,,,,,\n"


@dataclass(frozen=True)
class Reader:
    """A file of the examples, who reads it, and how it says no."""

    file: str
    read: Callable[[Path], object]
    refuses: tuple[type[Exception], ...]


READERS = {
    "question": Reader("effects/mpdta/question.toml", read_question, (EffectError,)),
    "exposure": Reader(
        "effects/mpdta/counties.csv",
        lambda path: read_question(path.parent / "question.toml"),
        (EffectError,),
    ),
    "panel": Reader(
        "effects/mpdta/panel.csv", lambda path: prepare(path, path.with_suffix(".parquet")), (PanelError,)
    ),
    "value": Reader("value/value.toml", read_value, (ValueRefusal, EffectError)),
    "result": Reader(
        "value/leeuwarden.json",
        lambda path: read_value(path.parent / "value.toml"),
        (ValueRefusal, EffectError),
    ),
    "roll-out": Reader("rollout/plan.toml", read_rollout, (RolloutError, EffectError)),
    "schools": Reader(
        "rollout/schools.csv",
        lambda path: read_rollout(path.parent / "plan.toml"),
        (RolloutError, EffectError),
    ),
    "scenario": Reader("waiting/eight-on-nine.toml", read_scenario, (WaitingError,)),
    "records": Reader("waiting/records.csv", read_records, (WaitingError,)),
    "problem": Reader("allocation/team-week.json", read_problem, (ProblemError,)),
    "praatplaat": Reader("waiting/peak.toml", lambda path: chart_from([path]), (SourceError,)),
    "sums": Reader("sums.parquet", sums_file.read_file, (EffectError,)),
}


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy to spoil."""
    for name in ("effects/mpdta", "value", "rollout", "waiting", "allocation"):
        shutil.copytree(EXAMPLES / name, tmp_path / name)
    panel = tmp_path / "effects/mpdta/panel.csv"
    panel.write_bytes(b"".join(panel.read_bytes().splitlines(keepends=True)[:60]))
    (tmp_path / "waiting/records.csv").write_text(RECORD)
    columns: dict[str, Any] = {name: ["x"] for name in sums_file.COLUMNS}
    pq.write_table(
        pa.table(columns).replace_schema_metadata({sums_file.KEY: b"{}"}), tmp_path / "sums.parquet"
    )
    return tmp_path


@pytest.mark.parametrize("cases", [QUICK, pytest.param(CASES, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", sorted(READERS))
def test_a_spoilt_file_is_refused_or_read(name: str, cases: int, examples: Path) -> None:
    reader = READERS[name]
    file = examples / reader.file
    good = file.read_bytes()

    @attacks(cases, spoilt(good))
    def tried(data: bytes) -> None:
        file.write_bytes(data)
        with suppress(*reader.refuses):
            reader.read(file)

    tried()


NAMED = {
    "question": ('file = "counties.csv"', 'file = "/dev/zero"'),
    "roll-out": ('file = "schools.csv"', 'file = "/dev/zero"'),
    "scenario": ("", 'based_on = "/dev/zero"\n'),
    "value": ('result = "leeuwarden.json"', 'result = "/dev/zero"'),
}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_a_file_that_names_one_without_an_end_is_refused_at_once(name: str, examples: Path) -> None:
    reader, (here, there) = READERS[name], NAMED[name]
    file = examples / reader.file
    text = file.read_text()
    assert here in text
    file.write_text(text.replace(here, there) if here else there + text)
    with pytest.raises(reader.refuses, match="no plain file"):
        reader.read(file)


def test_a_folder_a_pipe_and_a_giant_are_no_plain_files(tmp_path: Path) -> None:
    pipe, giant = tmp_path / "pipe", tmp_path / "giant.toml"
    os.mkfifo(pipe)
    with giant.open("wb") as out:
        out.truncate(plain_files.MOST_BYTES + 1)
    for path in (tmp_path, pipe, giant):
        with pytest.raises(plain_files.NotPlain):
            plain_files.text(path)
    with pytest.raises(FileNotFoundError):
        plain_files.text(tmp_path / "nergens")


def test_a_manifest_that_is_none_says_what_to_do(examples: Path) -> None:
    panel = examples / "panel.parquet"
    prepare(examples / "effects/mpdta/panel.csv", panel)
    for text in ("[1", '{"counts": 3}', "[" * 100_000):
        manifest_path(panel).write_text(text)
        with pytest.raises(PanelError, match="no manifest of a panel"):
            read_manifest(panel)
