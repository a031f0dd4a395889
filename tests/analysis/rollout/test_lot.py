"""The lot is fair, can be repeated by anyone, and does not depend on the order of the list."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.analysis.rollout.lot import draw
from schakel.analysis.rollout.plan import Design, School, Wave

SCHOOLS = [School(f"S{n:02d}", "north" if n % 3 else "south", 100 + n) for n in range(30)]
THREE = Design("three waves", (Wave(24260, 3), Wave(24272, 3), Wave(24284, 3)))


def test_anyone_can_repeat_the_draw_with_sha256() -> None:
    drawn = draw(SCHOOLS, THREE, "12 345 678")
    north = [one.school for one in drawn if one.stratum == "north"]
    by_hand = sorted(north, key=lambda name: hashlib.sha256(f"12 345 678|{name}".encode()).hexdigest())
    assert north == by_hand


def test_the_order_of_the_list_does_not_matter() -> None:
    assert draw(SCHOOLS[::-1], THREE, "1") == draw(SCHOOLS, THREE, "1")


def test_another_number_gives_another_draw() -> None:
    assert draw(SCHOOLS, THREE, "1") != draw(SCHOOLS, THREE, "2")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.text("0123456789", min_size=1, max_size=9))
def test_every_wave_is_full_and_spread_over_the_strata(sizes: list[int], number: str) -> None:
    waves = tuple(Wave(24260 + 12 * order, size) for order, size in enumerate(sizes))
    if sum(sizes) > len(SCHOOLS):
        return
    drawn = draw(SCHOOLS, Design("d", waves), number)
    assert Counter(one.start for one in drawn if one.start is not None) == {w.start: w.schools for w in waves}
    for wave in waves:
        south = sum(one.start == wave.start and one.stratum == "south" for one in drawn)
        assert abs(south - wave.schools / 3) < 1 or sum(sizes) > 20


def test_each_school_has_the_same_chance() -> None:
    """9 of 30 by lot: each school starts in 30 % of the draws."""
    started = Counter(
        one.school
        for number in range(2000)
        for one in draw(SCHOOLS, THREE, str(number))
        if one.start is not None
    )
    assert min(started.values()) == pytest.approx(600, abs=80)
    assert max(started.values()) == pytest.approx(600, abs=80)
