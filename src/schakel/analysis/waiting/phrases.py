"""What the forecast says in words, Dutch and English: short sentences that need no statistics."""

from __future__ import annotations

import math
from typing import Final

from schakel.analysis.report import (
    Language,
    chosen,
    decimal,
    euros,
    of_hundred,
    range_of_hundred,
    range_of_numbers,
    whole,
)

from .result import Band, Result, band
from .scenario import Difference
from .tornado import Swing

ROLES: Final = {
    "youth_supporter": ("jeugdondersteuner", "youth supporter"),
    "administrative_supporter": ("administratief ondersteuner", "administrative supporter"),
    "legal_supporter": ("jurist", "legal supporter"),
    "placement_coordinator": ("plaatsingscoördinator", "placement coordinator"),
    "work_coach": ("werkbegeleider", "work coach"),
    "outside": ("aanbieder buiten het team", "provider outside the team"),
}


def role(name: str, language: Language) -> str:
    nl, en = ROLES.get(name, (name, name))
    return chosen(language, nl, en)


def headline(result: Result, language: Language) -> str:
    """The sentence: how many of the hundred questions are picked up within a week, with its range."""
    found = band(result.in_time)
    if math.isnan(found.middle):
        return chosen(language, "In dit jaar komen geen vragen binnen.", "No questions come in this year.")
    middle, ends = of_hundred(found.middle, language), range_of_hundred(found.low, found.high, language)
    return chosen(
        language,
        f"Met deze bezetting worden naar verwachting {middle} vragen binnen een week opgepakt ({ends}).",
        f"With this staffing {middle} questions are expected to be picked up within a week ({ends}).",
    )


def reading(language: Language) -> str:
    """How to read a range."""
    return chosen(
        language,
        "Tussen haakjes staat waar negen van de tien jaren in vallen. Eén op de tien keer valt het daarbuiten.",
        "In brackets: where nine years in ten will fall. One time in ten it falls outside.",
    )


def days(found: Band, language: Language) -> str:
    """Days with their range; longer than the books run is said as such."""
    if math.isnan(found.middle):
        return chosen(language, "onbekend", "unknown")
    if not math.isfinite(found.middle):
        return chosen(language, "langer dan is doorgerekend", "longer than was computed")
    unit = chosen(
        language,
        "dag" if round(found.middle) == 1 else "dagen",
        "day" if round(found.middle) == 1 else "days",
    )
    if not math.isfinite(found.high):
        more = chosen(language, "of langer", "or longer")
        return f"{whole(found.middle, language)} {unit} ({whole(found.low, language)} {more})"
    ends = range_of_numbers(found.low, found.high, language)
    return _with_range(whole(found.middle, language), ends, f" {unit}")


def _with_range(middle: str, ends: str, unit: str = "") -> str:
    """The middle with its range, which is left out when it says the same."""
    return f"{middle}{unit}" if ends == middle else f"{middle}{unit} ({ends})"


def hundred(found: Band, language: Language) -> str:
    return f"{of_hundred(found.middle, language)} ({range_of_hundred(found.low, found.high, language)})"


def together(result: Result, language: Language) -> list[tuple[str, str]]:
    """The figures that stand together on the page: label and what it says."""
    there = result.presence
    low, high = min(there.values()), max(there.values())
    faces = result.faces_per_family
    say = chosen
    return [
        (
            say(language, "Binnen een week opgepakt", "Picked up within a week"),
            hundred(band(result.in_time), language),
        ),
        (
            say(language, "De helft is opgepakt na", "Half is picked up after"),
            days(result.wait(0.5), language),
        ),
        (say(language, "Negen van de tien na", "Nine in ten after"), days(result.wait(0.9), language)),
        (
            say(language, "Negen van de tien echt geholpen na", "Nine in ten really helped after"),
            days(result.wait(0.9, first_help=True), language),
        ),
        (
            say(language, "Gezichten per gezin", "Faces per family"),
            _with_range(
                decimal(faces.middle, language), range_of_numbers(faces.low, faces.high, language, 1)
            ),
        ),
        (
            say(language, "Iemand aanwezig op een locatie", "Someone present at a site"),
            say(
                language,
                f"{range_of_hundred(low, high, language)} van de 100 schooldagen",
                f"{range_of_hundred(low, high, language)} of 100 school days",
            ),
        ),
        (
            say(language, "Reistijd van het team", "Travel of the team"),
            f"{decimal(result.travel_hours_per_week, language)} {say(language, 'uur per week', 'hours a week')}",
        ),
        (say(language, "Kosten", "Cost"), cost(result.cost_per_week, language)),
    ]


