"""A scenario as a file that a coordinator can read and change.

One TOML table per thing of the model, with the model's own words. `read_scenario` gives the model and the knobs; an unknown
key or a wrong type is refused with the place where it stands. A file may say `based_on = "other.toml"`: then its tables
replace those of the other file and `[[also_people]]` adds to its list, so that a scenario shows only what is different.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from schakel.analysis import plain_files

from . import scenario as knobs
from .duration import Duration
from .errors import ModelError
from .model import (
    Arrivals,
    Calendar,
    Delegation,
    Duty,
    Kind,
    Leave,
    Model,
    Person,
    Place,
    Present,
    Price,
    Return,
    Route,
    Site,
    Stage,
    Waiting,
)

Table = Mapping[str, Any]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Scenario:
    """A model and the knobs that its file wants to see turned."""

    model: Model
    knobs: tuple[knobs.Knob, ...] = ()


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file. Raises `ModelError` with the place of the fault."""
    table = _merged(path, ())
    return Scenario(
        model_of(table), tuple(_knob(k, f"knobs[{i}]") for i, k in enumerate(table.get("knobs", ())))
    )


def _merged(path: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    if path in seen:
        raise ModelError("based_on", f"{path.name} is based on itself")
    try:
        table = tomllib.loads(plain_files.text(path))
    except FileNotFoundError as error:
        raise ModelError("file", f"there is no file {path}") from error
    except plain_files.UNREADABLE as error:
        raise ModelError("file", f"{path.name} cannot be read: {error}") from error
    base = table.pop("based_on", None)
    if base is None:
        return table
    return _on_top(_merged(path.parent / str(base), (*seen, path)), table)


def _on_top(base: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """Tables replace those of the base; `also_people` and the like add to its list."""
    found = dict(base)
    for name, value in table.items():
        if name.startswith("also_"):
            own = name.removeprefix("also_")
            if not isinstance(value, list) or not isinstance(found.get(own, []), list):
                raise ModelError(name, "this adds to a list of tables: [[" + name + "]]")
            found[own] = [*found.get(own, []), *value]
        else:
            found[name] = value
    return found


def model_of(table: Table) -> Model:
    """The model of one parsed file."""
    known = {f.name for f in fields(Model)} | {"knobs"}
    _refuse_unknown(table, known, "")
    rest = {name: table[name] for name in ("pick_up", "title", "move_minutes") if name in table}
    if "exits" in table:
        rest["exits"] = tuple(table["exits"])
    if "returns" in table:
        rest["returns"] = _make(Return, table["returns"], "returns", delay=_duration)
    if "arrivals" in table:
        rest["arrivals"] = _make(Arrivals, table["arrivals"], "arrivals", week_weights=_floats)
    model: Model = _call(
        Model,
        "model",
        sites=_many(Site, table, "sites"),
        stages=_many(Stage, table, "stages", length=_duration, by=_strings, waiting=_waiting),
        routes={
            name: tuple(_make(Route, row, f"routes.{name}[{i}]") for i, row in enumerate(rows))
            for name, rows in table.get("routes", {}).items()
        },
        calendar=_make(Calendar, table.get("calendar", {}), "calendar", holidays=_leaves),
        people=_many(Person, table, "people", week=_week, covers=_strings, registered=_span, leave=_leaves),
        places=_many(Place, table, "places", covers=_strings),
        **({"kinds": _many(Kind, table, "kinds")} if "kinds" in table else {}),
        present=_many(Present, table, "present"),
        delegations=_many(Delegation, table, "delegations"),
        prices=_many(Price, table, "prices"),
        **rest,
    )
    return model


def _refuse_unknown(table: Table, known: set[str], field: str) -> None:
    for name in table:
        if name not in known:
            raise ModelError(
                f"{field}.{name}".lstrip("."), f"unknown; choose from {', '.join(sorted(known))}"
            )


def _many(kind: type, table: Table, name: str, **readers: Callable[[Any, str], Any]) -> tuple[Any, ...]:
    rows = table.get(name, [])
    if not isinstance(rows, list):
        raise ModelError(name, "write this as a list of tables: [[" + name + "]]")
    return tuple(_make(kind, row, f"{name}[{i}]", **readers) for i, row in enumerate(rows))


def _make(kind: type, row: Any, field: str, **readers: Callable[[Any, str], Any]) -> Any:
    if not isinstance(row, Mapping):
        raise ModelError(field, "write this as a table: { ... }")
    _refuse_unknown(row, {f.name for f in fields(kind)}, field)
    values = {name: _read(kind, name, value, f"{field}.{name}", readers) for name, value in row.items()}
    return _call(kind, field, **values)


def _read(
    kind: type, name: str, value: Any, field: str, readers: Mapping[str, Callable[[Any, str], Any]]
) -> Any:
    if name in readers:
        return readers[name](value, field)
    wanted = str(next(f.type for f in fields(kind) if f.name == name))
    return _plain(value, wanted, field)


def _plain(value: Any, wanted: str, field: str) -> Any:
    """A value of the type that the model's field names."""
    if "float" in wanted:
        return _float(value, field)
    if "bool" in wanted and not isinstance(value, bool):
        raise ModelError(field, "write true or false")
    if wanted == "int" and (not isinstance(value, int) or isinstance(value, bool)):
        raise ModelError(field, f"must be a whole number, not {value!r}")
    if "date" in wanted and not isinstance(value, date):
        raise ModelError(field, f"must be a date such as 2026-09-01, not {value!r}")
    if "str" in wanted and not isinstance(value, str):
        raise ModelError(field, f"must be text in quotes, not {value!r}")
    return value


def _float(value: Any, field: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ModelError(field, f"must be a number, not {value!r}")
    return float(value)


def _call(kind: type, field: str, **values: Any) -> Any:
    try:
        return kind(**values)
    except TypeError as error:
        missing = str(error).split("argument")[-1].lstrip("s: ")
        raise ModelError(field, f"still needs {missing}") from error


def _floats(value: Any, field: str) -> tuple[float, ...]:
    return tuple(_float(v, f"{field}[{i}]") for i, v in enumerate(value))


def _strings(value: Any, field: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ModelError(field, 'must be a list of names, such as ["one", "two"]')
    return tuple(value)


def _duration(value: Any, field: str) -> Duration:
    """`{ fixed = 2 }`, `{ exponential = 30 }` (mean), `{ median = 42, p90 = 90 }` or `{ scale = 10, shape = 1.5 }`."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Duration.fixed(float(value))
    if isinstance(value, Mapping):
        numbers = {name: _float(v, f"{field}.{name}") for name, v in value.items()}
        for names, make in (
            ({"fixed"}, Duration.fixed),
            ({"exponential"}, Duration.exponential),
            ({"median", "p90"}, Duration.lognormal),
            ({"scale", "shape"}, Duration.weibull),
        ):
            if set(numbers) == names:
                return _positive(make, numbers, field)
    raise ModelError(
        field, "write { fixed = 2 }, { exponential = 30 }, { median = 42, p90 = 90 } or { scale, shape }"
    )


def _positive(make: Callable[..., Duration], numbers: dict[str, float], field: str) -> Duration:
    try:
        return make(*numbers.values()) if len(numbers) == 1 else make(**numbers)
    except ModelError as error:
        raise ModelError(field, str(error).split(": ", 1)[1]) from error


def _waiting(value: Any, field: str) -> Waiting:
    found: Waiting = _make(Waiting, value, field, withdraw=_duration, escalate=_duration)
    return found


def _leaves(value: Any, field: str) -> tuple[Leave, ...]:
    return tuple(_make(Leave, row, f"{field}[{i}]") for i, row in enumerate(value))


def _span(value: Any, field: str) -> tuple[date, date]:
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(v, date) for v in value)):
        raise ModelError(field, "write the first and the last day: [2024-01-01, 2028-12-31]")
    return value[0], value[1]


def _week(value: Any, field: str) -> tuple[Duty, ...]:
    """`{ monday = "De Wilg", tuesday_morning = "De Esdoorn" }`."""
    if not isinstance(value, Mapping):
        raise ModelError(field, 'write { monday = "site", tuesday_morning = "site" }')
    duties = []
    for moment, site in value.items():
        day, _, part = moment.partition("_")
        if day not in DAYS or part not in ("", "morning", "afternoon"):
            raise ModelError(
                f"{field}.{moment}", "choose monday to sunday, with _morning or _afternoon if needed"
            )
        if not isinstance(site, str):
            raise ModelError(f"{field}.{moment}", "write the name of a site in quotes")
        duties.append(Duty(weekday=DAYS.index(day), site=site, part=part or "day"))
    return tuple(duties)


_KNOBS: dict[str, tuple[Callable[..., knobs.Knob], tuple[str, ...]]] = {
    "arrivals": (knobs.arrivals, ("factor",)),
    "task_hours": (knobs.task_hours, ("hours", "role")),
    "room": (knobs.room, ("factor", "role")),
    "extra_day": (knobs.extra_day, ("who", "weekday", "site")),
    "share_person": (knobs.share_person, ("who", "sites")),
    "delegate": (knobs.delegate, ("stage", "to", "share")),
    "places": (knobs.places, ("name_of_place", "more")),
}


def _knob(row: Table, field: str) -> knobs.Knob:
    values = dict(row)
    kind = values.pop("knob", None)
    if kind not in _KNOBS:
        raise ModelError(f"{field}.knob", f"choose from {', '.join(_KNOBS)}")
    make, wanted = _KNOBS[kind]
    _refuse_unknown(values, {*wanted, "name"}, field)
    missing = [name for name in wanted if name not in values]
    if missing:
        raise ModelError(field, f"still needs {', '.join(missing)}")
    if kind == "extra_day":
        values["weekday"] = _weekday(values["weekday"], f"{field}.weekday")
    return make(**values)


def _weekday(value: Any, field: str) -> int:
    if value not in DAYS:
        raise ModelError(field, f"choose from {', '.join(DAYS)}")
    return DAYS.index(value)
