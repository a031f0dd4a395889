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

from schakel.analysis.waiting import block, draws, kernel, layout
from schakel.analysis.waiting.errors import WaitingError
from schakel.analysis.waiting.plan import Plan, Prepared, prepare

from .compare import differences
from .twin import Twin
from .worlds import plain_network, team

CHANGES = [
    (
        "finished work frees no room",
        "                server[p].used -= work[k].load\n            work[k].serving",
        "            work[k].serving",
    ),
    (
        "a task keeps its person busy",
        "                server[p].busy = 0\n            else:\n                server[p].load_days",
        "                pass\n            else:\n                server[p].load_days",
    ),
    (
        "the first way is always taken",
        "while u >= route_cum[k, kind, way]:",
        "while u >= route_cum[k, kind, way] and False:",
    ),
    (
        "routes use another draw",
        "req[e].visit * 8 + D_ROUTE",
        "req[e].visit * 8 + D_SERVE",
    ),
    (
        "nobody returns",
        "come_back[0] > 0.0 and",
        "come_back[0] > 2.0 and",
    ),
    (
        "who returns has no known person",
        "                req[e].own = req[child_of].own\n",
        "",
    ),
    (
        "who returns sees only new faces",
        "                req[e].faces = req[child_of].faces\n",
        "",
    ),
    (
        "escalation does not go first",
        "                req[e].priority = 0\n",
        "",
    ),
    (
        "who escalated escalates again",
        "and req[e].escalated == 0:",
        "and req[e].escalated >= 0:",
    ),
    (
        "patience wins from a start",
        "if req[e].state != WAITING or req[e].patience != t:",
        "if req[e].state == DONE:",
    ),
    (
        "withdrawal before escalation",
        "if until < req[e].patience:",
        "if until < req[e].patience and False:",
    ),
    (
        "the last in goes first",
        "req[e].queued < req[best].queued",
        "req[e].queued > req[best].queued",
    ),
    (
        "the queue is not kept in order",
        "req[before].queued > req[e].queued",
        "req[before].queued < req[e].queued",
    ),
    (
        "priorities are ignored",
        "                                priority < best_priority\n",
        "                                priority > best_priority\n",
    ),
    (
        "room is not looked at",
        "elif server[q].used + work[k].load > server[q].room:",
        "elif server[q].used + work[k].load > server[q].room + 1000:",
    ),
    (
        "room is not looked at when picking",
        "if by_load and server[p].used + work[k].load > server[p].room:",
        "if by_load and server[p].used > server[p].room:",
    ),
    (
        "two tasks at once",
        "                        if server[q].busy == 1:",
        "                        if server[q].busy == 2:",
    ),
    (
        "the most loaded goes first",
        "if p < 0 or server[q].used < server[p].used:",
        "if p < 0 or server[q].used > server[p].used:",
    ),
    (
        "the own person is not preferred",
        "if work[k].continuity >= 1 and q == own:",
        "if work[k].continuity >= 3 and q == own:",
    ),
    (
        "families are not kept together",
        "work[k].continuity == 2 and own >= 0",
        "work[k].continuity == 4 and own >= 0",
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
        "if req[e].state == IN_SERVICE and req[e].server == leaver:",
        "if req[e].state == IN_SERVICE and req[e].server == -9:",
    ),
    (
        "handing over starts anew",
        "req[e].left = req[e].finish - t",
        "req[e].left = -1.0",
    ),
    (
        "presence elsewhere will do",
        "and here != req[e].site):",
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
        "if lumps.shape[0] > 0 and source[s].at_period % 7 == 0:",
        "if lumps.shape[0] > 0 and source[s].at_period % 7 == 8:",
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
        "== req[best].queued and e < best)",
        "== req[best].queued and e > best)",
    ),
    (
        "the family's face is not counted",
        "                    req[e].faces += 1\n",
        "",
    ),
    (
        "who came free does not see the newcomer",
        "(server[picker].able >> req[entering].stage) & 1 == 1",
        "(server[picker].able >> req[entering].stage) & 1 == 2",
    ),
    (
        "for whom nobody is found stands nowhere",
        "seeker < 0 or (picker",
        "seeker < -1 or (picker",
    ),
    (
        "one alone in line is overlooked",
        "if in_lines == 0:",
        "if in_lines <= 1:",
    ),
    (
        "the books open late",
        "next_sample = n_sample * sample_every",
        "next_sample = (n_sample + 1) * sample_every",
    ),
    (
        "the second best of the heap",
        "down += 1",
        "down += 0",
    ),
]


class Row:
    """One row of a table while Python plays the kernel: attributes are quicker than the fields of a record."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.__dict__.update({name: [0] * layout.MOST_FACES if name == "face" else 0 for name in fields})


class Table(list[Row]):
    @property
    def shape(self) -> tuple[int]:
        return (len(self),)


COMPARED = ("arrived", "picked", "helped", "ended", "site", "kind", "parent", "exit", "own", "faces")


def rows(number: int, kind: np.dtype[Any]) -> list[Row]:
    return [Row(dict(kind.fields or {})) for _ in range(number)]


class NumpyWithRows:
    """Numpy as the kernel knows it, with rows of named fields made by `rows`."""

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    def zeros(self, number: int, kind: np.dtype[Any]) -> Any:
        return (
            rows(number, kind)
            if kind in (layout.WORK, layout.HANDS, layout.SOURCE)
            else np.zeros(number, kind)
        )


def interpreted(source: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The kernel's source and that of its draws, run by the Python interpreter instead of numba."""
    small: dict[str, Any] = {"__package__": "schakel.analysis.waiting", "__name__": "draws_interpreted"}
    exec(_plain(inspect.getsource(draws)), small)  # noqa: S102  # the project's own source
    large: dict[str, Any] = {"__package__": "schakel.analysis.waiting", "__name__": "kernel_interpreted"}
    exec(_plain(source), large)  # noqa: S102  # the project's own source with one line changed
    large |= {name: small[name] for name in ("draw", "unit", "quantile")} | {"np": NumpyWithRows()}
    return large, small


def _plain(source: str) -> str:
    return source.replace("@compiled\n", "")


def play(source: str, prepared: Prepared, run: int, monkeypatch: pytest.MonkeyPatch) -> block.History:
    large, small = interpreted(source)

    def simulate(plan: Plan, key: np.uint64, req: Any, *tables: Any) -> tuple[int, int, int]:
        played = Table(rows(len(req), layout.REQUEST))
        status, n, visits = large["simulate"](plan, key, played, *tables)
        for name in COMPARED:
            req[name][:n] = [getattr(row, name) for row in played[:n]]
        return status, n, visits

    monkeypatch.setattr(block, "simulate", simulate)
    monkeypatch.setattr(block, "draw", small["draw"])
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

    # Seconds of the processor: a busy machine makes nothing hang.
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


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