def cost(amount: float | None, language: Language) -> str:
    if amount is None:
        return chosen(language, "nog geen prijs ingevuld", "no price filled in yet")
    return f"{euros(amount, language)} {chosen(language, 'per week', 'a week')}"


def ending(name: str, state: str, language: Language) -> str:
    """What became of someone, in words; `name` of a stage or exit is the user's own."""
    if state == "ended":
        words = {
            "withdrawn": ("zelf afgehaakt tijdens het wachten", "gave up while waiting"),
            "escalated": (
                "zo ernstig geworden dat anderen het overnamen",
                "so serious that others took over",
            ),
            "closed": ("afgesloten", "closed"),
        }
        return chosen(language, *words.get(name, (name, name)))
    if state == "waiting":
        return chosen(language, f"wacht nog op: {name}", f"still waits for: {name}")
    return chosen(language, f"krijgt nog: {name}", f"still has: {name}")


def certainty(result: Result, language: Language) -> str:
    """Chance and lack of data, or that there were no records."""
    split = result.split
    if split is None:
        return chosen(
            language,
            "De spreiding is alleen toeval. Alle cijfers komen uit het scenario, niet uit eigen registratie: "
            "hoe goed die kloppen, zit niet in de marge.",
            "The spread is chance only. All figures come from the scenario, not from your own records: "
            "how right they are is not in the range.",
        )
    share = split.not_enough_data
    return chosen(
        language,
        f"Van de onzekerheid is {of_hundred(1 - share, language)} delen toeval en {whole(100 * share, language)} "
        "te weinig gegevens. Alleen dat laatste wordt kleiner door langer bij te houden.",
        f"Of the uncertainty {of_hundred(1 - share, language)} parts are chance and {whole(100 * share, language)} "
        "lack of data. Only the latter shrinks by keeping records longer.",
    )


def knob_line(swing: Swing, language: Language) -> str:
    """What one knob does: points, and per hour and per euro where that can be said."""
    gain = swing.difference.in_time
    points, low, high = (signed(value, language) for value in (gain.middle, gain.low, gain.high))
    if low == high:
        parts = [chosen(language, "maakt hier geen verschil", "makes no difference here")]
    else:
        ends = chosen(language, f"({low} tot {high})", f"({low} to {high})")
        parts = [chosen(language, f"{points} van de 100 {ends}", f"{points} of 100 {ends}")]
        if not swing.difference.certain:
            parts.append(chosen(language, "kan toeval zijn", "may be chance"))
    if swing.per_hour is not None and swing.difference.certain:
        per = decimal(swing.per_hour, language, 2)
        parts.append(chosen(language, f"{per} per extra uur per week", f"{per} per extra hour a week"))
    elif swing.hours == 0 and swing.difference.certain:
        parts.append(chosen(language, "geen extra uren", "no extra hours"))
    if swing.per_hundred_euro is not None and swing.difference.certain:
        per = decimal(swing.per_hundred_euro, language, 2)
        parts.append(chosen(language, f"{per} per 100 euro per week", f"{per} per 100 euro a week"))
    return "; ".join(parts)


def signed(value: float, language: Language) -> str:
    text = decimal(value, language)
    return text if text.startswith("−") or text.strip("0.,") == "" else f"+{text}"


def compared(found: Difference, language: Language) -> str:
    """The sentence of a comparison."""
    gain = found.in_time
    if all(value == 0 for value in found.runs_in_time):
        return chosen(language, "Dit scenario verandert niets.", "This scenario changes nothing.")
    if not found.certain:
        return chosen(
            language,
            "Op het oppakken binnen een week is geen duidelijk verschil te zien.",
            "There is no clear difference in picking up within a week.",
        )
    many = decimal(abs(gain.middle), language)
    ends = f"{signed(gain.low, language)} {chosen(language, 'tot', 'to')} {signed(gain.high, language)}"
    if gain.middle > 0:
        return chosen(
            language,
            f"Van elke 100 vragen worden er naar verwachting {many} meer binnen een week opgepakt ({ends}).",
            f"Of every 100 questions {many} more are expected to be picked up within a week ({ends}).",
        )
    return chosen(
        language,
        f"Van elke 100 vragen worden er naar verwachting {many} minder binnen een week opgepakt ({ends}).",
        f"Of every 100 questions {many} fewer are expected to be picked up within a week ({ends}).",
    )


def warning(text: tuple[str, str], language: Language) -> str:
    return chosen(language, *text)
