"""What is planted is what the panel holds, and the effect engine finds it back."""

import json
from dataclasses import replace
from pathlib import Path

import ibis
import numpy as np
import pytest

from schakel.analysis.effects.build import build_sums
from schakel.analysis.effects.cells import build_cells
from schakel.analysis.effects.estimators.imputation import fit, weighted
from schakel.analysis.effects.question import Outcome, read_question
from schakel.analysis.effects.roster import make_roster
from schakel.analysis.panel import layout, store
from schakel.demo import care, make, panel, panel_files, plan, truth
from tests.demo.towns import TODAY


def _settled(seed: int) -> make.Town:
    return make.settled(plan.plan("town", today=TODAY.toordinal(), seed=seed))


def test_the_panel_passes_the_checks_and_its_truth_stands_beside_it(tmp_path: Path) -> None:
    made = panel_files.write(_settled(1), tmp_path / "town.parquet")
    manifest = store.read_manifest(tmp_path / "town.parquet")
    assert manifest is not None
    assert manifest.counts.rows == made.table.num_rows
    told = json.loads((tmp_path / "town.truth.json").read_text())
    assert told["planted"]["care_avoided"] == truth.PLANTED.care_avoided
    assert told["effect_per_treated_child_month"]["cost_cents"] < 0
    assert set(made.table.column_names) <= set(layout.BY_NAME)


def test_the_planted_share_of_trajectories_does_not_start_at_sites_with_a_supporter() -> None:
    town = _settled(1)
    last = care.month_of(town.plan.today) - 1
    roll, spells = care.simulate(town, last - 59, last)
    supported = spells.start >= roll.supported[spells.child]
    assert not spells.avoided[~supported].any()
    error = np.sqrt(0.15 * 0.85 / supported.sum())
    assert spells.avoided[supported].mean() == pytest.approx(truth.PLANTED.care_avoided, abs=3 * error)


def test_the_same_town_gives_the_same_panel() -> None:
    assert panel.make_panel(_settled(3)).table.equals(panel.make_panel(_settled(3)).table)


def _found(seed: int, folder: Path) -> tuple[float, float]:
    """Estimate and truth: starts of care per thousand treated child-months."""
    file = folder / f"{seed}.parquet"
    made = panel_files.write(_settled(seed), file)
    stored = read_question(file.with_suffix(".question.toml"))
    question = replace(stored, outcome=Outcome("inflow", "trajectories"))
    cells = build_cells(ibis.memtable(made.table), question)
    found = fit(build_sums(cells, question, make_roster(question, cells.schools)))
    return 1000 * weighted(found, found.overall).value, 1000 * made.effect["inflow"]


@pytest.mark.slow
def test_the_effect_engine_is_right_on_average(tmp_path: Path) -> None:
    """Over thirty towns the mean error is within three of its standard errors from zero, and smaller than the effect."""
    pairs = np.array([_found(seed, tmp_path) for seed in range(30)])
    errors = pairs[:, 0] - pairs[:, 1]
    assert abs(errors.mean()) < 3 * errors.std(ddof=1) / np.sqrt(len(errors))
    assert abs(errors.mean()) < abs(pairs[:, 1].mean())
