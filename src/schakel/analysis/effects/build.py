"""From cells to the sums per school: the only place where attendance patterns are looked at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.basis import Basis, DenseBasis, TypeBasis
from schakel.analysis.effects.cells import Cells
from schakel.analysis.effects.question import Question
from schakel.analysis.effects.roster import Roster
from schakel.analysis.effects.school_sums import PeriodPairs, SchoolSums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class _Rows:
    """The cell rows of kept schools, sorted by place = school * L + level; outcomes in real units."""

    place: Ints
    attendance: Bits
    children: Floats
    total: Floats

    def per_place(self, values: Floats, places: int) -> Floats:
        """Add rows of the same place; (K, ...) -> (places, ...)."""
        out = np.zeros((places, *values.shape[1:]))
        if len(self.place):
            first = np.flatnonzero(np.diff(self.place, prepend=-1))
            out[self.place[first]] = np.add.reduceat(values, first, axis=0)
        return out


def build_sums(cells: Cells, question: Question, roster: Roster) -> SchoolSums:
    """Return the sums per school for the schools and start options of a roster; months without a row drop out."""
    rows, used = _rows(cells, question, roster)
    S, L = len(roster.schools), len(cells.levels)
    before = (np.arange(len(used)) < roster.start[:, None])[:, used]
    count, total, mean = (_alike_sums if rows.attendance.all() else _sums)(rows, before, S, L)
    months, begin = cells.months[used], cells.months[0] + roster.start
    period = np.array([question.period(int(month)) for month in months])
    return SchoolSums(
        schools=roster.schools,
        levels=cells.levels,
        months=months,
        start=before.sum(axis=1),
        begin=begin,
        start_period=np.array([period.max() + 1, *(question.period(int(month)) for month in begin[1:])]),
        option=roster.option,
        stratum=roster.stratum,
        count=count,
        total=total,
        mean=mean,
        basis=_basis(rows, before, S, L),
        pairs=_pairs(rows, period, S, L),
        period=period,
        children=rows.per_place(rows.children, S * L).reshape(S, L),
        data_hash=cells.data_hash,
    )


def _rows(cells: Cells, question: Question, roster: Roster) -> tuple[_Rows, Bits]:
    number = {name: i for i, name in enumerate(roster.schools)}
    school = np.array([number.get(name, -1) for name in cells.schools])[cells.school]
    kept = np.flatnonzero(school >= 0)
    place = school[kept] * len(cells.levels) + cells.level[kept]
    kept, place = (values[np.argsort(place, kind="stable")] for values in (kept, place))
    used = np.asarray(cells.attendance[kept].any(axis=0), dtype=bool)
    total = np.asarray(cells.total[kept][:, used] * question.outcome.scale, dtype=np.float64)
    return _Rows(place, cells.attendance[kept][:, used], cells.children[kept].astype(float), total), used


def _shares(rows: _Rows, before: Bits) -> tuple[Floats, Floats]:
    own = (rows.attendance & before).sum(axis=1)
    share = np.divide(1.0, own, out=np.zeros(len(own)), where=own > 0)
    return share, (own > 0).astype(float)


def _sums(rows: _Rows, before: Bits, S: int, L: int) -> tuple[Floats, Floats, Floats]:
    """Return count, total and own mean under every start option, each (S, L, G, T)."""
    parts = [_option_sums(rows, own, S * L) for own in before]
    return tuple(np.stack(part, 1).reshape(S, L, len(before), -1) for part in zip(*parts, strict=True))  # type: ignore[return-value]  # three in, three out


def _alike_sums(rows: _Rows, before: Bits, S: int, L: int) -> tuple[Floats, Floats, Floats]:
    """Return the same when every child was always there: views on one number per school, not one per option and month."""
    own = before.sum(axis=1)
    share = np.divide(1.0, own, out=np.zeros(len(own)), where=own > 0)
    children = rows.per_place(rows.children, S * L).reshape(S, L, 1, 1)
    total = rows.per_place(rows.total, S * L).reshape(S, L, 1, before.shape[1])
    mean = total @ (before * share[:, None]).T
    known = (own > 0).astype(float)[:, None]
    parts = (children * known, total if own.all() else total * known, np.swapaxes(mean, 2, 3))
    return tuple(np.broadcast_to(part, (S, L, *before.shape)) for part in parts)  # type: ignore[return-value]  # three in, three out


def _option_sums(rows: _Rows, before: Bits, places: int) -> tuple[Floats, Floats, Floats]:
    share, known = _shares(rows, before)
    own_mean = (rows.total * before).sum(axis=1) * share
    count = rows.attendance * (rows.children * known)[:, None]
    mean = rows.attendance * own_mean[:, None]
    return tuple(rows.per_place(v, places) for v in (count, rows.total * known[:, None], mean))  # type: ignore[return-value]  # three in, three out


def _basis(rows: _Rows, before: Bits, S: int, L: int) -> Basis:
    T = before.shape[1]
    packed = np.packbits(rows.attendance, axis=1)
    _, first, kind = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    if len(first) * 2 <= S * L:
        number = np.zeros((S * L, len(first)))
        np.add.at(number, (rows.place, kind.reshape(-1)), rows.children)
        alike = _Rows(np.arange(len(first)), rows.attendance[first], np.ones(len(first)), rows.total[:0])
        return TypeBasis(number.reshape(S, L, -1), _cross(alike, before, len(first)))
    return DenseBasis(_cross(rows, before, S * L).reshape(S, L, len(before), T, T))


def _cross(rows: _Rows, before: Bits, places: int) -> Floats:
    G, T = before.shape
    out = np.zeros((places, G, T, T))
    edges = np.searchsorted(rows.place, np.arange(places + 1))
    present = rows.attendance.astype(float)
    for g in range(G):
        share, _ = _shares(rows, before[g])
        weighted = (rows.attendance & before[g]) * (rows.children * share)[:, None]
        for place in range(places):
            here = slice(edges[place], edges[place + 1])
            out[place, g] = present[here].T @ weighted[here]
    return out


def _pairs(rows: _Rows, period: Ints, S: int, L: int) -> PeriodPairs:
    P = int(period.max()) + 1
    member = (period[:, None] == np.arange(P)).astype(float)
    attended = rows.attendance @ member
    present = (attended > 0).astype(float)
    value = np.divide(rows.total @ member, attended, out=np.zeros_like(attended), where=attended > 0)
    count, total = np.zeros((S * L, P, P)), np.zeros((S * L, P, P))
    if len(np.unique(rows.place)) == len(rows.place):
        count[rows.place] = (present * rows.children[:, None])[:, :, None] * present[:, None]
        total[rows.place] = value[:, :, None] * present[:, None]
        return PeriodPairs(count.reshape(S, L, P, P), total.reshape(S, L, P, P))
    edges = np.searchsorted(rows.place, np.arange(S * L + 1))
    for place in range(S * L):
        here = slice(edges[place], edges[place + 1])
        count[place] = (present[here] * rows.children[here, None]).T @ present[here]
        total[place] = value[here].T @ present[here]
    return PeriodPairs(count.reshape(S, L, P, P), total.reshape(S, L, P, P))
