"""One call from a frozen question to a frozen result that a council may read."""

import json
from dataclasses import replace
from functools import cache

import ibis
import numpy as np
import pyarrow as pa
import pytest

from schakel.analysis.effects import words
from schakel.analysis.effects.cells import build_cells
from schakel.analysis.effects.errors import Cancelled, DesignError, PanelError
from schakel.analysis.effects.evaluate import evaluate
from schakel.analysis.effects.question import Question, SchoolExposure
from schakel.analysis.effects.result import Result
from schakel.analysis.panel.provenance import code_version
from tests.analysis.effects.worlds import World, exactly, make_world


def answer(world: World, **changes: object) -> Result:
    question: Question = replace(world.question, **changes)  # type: ignore[arg-type]  # test shorthand
    cells = build_cells(ibis.memtable(world.rows), question)
    return evaluate(question, cells)


def town(seed: int = 1, **changes: object) -> World:
    settings: dict[str, object] = {
        "schools": 24,
        "waves": ((8, 3), (12, 3)),
        "months": 20,
        "children": 8,
        "draws": 99,
        "period_months": 4,
    }
    return make_world(seed, **(settings | changes))  # type: ignore[arg-type]  # test shorthand


@cache
def usual() -> Result:
    """The answer for the usual town, computed once."""
    return answer(town())


def test_everything_is_computed_and_shown() -> None:
    result = usual()

    keys = {row.key for row in result.estimates}
    assert result.headline.key == "imputation"
    assert {"two_way", "group_time_simple", "group_time_dynamic", "synthetic", "imputation_jackknife"} <= keys
    assert {"permutation", "wild_restricted", "leave_one_out"} == {test.key for test in result.verdict.tests}
    assert result.diagnostics[0].key == "chosen"
    assert result.diagnostics[1].key == "detectable"
    assert {curve.key for curve in result.curves} == {"group_time", "imputation"}
    assert json.loads(result.to_json())["provenance"]["question_digest"]


def test_the_largest_p_decides() -> None:
    verdict = usual().verdict

    assert verdict.p_value == max(test.p_value for test in verdict.tests)


def test_the_answer_does_not_depend_on_the_order_of_the_rows() -> None:
    world = town(2)
    order = np.random.default_rng(1).permutation(world.rows.num_rows)
    shuffled = World(world.rows.take(order), world.question)

    assert answer(shuffled).to_json() == answer(world).to_json()


def test_a_large_effect_is_shown_and_no_effect_is_not() -> None:
    large = answer(town(3, effect=-1500, spread=0.3))
    none = answer(town(3, effect=0, spread=0.3))

    assert large.verdict.shown
    assert large.headline.interval is not None
    assert large.headline.interval[0] < -1500 < large.headline.interval[1]
    assert not none.verdict.shown


def test_the_naive_change_stands_beside_with_the_difference_named() -> None:
    naive = usual().naive

    assert naive is not None
    assert naive.after_minus_before - naive.difference == exactly(usual().headline.value)
    assert "schools without a supporter" in naive.reason.en


def test_schools_chosen_on_need_get_a_weak_label_and_the_published_false_savings() -> None:
    result = answer(town(), chosen="need")
    chosen = result.diagnostic("chosen")

    assert result.design.strength == "weak"
    assert chosen is not None
    assert "fall back by themselves" in chosen.sentence.en


def test_one_treated_school_gets_a_weak_answer_by_permutation_only() -> None:
    result = answer(town(1, schools=24, waves=((8, 1),)))

    assert result.design.key == "one_school"
    assert [test.key for test in result.verdict.tests] == ["permutation"]
    assert result.headline.interval is not None


def test_one_treated_school_among_few_is_refused_with_what_is_needed() -> None:
    with pytest.raises(DesignError, match="twenty comparison schools"):
        answer(town(1, schools=8, waves=((8, 1),)))


def test_without_comparison_the_answer_is_before_after_and_never_shown() -> None:
    result = answer(town(1, schools=6, months=30, waves=((15, 6),), effect=-2000, spread=0.1))

    assert result.headline.key == "interrupted_time_series"
    assert result.design.strength == "weak"
    assert not result.verdict.shown
    assert "cannot show an effect" in result.headline.notes[0].en


def test_no_month_before_the_first_start_is_refused() -> None:
    with pytest.raises(DesignError, match="there is no 'before'"):
        answer(town(1, waves=((0, 3),)))


def test_a_school_that_had_a_supporter_all_along_is_left_out_and_said_so() -> None:
    result = answer(town(1, waves=((0, 2), (8, 3))))

    assert {row.key: row.child_months > 0 for row in result.left_out}["always"]
    assert result.baseline.treated_schools == 3


def test_a_start_group_of_one_school_is_pooled_and_said_so() -> None:
    result = answer(town(1, waves=((8, 3), (12, 1))))

    assert any("only one school began" in text.en for text in result.verdict.blocked)


