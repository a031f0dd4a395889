"""Read a plan from TOML; a refusal names the key and says what to write.

title = "Jeugdondersteuner op negen scholen"
made_on = 2026-11-21
price_year = 2024
[horizon]    years, schools, children
[[effect]]   name + result = "result.json" (made by `schakel evaluate`), or value, standard_error, df,
unit, label,
             source and comparison = true | false
[[price]]    item, unit, low, mid, high, year, source: or use the name of a published price
[[stream]]   name, effect, stakeholder, kind, price, share, avoided_care
[[cost]]     name, stakeholder, kind, price, per, quantity
[[transfer]] name, from, to, price, per, quantity
[[adjustment]] name, low, mid, high, source        (attribution, displacement, drop_off; deadweight if no
comparison) [[not_priced]] name, why
[index]      source and a table [index.levels] of year = level
[[discount]] since, rate, source                   (only to replace the table that is built in)
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schakel.analysis import plain_files
from schakel.analysis.effects.errors import QuestionError
from schakel.analysis.effects.keys import Table, one_of
from schakel.analysis.effects.result import Text
from schakel.analysis.value.adjustments import NAMES, Adjustment, Adjustments
from schakel.analysis.value.discount import RATES, DiscountRate, rate_on
from schakel.analysis.value.errors import PriceError, ValueRefusal
from schakel.analysis.value.plan import (
    KINDS,
    STAKEHOLDERS,
    Cost,
    Effect,
    NotPriced,
    Per,
    Plan,
    Stream,
    Transfer,
)
from schakel.analysis.value.prices import Price, PriceIndex, Range, published

_PER: tuple[Per, ...] = ("school_year", "child_month", "year", "once")
_NO_COMPARISON = frozenset({"before_after"})


def read_plan(path: Path, this: Mapping[str, Any] | None = None) -> Plan:
    """Read and check a plan; raises ValueRefusal or QuestionError.

    `this` is a result (parsed JSON) for effects that say `result = "this"`.
    """
    try:
        content = tomllib.loads(plain_files.text(path))
    except FileNotFoundError as error:
        raise ValueRefusal(f"{path.name} does not exist; give the path of a value file") from error
    except plain_files.UNREADABLE as error:
        raise ValueRefusal(f"{path.name} is not valid TOML: {error}") from error
    return plan_from(content, path.parent, this)


def plan_from(content: Mapping[str, object], folder: Path, this: Mapping[str, Any] | None = None) -> Plan:
    """Build a plan from parsed TOML; results of effects are looked for in `folder`."""
    top = Table(content, "")
    horizon, draws = top.table("horizon"), top.table("draws", {})
    prices = {price.item: price for price in map(_price, top.tables("price"))}
    effects = tuple(_effect(row, folder, this) for row in top.tables("effect"))
    made_on = top.day("made_on")
    plan = Plan(
        title=top.text("title"),
        made_on=made_on,
        price_year=_whole(top, "price_year"),
        years=_whole(horizon, "years"),
        schools=_whole(horizon, "schools"),
        children=_whole(horizon, "children"),
        effects=effects,
        streams=tuple(_stream(row, prices) for row in top.tables("stream")),
        costs=tuple(_cost(row, prices) for row in top.tables("cost")),
        transfers=tuple(_transfer(row, prices) for row in top.tables("transfer")),
        adjustments=_adjustments(top, effects),
        rate=rate_on(made_on, tuple(map(_rate, top.tables("discount"))) or RATES),
        index=_index(top.table("index", {"source": "", "levels": {}})),
        not_priced=tuple(_not_priced(row) for row in top.tables("not_priced")),
        draws=draws.whole("number", 100_000),
        seed=draws.whole("seed", 20260101),
        level=draws.number("level", 0.95),
    )
    for table in (top, horizon, draws):
        table.refuse_unknown()
    return plan


def _needed(row: Table, key: str) -> float:
    if key not in row.rows:
        raise QuestionError(row.path(key), "is missing; write a number, and never one without a source")
    return row.number(key, 0.0)


def _whole(row: Table, key: str) -> int:
    if key not in row.rows:
        raise QuestionError(row.path(key), "is missing; write a whole number")
    return row.whole(key, 0)


def _range(row: Table) -> Range:
    return Range(_needed(row, "low"), _needed(row, "mid"), _needed(row, "high"))


def _price(row: Table) -> Price:
    item = row.text("item")
    if "source" not in row.rows or "year" not in row.rows:
        raise PriceError(f"The price of '{item}' has no source or no year: no price without both.")
    price = Price(
        item, row.text("unit"), _range(row), _whole(row, "year"), row.text("source"), row.text("note", "")
    )
    row.refuse_unknown()
    return price


def _priced(row: Table, prices: Mapping[str, Price]) -> Price:
    name = row.text("price")
    return prices[name] if name in prices else published(name)


def _effect(row: Table, folder: Path, this: Mapping[str, Any] | None) -> Effect:
    if "result" in row.rows:
        effect = _effect_of(row.text("name"), row.text("result"), folder, this)
    else:
        effect = Effect(
            name=row.text("name"),
            value=_needed(row, "value"),
            standard_error=_needed(row, "standard_error"),
            df=_needed(row, "df"),
            unit=row.text("unit"),
            counterfactual=row.flag("comparison", False),
            label=Text(row.text("label"), row.text("label_en", row.text("label"))),
            shown=None,
            source=row.text("source"),
        )
    row.refuse_unknown()
    return effect


def _effect_of(name: str, place: str, folder: Path, this: Mapping[str, Any] | None) -> Effect:
    """The headline of a result that `schakel evaluate` wrote, or of the one at hand."""
    if place == "this" and this is None:
        raise ValueRefusal(f"Effect '{name}' asks for the result at hand: give it with --result result.json.")
    try:
        found = this if place == "this" and this else json.loads(plain_files.text(folder / place))
        return _headline(name, found)
    except (OSError, *plain_files.UNREADABLE, KeyError, TypeError) as error:
        raise ValueRefusal(
            f"Effect '{name}': {place} is no result of `schakel evaluate` ({type(error).__name__}: {error})."
        ) from error


def _headline(name: str, found: Mapping[str, Any]) -> Effect:
    headline = found["headline"]
    return Effect(
        name=name,
        value=headline["value"],
        standard_error=headline["standard_error"] or 0.0,
        df=found["effect_df"] or 0.0,
        unit=headline["unit"],
        counterfactual=found["design"]["key"] not in _NO_COMPARISON,
        label=Text(**found["design"]["label"]),
        shown=found["verdict"]["shown"],
        source=found["title"],
        digest=found["provenance"]["question_digest"],
    )


def _stream(row: Table, prices: Mapping[str, Price]) -> Stream:
    stream = Stream(
        name=row.text("name"),
        effect=row.text("effect"),
        stakeholder=one_of(row, "stakeholder", STAKEHOLDERS),
        kind=one_of(row, "kind", KINDS),
        price=_priced(row, prices),
        share=row.number("share", 1.0),
        avoided_care=row.flag("avoided_care", True),
    )
    row.refuse_unknown()
    return stream


def _cost(row: Table, prices: Mapping[str, Price]) -> Cost:
    cost = Cost(
        name=row.text("name"),
        stakeholder=one_of(row, "stakeholder", STAKEHOLDERS),
        kind=one_of(row, "kind", KINDS, "fiscal"),
        price=_priced(row, prices),
        per=one_of(row, "per", _PER),
        quantity=row.number("quantity", 1.0),
    )
    row.refuse_unknown()
    return cost


def _transfer(row: Table, prices: Mapping[str, Price]) -> Transfer:
    transfer = Transfer(
        name=row.text("name"),
        payer=one_of(row, "from", STAKEHOLDERS),
        receiver=one_of(row, "to", STAKEHOLDERS),
        price=_priced(row, prices),
        per=one_of(row, "per", _PER),
        quantity=row.number("quantity", 1.0),
    )
    row.refuse_unknown()
    return transfer


def _adjustments(top: Table, effects: tuple[Effect, ...]) -> Adjustments:
    given = {}
    for row in top.tables("adjustment"):
        name = one_of(row, "name", NAMES)
        given[name] = Adjustment(name, _range(row), row.text("source"))
        row.refuse_unknown()
    if len({effect.counterfactual for effect in effects}) > 1:
        raise ValueRefusal(
            "Effects with and without a comparison cannot share one value: make two value files."
        )
    return Adjustments.of(given, counterfactual=all(effect.counterfactual for effect in effects))


def _rate(row: Table) -> DiscountRate:
    rate = DiscountRate(row.day("since"), _needed(row, "rate"), row.text("source"))
    row.refuse_unknown()
    return rate


def _index(row: Table) -> PriceIndex:
    levels = row.table("levels", {})
    index = PriceIndex({int(year): _needed(levels, year) for year in levels.rows}, row.text("source"))
    row.refuse_unknown()
    return index


def _not_priced(row: Table) -> NotPriced:
    found = NotPriced(row.text("name"), row.text("why"))
    row.refuse_unknown()
    return found
