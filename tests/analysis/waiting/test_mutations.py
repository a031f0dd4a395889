"""A kernel with one line changed no longer agrees with the twin: the comparison can fail."""

from __future__ import annotations

import inspect
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import Any

import numpy as np
import pytest

from schakel.analysis.waiting import block, draws, kernel
from schakel.analysis.waiting.errors import WaitingError
from schakel.analysis.waiting.plan import Prepared, prepare

from .compare import differences
from .twin import Twin
from .worlds import plain_network, team

CHANGES = [
    (
        "finished work frees no room",
        "                used[p] -= load[k]\n            n_serving",
        "            n_serving",
    ),
    (
        "a task keeps its person busy",
        "                busy[p] = 0\n            else:\n                server_m[p",
        "                pass\n            else:\n                server_m[p",
    ),
    (
        "the first way is always taken",
        "while u >= route_cum[k, kind, way]:",
        "while u >= route_cum[k, kind, way] and False:",
    ),
    (
        "routes use another draw",
        "nu[e, VISIT] * 8 + D_ROUTE",
        "nu[e, VISIT] * 8 + D_SERVE",
    ),
    (
        "nobody returns",
        "come_back[0] > 0.0 and",
        "come_back[0] > 2.0 and",
    ),
    (
        "who returns has no known person",
        "                nu[e, OWN] = nu[child_of, OWN]\n",
        "",
    ),
    (
        "who returns sees only new faces",
        "                nu[e, FACES] = nu[child_of, FACES]\n",
        "",
    ),
    (
        "escalation does not go first",
        "                nu[e, PRIORITY] = 0\n",
        "",
    ),
    (
        "who escalated escalates again",
        "and nu[e, ESCALATED] == 0:",
        "and nu[e, ESCALATED] >= 0:",
    ),
    (
        "patience wins from a start",
        "if nu[e, STATE] != WAITING or mo[e, PATIENCE] != t:",
        "if nu[e, STATE] == DONE:",
    ),
    (
        "withdrawal before escalation",
        "if until < mo[e, PATIENCE]:",
        "if until < mo[e, PATIENCE] and False:",
    ),
    (
        "the last in goes first",
        "mo[e, QUEUED] < mo[best, QUEUED]",
        "mo[e, QUEUED] > mo[best, QUEUED]",
    ),
    (
        "the queue is not kept in order",
        "mo[before, QUEUED] > mo[e, QUEUED]",
        "mo[before, QUEUED] < mo[e, QUEUED]",
    ),
    (
        "priorities are ignored",
        "                                priority < best_priority\n",
        "                                priority > best_priority\n",
    ),
    (
        "room is not looked at",
        "elif used[q] + load[k] > room[q]:",
        "elif used[q] + load[k] > room[q] + 1000:",
    ),
    (
        "room is not looked at when picking",
        "and used[p] + load[k] > room[p]:",
        "and used[p] > room[p]:",
    ),
    (
        "two tasks at once",
        "                        if busy[q] == 1:",
        "                        if busy[q] == 2:",
    ),
    (
        "the most loaded goes first",
        "if p < 0 or used[q] < used[p]:",
        "if p < 0 or used[q] > used[p]:",
    ),
    (
        "the own person is not preferred",
        "if flags[k, 2] >= 1 and q == own:",
        "if flags[k, 2] >= 3 and q == own:",
    ),
    (
        "families are not kept together",
        "flags[k, 2] == 2 and own >= 0",
        "flags[k, 2] == 4 and own >= 0",
    ),
    (
        "a lapsed registration still counts",
        "if may_from[q, k] > t or t >= may_until[q, k]:",
        "if may_from[q, k] > t:",
    ),
    (
        "not yet registered counts too",
        "if may_from[q, k] > t or t >= may_until[q, k]:",
        "if t >= may_until[q, k]:",
    ),
    (
        "a lapse hands nothing over",
        "if nu[e, STATE] == IN_SERVICE and nu[e, SERVER] == leaver:",
        "if nu[e, STATE] == IN_SERVICE and nu[e, SERVER] == -9:",
    ),
    (
        "handing over starts anew",
        "mo[e, LEFT] = mo[e, FINISH] - t",
        "mo[e, LEFT] = -1.0",
    ),
    (
        "presence elsewhere will do",
        "and here != nu[e, SITE]):",
        "and here == -7):",
    ),
    (
        "tasks run on after hours",
        "left = open_at + task_length[p, moment] - from_here",
        "left = open_at + duty_length[p, moment] - from_here",
    ),
    (
        "work starts before the door opens",
        "if t < open_at or t >= open_at + long:",
        "if t >= open_at + long:",
    ),
    (
        "presence begins unnoticed",
        "picker = event_person[n_event]\n            n_event",
        "n_event",
    ),
    (
        "lumpy weeks are even",
        "if lumps.shape[0] > 0 and at_period[s] % 7 == 0:",
        "if lumps.shape[0] > 0 and at_period[s] % 7 == 8:",
    ),
    (
        "the rest of a case is drawn afresh",
        "passed + (1.0 - passed) * unit",
        "0.0 * passed + unit",
    ),
    (
        "every kind enters as the first",
        "kind_cum.shape[0] > 1:",
        "kind_cum.shape[0] > 9:",
    ),
    (
        "ties go to the higher number",
        "== mo[best, QUEUED] and e < best)",
        "== mo[best, QUEUED] and e > best)",
    ),
    (
        "the family's face is not counted",
        "                    nu[e, FACES] += 1\n",
        "",
    ),
    (
        "the second best of the heap",
        "down += 1",
        "down += 0",
    ),
]


