"""What came out, frozen: shares, waits, paths, endings, each with its 90 % band, and where the figures come from.

A band is the range of a *year*: five in a hundred years lie below it and five above. It is not the error of the
computer, which `computing_error` gives and which more runs make smaller. With parameter draws (a forecast from records)
the band also holds what is not known; `split` says how much of it that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .block import Block, History, run_history
from .layout import (
    N_COUNTS,
    N_ESCALATED,
    N_ESCALATED_BEFORE,
    N_FACES,
    N_HELPED,
    N_IN_TIME,
    N_PICKED,
    N_REQUESTS,
    N_RETURNS,
    N_WAITING_FOR_PICK_UP,
    N_WITH_FACE,
    N_WITHDRAWN_BEFORE,
)
from .model import Model
from .plan import UNIT_LOAD, Plan, Prepared
from .roster import duty_days_per_week, moves_per_week, presence
from .survival import quantile_of

DEFINITION: Final = (
    "waiting 1.0: in time = picked up by the 7th calendar day, over all requests of the measured time"
)
BAND: Final = (0.05, 0.95)
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Band:
    """A middle (mean over runs) and the range that nine in ten years fall in."""

    middle: float
    low: float
    high: float


def band(values: npt.ArrayLike) -> Band:
    """Band of one figure per run; runs in which it is not defined (NaN) are left out, and infinity is kept."""
    found = np.asarray(values, dtype=float)
    found = found[~np.isnan(found)]
    if not len(found):
        return Band(float("nan"), float("nan"), float("nan"))
    low, high = np.quantile(found, BAND, method="inverted_cdf")
    middle = np.mean(found) if np.isfinite(found).all() else np.quantile(found, 0.5, method="inverted_cdf")
    return Band(float(middle), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Split:
    """Of the variance of the share in time: the part that is chance, and the part that more data would take away."""

    chance: float
    not_enough_data: float


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of this share of all requests: `name` of an exit or a stage, `state` ended, waiting or in_help."""

    name: str
    state: str
    share: Band


