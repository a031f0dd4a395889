"""Every example runs, and gives what it promises."""

import csv
import json
import shutil
import tomllib
from pathlib import Path

import pytest

from schakel.analysis.value.prices import PUBLISHED
from schakel.analysis.value.read import read_plan
from tests.analysis.evaluate.world import DAY, ROOT, run

EXAMPLES = ROOT / "examples"


def _estimates(out: Path) -> dict[str, float]:
    with (out / "estimates.csv").open() as stream:
        return {row["estimator"]: float(row["value"]) for row in csv.DictReader(stream)}


def _mpdta(folder: Path, draws: int) -> dict[str, float]:
    shutil.copytree(EXAMPLES / "effects" / "mpdta", folder / "mpdta")
    question = folder / "mpdta" / "question.toml"
    question.write_text(question.read_text() + f"\n[inference]\ndraws = {draws}\n")
    assert (
        run("evaluate", question, "--panel", folder / "mpdta" / "panel.csv", "--out", folder / "out", *DAY)
        == 0
    )
    return _estimates(folder / "out")


PUBLISHED_MPDTA = {
    "group_time_simple": -0.0399512752,
    "group_time_dynamic": -0.0772398215,
    "group_time_group": -0.0310182822,
    "group_time_calendar": -0.0417004321,
}


@pytest.mark.slow
def test_mpdta_gives_the_published_values_from_the_command_line(tmp_path: Path) -> None:
    found = _mpdta(tmp_path, 999)
    for key, published in PUBLISHED_MPDTA.items():
        assert round(found[key], 10) == published


def test_who_asks_for_english_gets_no_dutch_in_the_files_of_a_simulated_town(tmp_path: Path) -> None:
    small = ("--schools", "12", "--pupils", "20", "--per-wave", "2", *DAY)
    for language in ("nl", "en"):
        assert run("simulate-panel", "--out", tmp_path / language, "--language", language, *small) == 0
    files = {
        name: [(tmp_path / one / name).read_text() for one in ("nl", "en")]
        for name in ("question.toml", "value.toml")
    }

    assert "kosten van jeugdhulp" in files["question.toml"][0]
    for dutch, english in files.values():
        words = set(english.lower().replace('"', " ").replace(",", " ").split())
        assert not words & {"het", "een", "op", "niet", "scholen", "jeugdhulp", "uur", "gemeente", "binnen"}
        assert set(tomllib.loads(dutch)) == set(tomllib.loads(english))
    assert json.loads((tmp_path / "nl" / "truth.json").read_text()) == json.loads(
        (tmp_path / "en" / "truth.json").read_text()
    )


@pytest.mark.slow
def test_leeuwarden_is_simulated_answered_and_priced_by_one_command(tmp_path: Path) -> None:
    assert run("simulate-panel", "--out", tmp_path / "leeuwarden", "--evaluate", *DAY) == 0
    truth = (
        json.loads((tmp_path / "leeuwarden" / "truth.json").read_text())["per_child_month"]["cost_cents"]
        / 100
    )
    result = json.loads((tmp_path / "leeuwarden" / "result" / "result.json").read_text())
    low, high = result["headline"]["interval"]
    assert result["baseline"]["treated_schools"] == 9
    assert low <= truth <= high
    assert (tmp_path / "leeuwarden" / "result" / "report.pdf").exists()


def test_the_value_example_runs(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("value", EXAMPLES / "value" / "value.toml", "--out", tmp_path / "value", *DAY) == 0
    names = {path.name for path in (tmp_path / "value").iterdir()}
    assert {"result.json", "report.pdf", "value.csv", "tornado.csv", "sources.csv", "scenarios.svg"} <= names
    said = capfd.readouterr().err
    assert "prijspeil 2024" in said
    assert "niet aangetoond" in said or "allebei mogelijk" in said


def test_prices_in_the_value_example_are_published_ones() -> None:
    known = {
        amount for price in PUBLISHED for amount in (price.amount.low, price.amount.mid, price.amount.high)
    }
    plan = read_plan(EXAMPLES / "value" / "value.toml")
    for entry in plan.costs:
        assert {entry.price.amount.low, entry.price.amount.mid, entry.price.amount.high} <= known
        assert "2024" in entry.price.source


def test_the_rollout_example_runs_and_can_be_repeated(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("rollout", EXAMPLES / "rollout" / "plan.toml", "--out", tmp_path / name, *DAY) == 0
    assert (tmp_path / "one" / "draw.csv").read_bytes() == (tmp_path / "two" / "draw.csv").read_bytes()
    with (tmp_path / "one" / "draw.csv").open() as stream:
        starts = [row["start"] for row in csv.DictReader(stream)]
    assert len(starts) == 63
    assert sorted(filter(None, starts)) == ["2027-08"] * 3 + ["2028-08"] * 3 + ["2029-08"] * 3
