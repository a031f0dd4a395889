"""`schakel evaluate`: from a stored question to a folder that can be handed over."""

import csv
import json
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from schakel.analysis.evaluate.watch import watched
from tests.analysis.evaluate.world import DAY, ROOT, run


def test_everything_is_in_the_folder(answered: Path) -> None:
    names = {path.name for path in answered.iterdir()}
    assert {"result.json", "value.json", "report.pdf", "course.svg", "naive.svg", "scenarios.svg"} <= names
    assert {
        "estimates.csv",
        "curves.csv",
        "diagnostics.csv",
        "tests.csv",
        "schools.csv",
        "value.csv",
    } <= names
    assert "question.toml" in names, "the question travels with its answer"


def test_json_and_csv_say_the_same(answered: Path) -> None:
    result = json.loads((answered / "result.json").read_text())
    with (answered / "estimates.csv").open() as stream:
        first = next(csv.DictReader(stream))
    assert float(first["value"]) == result["headline"]["value"]
    assert [float(first["low"]), float(first["high"])] == result["headline"]["interval"]


def test_the_same_question_gives_the_same_bytes(small_town: Path, answered: Path, tmp_path: Path) -> None:
    words = (small_town / "question.toml", "--panel", small_town / "panel.parquet")
    assert (
        run("evaluate", *words, "--value", small_town / "value.toml", "--out", tmp_path / "again", *DAY) == 0
    )
    for name in ("result.json", "value.json", "report.pdf", "course.svg"):
        assert (tmp_path / "again" / name).read_bytes() == (answered / name).read_bytes(), name


def test_csv_and_parquet_give_the_same_answer(small_town: Path, answered: Path, tmp_path: Path) -> None:
    words = (small_town / "question.toml", "--panel", small_town / "panel.csv", "--out", tmp_path / "csv")
    assert run("evaluate", *words, *DAY) == 0
    again, first = (json.loads((d / "result.json").read_text()) for d in (tmp_path / "csv", answered))
    assert again["headline"] == first["headline"]
    assert again["provenance"]["data_hash"] == first["provenance"]["data_hash"]


def test_charts_are_svg_with_words_for_who_cannot_see_them(answered: Path) -> None:
    for name in ("course", "naive", "scenarios"):
        text = (answered / f"{name}.svg").read_text()
        assert text.startswith("<svg")
        assert re.search(r'aria-label="[^"]{20,}', text)


def test_sums_of_two_towns_are_pooled(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Two halves of a town, each in its own house, give the answer of the whole but for what was withheld."""
    town = tmp_path / "town"
    assert run("simulate-panel", "--schools", 12, "--pupils", 150, "--per-wave", 2, "--out", town, *DAY) == 0
    question, panel = town / "question.toml", pq.read_table(town / "panel.parquet")
    half = pc.less_equal(panel["school"], "S06")
    for name, rows in (("one", half), ("two", pc.invert(half))):
        pq.write_table(panel.filter(rows), tmp_path / f"{name}.parquet")
        words = (question, "--panel", tmp_path / f"{name}.parquet", "--sender", name)
        assert run("sums", *words, "--out", tmp_path / f"{name}.sums", "--quiet") == 0
        assert (tmp_path / f"{name}.sums.txt").read_text(), "a privacy officer can read what leaves"
    out, sums = tmp_path / "pooled", (tmp_path / "one.sums", tmp_path / "two.sums")
    assert run("evaluate", question, "--sums", *sums, "--out", out, *DAY) == 0
    assert (
        run("evaluate", question, "--panel", town / "panel.parquet", "--out", tmp_path / "whole", *DAY) == 0
    )
    pooled, whole = (json.loads((d / "result.json").read_text()) for d in (out, tmp_path / "whole"))
    assert all(one["without"] is None for one in pooled["schools"]), (
        "no school of another house is told apart"
    )
    near = whole["headline"]["standard_error"]
    assert pooled["headline"]["value"] == pytest.approx(whole["headline"]["value"], abs=near)


def test_a_panel_or_sums_but_not_both(
    small_town: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("evaluate", small_town / "question.toml", "--out", tmp_path / "x", *DAY) == 2
    assert "one of the two is needed" in capfd.readouterr().err


def test_a_folder_with_other_files_is_left_alone(
    small_town: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    words = (small_town / "question.toml", "--panel", small_town / "panel.parquet", "--out", tmp_path)
    assert run("evaluate", *words, *DAY) == 2
    assert "holds other files" in capfd.readouterr().err
    assert (tmp_path / "holiday.jpg").exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_that_was_swallowed_is_heard_at_the_next_step(how: signal.Signals) -> None:
    """Python itself does so, when the signal comes while it tidies up."""
    with watched("nl", quiet=True) as report:
        report("estimate", 0.1)
        with suppress(KeyboardInterrupt):
            signal.raise_signal(how)
        with pytest.raises(KeyboardInterrupt):
            report("estimate", 0.2)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_nothing(small_town: Path, tmp_path: Path, how: signal.Signals) -> None:
    """A real process, stopped with Ctrl-C or by the system while it works: it answers again and again until it is."""
    script = (
        "import sys; from tests.analysis.evaluate.world import run, DAY;"
        "from schakel.analysis.evaluate import jobs; once = jobs.answer;"
        "jobs.answer = lambda *words, **more: max(0 for _ in iter(lambda: once(*words, **more), None));"
        f"sys.exit(run('evaluate', {str(small_town / 'question.toml')!r}, '--panel',"
        f" {str(small_town / 'panel.csv')!r}, '--out', {str(tmp_path / 'out')!r}, *DAY))"
    )
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}
    process = subprocess.Popen([sys.executable, "-c", script], env=environment, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not any(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(how)
    try:
        _out, said = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130, said
    assert "er is niets achtergebleven" in said.decode()
    assert list(tmp_path.iterdir()) == []
