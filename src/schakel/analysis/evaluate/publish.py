"""A result as it may leave the house: small groups and schools that would be recognised are taken out."""

from dataclasses import replace

from schakel.analysis.effects.result import Curve, Result
from schakel.analysis.panel.suppress import DEFAULT


def public(result: Result, withheld: frozenset[str]) -> Result:
    """The same result without points that rest on few children and without `withheld` schools' own figures."""
    return replace(
        result,
        curves=tuple(_enough(curve) for curve in result.curves),
        schools=tuple(
            replace(one, share=float("nan"), without=None) if one.school in withheld else one
            for one in result.schools
        ),
    )


def _enough(curve: Curve) -> Curve:
    return replace(curve, points=tuple(p for p in curve.points if p.children >= DEFAULT.threshold))
