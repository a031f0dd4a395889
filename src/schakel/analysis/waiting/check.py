"""Is this model one that can be run? Each refusal names the field and says what to put there.

`check` raises at the first fault. `warnings` lists what can be run but will surprise: a site without anyone, a
registration that lapses, more work than hands. Those end in a growing queue that the results show.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from .duration import Duration
from .errors import ModelError
from .model import (
    CLOSED,
    ESCALATED,
    EVERY_SITE,
    WITHDRAWN,
    Model,
    Person,
    Stage,
)

_SUM = 1e-9
_MOST_STAGES = 60


def check(model: Model) -> None:
    """Refuse a model that means nothing; `ModelError.field` names the place."""
    _check_names(model)
    _check_calendar(model)
    _check_arrivals(model)
    for index, stage in enumerate(model.stages):
        _check_stage(model, stage, f"stages[{index}]")
    _check_routes(model)
    for index, person in enumerate(model.people):
        _check_person(model, person, f"people[{index}]")
    _check_places(model)
    _check_present(model)
    _check_delegations(model)
    _check_returns(model)


def _check_names(model: Model) -> None:
    if not model.sites:
        raise ModelError("sites", "give at least one site")
    if not model.stages:
        raise ModelError("stages", "give at least one stage")
    if len(model.stages) + len(model.delegations) > _MOST_STAGES:
        raise ModelError("stages", f"at most {_MOST_STAGES}, delegated ones counted twice")
    if not model.kinds:
        raise ModelError("kinds", "give at least one kind of request")
    if not model.people and not model.places:
        raise ModelError("people", "nobody works here: give at least one person or place")
    _unique("sites", [site.name for site in model.sites])
    _unique("stages", [stage.name for stage in model.stages])
    _unique("kinds", [kind.name for kind in model.kinds])
    _unique("people", [p.name for p in model.people] + [p.name for p in model.places])
    _unique("exits", list(model.exits))
    if model.pick_up and model.pick_up not in _stage_names(model):
        raise ModelError("pick_up", f"there is no stage {model.pick_up!r}")


def _unique(field: str, names: list[str]) -> None:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if not name:
            raise ModelError(f"{field}[{index}].name", "give it a name")
        if name in seen:
            raise ModelError(f"{field}[{index}].name", f"{name!r} occurs twice")
        seen.add(name)


def _stage_names(model: Model) -> set[str]:
    return {stage.name for stage in model.stages}


def _site_names(model: Model) -> set[str]:
    return {site.name for site in model.sites}


def _check_calendar(model: Model) -> None:
    calendar = model.calendar
    _number("calendar.measure", calendar.measure, low=0.0, open_low=True)
    _number("calendar.tail", calendar.tail)
    _number("calendar.warm_up", calendar.warm_up)
    for index, free in enumerate(calendar.holidays):
        if free.last < free.first:
            raise ModelError(f"calendar.holidays[{index}]", "the last day lies before the first")


def _number(
    field: str, value: float, low: float = 0.0, high: float = math.inf, open_low: bool = False
) -> None:
    if not math.isfinite(value):
        raise ModelError(field, "must be a finite number")
    if value < low or (open_low and value == low):
        raise ModelError(field, f"must be {'above' if open_low else 'at least'} {low:g}, not {value:g}")
    if value > high:
        raise ModelError(field, f"must be at most {high:g}, not {value:g}")


def _check_arrivals(model: Model) -> None:
    for index, site in enumerate(model.sites):
        _number(f"sites[{index}].requests_per_year", site.requests_per_year)
    _number("arrivals.factor", model.arrivals.factor)
    for index, weight in enumerate(model.arrivals.week_weights):
        _number(f"arrivals.week_weights[{index}]", weight)
    if model.arrivals.week_weights and sum(model.arrivals.week_weights) <= 0:
        raise ModelError("arrivals.week_weights", "at least one week must have a weight above zero")
    if model.arrivals.dispersion is not None:
        _number("arrivals.dispersion", model.arrivals.dispersion, open_low=True)
    for index, kind in enumerate(model.kinds):
        _number(f"kinds[{index}].share", kind.share)
        if not 0 <= kind.priority <= 7:
            raise ModelError(f"kinds[{index}].priority", "choose 0 (goes first) to 7")
        if kind.entry is not None and kind.entry not in _stage_names(model):
            raise ModelError(f"kinds[{index}].entry", f"there is no stage {kind.entry!r}")
    if sum(kind.share for kind in model.kinds) <= 0:
        raise ModelError("kinds", "the shares add up to zero")


def _check_stage(model: Model, stage: Stage, field: str) -> None:
    stage.length.check(f"{field}.length")
    _number(f"{field}.load", stage.load)
    if stage.work not in ("task", "case"):
        raise ModelError(f"{field}.work", "choose task or case")
    if stage.where not in ("site", "anywhere"):
        raise ModelError(f"{field}.where", "choose site or anywhere")
    if stage.continuity not in ("anyone", "prefer", "keep"):
        raise ModelError(f"{field}.continuity", "choose anyone, prefer or keep")
    if not 0 <= stage.priority <= 7:
        raise ModelError(f"{field}.priority", "choose 0 (goes first) to 7")
    if not stage.by:
        raise ModelError(f"{field}.by", "name at least one role that may do this")
    _check_patience(stage.waiting.withdraw, f"{field}.waiting.withdraw")
    _check_patience(stage.waiting.escalate, f"{field}.waiting.escalate")
    target = stage.waiting.escalates_to
    if target is not None and target not in _stage_names(model):
        raise ModelError(f"{field}.waiting.escalates_to", f"there is no stage {target!r}")


def _check_patience(duration: Duration | None, field: str) -> None:
    if duration is not None:
        duration.check(field)


def _check_routes(model: Model) -> None:
    stages, kinds = _stage_names(model), {kind.name for kind in model.kinds}
    ends = set(model.exits)
    if ends & {WITHDRAWN, ESCALATED}:
        raise ModelError("exits", "withdrawn and escalated are there already")
    for name, routes in model.routes.items():
        if name not in stages:
            raise ModelError(f"routes.{name}", f"there is no stage {name!r}")
        for index, route in enumerate(routes):
            field = f"routes.{name}[{index}]"
            _number(f"{field}.probability", route.probability, high=1.0)
            if route.to not in stages | ends:
                raise ModelError(f"{field}.to", f"there is no stage or exit {route.to!r}")
            if route.kind is not None and route.kind not in kinds:
                raise ModelError(f"{field}.kind", f"there is no kind {route.kind!r}")
    for stage in model.stages:
        for kind in model.kinds:
            _check_sum(model, stage.name, kind.name)
    _check_way_out(model)


def routes_of(model: Model, stage: str, kind: str) -> list[tuple[str, float]]:
    """Where a request of this kind goes after this stage: its own routes, or else those for all. None = closed."""
    routes = model.routes.get(stage, ())
    own = [r for r in routes if r.kind == kind]
    chosen = own or [r for r in routes if r.kind is None]
    if not chosen:
        return [(model.exits[0] if model.exits else CLOSED, 1.0)]
    return [(route.to, route.probability) for route in chosen]


def _check_sum(model: Model, stage: str, kind: str) -> None:
    total = sum(p for _, p in routes_of(model, stage, kind))
    if abs(total - 1) > _SUM:
        raise ModelError(
            f"routes.{stage}", f"the probabilities of kind {kind!r} add up to {total:g}, not to 1"
        )


def _check_way_out(model: Model) -> None:
    """Every stage must be able to reach an exit, for every kind, or a request would go round for ever."""
    for kind in model.kinds:
        out: set[str] = set(model.exits)
        grown = True
        while grown:
            more = {
                stage.name
                for stage in model.stages
                if stage.name not in out
                and any(p > 0 and to in out for to, p in routes_of(model, stage.name, kind.name))
            }
            grown = bool(more)
            out |= more
        for stage in model.stages:
            if stage.name not in out:
                raise ModelError(
                    f"routes.{stage.name}", f"a request of kind {kind.name!r} can never leave from here"
                )


def _check_person(model: Model, person: Person, field: str) -> None:
    _number(f"{field}.hours", person.hours, high=24.0)
    _number(f"{field}.task_hours", person.task_hours, high=24.0)
    if person.task_hours > person.hours:
        raise ModelError(f"{field}.task_hours", "more hours for tasks than the duty day has")
    _number(f"{field}.room", person.room)
    for index, duty in enumerate(person.week):
        if not 0 <= duty.weekday <= 6:
            raise ModelError(f"{field}.week[{index}].weekday", "choose 0 (Monday) to 6 (Sunday)")
        if duty.site != EVERY_SITE and duty.site not in _site_names(model):
            raise ModelError(f"{field}.week[{index}].site", f"there is no site {duty.site!r}")
    _check_overlap(person, field)
    _known_sites(model, person.covers, f"{field}.covers")
    for index, free in enumerate(person.leave):
        if free.last < free.first:
            raise ModelError(f"{field}.leave[{index}]", "the last day lies before the first")
    if person.registered is not None and person.registered[1] < person.registered[0]:
        raise ModelError(f"{field}.registered", "the registration ends before it begins")
    if person.first_day and person.last_day and person.last_day < person.first_day:
        raise ModelError(f"{field}.last_day", "the last day lies before the first")


def _check_overlap(person: Person, field: str) -> None:
    taken: set[tuple[int, str]] = set()
    for index, duty in enumerate(person.week):
        parts = ("morning", "afternoon") if duty.part == "day" else (duty.part,)
        for part in parts:
            if (duty.weekday, part) in taken:
                raise ModelError(
                    f"{field}.week[{index}]", f"{person.name!r} is at two sites at once on this day"
                )
            taken.add((duty.weekday, part))


def _known_sites(model: Model, names: Iterable[str], field: str) -> None:
    for index, name in enumerate(names):
        if name != EVERY_SITE and name not in _site_names(model):
            raise ModelError(f"{field}[{index}]", f"there is no site {name!r}")


def _check_places(model: Model) -> None:
    for index, place in enumerate(model.places):
        _number(f"places[{index}].places", place.places)
        _known_sites(model, place.covers, f"places[{index}].covers")


def _check_present(model: Model) -> None:
    people = {p.name for p in model.people} | {p.name for p in model.places}
    kinds = {kind.name for kind in model.kinds}
    for index, there in enumerate(model.present):
        field = f"present[{index}]"
        if there.stage not in _stage_names(model):
            raise ModelError(f"{field}.stage", f"there is no stage {there.stage!r}")
        if there.site not in _site_names(model):
            raise ModelError(f"{field}.site", f"there is no site {there.site!r}")
        if there.kind is not None and there.kind not in kinds:
            raise ModelError(f"{field}.kind", f"there is no kind {there.kind!r}")
        for name, value in (("person", there.person), ("own", there.own)):
            if value is not None and value not in people:
                raise ModelError(f"{field}.{name}", f"there is nobody called {value!r}")
        _number(f"{field}.days", there.days)


def _check_delegations(model: Model) -> None:
    totals: dict[str, float] = {}
    for index, given in enumerate(model.delegations):
        field = f"delegations[{index}]"
        if given.stage not in _stage_names(model):
            raise ModelError(f"{field}.stage", f"there is no stage {given.stage!r}")
        stage = model.stage(given.stage)
        if stage.reserved:
            raise ModelError(f"{field}.stage", f"{given.stage!r} is reserved for a registered professional")
        if stage.work != "task":
            raise ModelError(f"{field}.stage", f"{given.stage!r} is a case; only tasks can be given away")
        if given.to not in {p.role for p in model.people}:
            raise ModelError(f"{field}.to", f"there is nobody with the role {given.to!r}")
        _number(f"{field}.share", given.share, high=1.0)
        totals[given.stage] = totals.get(given.stage, 0.0) + given.share
        if totals[given.stage] > 1 + _SUM:
            raise ModelError(f"{field}.share", f"more than all of {given.stage!r} is given away")


def _check_returns(model: Model) -> None:
    if model.returns is not None:
        _number("returns.probability", model.returns.probability, high=1.0)
        model.returns.delay.check("returns.delay")
    _number("move_minutes", model.move_minutes)
    for index, price in enumerate(model.prices):
        _number(f"prices[{index}].per_hour", price.per_hour)
        if not price.source:
            raise ModelError(
                f"prices[{index}].source", "a price without a source is no price: say where it is from"
            )
