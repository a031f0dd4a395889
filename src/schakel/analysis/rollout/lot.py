"""The draw: by lot within strata, in a way that anyone can repeat with pencil, paper and SHA-256.

1. The list of schools and the design are fixed; their hash is published.
2. A public number that nobody can know yet (a national lottery, say) is waited for.
3. Within each stratum schools are ranked by SHA-256 of `number|school`.
4. Each wave takes its share of every stratum: whole parts first, what is left by largest remainder, and equal
   remainders by SHA-256 of `number|wave|stratum`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from schakel.analysis.rollout.plan import Design, School


@dataclass(frozen=True, slots=True)
class Drawn:
    """One school: its place in its stratum and its start (None: no supporter in this plan)."""

    school: str
    stratum: str
    children: int
    place: int
    ticket: str
    start: int | None


def ticket(number: str, *names: str) -> str:
    """SHA-256 of the public number and the names, joined by bars."""
    return hashlib.sha256("|".join([number, *names]).encode()).hexdigest()


def draw(schools: Sequence[School], design: Design, number: str) -> tuple[Drawn, ...]:
    """Starts per school, sorted by stratum and place; the order of the list does not matter."""
    strata: dict[str, list[School]] = {}
    for school in sorted(schools, key=lambda one: (one.stratum, ticket(number, one.name))):
        strata.setdefault(school.stratum, []).append(school)
    starts = _starts(strata, design, number)
    return tuple(
        Drawn(one.name, name, one.children, place, ticket(number, one.name), start)
        for name, ranked in strata.items()
        for place, (one, start) in enumerate(zip(ranked, starts[name], strict=True), start=1)
    )


def _starts(strata: dict[str, list[School]], design: Design, number: str) -> dict[str, list[int | None]]:
    """Start of each rank within each stratum."""
    left = {name: len(ranked) for name, ranked in strata.items()}
    total = sum(left.values())
    starts: dict[str, list[int | None]] = {name: [] for name in strata}
    for order, wave in enumerate(design.waves, start=1):
        target = {name: wave.schools * len(ranked) / total for name, ranked in strata.items()}
        for name, count in _shares(target, wave.schools, left, f"{number}|{order}").items():
            starts[name] += [wave.start] * count
            left[name] -= count
    return {name: [*given, *[None] * left[name]] for name, given in starts.items()}


def _shares(target: dict[str, float], schools: int, left: dict[str, int], number: str) -> dict[str, int]:
    """Whole numbers near `target` that add up to `schools` and leave no stratum below zero."""
    counts = {name: min(int(share), left[name]) for name, share in target.items()}
    by_remainder = sorted(
        target, key=lambda name: (round(counts[name] - target[name], 9), ticket(number, name))
    )
    while sum(counts.values()) < schools:
        name = next(one for one in by_remainder if counts[one] < left[one])
        counts[name] += 1
        by_remainder.remove(name)
        by_remainder.append(name)
    return counts
