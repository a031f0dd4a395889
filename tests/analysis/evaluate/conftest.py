"""One small municipality for all tests of the command line."""

from pathlib import Path

import pytest

from tests.analysis.evaluate.world import DAY, run


@pytest.fixture(scope="session")
def small_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with panel, question and value file of 20 schools, six of which have a supporter."""
    out = tmp_path_factory.mktemp("town") / "town"
    made = run(
        "simulate-panel", "--schools", 20, "--pupils", 40, "--per-wave", 2, "--csv", "--out", out, *DAY
    )
    assert made == 0
    return out


@pytest.fixture(scope="session")
def answered(small_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of results of that municipality, with its euros."""
    out = tmp_path_factory.mktemp("answer") / "result"
    town = small_town
    words = (town / "question.toml", "--panel", town / "panel.parquet", "--value", town / "value.toml")
    assert run("evaluate", *words, "--out", out, *DAY) == 0
    return out
