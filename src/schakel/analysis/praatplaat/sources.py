"""From a scenario file and a forecast file to the chart: only what they say, never more.

A scenario (TOML, see `analysis.waiting`) gives people, sites, tasks, delegations and where the knobs stand. A
forecast (`forecast.json`, made by `schakel forecast`) gives today's figures. Either alone is fine: the other half
stays empty and says so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from schakel.analysis import plain_files
from schakel.analysis.praatplaat.chart import FIGURES, SUPPORT_ROLES, Chart, Figure, Knob, Role, Setting, Task
from schakel.analysis.waiting.errors import ModelError
from schakel.analysis.waiting.model import YOUTH_SUPPORTER, Model, Person, Stage
from schakel.analysis.waiting.roster import duty_days_per_week
from schakel.analysis.waiting.toml import read_scenario


class SourceError(ValueError):
    """A file for the praatplaat cannot be used; the message says what to do."""


def chart_from(paths: Sequence[Path]) -> Chart:
    """Read a scenario (.toml), a forecast (.json), or one of each."""
    chart = Chart()
    for path in paths:
        if path.suffix == ".toml":
            chart = _with_scenario(chart, _model(path))
        elif path.suffix == ".json":
            chart = _with_forecast(chart, _forecast(path), path)
        else:
            raise SourceError(
                f"{path.name} is neither a scenario (.toml) nor a forecast (.json): give one of those."
            )
    return chart


def _model(path: Path) -> Model:
    try:
        return read_scenario(path).model
    except ModelError as refused:
        raise SourceError(f"{path.name} is not a scenario that can be read: {refused}") from refused


def _forecast(path: Path) -> Mapping[str, object]:
    try:
        given = json.loads(plain_files.text(path))
    except OSError as absent:
        raise SourceError(
            f"{path} cannot be read ({absent.strerror}): check the name and the folder."
        ) from absent
    except plain_files.UNREADABLE as broken:
        raise SourceError(f"{path.name} is not JSON: {broken}.") from broken
    if not isinstance(given, dict) or not isinstance(given.get("figures"), list):
        raise SourceError(
            f"{path.name} has no figures: give the forecast.json that `schakel forecast` wrote."
        )
    return cast("Mapping[str, object]", given)


def _with_forecast(chart: Chart, given: Mapping[str, object], path: Path) -> Chart:
    rows: dict[str, Mapping[str, object]] = {}
    for row in cast("list[object]", given["figures"]):
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            raise SourceError(f"{path.name}: each of its figures needs a name: make the forecast again.")
        rows[row["name"]] = row
    provenance = given.get("provenance")
    provenance = provenance if isinstance(provenance, dict) else {}
    runs = provenance.get("runs")
    return replace(
        chart,
        title=chart.title or str(given.get("title") or ""),
        figures=tuple(_figure(key, rows.get(key, {})) for key in FIGURES),
        runs=runs if isinstance(runs, int) else None,
        from_records=bool(provenance.get("data")),
    )


def _figure(key: str, row: Mapping[str, object]) -> Figure:
    return Figure(key, *(_number(row.get(name)) for name in ("middle", "low", "high")))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _with_scenario(chart: Chart, model: Model) -> Chart:
    return replace(
        chart,
        title=model.title or chart.title,
        sites=tuple(site.name for site in model.sites),
        supporters=_supporters(model),
        reserved=tuple(stage.name for stage in model.stages if stage.reserved),
        roles=tuple(_role(model, key) for key in SUPPORT_ROLES),
        knobs=tuple(_setting(model, knob) for knob in Knob),
    )


def _supporters(model: Model) -> Role:
    tasks = tuple(Task(stage.name) for stage in model.stages if _done_by(stage, YOUTH_SUPPORTER))
    people = _with_role(model, YOUTH_SUPPORTER)
    return Role(YOUTH_SUPPORTER, len(people), _hours(people), tasks)


def _role(model: Model, key: str) -> Role:
    people = _with_role(model, key)
    given = {each.stage: each.share for each in model.delegations if each.to == key}
    tasks = [Task(stage, None if share >= 1 else share) for stage, share in given.items()]
    tasks += [Task(stage.name) for stage in model.stages if _done_by(stage, key) and stage.name not in given]
    if not people and not tasks:
        return Role(key)
    return Role(key, len(people), _hours(people), tuple(tasks))


def _done_by(stage: Stage, role: str) -> bool:
    return role in stage.by


def _with_role(model: Model, role: str) -> list[Person]:
    return [person for person in model.people if person.role == role]


def _hours(people: Iterable[Person]) -> float:
    return sum(duty_days_per_week(person) * person.hours for person in people)


def _setting(model: Model, knob: Knob) -> Setting:
    people = _with_role(model, YOUTH_SUPPORTER)
    days = sum(duty_days_per_week(person) for person in people)
    shared = sum(len(model.sites_of(person)) > 1 for person in people)
    if knob is Knob.HOURS:
        return Setting(knob, (_hours(people),))
    if knob is Knob.PRESENCE:
        return Setting(knob, (days, float(len(model.sites))))
    if knob is Knob.SHARING:
        return Setting(knob, (float(shared), float(len(people))))
    if knob is Knob.DELEGATION:
        return Setting(knob, (float(len(model.delegations)),), _delegations(model))
    if knob is Knob.INTAKE:
        return Setting(knob, (sum(duty_days_per_week(each) * each.task_hours for each in people),))
    if knob is Knob.CASELOAD:
        return Setting(knob, (sum(person.room for person in people),))
    if knob is Knob.OUTSIDE:
        return Setting(knob, (sum(place.places for place in model.places), float(len(model.places))))
    return Setting(knob, (model.arrivals.factor * sum(site.requests_per_year for site in model.sites),))


def _delegations(model: Model) -> tuple[tuple[str, str, float], ...]:
    return tuple((each.stage, each.to, each.share) for each in model.delegations)
