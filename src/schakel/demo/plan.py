"""How large a town is: the knobs that differ between a municipality and a region."""

from dataclasses import dataclass
from typing import Final

from schakel.demo.clock import Day


@dataclass(frozen=True)
class Wave:
    """So many supporters begin at so many sites, so many months before today."""

    months_ago: int
    supporters: int
    sites: int


@dataclass(frozen=True)
class Plan:
    """`years` of work up to `today`, both part of what makes the town; `looks` is how often somebody looks for every time
    somebody writes."""

    today: Day
    seed: int = 1
    sites: int = 24
    pupils: int = 225
    years: int = 5
    areas: int = 1
    at_desk: int = 2
    waves: tuple[Wave, ...] = (Wave(50, 3, 3), Wave(33, 3, 3), Wave(14, 2, 3))
    looks: int = 1
    first_screen: bool = True


SCALES: Final = ("small", "town", "district", "region")


def plan(scale: str, *, today: Day, seed: int = 1) -> Plan:
    """The plan of a scale; `small` is for tests."""
    if scale == "small":
        return Plan(today, seed, sites=6, pupils=130, years=1, at_desk=1, waves=(Wave(9, 2, 3),))
    if scale == "district":
        waves = (Wave(60, 24, 24), Wave(36, 12, 14), Wave(18, 6, 8))
        return Plan(today, seed, sites=60, pupils=250, areas=4, at_desk=8, waves=waves)
    if scale == "region":
        waves = (Wave(72, 84, 84), Wave(48, 30, 34), Wave(24, 16, 18))
        return Plan(today, seed, sites=150, pupils=262, areas=10, at_desk=20, waves=waves, looks=2)
    return Plan(today, seed)
