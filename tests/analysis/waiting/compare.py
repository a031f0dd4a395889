"""Kernel against twin: every date of every request, and every sum, exactly equal."""

from __future__ import annotations

import numpy as np

from schakel.analysis.waiting.block import History

from .twin import Twin


def differences(history: History, twin: Twin) -> list[str]:
    """What differs, in words; empty when the two are the same history to the last bit."""
    found: list[str] = []

    def same(name: str, ours: object, theirs: object) -> None:
        if not np.array_equal(np.asarray(ours, float), np.asarray(theirs, float), equal_nan=True):
            found.append(name)

    requests = twin.requests
    if len(requests) != len(history.requests):
        return [f"{len(history.requests)} requests against {len(requests)}"]
    for name in ("arrived", "picked", "helped", "ended", "site", "kind", "parent", "exit"):
        same(name, history.requests[name], [getattr(r, name) for r in requests])
    same("own", history.requests["own"], [-1 if r.own is None else r.own.number for r in requests])
    same("faces", history.requests["faces"], [len(r.faces) for r in requests])
    rows = np.hstack([history.visit_numbers.astype(float), history.visit_moments])
    theirs = np.array(twin.visits, dtype=float).reshape(-1, 8)
    same(
        "visits", rows[np.lexsort((rows[:, 1], rows[:, 0]))], theirs[np.lexsort((theirs[:, 1], theirs[:, 0]))]
    )
    same("path", history.path, np.array(twin.path, float).reshape(history.path.shape))
    same("started", history.stage_n, [s[:2] for s in twin.stage_sums])
    same("waited", history.stage_m, [s[2] for s in twin.stage_sums])
    same("loads", history.server_m, [[s.load_days, s.task_days] for s in twin.servers])
    return found
