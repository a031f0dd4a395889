"""A small plan that can be computed by hand."""

from datetime import date

from schakel.analysis.effects.result import Text
from schakel.analysis.value.adjustments import Adjustment, Adjustments, Name
from schakel.analysis.value.discount import RATES
from schakel.analysis.value.plan import Cost, Effect, Plan, Stream, Transfer
from schakel.analysis.value.prices import Price, PriceIndex, Range

EURO = Price("care_euro", "euro", Range(1, 1, 1), 2024, "amounts of the panel")
SUPPORTER = Price("supporter", "school-year", Range(800, 1000, 1300), 2024, "an example for this test")
MOVED = Price("moved", "year", Range(700, 700, 700), 2024, "an example for this test")


def effect(value: float = -10.0, *, counterfactual: bool = True, name: str = "cost") -> Effect:
    """Ten euro per child and month less."""
    return Effect(
        name,
        value,
        2.0,
        20.0,
        "euro per child and month",
        counterfactual,
        Text("door het lot", "by lot"),
        True,
        "a test",
        "abc",
    )


def adjustments(
    *, counterfactual: bool = True, drop_off: Range | None = None, deadweight: Range | None = None
) -> Adjustments:
    """Nothing taken off, unless given."""
    none = Range(0, 0, 0)
    given: dict[Name, Adjustment] = {
        "attribution": Adjustment("attribution", none, "a test"),
        "displacement": Adjustment("displacement", none, "a test"),
        "drop_off": Adjustment("drop_off", drop_off or none, "a test"),
    }
    if deadweight is not None:
        given["deadweight"] = Adjustment("deadweight", deadweight, "a test")
    return Adjustments.of(given, counterfactual=counterfactual)


def plan(**changes: object) -> Plan:
    """One school of 100 children, one year, ten euro a month: 12,000 a year of benefit, 1,000 of cost."""
    fields: dict[str, object] = {
        "title": "test",
        "made_on": date(2026, 11, 21),
        "price_year": 2024,
        "years": 1,
        "schools": 1,
        "children": 100,
        "effects": (effect(),),
        "streams": (Stream("care", "cost", "municipality", "fiscal", EURO),),
        "costs": (Cost("supporter", "municipality", "fiscal", SUPPORTER, "school_year"),),
        "transfers": (),
        "adjustments": adjustments(),
        "rate": RATES[0],
        "index": PriceIndex({}, ""),
        "draws": 20_000,
    }
    return Plan(**{**fields, **changes})  # type: ignore[arg-type]  # fields are mixed by design


__all__ = ["EURO", "MOVED", "SUPPORTER", "Transfer", "adjustments", "effect", "plan"]
