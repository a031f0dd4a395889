"""What can be run but will surprise: said before anyone looks at a figure, in Dutch and English.

A site without anyone, a registration that lapses, nobody with a valid registration, work far above what there is.
"""

from __future__ import annotations

from datetime import timedelta

from .analytic import first_estimate
from .errors import ModelError
from .model import Model, Person
from .phrases import ROLES

Words = tuple[str, str]
_FAR_ABOVE = 1.0


def warnings(model: Model) -> list[Words]:
    """Each warning as (Dutch, English)."""
    return [*_empty_sites(model), *_lapses(model), *_nobody(model), *_too_much(model)]


def _last_day(model: Model) -> object:
    return model.calendar.start + timedelta(days=model.calendar.warm_up + model.calendar.measure - 1)


def _empty_sites(model: Model) -> list[Words]:
    if not model.people:
        return []
    entry = model.stage(model.entry)
    served = {name for p in model.people if p.role in entry.by and p.week for name in model.sites_of(p)}
    served |= {site.name for place in model.places if place.role in entry.by for site in model.sites}
    return [
        (
            f"Op {site.name} is niemand: vragen van deze locatie worden in dit scenario niet opgepakt.",
            f"There is nobody at {site.name}: its questions are not picked up in this scenario.",
        )
        for site in model.sites
        if site.name not in served and site.requests_per_year > 0
    ]


def _lapses(model: Model) -> list[Words]:
    start, end = model.calendar.start, _last_day(model)
    found = []
    for person in model.people:
        if person.registered is not None and start <= person.registered[1] < end:  # type: ignore[operator]  # both are dates
            until = person.registered[1].isoformat()
            found.append(
                (
                    f"De registratie van {person.name} loopt af op {until}: daarna geen oppakken en plannen meer.",
                    f"The registration of {person.name} lapses on {until}: no reserved work after that.",
                )
            )
    return found


def _nobody(model: Model) -> list[Words]:
    return [
        (
            f"Niemand mag of kan '{stage.name}' doen: daar groeit een wachtrij zonder einde.",
            f"Nobody may or can do '{stage.name}': a queue grows there without end.",
        )
        for stage in model.stages
        if not any(_could(person, stage.by, stage.reserved) for person in model.people)
        and not any(place.role in stage.by and place.places > 0 for place in model.places)
    ]


def _could(person: Person, by: tuple[str, ...], reserved: bool) -> bool:
    return person.role in by and bool(person.week) and (not reserved or person.registered is not None)


def _too_much(model: Model) -> list[Words]:
    if model.arrivals.plain:
        return []
    try:
        estimate = first_estimate(model)
    except ModelError:
        return []
    found = []
    for loads, nl, en in ((estimate.task_load, "uren", "hours"), (estimate.case_load, "ruimte", "room")):
        for role, load in loads.items():
            if load > _FAR_ABOVE:
                dutch, english = ROLES.get(role, (role, role))
                found.append(
                    (
                        f"Er wordt meer {nl} gevraagd dan er is ({dutch}, grove schatting): die wachtrij blijft groeien.",
                        f"More {en} is asked than there is ({english}, rough estimate): that queue keeps growing.",
                    )
                )
    return found
