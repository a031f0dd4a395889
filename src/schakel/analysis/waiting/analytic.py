"""The answer before the simulation: closed forms, in plain numpy, labelled as a first estimate.

Erlang C: everybody waits; Erlang A: some give up (both in steady state, one kind of work, exponential times).
Offered load: hours and load units asked per week against what there is. No roster, no sharing, no chance per school:
good for "is this anywhere near enough?", not for a promise.

Sources: Erlang (1917); Garnett, Mandelbaum & Reiman (2002) for Erlang A; Fong et al. (2022) for the waiting-list targets.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .check import routes_of
from .errors import ModelError
from .model import Model, Stage
from .roster import duty_days_per_week


@dataclass(frozen=True, slots=True)
class ErlangC:
    """M/M/c in steady state. `rate` per unit of time, `mean` service time, `servers` (an integer)."""

    rate: float
    mean: float
    servers: int

    @property
    def load(self) -> float:
        """Offered load in servers."""
        return self.rate * self.mean

    @property
    def occupancy(self) -> float:
        return self.load / self.servers

    @property
    def steady(self) -> bool:
        return self.occupancy < 1

    @property
    def chance_to_wait(self) -> float:
        """C(c, a), by the Erlang B recursion (stable for many servers)."""
        if not self.steady:
            return 1.0
        blocked = 1.0
        for c in range(1, self.servers + 1):
            blocked = self.load * blocked / (c + self.load * blocked)
        return blocked / (1 - self.occupancy * (1 - blocked))

    @property
    def mean_wait(self) -> float:
        if not self.steady:
            return math.inf
        return self.chance_to_wait * self.mean / (self.servers - self.load)

    @property
    def mean_queue(self) -> float:
        return self.rate * self.mean_wait

    def within(self, time: float) -> float:
        """Share that starts within `time`."""
        if not self.steady:
            return 0.0
        return 1 - self.chance_to_wait * math.exp(-(self.servers - self.load) * time / self.mean)


@dataclass(frozen=True, slots=True)
class ErlangA:
    """M/M/c+M: Erlang C with exponential patience of mean `patience`; always has a steady state."""

    rate: float
    mean: float
    servers: int
    patience: float

    def _steps(self) -> tuple[np.ndarray, np.ndarray]:
        """Stationary probabilities of 0, 1, 2, ... present, cut where nothing is left."""
        reach = int(
            self.servers + 20 + 12 * self.rate * self.patience + 10 * math.sqrt(self.rate * self.patience + 1)
        )
        n = np.arange(1, reach + 1)
        leave = np.minimum(n, self.servers) / self.mean + np.maximum(n - self.servers, 0) / self.patience
        log = np.concatenate([[0.0], np.cumsum(np.log(self.rate / leave))])
        weights = np.exp(log - log.max())
        return np.arange(reach + 1), weights / weights.sum()

    @property
    def chance_to_wait(self) -> float:
        n, p = self._steps()
        return float(p[n >= self.servers].sum())

    @property
    def mean_queue(self) -> float:
        n, p = self._steps()
        return float((np.maximum(n - self.servers, 0) * p).sum())

    @property
    def share_lost(self) -> float:
        """Share that gives up: what leaves the queue per unit of time, over what comes."""
        return self.mean_queue / self.patience / self.rate

    @property
    def mean_wait(self) -> float:
        """Mean time in the queue, of those served and those who gave up together."""
        return self.mean_queue / self.rate


def pollaczek_khinchine(rate: float, mean: float, variance: float) -> float:
    """Mean wait of M/G/1: rate * E[S^2] / (2 (1 - rho))."""
    if rate * mean >= 1:
        return math.inf
    return rate * (variance + mean**2) / (2 * (1 - rate * mean))


def priority_waits(rates: tuple[float, ...], service: float, servers: int) -> tuple[float, ...]:
    """Mean waits of M/M/c with priorities that do not break off work in progress; `service` is the rate of one server.

    Hillier & Lieberman: W_k = 1 / (A B_{k-1} B_k).
    """
    load, total = sum(rates) / service, sum(rates)
    below = sum(load**j / math.factorial(j) for j in range(servers))
    a = math.factorial(servers) * (servers * service - total) / load**servers * below + servers * service
    shares = [1.0]
    for k in range(len(rates)):
        shares.append(1 - sum(rates[: k + 1]) / (servers * service))
    return tuple(1 / (a * shares[k] * shares[k + 1]) for k in range(len(rates)))


@dataclass(frozen=True, slots=True)
class QueueTarget:
    """A waiting list by Fong et al. (2022): `demand`, `capacity` per week, `queue` now, `target` weeks at most."""

    demand: float
    capacity: float
    queue: float
    target: float
    factor: float = 4.0

    @property
    def load(self) -> float:
        return self.demand / self.capacity

    @property
    def target_queue(self) -> float:
        """The largest list at which nearly everyone (exponential waits: 98 %) is served within the target."""
        return self.demand * self.target / self.factor

    def relief_capacity(self, weeks: float) -> float:
        """Capacity per week that brings the list to its target in so many weeks."""
        return self.demand + (self.queue - self.target_queue) / weeks


def visits_per_request(model: Model) -> dict[str, float]:
    """Expected visits to each stage per request that comes in (traffic equations; returns included)."""
    names = [stage.name for stage in model.stages]
    shares = np.array([kind.share for kind in model.kinds]) / sum(kind.share for kind in model.kinds)
    total = np.zeros(len(names))
    for kind, share in zip(model.kinds, shares, strict=True):
        enter = np.zeros(len(names))
        enter[names.index(kind.entry or model.entry)] = share
        onward = np.zeros((len(names), len(names)))
        for i, name in enumerate(names):
            for to, p in routes_of(model, name, kind.name):
                if to in names:
                    onward[i, names.index(to)] += p
        total += np.linalg.solve(np.eye(len(names)) - onward.T, enter)
    again = model.returns.probability if model.returns else 0.0
    if again >= 1:
        raise ModelError("returns.probability", "everyone comes back for ever: no first estimate")
    return dict(zip(names, (total / (1 - again)).tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class FirstEstimate:
    """Before the simulation. Loads are asked / there is; above 1 the queue grows without end."""

    requests_per_year: float
    task_load: dict[str, float]
    case_load: dict[str, float]
    within_a_week: float
    label: str = "first estimate (closed form), not simulated"


def first_estimate(model: Model) -> FirstEstimate:
    """Offered load per role, and Erlang C on the tasks of who picks up, in working days of the year."""
    visits = visits_per_request(model)
    yearly = sum(site.requests_per_year for site in model.sites) * model.arrivals.factor
    tasks, cases = _asked(model, visits, yearly)
    hours, room = _there(model)
    pick_up = model.stage(model.entry)
    people = [p for p in model.people if p.role in pick_up.by and p.task_hours > 0]
    per_person = sum(duty_days_per_week(p) * p.task_hours for p in people) / max(1, len(people))
    asked = sum(tasks.get(role, 0.0) for role in pick_up.by)
    share = _within_a_week(pick_up, len(people), per_person, asked / 52)
    return FirstEstimate(yearly, _ratio(tasks, hours), _ratio(cases, room), share)


def _within_a_week(pick_up: Stage, people: int, hours: float, asked: float) -> float:
    """Erlang C with one week as the limit; `hours` per person and `asked` in all, per week.

    Where pick-up needs presence at the site each person has a queue of their own, else the team is one pool.
    """
    if not people or hours <= 0:
        return 0.0
    if asked <= 0:
        return 1.0
    pool = 1 if pick_up.where == "site" else people
    length = max(pick_up.length.mean(), 1e-9)
    return ErlangC(asked / length * pool / people, length / hours, pool).within(1.0)


def _asked(
    model: Model, visits: dict[str, float], yearly: float
) -> tuple[dict[str, float], dict[str, float]]:
    """Per role: task hours a year, and load units at any moment (Little's law)."""
    tasks: dict[str, float] = {}
    cases: dict[str, float] = {}
    for stage in model.stages:
        given = {g.to: g.share for g in model.delegations if g.stage == stage.name}
        hands = given | {stage.by[0]: 1 - sum(given.values())}
        amount = yearly * visits[stage.name] * stage.length.mean()
        for role, share in hands.items():
            if stage.work == "task":
                tasks[role] = tasks.get(role, 0.0) + amount * share
            else:
                cases[role] = cases.get(role, 0.0) + amount * share * stage.load / 365
    return tasks, cases


def _there(model: Model) -> tuple[dict[str, float], dict[str, float]]:
    hours: dict[str, float] = {}
    room: dict[str, float] = {}
    for person in model.people:
        weekly = duty_days_per_week(person) * person.task_hours
        hours[person.role] = hours.get(person.role, 0.0) + weekly * 52
        room[person.role] = room.get(person.role, 0.0) + person.room
    for place in model.places:
        room[place.role] = room.get(place.role, 0.0) + place.places
    return hours, room


def _ratio(asked: dict[str, float], there: dict[str, float]) -> dict[str, float]:
    return {
        role: (need / there[role] if there.get(role) else math.inf)
        for role, need in asked.items()
        if need > 0
    }