def test_children_in_two_rows_of_one_month_are_refused_with_their_number() -> None:
    world = town()
    doubled = World(world.rows.slice(0, 1).cast(world.rows.schema), world.question)
    rows = ibis.memtable(world.rows).union(ibis.memtable(doubled.rows)).to_pyarrow()

    with pytest.raises(PanelError, match="1 children have two rows in one month"):
        answer(World(rows, world.question))


def test_a_negative_cost_is_refused_unless_the_outcome_can_be_negative() -> None:
    world = town()
    rows = ibis.memtable(world.rows).mutate(cost=ibis._.cost - 5000).to_pyarrow()
    signed = replace(world.question.outcome, signed=True)

    with pytest.raises(PanelError, match="negative cost"):
        answer(World(rows, world.question))
    assert answer(World(rows, world.question), outcome=signed).headline.value


def test_a_start_after_the_data_is_refused() -> None:
    world = town()
    short = World(
        world.rows.filter(ibis.memtable(world.rows).to_pyarrow()["month"].to_numpy() < 24228 + 10),
        world.question,
    )

    with pytest.raises(PanelError, match="start after the last month of the panel"):
        answer(short)


def test_an_unknown_school_in_the_panel_is_refused() -> None:
    world = town()
    fewer = tuple(row for row in world.question.schools if row.school != "S003" or row.start is not None)
    fewer = tuple(row for row in fewer if row.start is not None or row.school > "S005")

    with pytest.raises(PanelError, match="does not mention"):
        answer(world, schools=fewer)


def test_a_treated_school_without_rows_is_refused() -> None:
    world = town()
    extra = (*world.question.schools, SchoolExposure("elsewhere", 24228 + 8))

    with pytest.raises(PanelError, match="elsewhere should have a supporter but has no rows"):
        answer(world, schools=extra)


def test_a_school_that_closes_is_named_and_its_months_count() -> None:
    world = town(unbalanced=False)
    closed = (world.rows["school"].to_numpy() == "S004") & (world.rows["month"].to_numpy() > 24228 + 16)
    result = answer(World(world.rows.filter(~closed), world.question))
    gaps = result.diagnostic("school_gaps")

    assert gaps is not None
    assert gaps.details["closed"] == 1


def test_the_user_can_stop_it_and_sees_progress() -> None:
    world, seen = town(), []
    cells = world.cells()
    evaluate(world.question, cells, progress=lambda step, share: seen.append(step))

    assert seen[0] == "estimate"
    assert seen[-1] == "diagnostics"
    with pytest.raises(Cancelled, match="stopped by the user"):
        evaluate(world.question, cells, cancelled=lambda: True)


def test_a_placebo_outcome_is_tested_too() -> None:
    world = town()
    noise = np.random.default_rng(1).integers(0, 50, world.rows.num_rows)
    rows = world.rows.append_column("length_of_hair", [noise])
    both = World(rows, world.question)
    result = evaluate(
        world.question, both.cells(), placebo_outcomes={"length_of_hair": both.cells("length_of_hair")}
    )

    assert result.diagnostic("placebo_outcome_length_of_hair") is not None


def test_a_placebo_outcome_is_named_in_words_and_not_by_its_column() -> None:
    for p_value in (0.02, 0.6):
        sentence = words.placebo_outcome("absence_days", p_value)

        assert "absence_days" not in sentence.nl + sentence.en
        assert "het aantal dagen verzuim" in sentence.nl
        assert "days absent" in sentence.en


def test_the_code_behind_a_figure_is_known_to_the_byte() -> None:
    assert usual().provenance.code_version == code_version()
    assert "+" in code_version()


def test_yearly_data_in_a_monthly_window_need_no_month_in_between() -> None:
    world = town(4, unbalanced=False)
    kept = (world.column("month") - world.question.first_month) % 4 == 0
    sparse = replace(world, rows=world.rows.filter(pa.array(kept)))
    sums = sparse.sums()

    assert sums.months.tolist() == [world.question.first_month + place for place in range(0, 20, 4)]
    assert answer(sparse).headline.interval is not None
    assert {row.treated for row in answer(sparse).two_by_two} == {"2019-09", "2020-01"}


def test_not_yet_treated_schools_may_be_the_comparison_and_give_another_group_time_answer() -> None:
    never, later = answer(town(5)), answer(town(5), comparison="not_yet")

    assert later.headline.value == never.headline.value
    assert later.estimate("group_time_simple").value != never.estimate("group_time_simple").value
    assert later.estimate("group_time_simple").standard_error


def test_the_published_interval_is_that_of_the_permutation() -> None:
    result = usual()
    by_lot = next(test for test in result.verdict.tests if test.key == "permutation")

    assert result.headline.method == "permutation"
    assert result.headline.interval == by_lot.interval


def test_a_school_that_changes_its_code_is_refused_with_what_to_do() -> None:
    """A merger: its children must keep the code of the school where they were first."""
    world = town(6, unbalanced=False)
    schools = np.array(world.rows["school"].to_pylist(), dtype=object)
    schools[(schools == "S003") & (world.column("month") >= world.question.first_month + 10)] = "S004"
    merged = replace(world, rows=world.rows.set_column(1, "school", pa.array(schools.tolist())))

    with pytest.raises(PanelError, match="current_school"):
        merged.cells()
