"""Small houses for the tests, and a shortcut to a forecast of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from schakel.analysis.waiting.duration import Duration
from schakel.analysis.waiting.model import (
    Arrivals,
    Calendar,
    Duty,
    Model,
    Person,
    Place,
    Route,
    Site,
    Stage,
    Waiting,
)

EXAMPLES = Path(__file__).parents[3] / "examples" / "waiting"
FOREVER = (date(2020, 1, 1), date(2040, 1, 1))
START = date(2026, 8, 31)


def supporter(name: str, *sites: str, tasks: float = 3.0, room: float = 10.0) -> Person:
    """Four days a week, the days spread over the sites in turn."""
    week = tuple(Duty(weekday=d, site=sites[d % len(sites)]) for d in range(4))
    return Person(name=name, week=week, task_hours=tasks, room=room, registered=FOREVER)


def small_house(**changes: object) -> Model:
    """Two sites, two supporters, a task, a case, a report, care outside."""
    model = Model(
        sites=(Site(name="north", requests_per_year=60), Site(name="south", requests_per_year=60)),
        stages=(
            Stage(
                name="pick up",
                work="task",
                length=Duration.lognormal(1.5, 3),
                where="site",
                reserved=True,
                leads=True,
                waiting=Waiting(withdraw=Duration.exponential(60), escalate=Duration.exponential(90)),
            ),
            Stage(name="support", length=Duration.lognormal(60, 120), helps=True, continuity="keep"),
            Stage(name="report", work="task", length=Duration.lognormal(3, 6), contact=False),
            Stage(name="care", length=Duration.exponential(150), by=("outside",), helps=True),
        ),
        routes={
            "pick up": (
                Route(to="support", probability=0.6),
                Route(to="care", probability=0.1),
                Route(to="closed", probability=0.3),
            ),
            "support": (Route(to="report", probability=1.0),),
        },
        people=(supporter("ann", "north"), supporter("bob", "south")),
        places=(Place(name="outside", role="outside", places=5),),
        calendar=Calendar(start=START, measure=200.0, tail=20.0),
        arrivals=Arrivals(dispersion=4.0),
        pick_up="pick up",
    )
    return replace(model, **changes)  # type: ignore[arg-type]  # a test names the fields it changes
