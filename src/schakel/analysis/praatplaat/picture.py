"""The chart as one A3 sheet: the child in the middle, who is around, what can be turned, how it goes today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import resources

from schakel.analysis.praatplaat import words
from schakel.analysis.praatplaat.chart import Chart, Empty, Figure, Role, Setting
from schakel.analysis.report import Document, Language, chosen, joined, short_day

_MOST_TASKS = 12


def picture(chart: Chart, language: Language, made_on: date) -> Document:
    """Return the sheet, ready for `to_pdf` and `to_svg`."""
    title = chosen(
        language, "Praatplaat: wie doet wat rond kind en gezin?", "Who does what around child and family?"
    )
    template = resources.files("schakel.analysis.praatplaat").joinpath("picture.typ").read_text()
    return Document(template, title, made_on, language, _values(chart, language, made_on))


def _values(chart: Chart, language: Language, made_on: date) -> Mapping[str, object]:
    def say(nl: str, en: str) -> str:
        return chosen(language, nl, en)

    return {
        "subtitle": " · ".join(part for part in (chart.title, short_day(made_on, language)) if part),
        "centre": say("Kind en gezin", "Child and family"),
        "centre_note": say("zo min mogelijk gezichten, binnen een week", "as few faces as possible, within a week"),
        "around": _around(chart, language),
        "supporter": _role(chart.supporters, language, Empty.OWN),
        "reserved_head": say("Alleen met registratie", "Only with a registration"),
        "reserved": _reserved(chart, language),
        "support_head": say("Het team eromheen", "The team around"),
        "support_note": say(
            "neemt werk over dat geen registratie vraagt, zodat er tijd is voor het kind",
            "takes over work that needs no registration, so that there is time for the child",
        ),
        # Without a plan nothing is known of a role; with one, it may not be in it.
        "roles": [
            _role(role, language, Empty.TASKS if role.people or chart.sites is None else Empty.ROLE)
            for role in chart.roles
        ],
        "knobs_head": say("Aan welke knoppen kunnen we draaien?", "Which knobs can we turn?"),
        "knobs": [_knob_words(setting, language) for setting in chart.knobs],
        "figures_head": say("Hoe gaat het nu?", "How does it go today?"),
        "figures": [_figure_words(figure, language) for figure in chart.figures],
        "source": words.source_words(chart, language),
        "talk_head": say("Om over te praten", "To talk about"),
        "talk": [
            say("Wat geeft rust? Wat geeft grip?", "What gives calm? What gives grip?"),
            say("Welke knop draaien we als eerste, en wanneer kijken we terug?", "Which knob first, and when do we look back?"),
            say("Wat werkte juist niet, en waarom?", "What did not work, and why?"),
        ],
        "empty": words.empty(Empty.SETTING, language),
    }  # fmt: skip


def _around(chart: Chart, language: Language) -> str:
    if chart.sites is None:
        return chosen(language, "Vul in: op welke scholen?", "Fill in: at which schools?")
    shown = list(chart.sites[:9])
    if len(chart.sites) > len(shown):
        rest = len(chart.sites) - len(shown)
        shown.append(chosen(language, f"nog {rest} scholen", f"{rest} more schools"))
    return joined(shown, language)


def _reserved(chart: Chart, language: Language) -> str:
    if chart.reserved is None:
        return words.empty(Empty.OWN, language)
    general = chosen(language, "inschatten, besluiten, vaststellen", "assess, decide, establish")
    return general if not chart.reserved else f"{general} ({joined(list(chart.reserved), language)})"


def _role(role: Role, language: Language, gap: Empty) -> dict[str, object]:
    tasks = [words.task_words(task.name, task.share, language) for task in role.tasks[:_MOST_TASKS]]
    if len(role.tasks) > _MOST_TASKS:
        tasks.append("…")
    return {
        "name": words.role_name(role.key, language),
        "facts": words.role_facts(role, language),
        "tasks": tasks,
        "empty": "" if tasks else words.empty(gap, language),
    }


def _knob_words(setting: Setting, language: Language) -> dict[str, object]:
    return {"name": words.knob_name(setting.knob, language), "now": words.setting_words(setting, language)}


def _figure_words(figure: Figure, language: Language) -> dict[str, object]:
    said = words.figure_words(figure, language)
    if said is None:
        return {
            "value": None,
            "range": "",
            "label": words.figure_label(figure, language),
            "empty": words.empty(Empty.FORECAST, language),
        }
    value, between, label = said
    return {"value": value, "range": between, "label": label, "empty": ""}
