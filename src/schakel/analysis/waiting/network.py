"""Plain queueing networks in the same model, so that the engine can be held against textbooks.

A station with c counters is a stage that only its own place of c servers can do. Rates and times share one unit of time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .duration import Duration
from .model import CLOSED, Arrivals, Calendar, Kind, Model, Place, Route, Site, Stage, Waiting


@dataclass(frozen=True, kw_only=True)
class Station:
    """`servers` equal counters, service times, and where customers go next (probabilities; the rest leaves).

    `patience` makes waiting customers leave; `worsening` sends them to `worsens_to` with first priority.
    """

    name: str
    servers: int
    service: Duration
    onward: Mapping[str, float] | None = None
    patience: Duration | None = None
    worsening: Duration | None = None
    worsens_to: str | None = None


def network(
    stations: Sequence[Station],
    *,
    rate: float,
    horizon: float,
    warm_up: float = 0.0,
    priorities: Sequence[float] = (1.0,),
    entries: Mapping[str, float] | None = None,
) -> Model:
    """A model of `stations` with Poisson arrivals of `rate` in all.

    `priorities` are the shares of the classes, first goes first. `entries` gives rates from outside per station (then
    `rate` is their sum and there is one class); without it everybody enters at the first station.
    """
    kinds = [Kind(name=f"class {i}", share=share, priority=i) for i, share in enumerate(priorities)]
    if entries is not None:
        kinds = [Kind(name=name, share=flow, entry=name) for name, flow in entries.items() if flow > 0]
    return Model(
        sites=(Site(name="outside", requests_per_year=rate),),
        stages=tuple(
            Stage(
                name=s.name,
                length=s.service,
                by=(s.name,),
                contact=False,
                waiting=Waiting(withdraw=s.patience, escalate=s.worsening, escalates_to=s.worsens_to),
            )
            for s in stations
        ),
        places=tuple(Place(name=s.name, role=s.name, places=s.servers) for s in stations),
        routes={s.name: _ways(s) for s in stations},
        kinds=tuple(kinds),
        calendar=Calendar(start=date(2000, 1, 3), measure=horizon - warm_up, warm_up=warm_up, tail=0.0),
        arrivals=Arrivals(plain=True),
    )


def _ways(station: Station) -> tuple[Route, ...]:
    onward = dict(station.onward or {})
    leave = 1 - sum(onward.values())
    ways = [Route(to=name, probability=p) for name, p in onward.items()]
    if leave > 1e-12 or not ways:
        ways.append(Route(to=CLOSED, probability=max(leave, 0.0)))
    return tuple(ways)
