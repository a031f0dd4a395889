"""T by the published formula, and never alone."""

import pytest

from schakel.measures.scoring import Attainment, GoalStanding, ScoreError, attainment, t_score


@pytest.mark.parametrize(
    ("scored", "expected"),
    [
        ([(1, 1)], 60.00),
        ([(3, 1)], 60.00),
        ([(1, 0), (2, 0), (3, 0)], 50.00),
        ([(1, 1)] * 3, 63.69),
        ([(1, -2)] * 3, 22.61),
        ([(3, 2), (1, -1)], 64.56),
    ],
)
def test_the_published_values(scored: list[tuple[float, int]], expected: float) -> None:
    assert t_score(scored) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("scored", [[], [(1, 3)], [(1, -3)], [(0, 1)], [(-1, 0)]])
def test_what_cannot_be_is_refused(scored: list[tuple[float, int]]) -> None:
    with pytest.raises(ScoreError):
        t_score(scored)


def goals(*scores: tuple[int | None, int | None]) -> list[GoalStanding]:
    return [GoalStanding(str(place), 1, now, before) for place, (before, now) in enumerate(scores)]


def found(*scores: tuple[int | None, int | None]) -> Attainment:
    result = attainment(goals(*scores))
    assert result is not None
    return result


def test_t_comes_with_the_distribution_and_the_change() -> None:
    result = found((-2, 1), (-1, -1), (0, -2))
    assert result.distribution == {-2: 1, -1: 1, 0: 0, 1: 1, 2: 0}
    assert result.changes == {"0": 3, "1": 0, "2": -2}
    assert (result.up, result.same, result.down) == (1, 1, 1)
    assert result.t_before == pytest.approx(t_score([(1, -2), (1, -1), (1, 0)]))


def test_a_goal_that_came_later_is_no_change() -> None:
    result = found((-2, 1), (None, 2), (-1, None))
    assert (result.goals, result.scored) == (3, 2)
    assert result.changes == {"0": 3}
    assert result.t_before is None


def test_without_a_score_there_is_nothing_to_show() -> None:
    assert attainment(goals((None, None), (-1, None))) is None
    assert attainment([]) is None
