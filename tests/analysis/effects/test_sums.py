"""Municipalities pool an estimate without exchanging children; what leaves is enough and not too much."""

import json
from pathlib import Path

import ibis
import numpy as np
import pyarrow.parquet as pq
import pytest

from schakel.analysis.effects.errors import SumsError
from schakel.analysis.effects.estimators.aggregate import aggregate
from schakel.analysis.effects.estimators.group_time import group_time
from schakel.analysis.effects.estimators.imputation import fit, weighted
from schakel.analysis.effects.estimators.two_way import two_way
from schakel.analysis.effects.evaluate import evaluate
from schakel.analysis.effects.sums import Pooled, pool, write_sums
from schakel.analysis.effects.sums_file import read_file
from schakel.analysis.effects.sums_rules import Rules
from tests.analysis.effects.worlds import World, exactly, make_world

OPEN = Rules(threshold=1, share=1.01)


def split(world: World, folder: Path, rules: Rules, parts: int = 3) -> list[Path]:
    """Deal the schools over municipalities; each writes its own file."""
    school = np.array(world.rows["school"].to_pylist())
    number = np.array([int(name[1:]) for name in school]) % parts
    paths = []
    for part in range(parts):
        rows = ibis.memtable(world.rows.filter(number == part))
        paths.append(folder / f"municipality-{part}.sums")
        write_sums(rows, world.question, paths[-1], f"municipality {part}", rules)
    return paths


def pooled(world: World, folder: Path, rules: Rules) -> Pooled:
    return pool(world.question, split(world, folder, rules))


def test_the_pooled_estimates_are_the_child_level_ones_where_nothing_was_withheld(tmp_path: Path) -> None:
    world = make_world(4, levels=2, covariates=("cov_group",), period_months=2)
    here, there = world.sums(), pooled(world, tmp_path, OPEN).sums

    for sums in (there,):
        mine, theirs = weighted(fit(here), fit(here).overall), weighted(fit(sums), fit(sums).overall)
        assert theirs.value == exactly(mine.value)
        assert theirs.standard_error == exactly(mine.standard_error or 0)
        assert two_way(sums).value == exactly(two_way(here).value)
        expected = aggregate(group_time(here), "simple")
        assert aggregate(group_time(sums), "simple").value == exactly(expected.value)
        assert aggregate(group_time(sums), "simple").standard_error == exactly(expected.standard_error)


def test_large_schools_pass_the_rules_whole_and_the_whole_result_is_the_same(tmp_path: Path) -> None:
    world = make_world(4, children=60, unbalanced=False, period_months=3)
    result = evaluate(world.question, pooled(world, tmp_path, Rules()))
    inside = evaluate(world.question, world.cells())

    assert not result.left_out
    assert result.headline.value == exactly(inside.headline.value)
    assert result.verdict.p_value == exactly(inside.verdict.p_value)


def test_every_number_rests_on_enough_children_or_none(tmp_path: Path) -> None:
    world = make_world(5, children=14, period_months=3)
    paths = split(world, tmp_path, Rules())

    for path in paths:
        table, _ = read_file(path)
        rows = table.to_pylist()
        counts = [row["value"] for row in rows if row["kind"] in {"pair_count", "children"}]
        assert min(counts) >= 10


def test_the_loss_is_reported_where_something_was_withheld(tmp_path: Path) -> None:
    world = make_world(5, children=24, period_months=3)
    joined = pooled(world, tmp_path, Rules())
    result = evaluate(world.question, joined)
    withheld = {row.key: row for row in result.left_out}["withheld"]

    assert withheld.child_months == world.rows.num_rows - sum(m["child_months"] for m in joined.manifests)
    assert withheld.child_months > 0
    assert "recognised" in withheld.why.en


def test_a_month_that_one_child_decides_does_not_leave(tmp_path: Path) -> None:
    world = make_world(6, children=30, unbalanced=False)
    cost = world.column("cost").copy()
    here = (np.array(world.rows["school"].to_pylist()) == "S002") & (world.column("month") == 24228 + 3)
    cost[here] = 0
    cost[np.flatnonzero(here)[0]] = 900_000
    rows = world.rows.set_column(world.rows.column_names.index("cost"), "cost", [cost])
    changed = World(rows, world.question)
    paths = split(changed, tmp_path, Rules())
    table, manifest = read_file(paths[2])
    mine = [r for r in table.to_pylist() if r["school"] == "S002" and r["kind"] == "total" and r["a"] == 3]

    assert manifest["child_months_withheld"] == int(here.sum())
    assert {row["value"] for row in mine} == {0.0}


def test_an_edited_file_is_refused(tmp_path: Path) -> None:
    world = make_world(5, children=14)
    path = split(world, tmp_path, Rules())[0]
    table = pq.read_table(path)
    value = table["value"].to_numpy().copy()
    value[0] += 1
    edited = table.set_column(table.column_names.index("value"), "value", [value])
    pq.write_table(edited.replace_schema_metadata(table.schema.metadata), path)

    with pytest.raises(SumsError, match="edited after it was made"):
        pool(world.question, [path])


def test_another_question_or_the_same_school_twice_is_refused(tmp_path: Path) -> None:
    world = make_world(5, children=14)
    other = make_world(5, children=14, billing_cut_months=1)
    path = split(world, tmp_path, Rules())[0]
    copy = path.with_name("again.sums")
    copy.write_bytes(path.read_bytes())

    with pytest.raises(SumsError, match="another question"):
        pool(other.question, [path])
    with pytest.raises(SumsError, match="keep it in one file"):
        pool(world.question, [path, copy])


def test_a_file_that_is_no_sums_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.sums"
    path.write_text("Dear colleague", encoding="utf-8")

    with pytest.raises(SumsError, match="cannot be read as a sums file"):
        read_file(path)


def test_small_schools_only_leave_nothing(tmp_path: Path) -> None:
    world = make_world(5, children=3)

    with pytest.raises(SumsError, match="nothing may leave"):
        split(world, tmp_path, Rules(threshold=50))


def test_a_privacy_officer_can_read_what_leaves(tmp_path: Path) -> None:
    path = split(make_world(5, children=14), tmp_path, Rules())[0]
    text = path.with_name(path.name + ".txt").read_text(encoding="utf-8")
    manifest = json.loads(path.with_name(path.name + ".manifest.json").read_text(encoding="utf-8"))

    assert "Geen" not in text.splitlines()[0]
    assert "Er staat geen kind, naam, pseudoniem" in text
    assert manifest["seal"] in text
    assert f"minstens {manifest['threshold']} kinderen" in text
