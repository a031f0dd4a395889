"""The same two models in SimPy, Ciw and salabim, for `bench/waiting/run.py`; each prints one line of JSON.

    python peers.py simpy|ciw|salabim mm8|network RUNS

`mm8`: M/M/8, rate 6, service 1, 2,000 time units. `network`: four stations in a row with two priorities; waiting customers
leave (mean 20) or worsen (mean 40) and then go first at the last station; one year of 365 days. Returned: seconds, events
(arrivals and ends of service), mean wait at the first station.
"""

from __future__ import annotations

import json
import random
import sys
import time
from typing import Any

MM8 = {"rate": 6.0, "servers": 8, "horizon": 2000.0}
SERVERS, MEANS, RATE, YEAR = (4, 6, 5, 3), (0.6, 1.0, 0.8, 0.5), 5.0, 365.0
URGENT, LEAVE, WORSE = 0.3, 20.0, 40.0


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # the tools' own usual chance


SPLIT = chance(5)


def simpy_mm8(seed: int) -> tuple[int, float]:
    import simpy

    rng, env = chance(seed), simpy.Environment()
    desk, waits = simpy.Resource(env, int(MM8["servers"])), []
    ends = 0

    def customer() -> Any:
        nonlocal ends
        came = env.now
        with desk.request() as place:
            yield place
            waits.append(env.now - came)
            yield env.timeout(rng.expovariate(1.0))
            ends += 1

    def source() -> Any:
        while True:
            yield env.timeout(rng.expovariate(MM8["rate"]))
            env.process(customer())

    env.process(source())
    env.run(MM8["horizon"])
    return len(waits) + ends, sum(waits) / len(waits)


def simpy_network(seed: int) -> tuple[int, float]:
    import simpy

    rng, env = chance(seed), simpy.Environment()
    desks = [simpy.PriorityResource(env, n) for n in SERVERS]
    waits: list[float] = []
    events = 0

    def customer() -> Any:
        nonlocal events
        priority, at, worsened = (0 if rng.random() < URGENT else 1), 0, False
        while at < 4:
            came = env.now
            leave = rng.expovariate(1 / LEAVE)
            worse = float("inf") if worsened else rng.expovariate(1 / WORSE)
            with desks[at].request(priority=priority) as place:
                found = yield place | env.timeout(min(leave, worse))
                if place not in found:
                    events += 1
                    if leave <= worse:
                        return
                    priority, worsened, at = 0, True, 3
                    continue
                if at == 0:
                    waits.append(env.now - came)
                yield env.timeout(rng.expovariate(1 / MEANS[at]))
                events += 1
            at += 1

    def source() -> Any:
        nonlocal events
        while True:
            yield env.timeout(rng.expovariate(RATE))
            events += 1
            env.process(customer())

    env.process(source())
    env.run(YEAR)
    return events, sum(waits) / len(waits)


def ciw_mm8(seed: int) -> tuple[int, float]:
    import ciw

    ciw.seed(seed)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(MM8["rate"])],
        service_distributions=[ciw.dists.Exponential(1.0)],
        number_of_servers=[int(MM8["servers"])],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(MM8["horizon"])
    records = simulation.get_all_records()
    return 2 * len(records), sum(r.waiting_time for r in records) / len(records)


def ciw_network(seed: int) -> tuple[int, float]:
    """Worsening is a class change while queueing to a class of first priority that jumps to the last station on renege.

    Ciw gives one patience per class and station; leaving and worsening are drawn as one, split at random by destination.
    """
    import ciw

    ciw.seed(seed)
    patience = ciw.dists.Exponential(1 / LEAVE + 1 / WORSE)
    kinds = {"urgent": RATE * URGENT, "other": RATE * (1 - URGENT)}
    names = [*kinds, "worse"]

    class Split(ciw.routing.NodeRouting):
        def next_node(self, ind: Any) -> Any:
            here = ind.node if hasattr(ind, "node") else self.node.id_number
            return self.simulation.nodes[here + 1 if here < 4 else -1]

        def next_node_for_rerouting(self, ind: Any) -> Any:
            return self.next_node(ind)

        def next_node_for_reneging(self, ind: Any) -> Any:
            if SPLIT.random() < LEAVE / (LEAVE + WORSE):
                return self.simulation.nodes[4]
            return self.simulation.nodes[-1]

    network = ciw.create_network(
        arrival_distributions={
            n: [ciw.dists.Exponential(kinds[n]) if n in kinds else None, None, None, None] for n in names
        },
        service_distributions={n: [ciw.dists.Exponential(1 / m) for m in MEANS] for n in names},
        routing={n: ciw.routing.NetworkRouting(routers=[Split() for _ in range(4)]) for n in names},
        number_of_servers=list(SERVERS),
        priority_classes={"urgent": 0, "worse": 0, "other": 1},
        reneging_time_distributions={n: [patience] * 4 for n in names},
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(YEAR)
    records = simulation.get_all_records()
    first = [r.waiting_time for r in records if r.node == 1 and r.record_type == "service"]
    return len(records) + int(RATE * YEAR), sum(first) / len(first)


def salabim_mm8(seed: int) -> tuple[int, float]:
    import salabim as sim

    sim.yieldless(False)
    env = sim.Environment(random_seed=seed, trace=False)
    desk = sim.Resource(capacity=int(MM8["servers"]))
    rng, waits = chance(seed), []
    ends = [0]

    class Customer(sim.Component):
        def process(self) -> Any:
            came = env.now()
            yield self.request(desk)
            waits.append(env.now() - came)
            yield self.hold(rng.expovariate(1.0))
            ends[0] += 1
            self.release()

    class Source(sim.Component):
        def process(self) -> Any:
            while True:
                yield self.hold(rng.expovariate(MM8["rate"]))
                Customer()

    Source()
    env.run(till=MM8["horizon"])
    return len(waits) + ends[0], sum(waits) / len(waits)


def salabim_network(seed: int) -> tuple[int, float]:
    import salabim as sim

    sim.yieldless(False)
    env = sim.Environment(random_seed=seed, trace=False)
    desks = [sim.Resource(capacity=n) for n in SERVERS]
    rng, waits, events = chance(seed), [], [0]

    class Customer(sim.Component):
        def process(self) -> Any:
            priority, at, worsened = (0 if rng.random() < URGENT else 1), 0, False
            while at < 4:
                came = env.now()
                leave = rng.expovariate(1 / LEAVE)
                worse = float("inf") if worsened else rng.expovariate(1 / WORSE)
                yield self.request((desks[at], 1, priority), fail_delay=min(leave, worse))
                if self.failed():
                    events[0] += 1
                    if leave <= worse:
                        return
                    priority, worsened, at = 0, True, 3
                    continue
                if at == 0:
                    waits.append(env.now() - came)
                yield self.hold(rng.expovariate(1 / MEANS[at]))
                events[0] += 1
                self.release()
                at += 1

    class Source(sim.Component):
        def process(self) -> Any:
            while True:
                yield self.hold(rng.expovariate(RATE))
                events[0] += 1
                Customer()

    Source()
    env.run(till=YEAR)
    return events[0], sum(waits) / len(waits)


def main() -> None:
    tool, model, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    play = globals()[f"{tool}_{model}"]
    play(999)
    began = time.process_time()
    found = [play(seed) for seed in range(runs)]
    seconds = time.process_time() - began
    events = sum(n for n, _ in found)
    line = {"tool": tool, "model": model, "runs": runs, "seconds": seconds, "events": events}
    line["wait"] = sum(w for _, w in found) / runs
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
