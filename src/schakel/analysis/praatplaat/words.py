"""The words on the praatplaat, Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping

from schakel.analysis.praatplaat.chart import Chart, Empty, Figure, Knob, Role, Setting
from schakel.analysis.report import (
    Language,
    chosen,
    decimal,
    joined,
    of_hundred,
    range_of_hundred,
    range_of_numbers,
)

Pair = tuple[str, str]

ROLES: Mapping[str, Pair] = {
    "youth_supporter": ("Jeugdondersteuner", "Youth supporter"),
    "administrative_supporter": ("Administratief ondersteuner", "Administrative supporter"),
    "legal_supporter": ("Jurist", "Lawyer"),
    "placement_coordinator": ("Plaatsingscoördinator", "Placement coordinator"),
    "work_coach": ("Werkbegeleider", "Work coach"),
}
_KNOBS: Mapping[Knob, Pair] = {
    Knob.HOURS: ("Uren van het team", "Hours of the team"),
    Knob.PRESENCE: ("Dagen op school", "Days at school"),
    Knob.SHARING: ("Samen een school delen", "Sharing over schools"),
    Knob.DELEGATION: ("Werk overdragen", "Handing over work"),
    Knob.INTAKE: ("Tijd voor nieuwe vragen", "Time for new questions"),
    Knob.CASELOAD: ("Ruimte voor gezinnen", "Room for families"),
    Knob.OUTSIDE: ("Plekken bij anderen", "Places elsewhere"),
    Knob.ARRIVALS: ("Vragen die binnenkomen", "Questions coming in"),
}
_FIGURES: Mapping[str, Pair] = {
    "in_time": ("binnen een week opgepakt", "picked up within a week"),
    "wait_median": (
        "dagen tot het eerste contact, voor de helft",
        "days to first contact, for half",
    ),
    "wait_p90": ("dagen tot het eerste contact, voor 9 van de 10", "days to first contact, for 9 in 10"),
    "help_median": ("dagen tot de eerste echte hulp, voor de helft", "days to first real help, for half"),
    "faces": ("gezichten per gezin", "faces per family"),
    "travel": ("uur reizen per week", "hours of travel a week"),
    "escalated": ("vragen werden zwaarder tijdens het wachten", "questions grew heavier while waiting"),
    "caseload": ("gezinnen tegelijk per persoon (gewogen)", "families at a time per person (weighted)"),
}
_EMPTY: Mapping[Empty, Pair] = {
    Empty.TASKS: (
        "Vul in: welke taken neemt deze rol over?",
        "Fill in: which tasks does this role take over?",
    ),
    Empty.OWN: ("Vul in: wat doet deze rol?", "Fill in: what does this role do?"),
    Empty.ROLE: (
        "Nog niet in dit plan. Wie zou dit kunnen doen?",
        "Not in this plan yet. Who could do this?",
    ),
    Empty.SETTING: ("vul in: hoe staat deze knop?", "fill in: where does this knob stand?"),
    Empty.FORECAST: ("nog geen cijfer: maak een vooruitblik", "no figure yet: make a forecast"),
}
_SHARES = ("in_time", "escalated")


def empty(why: Empty, language: Language) -> str:
    """What an empty place asks for."""
    return chosen(language, *_EMPTY[why])


def role_name(key: str, language: Language) -> str:
    """The name of a role, or its key when it is an own one."""
    return chosen(language, *ROLES.get(key, (key, key)))


def role_facts(role: Role, language: Language) -> str:
    """How many people and hours; empty when the role is not in the plan."""
    if role.people is None:
        return ""
    people = chosen(
        language,
        f"{role.people} {'persoon' if role.people == 1 else 'mensen'}",
        f"{role.people} {'person' if role.people == 1 else 'people'}",
    )
    if not role.hours:
        return people
    hours = _plain(role.hours, language)
    return people + chosen(language, f", {hours} uur per week", f", {hours} hours a week")


def task_words(name: str, share: float | None, language: Language) -> str:
    """A task, with its part when the rest stays with the youth supporter."""
    return name if share is None else f"{name} ({of_hundred(share, language)})"


def knob_name(knob: Knob, language: Language) -> str:
    """The name of a knob."""
    return chosen(language, *_KNOBS[knob])


def setting_words(setting: Setting, language: Language) -> str | None:
    """Where a knob stands today; None when it was not given."""
    if setting.amounts is None:
        return None
    if setting.knob is Knob.DELEGATION:
        return _handed_over(setting, language)
    first, *rest = (_plain(amount, language) for amount in setting.amounts)
    other = rest[0] if rest else ""
    return chosen(language, *_SAID[setting.knob]).format(first, other)


_SAID: Mapping[Knob, Pair] = {
    Knob.HOURS: ("{0} uur per week", "{0} hours a week"),
    Knob.PRESENCE: ("{0} dagen per week op {1} scholen", "{0} days a week at {1} schools"),
    Knob.SHARING: ("{0} van de {1} werken op meer scholen", "{0} of {1} work at several schools"),
    Knob.INTAKE: ("{0} uur per week voor korte taken", "{0} hours a week for short tasks"),
    Knob.CASELOAD: ("ruimte voor {0} (gewogen)", "room for {0} (weighted)"),
    Knob.OUTSIDE: ("{0} plekken, aantal aanbieders: {1}", "{0} places, number of providers: {1}"),
    Knob.ARRIVALS: ("{0} per jaar", "{0} a year"),
}


def _handed_over(setting: Setting, language: Language) -> str:
    if not setting.words:
        return chosen(language, "nog niets overgedragen", "nothing handed over yet")
    parts = [
        f"{stage}: {of_hundred(share, language)} {chosen(language, 'naar', 'to')} {role_name(role, language).lower()}"
        for stage, role, share in setting.words
    ]
    return joined(parts, language)


def figure_words(figure: Figure, language: Language) -> tuple[str, str, str] | None:
    """(figure, its range, what it is); None when there is no forecast."""
    if figure.middle is None:
        return None
    label = chosen(language, *_FIGURES[figure.key])
    low, high = figure.low, figure.high
    ranged = low is not None and high is not None and low != high
    if figure.key in _SHARES:
        said = of_hundred(figure.middle, language)
        return said, range_of_hundred(low or 0, high or 0, language) if ranged else "", label
    places = 0 if figure.key.startswith(("wait", "help")) else 1
    said = decimal(figure.middle, language, places)
    ends = range_of_numbers(low or 0, high or 0, language, places) if ranged else ""
    return said, "" if ends == said else ends, label  # a range that rounds to the figure says nothing


def figure_label(figure: Figure, language: Language) -> str:
    """What a figure is."""
    return chosen(language, *_FIGURES[figure.key])


def source_words(chart: Chart, language: Language) -> str:
    """Where the figures come from, beside them."""
    if chart.runs is None:
        return chosen(
            language,
            "Cijfers komen uit `schakel forecast`; op deze plaat staat niets wat niet is ingevuld.",
            "Figures come from `schakel forecast`; nothing stands here that was not filled in.",
        )
    basis = chosen(
        language,
        "uit eigen gegevens" if chart.from_records else "uit het plan, niet gemeten",
        "from own records" if chart.from_records else "from the plan, not measured",
    )
    return chosen(
        language,
        f"Vooruitblik, {basis}; tussen haakjes wat in 9 van de 10 jaren uitkomt ({chart.runs} keer gerekend).",
        f"Forecast, {basis}; in brackets what comes out in 9 of 10 years ({chart.runs} runs).",
    )


def _plain(amount: float, language: Language) -> str:
    return decimal(amount, language, 0 if amount == int(amount) else 1)
