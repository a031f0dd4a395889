"""`--engine spark` on a real local Spark answers a whole question as DuckDB does."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.evaluate.world import DAY, run


def numbers(value: Any, path: str = "") -> dict[str, float]:
    """Every number of a result by its place."""
    if isinstance(value, dict):
        return {k: v for key, item in value.items() for k, v in numbers(item, f"{path}/{key}").items()}
    if isinstance(value, list):
        return {k: v for place, item in enumerate(value) for k, v in numbers(item, f"{path}/{place}").items()}
    return {path: float(value)} if isinstance(value, int | float) else {}


@pytest.mark.scale
@pytest.mark.slow
@pytest.mark.enable_socket
@pytest.mark.filterwarnings("default")
def test_spark_answers_the_whole_question_to_the_twelfth_digit(
    small_town: Path, answered: Path, tmp_path: Path
) -> None:
    words = (small_town / "question.toml", "--panel", small_town / "panel.parquet", "--engine", "spark")
    assert run("evaluate", *words, "--out", tmp_path / "spark", *DAY) == 0
    there = json.loads((tmp_path / "spark" / "result.json").read_text())
    here = json.loads((answered / "result.json").read_text())

    assert there["provenance"]["engine"] == "spark"
    assert there["provenance"]["data_hash"] == here["provenance"]["data_hash"]
    assert numbers(there) == pytest.approx(numbers(here), rel=1e-12, abs=1e-12)