def interpreted(source: str) -> dict[str, Any]:
    """The kernel's source, run by the Python interpreter instead of numba."""
    small: dict[str, Any] = {"__package__": "schakel.analysis.waiting", "__name__": "draws_interpreted"}
    exec(_plain(inspect.getsource(draws)), small)  # noqa: S102  # the project's own source
    large: dict[str, Any] = {"__package__": "schakel.analysis.waiting", "__name__": "kernel_interpreted"}
    exec(_plain(source), large)  # noqa: S102  # the project's own source with one line changed
    return (
        large
        | {name: small[name] for name in ("draw", "unit", "quantile")}
        | {"large": large, "small": small}
    )


def _plain(source: str) -> str:
    return source.replace("@compiled\n", "")


def play(source: str, prepared: Prepared, run: int, monkeypatch: pytest.MonkeyPatch) -> block.History:
    namespace = interpreted(source)
    namespace["large"].update({name: namespace["small"][name] for name in ("draw", "unit", "quantile")})
    monkeypatch.setattr(block, "simulate", namespace["large"]["simulate"])
    monkeypatch.setattr(block, "draw", namespace["small"]["draw"])
    with np.errstate(over="ignore"):
        return block.run_history(prepared.plan, 5, run)


@cache
def worlds() -> list[tuple[Prepared, int, Twin]]:
    """Twin histories, made once; small worlds first."""
    found = []
    for make, seeds in ((team, range(24)), (plain_network, range(4))):
        for seed in seeds:
            prepared = prepare(make(seed))
            found.append((prepared, seed, Twin(prepared, 5, seed).run()))
    return sorted(found, key=lambda world: len(world[2].visits))


class Hangs(Exception):
    """A planted change made the run go on for ever."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def first_world_that_notices(source: str, monkeypatch: pytest.MonkeyPatch) -> int | None:
    for number, (prepared, run, twin) in enumerate(worlds()):
        try:
            with at_most(5):
                history = play(source, prepared, run, monkeypatch)
        except (IndexError, Hangs, WaitingError):
            return number
        if differences(history, twin):
            return number
    return None


def test_the_interpreted_kernel_agrees_when_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert first_world_that_notices(inspect.getsource(kernel), monkeypatch) is None


@pytest.mark.parametrize(("what", "before", "after"), CHANGES, ids=[what for what, _, _ in CHANGES])
def test_a_planted_change_is_noticed(
    what: str, before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = inspect.getsource(kernel)
    assert before in source, f"the line of {what!r} is gone: plant it anew"
    assert first_world_that_notices(source.replace(before, after), monkeypatch) is not None
