"""The command line: one folder with everything or nothing at all, and faults in one line."""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from schakel.analysis.waiting import command
from schakel.analysis.waiting.errors import Cancelled
from schakel.analysis.waiting.output import whole_folder

from .houses import EXAMPLES

BASE = EXAMPLES / "eight-on-nine.toml"
ALL = sorted(EXAMPLES.glob("*.toml"))


def options(add: Callable[[argparse.ArgumentParser], None], *words: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add(parser)
    return parser.parse_args([str(word) for word in words])


def forecast(*words: object) -> int:
    return command.run_forecast(options(command.add_forecast_arguments, *words))


@pytest.mark.parametrize(
    ("scenario", "language"),
    [*((path, "nl") for path in ALL), (BASE, "en")],
    ids=[*(path.stem for path in ALL), "in English"],
)
def test_every_example_gives_its_figures_and_its_page(
    scenario: Path, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert forecast(scenario, "--runs", 10, "--knob-runs", 4, "--out", out, "--language", language) == 0
    said = capsys.readouterr().out
    assert ("van de 100 vragen binnen een week opgepakt (" in said) == (language == "nl")
    assert ("of 100 questions are expected" in said) == (language == "en")
    pdf = (out / "forecast.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page\n") + pdf.count(b"/Type /Page ") <= 1
    figures = {row["name"] for row in json.loads((out / "forecast.json").read_text())["figures"]}
    assert {"in_time", "wait_median", "wait_p90", "faces", "presence", "travel", "cost"} <= figures
    for name in ("weeks.svg", "endings.svg"):
        assert (out / name).read_text().startswith("<svg")
    weeks = list(csv.DictReader((out / "weeks.csv").read_text().splitlines()))
    assert len(weeks) > 50


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    for name, workers in (("one", 1), ("two", 2)):
        forecast(BASE, "--runs", 12, "--knob-runs", 2, "--workers", workers, "--out", tmp_path / name)
    for file in ("forecast.json", "weeks.csv", "figures.csv", "endings.csv", "weeks.svg", "forecast.pdf"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes(), file


def test_what_becomes_of_everyone_adds_up_to_everyone(tmp_path: Path) -> None:
    forecast(BASE, "--runs", 8, "--knob-runs", 2, "--out", tmp_path / "out")
    rows = list(csv.DictReader((tmp_path / "out" / "endings.csv").read_text().splitlines()))
    assert sum(float(row["middle"]) for row in rows) == pytest.approx(1.0)


def test_a_fault_in_the_scenario_is_one_line_and_leaves_no_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(BASE.read_text().replace("probability = 0.30", "probability = 0.40", 1))
    assert forecast(bad, "--out", tmp_path / "out") == 2
    assert "routes.oppakken: the probabilities" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["bad.toml"]


def test_a_stopped_run_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "tornado", stopped)
    assert forecast(BASE, "--runs", 4, "--out", tmp_path / "out") == 130
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_result_survives_a_run_that_fails(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with whole_folder(target) as folder:
        (folder / "a.txt").write_text("old")
    with pytest.raises(Cancelled):
        _begin_and_stop(target)
    assert (target / "a.txt").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def _begin_and_stop(target: Path) -> None:
    with whole_folder(target) as folder:
        (folder / "a.txt").write_text("new")
        raise Cancelled("stop")


def test_comparing_a_scenario_with_itself_says_that_nothing_changes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = options(command.add_compare_arguments, BASE, BASE, "--runs", 10, "--language", "en")
    assert command.run_compare(words) == 0
    assert "This scenario changes nothing." in capsys.readouterr().out


def test_comparing_shows_the_figures_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = EXAMPLES / "delegate-placement.toml"
    words = options(command.add_compare_arguments, BASE, other, "--runs", 40, "--out", tmp_path / "out")
    assert command.run_compare(words) == 0
    said = capsys.readouterr().out
    assert "meer binnen een week opgepakt" in said
    assert {"faces", "travel", "presence", "cost"} <= set(said.split())
    assert (tmp_path / "out" / "compare.json").exists()


def test_a_forecast_learns_from_records_and_splits_chance_from_lack_of_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from schakel.analysis.waiting.forecast import forecast as play
    from schakel.analysis.waiting.plan import prepare
    from schakel.analysis.waiting.records import write_records
    from schakel.analysis.waiting.synthetic import records_of
    from schakel.analysis.waiting.toml import read_scenario

    model = read_scenario(BASE).model
    records = records_of(prepare(replace(model, present=())), 3)
    file = tmp_path / "records.csv"
    file.write_text(write_records(records))
    assert forecast(BASE, "--records", file, "--runs", 100, "--knob-runs", 2, "--out", tmp_path / "out") == 0
    found = json.loads((tmp_path / "out" / "forecast.json").read_text())
    assert found["provenance"]["data"]
    assert found["provenance"]["parameter_draws"] == 50
    assert 0 <= found["split"]["not_enough_data"] <= 1
    assert found["split"]["chance"] + found["split"]["not_enough_data"] == pytest.approx(1)
    figures = {row["name"]: row for row in found["figures"]}
    truth = play(model, runs=40, workers=2).in_time.mean()
    assert figures["in_time"]["low"] < truth < figures["in_time"]["high"]


def test_looking_back_tells_each_month_and_counts_the_hits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from schakel.analysis.waiting.plan import prepare
    from schakel.analysis.waiting.records import write_records
    from schakel.analysis.waiting.synthetic import records_of
    from schakel.analysis.waiting.toml import read_scenario

    model = read_scenario(BASE).model
    (tmp_path / "house.csv").write_text(write_records(records_of(prepare(replace(model, present=())), 3)))
    words = options(
        command.add_backtest_arguments, tmp_path / "house.csv", "--scenario", BASE, "--runs", 50,
        "--learn-days", 240, "--out", tmp_path / "out", "--language", "en",
    )  # fmt: skip
    assert command.run_backtest(words) == 0
    assert "months the outcome fell within the range" in capsys.readouterr().out
    assert json.loads((tmp_path / "out" / "backtest.json").read_text())["of"] >= 2


def test_the_commands_run_under_django_without_a_database(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", "compare", str(BASE), str(BASE), "--runs", "4"],
        capture_output=True,
        text=True,
        env={
            "PYTHONPATH": "src",
            "DJANGO_SETTINGS_MODULE": "schakel.project.settings",
            "PATH": "/usr/bin:/bin",
        },
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "verandert niets" in done.stdout