@dataclass(frozen=True)
class Result:
    """Everything about one scenario. `groups` [runs] numbers the parameter draw of each run (all 0 without records)."""

    prepared: Prepared
    block: Block
    seed: int
    fingerprint: str
    groups: npt.NDArray[np.int64]
    code_version: str
    data_hash: str = ""
    definition: str = DEFINITION

    @property
    def model(self) -> Model:
        return self.prepared.model

    @property
    def runs(self) -> int:
        return len(self.block.counts)

    def count(self, column: int) -> Array:
        """One count per run."""
        return self.block.counts[:, column].astype(float)

    def per_request(self, column: int) -> Array:
        """One share per run, over all requests; NaN in a year without requests."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.count(column) / self.count(N_REQUESTS))

    @property
    def requests(self) -> Band:
        return band(self.count(N_REQUESTS))

    @property
    def in_time(self) -> Array:
        """Share picked up within seven days, per run, over *all* requests, also those that left before."""
        return self.per_request(N_IN_TIME)

    @property
    def computing_error(self) -> float:
        """Standard error of the mean share in time that comes from the number of runs alone."""
        shares = self.in_time[~np.isnan(self.in_time)]
        return float(shares.std(ddof=1) / np.sqrt(len(shares))) if len(shares) > 1 else float("nan")

    @property
    def split(self) -> Split | None:
        """Chance and lack of data, by one-way analysis of variance over the parameter draws; None without draws."""
        labels = np.unique(self.groups)
        if len(labels) < 2:
            return None
        rows = [self.in_time[self.groups == g] for g in labels]
        within = float(np.nanmean([np.nanvar(row, ddof=1) for row in rows]))
        between = float(np.nanvar([np.nanmean(row) for row in rows], ddof=1)) - within / len(rows[0])
        total = within + max(between, 0.0)
        return Split(within / total, max(between, 0.0) / total) if total > 0 else Split(1.0, 0.0)

    def wait(self, share: float, *, first_help: bool = False) -> Band:
        """Days by which `share` was picked up (or helped), Kaplan-Meier per run; infinity = not within the books."""
        waits = self.block.waits[:, int(first_help)]
        return band(quantile_of(waits[:, 0], waits[:, 1], share))

    @property
    def mean_wait_of_started(self) -> Band:
        """Mean days to pick-up of those who *were* picked up. Biased: who waits longest never counts. For the trap only."""
        picked = self.block.waits[:, 0, 0]
        days = np.arange(picked.shape[1])
        with np.errstate(invalid="ignore", divide="ignore"):
            return band((picked * days).sum(axis=1) / picked.sum(axis=1))

    @property
    def faces_per_family(self) -> Band:
        with np.errstate(invalid="ignore", divide="ignore"):
            return band(self.count(N_FACES) / self.count(N_WITH_FACE))

    @property
    def endings(self) -> tuple[Ending, ...]:
        """What became of everyone; the shares add up to one."""
        names = self.prepared.names
        stages = len(names.stages)
        columns = [(name, "ended", [N_COUNTS + i]) for i, name in enumerate(names.exits)]
        for state, offset in (("waiting", 0), ("in_help", stages)):
            for stage in dict.fromkeys(names.stages):
                at = [i for i, name in enumerate(names.stages) if name == stage]
                columns.append((stage, state, [N_COUNTS + len(names.exits) + offset + i for i in at]))
        shares = {(n, s): np.sum([self.per_request(c) for c in cs], axis=0) for n, s, cs in columns}
        return tuple(Ending(name, state, band(share)) for (name, state), share in shares.items())

    @property
    def before_pick_up(self) -> dict[str, Band]:
        """How the wait for pick-up ended: picked, withdrawn, escalated, or still waiting when the books closed."""
        columns = {
            "picked": N_PICKED,
            "withdrawn": N_WITHDRAWN_BEFORE,
            "escalated": N_ESCALATED_BEFORE,
            "waiting": N_WAITING_FOR_PICK_UP,
        }
        return {name: band(self.per_request(column)) for name, column in columns.items()}

    @property
    def helped(self) -> Band:
        return band(self.per_request(N_HELPED))

    @property
    def escalated(self) -> Band:
        return band(self.per_request(N_ESCALATED))

    @property
    def returns(self) -> Band:
        return band(self.per_request(N_RETURNS))

    def path(self, what: str, stage: str | None = None) -> list[Band]:
        """Per week the number `waiting` or `in_help`, for one stage or for all."""
        names = self.prepared.names.stages
        at = [i for i, name in enumerate(names) if stage is None or name == stage]
        table = self.block.path[:, :, 0 if what == "waiting" else 1][:, :, at].sum(axis=2)
        return [band(table[:, week]) for week in range(table.shape[1])]

    def per_site(self) -> dict[str, Band]:
        """Share in time per school site."""
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = self.block.per_site[:, :, 1] / self.block.per_site[:, :, 0]
        return {name: band(shares[:, i]) for i, name in enumerate(self.prepared.names.sites)}

    @property
    def caseload_per_person(self) -> Band:
        """Load units per person of those with caseload room, mean over the time: one figure for the team."""
        people = [i for i, person in enumerate(self.model.people) if person.room > 0]
        if not people:
            return Band(0.0, 0.0, 0.0)
        return band(self.block.server_m[:, people, 0].mean(axis=1) / UNIT_LOAD / self.model.calendar.horizon)

    def task_hours_per_week(self) -> dict[str, Band]:
        """Hours of short tasks per week, per role."""
        weeks = self.model.calendar.horizon / 7
        roles = list(dict.fromkeys(person.role for person in self.model.people))
        found = {}
        for role in roles:
            at = [i for i, person in enumerate(self.model.people) if person.role == role]
            found[role] = band(self.block.server_m[:, at, 1].sum(axis=1) * 24 / weeks)
        return found

    @property
    def presence(self) -> dict[str, float]:
        return presence(self.model)

    @property
    def travel_hours_per_week(self) -> float:
        """Hours on the road between sites, whole team."""
        return sum(moves_per_week(person) for person in self.model.people) * self.model.move_minutes / 60

    @property
    def hours_per_week(self) -> dict[str, float]:
        """Duty hours per week, per role."""
        hours: dict[str, float] = {}
        for person in self.model.people:
            hours[person.role] = hours.get(person.role, 0.0) + duty_days_per_week(person) * person.hours
        return hours

    @property
    def cost_per_week(self) -> float | None:
        """Price times duty hours, in the user's own prices; None as long as one is missing."""
        prices = {price.role: price.per_hour for price in self.model.prices}
        if set(self.hours_per_week) - set(prices):
            return None
        return sum(prices[role] * hours for role, hours in self.hours_per_week.items())

    def history(self, run: int) -> History:
        """Every date of every request of one run; see `history.records`."""
        return run_history(self.plan, self.seed, run)

    @property
    def plan(self) -> Plan:
        return self.prepared.plan
