"""The specification of the waiting engine, told readably with SimPy.

It reads the model in words and tells the life of each request as a process. The fast kernel must give exactly this
history, date for date, difference 0.0. It imports nothing from the kernel: it has its own draws, its own queues (one plain
list of who is waiting), its own reading of routes, roles, registration and delegation. Only the tables of dates (who is
present when, how many requests a day) are taken from the plan.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any

import numpy as np
import simpy

from schakel.analysis.waiting.model import Model, Person, Place, Stage
from schakel.analysis.waiting.plan import Prepared

FINISH, LEAVE, DUTY, PATIENCE, RETURN, ARRIVAL = range(6)
WORD = (1 << 64) - 1
SERVE, ROUTE, WITHDRAW, ESCALATE, KIND, COMES_BACK, DELAY, CHILD = range(8)
LUMPS, PRESENT = 1 << 20, 1 << 21
HOW = {"finished": 0, "withdrawn": 1, "escalated": 2, "handed over": 3, "waiting": 4, "in service": 5}


def draw(key: int, number: int) -> int:
    """splitmix64, in whole numbers."""
    z = (key + 0x9E3779B97F4A7C15 * (number + 1)) & WORD
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


def unit(key: int, number: int) -> float:
    return ((draw(key, number) >> 11) + 0.5) * 2.0**-53


def length(duration: Any, u: float) -> float:
    """Inverse of the distribution function, by the standard library."""
    if duration is None:
        return math.inf
    if duration.name == "exponential":
        return float(-duration.a * math.log(1.0 - u))
    if duration.name == "lognormal":
        return math.exp(duration.a + duration.b * NormalDist().inv_cdf(u))
    if duration.name == "weibull":
        return float(duration.a * (-math.log(1.0 - u)) ** (1.0 / duration.b))
    return float(duration.a)


class DatedClock(simpy.Environment):
    """A SimPy clock on which things happen *at* a moment, and in a stated order when moments coincide."""

    def at(self, moment: float, kind: int, number: int, do: Callable[[], object]) -> None:
        event = simpy.Event(self)
        event._ok, event._value = True, None
        event.callbacks.append(lambda _: (do(), None)[1])
        order = ((kind + 1) << 40) + number + 2  # after SimPy's own two levels, which end what is going on
        pending: list[Any] = self._queue
        heapq.heappush(pending, (moment, order, next(self._eid), event))


@dataclass(eq=False)
class Work:
    """A stage as it is done: by its own people, or (a copy) by the role it was given to."""

    number: int
    stage: Stage
    by: tuple[str, ...]
    copy: bool

    @property
    def bound(self) -> bool:
        return self.stage.where == "site" and not self.copy

    @property
    def continuity(self) -> str:
        return "anyone" if self.copy else self.stage.continuity


@dataclass(eq=False)
class Server:
    number: int
    who: Person | Place
    used: int = 0
    busy: bool = False
    since: float = 0.0
    load_days: float = 0.0
    task_days: float = 0.0

    @property
    def always(self) -> bool:
        return isinstance(self.who, Place)

    @property
    def room(self) -> int:
        return round((self.who.places if isinstance(self.who, Place) else self.who.room) * 1000)


@dataclass(eq=False)
class Request:
    number: int
    key: int
    site: int
    kind: int
    arrived: float
    priority: int
    mail: Any
    parent: int = -1
    own: Server | None = None
    faces: list[Server] = field(default_factory=list)
    escalated: bool = False
    was_there: bool = False
    work: Work | None = None
    waits_for: Server | None = None
    waiting: bool = False
    server: Server | None = None
    visit: int = 0
    queued: float = 0.0
    started: float = math.nan
    finish: float = math.nan
    patience: float | None = None
    left: float | None = None
    picked: float = math.nan
    helped: float = math.nan
    ended: float = math.nan
    exit: int = -1


class Twin:
    """One run of a model. After `run()`: `requests`, `visits` (rows of eight), `path`, `stage_sums`, `servers`."""

    def __init__(self, prepared: Prepared, seed: int, run: int) -> None:
        self.model: Model = prepared.model
        self.plan, self.names = prepared.plan, prepared.names
        self.key = draw(seed, run)
        self.clock = DatedClock()
        self.works = [Work(i, s, s.by, False) for i, s in enumerate(self.model.stages)]
        for given in self.model.delegations:
            self.works.append(Work(len(self.works), self.model.stage(given.stage), (given.to,), True))
        everyone: list[Person | Place] = [*self.model.people, *self.model.places]
        self.servers = [Server(i, who) for i, who in enumerate(everyone)]
        self.requests: list[Request] = []
        self.queue: list[Request] = []
        self.visits: list[tuple[int, int, int, int, int, float, float, float]] = []
        self.path: list[tuple[list[int], list[int]]] = []
        self.stage_sums = [[0, 0, 0.0] for _ in self.works]

    # ---- the year

    def run(self) -> Twin:
        for index in range(len(self.model.present)):
            self.take_over(index)
        for number, site in enumerate(self.model.sites):
            self.clock.process(self.bring_requests(number, site.name))
        for s, moment in enumerate(self.plan.event_time):
            person = self.servers[int(self.plan.event_person[s])]
            kind = int(self.plan.event_kind[s])
            do = self.begin_presence if kind == DUTY else self.leave
            self.clock.at(float(moment), kind, s, lambda do=do, person=person: do(person))  # type: ignore[misc]
        horizon = self.plan.horizon
        weeks = 0 if math.isinf(self.plan.sample_every) else int(horizon // 7) + 1
        for week in range(weeks):
            self.clock.at(week * 7.0, -1, week, self.sample)
        self.clock.run(until=horizon)
        self.close_books(weeks)
        return self

    def sample(self) -> None:
        waiting = [sum(r.waiting and r.work is w for r in self.requests) for w in self.works]
        serving = [sum(r.server is not None and r.work is w for r in self.requests) for w in self.works]
        self.path.append((waiting, serving))

    def close_books(self, weeks: int) -> None:
        while len(self.path) < weeks:
            self.sample()
        for server in self.servers:
            server.load_days += server.used * (self.plan.horizon - server.since)
        for request in self.requests:
            if math.isnan(request.ended):
                self.note(request, "waiting" if request.waiting else "in service", math.nan)

    # ---- requests come in

    def bring_requests(self, site: int, name: str) -> Generator[Any, Any, None]:
        stream = draw((self.key + int(self.plan.site_key[site])) & WORD, 0)
        for number, moment in enumerate(self.moments(site, stream)):
            signal = simpy.Event(self.clock)
            self.clock.at(moment, ARRIVAL, site, signal.succeed)
            yield signal
            key = draw(stream, 2 * number)
            kind = self.choose_kind(key)
            self.welcome(self.new_request(key, site, kind, self.clock.now))

    def moments(self, site: int, stream: int) -> Iterator[float]:
        """The n-th request comes when the rate, piled up over the days, passes the n-th sum of exponential draws."""
        lump_key, lumps, plan = draw(stream, LUMPS), self.plan.lumps, self.plan
        tau, day, number = 0.0, 0, 0
        while True:
            left = -math.log(1.0 - unit(stream, 2 * number + 1))
            while True:
                if day >= plan.rate.shape[1]:
                    return
                factor = float(lumps[int(unit(lump_key, day // 7) * len(lumps))]) if len(lumps) else 1.0
                speed, end = float(plan.rate[site, day]) * factor, (day + 1) * plan.period
                if speed * (end - tau) > left:
                    break
                left, tau, day = left - speed * (end - tau), end, day + 1
            tau += left / speed
            number += 1
            yield day * plan.period + plan.opens + (tau - day * plan.period) * plan.stretch

    def choose_kind(self, key: int) -> int:
        if len(self.model.kinds) == 1:
            return 0
        u = unit(key, KIND)
        shares = np.cumsum([k.share for k in self.model.kinds]) / sum(k.share for k in self.model.kinds)
        return min(int(np.searchsorted(shares, u, side="right")), len(shares) - 1)

    def new_request(self, key: int, site: int, kind: int, arrived: float) -> Request:
        mail = simpy.Store(self.clock)
        priority = self.model.kinds[kind].priority
        request = Request(len(self.requests), key, site, kind, arrived, priority, mail)
        self.requests.append(request)
        self.clock.process(self.life(request))
        return request

    def welcome(self, request: Request) -> None:
        kind = self.model.kinds[request.kind]
        self.join(request, self.work_named(kind.entry or self.model.entry), self.clock.now)
        self.seek(request)

    def work_named(self, name: str) -> Work:
        return next(w for w in self.works if w.stage.name == name)

    def take_over(self, index: int) -> None:
        """Someone who is there when the run begins."""
        there = self.model.present[index]
        key = draw(draw(self.key, PRESENT), index)
        kind = 0 if there.kind is None else self.names.kinds.index(there.kind)
        request = self.new_request(key, self.names.sites.index(there.site), kind, -there.days)
        request.was_there = True
        own = there.own or there.person
        if own is not None:
            request.own = self.servers[self.names.servers.index(own)]
            request.faces.append(request.own)
        work = self.work_named(there.stage)
        if there.person is None:
            self.join(request, work, request.arrived)
            self.seek(request)
            return
        server = self.servers[self.names.servers.index(there.person)]
        request.work, request.server, request.visit = work, server, 1
        request.queued = request.started = request.picked = request.helped = request.arrived
        passed = work.stage.length.passed(there.days)
        whole = length(work.stage.length, passed + (1.0 - passed) * unit(key, 8 + SERVE))
        task = work.stage.work == "task"
        request.finish = max(whole / 24.0 if task else whole - there.days, 0.0)
        if task and not server.always:
            server.busy = True
        else:
            server.used += self.load(work)
        self.ring(request)

    # ---- the life of one request

    def life(self, request: Request) -> Generator[Any, str, None]:
        while math.isnan(request.ended):
            news = yield request.mail.get()
            if news == "started":
                self.begin(request)
            elif news == "finished":
                self.go_on(request)
            else:
                self.give_up_waiting(request, news)

    def begin(self, request: Request) -> None:
        work, server = request.work, request.server
        assert work is not None
        assert server is not None
        long, request.left = request.left, None
        if long is None:
            long = length(work.stage.length, unit(request.key, request.visit * 8 + SERVE))
        if work.stage.work == "task" and not server.always:
            server.task_days += long / 24.0
            request.finish = self.end_of_task(server, request.started, long / 24.0)
        else:
            request.finish = request.started + (long / 24.0 if work.stage.work == "task" else long)
        self.ring(request)

    def ring(self, request: Request) -> None:
        """Let the alarm go off when the work is done, unless someone else has taken over by then."""
        moment, visit = request.finish, request.visit
        if moment < self.plan.horizon:
            self.clock.at(moment, FINISH, request.number, lambda: self.alarm(request, visit))

    def alarm(self, request: Request, visit: int) -> None:
        if request.server is not None and request.visit == visit:
            request.mail.put("finished")

    def end_of_task(self, server: Server, start: float, long: float) -> float:
        """Working time runs only in someone's hours for short tasks."""
        plan, slot = self.plan, int(start / self.plan.slot)
        while slot < plan.duty.shape[1]:
            if plan.duty[server.number, slot] >= 0:
                opens, hours = self.hours(server, slot, task=True)
                begin = max(start, opens)
                left = opens + hours - begin
                if left >= long:
                    return begin + long
                if left > 0.0:
                    long -= left
            slot += 1
        return math.inf

    def hours(self, server: Server, slot: int, *, task: bool) -> tuple[float, float]:
        opens = slot * self.plan.slot + float(self.plan.slot_opens[slot % self.plan.slots_per_day])
        table = self.plan.task_length if task else self.plan.duty_length
        return opens, float(table[server.number, slot])

    def go_on(self, request: Request) -> None:
        server = request.server
        assert server is not None
        self.note(request, "finished", self.clock.now)
        self.release(request)
        work, exit_by = self.route(request)
        if work is None:
            self.depart(request, exit_by)
            self.perhaps_return(request)
        else:
            self.join(request, work, self.clock.now)
        self.pick(server)
        if work is not None:
            self.seek(request)

    def release(self, request: Request) -> None:
        server, work = request.server, request.work
        assert server is not None
        assert work is not None
        request.server = None
        if work.stage.work == "task" and not server.always:
            server.busy = False
        else:
            self.change_load(server, -self.load(work))

    def change_load(self, server: Server, load: int) -> None:
        server.load_days += server.used * (self.clock.now - server.since)
        server.since = self.clock.now
        server.used += load

    @staticmethod
    def load(work: Work) -> int:
        return 1000 if work.stage.work == "task" else round(work.stage.load * 1000)

    def route(self, request: Request) -> tuple[Work | None, int]:
        """The ways in order; work given away takes the last piece of its stage's own interval."""
        assert request.work is not None
        kind = self.names.kinds[request.kind]
        every = self.model.routes.get(request.work.stage.name, ())
        routes = [r for r in every if r.kind == kind] or [r for r in every if r.kind is None]
        ways: list[tuple[Work | None, int, float]] = []
        for route in routes:
            if route.to in self.model.exits:
                ways.append((None, self.names.exits.index(route.to), route.probability))
                continue
            given = [(i, g.share) for i, g in enumerate(self.model.delegations) if g.stage == route.to]
            kept = 1 - sum(share for _, share in given)
            ways.append((self.work_named(route.to), 0, route.probability * kept))
            copies = [
                (self.works[len(self.model.stages) + i], 0, route.probability * share) for i, share in given
            ]
            ways.extend(reversed(copies))
        if not ways:
            return None, 2
        u, total = unit(request.key, request.visit * 8 + ROUTE), 0.0
        for work, exit_by, probability in ways[:-1]:
            total += probability
            if u < total:
                return work, exit_by
        return ways[-1][:2]

    def depart(self, request: Request, exit_by: int) -> None:
        request.ended, request.exit = self.clock.now, exit_by

    def perhaps_return(self, request: Request) -> None:
        back = self.model.returns
        if back is None or unit(request.key, COMES_BACK) >= back.probability:
            return
        moment = self.clock.now + length(back.delay, unit(request.key, DELAY))
        self.clock.at(moment, RETURN, request.number, lambda: self.come_back(request))

    def come_back(self, parent: Request) -> None:
        child = self.new_request(draw(parent.key, CHILD), parent.site, parent.kind, self.clock.now)
        child.parent, child.own, child.faces = parent.number, parent.own, list(parent.faces)
        self.welcome(child)

    # ---- waiting

    def join(self, request: Request, work: Work, since: float) -> None:
        request.work, request.queued, request.patience = work, since, None
        request.visit += 1
        self.stand(request)

    def stand(self, request: Request) -> None:
        """Stand in line: for one's own person where a stage keeps families together, or for anyone at the site."""
        assert request.work is not None
        own = request.own
        keeps = request.work.continuity == "keep" and own is not None and self.may(own, request.work)
        request.waits_for = own if keeps else None
        request.waiting = True
        self.queue.append(request)

    def may(self, server: Server, work: Work) -> bool:
        """Role, employment and (for reserved work) a registration that is valid now."""
        who, day = server.who, self.clock.now
        if who.role not in work.by:
            return False
        if isinstance(who, Place):
            return True
        spans = [(who.first_day, who.last_day)]
        if work.stage.reserved and not work.copy:
            if who.registered is None:
                return False
            spans.append(who.registered)
        start = self.model.calendar.start
        return all(
            (first is None or (first - start).days <= day) and (last is None or day < (last - start).days + 1)
            for first, last in spans
        )

    def free(self, server: Server, work: Work, site: int | None = None) -> bool:
        """Could `server` start `work` (for this site) at this moment?"""
        if not self.may(server, work):
            return False
        task = work.stage.work == "task"
        if task and not server.always:
            if server.busy:
                return False
        elif server.used + self.load(work) > server.room:
            return False
        if server.always:
            return True
        slot = int(self.clock.now / self.plan.slot)
        here = int(self.plan.duty[server.number, slot]) if slot < self.plan.duty.shape[1] else -1
        if here < 0 or (work.bound and site is not None and here not in (site, len(self.model.sites))):
            return False
        opens, hours = self.hours(server, slot, task=task)
        return opens <= self.clock.now < opens + hours

    def serves(self, server: Server, site: int) -> bool:
        who = server.who
        names = who.covers if isinstance(who, Place) else self.model.sites_of(who)
        return "*" in names or self.names.sites[site] in names

    def pick(self, server: Server) -> None:
        """Take who goes first, then who waits longest, then the lowest number; again, while hands are free."""
        while True:
            able = [
                r
                for r in self.queue
                if (r.waits_for is server or (r.waits_for is None and self.serves(server, r.site)))
                and self.free(server, self.work_of(r), r.site)
            ]
            if not able:
                return
            self.start(
                min(able, key=lambda r: (r.priority + self.work_of(r).stage.priority, r.queued, r.number)),
                server,
            )

    @staticmethod
    def work_of(request: Request) -> Work:
        assert request.work is not None
        return request.work

    def seek(self, request: Request) -> None:
        """Look for free hands: one's own person first, then who carries least, then the lowest number."""
        if not request.waiting:
            return
        work = self.work_of(request)
        able = [
            s
            for s in self.servers
            if (s is request.waits_for or (request.waits_for is None and self.serves(s, request.site)))
            and self.free(s, work, request.site)
        ]
        if not able:
            self.lose_patience(request)
            return
        loyal = work.continuity != "anyone"
        self.start(request, min(able, key=lambda s: (not (loyal and s is request.own), s.used, s.number)))

    def start(self, request: Request, server: Server) -> None:
        work = self.work_of(request)
        self.queue.remove(request)
        now = self.clock.now
        request.waiting, request.server, request.started = False, server, now
        plan, sums = self.plan, self.stage_sums[work.number]
        if plan.measure_from <= request.queued < plan.measure_until:
            sums[0] += 1
            sums[1] += now > request.queued
            sums[2] += now - request.queued
        if work.stage.name == self.model.entry and not work.copy and math.isnan(request.picked):
            request.picked = now
        if work.stage.helps and math.isnan(request.helped):
            request.helped = now
        if work.stage.leads and not work.copy:
            request.own = server
        if work.stage.contact and not work.copy and server not in request.faces and len(request.faces) < 8:
            request.faces.append(server)
        if work.stage.work == "task" and not server.always:
            server.busy = True
        else:
            self.change_load(server, self.load(work))
        request.mail.put("started")

    def lose_patience(self, request: Request) -> None:
        if request.patience is not None:
            return
        waiting, visit, now = self.work_of(request).stage.waiting, request.visit, self.clock.now
        withdraw = now + length(waiting.withdraw, unit(request.key, visit * 8 + WITHDRAW))
        escalate = now + length(waiting.escalate, unit(request.key, visit * 8 + ESCALATE))
        news = "withdrawn"
        if not request.escalated and escalate < withdraw:
            news, withdraw = "escalated", escalate
        request.patience = withdraw
        if withdraw < self.plan.horizon:
            self.clock.at(
                withdraw, PATIENCE, request.number, lambda: self.out_of_patience(request, visit, news)
            )

    def out_of_patience(self, request: Request, visit: int, news: str) -> None:
        if request.waiting and request.visit == visit:
            request.mail.put(news)

    def give_up_waiting(self, request: Request, news: str) -> None:
        self.queue.remove(request)
        request.waiting = False
        self.note(request, news, self.clock.now)
        if news == "withdrawn":
            self.depart(request, 0)
            return
        request.escalated, request.priority = True, 0
        target = self.work_of(request).stage.waiting.escalates_to
        if target is None:
            self.depart(request, 1)
            return
        self.join(request, self.work_named(target), self.clock.now)
        self.seek(request)

    # ---- people come and go

    def begin_presence(self, server: Server) -> None:
        self.pick(server)

    def leave(self, server: Server) -> None:
        """From now on someone may no longer do some stages: each of those requests finds someone else."""
        for request in list(self.requests):
            if not math.isnan(request.ended) or self.may(server, self.work_of(request)):
                continue
            if request.server is server:
                self.note(request, "handed over", self.clock.now)
                work = self.work_of(request)
                task = work.stage.work == "task"
                request.left = None if task else request.finish - self.clock.now
                self.release(request)
                self.join(request, work, self.clock.now)
                self.seek(request)
            elif request.waiting and request.waits_for is server:
                self.queue.remove(request)
                self.stand(request)
                self.seek(request)
        self.pick(server)

    def note(self, request: Request, how: str, ended: float) -> None:
        work = self.work_of(request)
        waited = how in ("withdrawn", "escalated", "waiting")
        server = -1 if waited or request.server is None else request.server.number
        started = math.nan if waited else request.started
        self.visits.append(
            (request.number, request.visit, work.number, server, HOW[how], request.queued, started, ended)
        )
