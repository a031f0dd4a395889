"""The files beside a simulated panel: the question, its schools, a value file with published prices, and the truth."""

import csv
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from schakel.analysis.panel.errors import PanelError
from schakel.analysis.panel.layout import month_text
from schakel.analysis.panel.simulate import Simulated, school_name
from schakel.analysis.report import Language, chosen


class TownError(PanelError):
    """The municipality cannot be simulated as asked."""


_QUESTION = """\
# Made before the outcomes were looked at. A simulated municipality: no figure here is about a real one.
title = "{question_title}"
stored_on = {today}
definition = "cost v1 (edition 2026-1)"
comparison = "never"

[outcome]
column = "cost_cents"
unit = "euro"
scale = 0.01
placebo = ["absence_days"]

[exposure]
chosen = "{chosen}"
note = "{note}"
file = "schools.csv"

[window]
first = "{first}"
last = "{last}"

[periods]
months = 6
first = "{anchor}"

[billing]
cut_months = {late}
note = "{late_note}"
"""

_VALUE = """\
# Prices are published ones (see source); a stand-in says that it is one. Nothing else is known.
title = "{value_title}"
made_on = {today}
price_year = 2024

[horizon]
years = 5
schools = {schools}
children = {children}

[[effect]]
name = "{care}"
result = "this"

[[price]]
item = "{euro}"
unit = "euro"
low = 1.0
mid = 1.0
high = 1.0
year = 2024
source = "{amounts}"

[[price]]
item = "{hour}"
unit = "{unit}"
low = 51.00
mid = 78.00
high = 78.00
year = 2024
source = "pgb-maxima Holland Rijnland/Bollenstreek 2024, ambulant mbo en hbo"
note = "{stand_in}"

[[stream]]
name = "{less}"
effect = "{care}"
stakeholder = "municipality"
kind = "fiscal"
price = "{euro}"

[[cost]]
name = "{week}"
stakeholder = "municipality"
price = "{hour}"
per = "school_year"
quantity = 1363

[[adjustment]]
name = "attribution"
low = 0.0
mid = 0.0
high = 0.0
source = "{attribution}"

[[adjustment]]
name = "displacement"
low = 0.0
mid = 0.0
high = 0.0
source = "{displacement}"

[[adjustment]]
name = "drop_off"
low = 0.0
mid = 0.0
high = 0.0
source = "{drop_off}"

[[not_priced]]
name = "{calm}"
why = "{no_price}"

[[not_priced]]
name = "{sooner}"
why = "{not_known}"
"""


# What the files say, in Dutch and in English: whoever asks for an English report gets no Dutch in it.
_SAID = {
    "question_title": (
        "Jeugdondersteuner op school: kosten van jeugdhulp in een nagebootste gemeente",
        "Youth supporter at school: the cost of youth care in a simulated municipality",
    ),
    "by_lot": ("Door het lot gekozen.", "Chosen by lot."),
    "by_need": (
        "De scholen met de hoogste kosten in het jaar ervoor zijn gekozen.",
        "The schools with the highest cost in the year before were chosen.",
    ),
    "late_note": (
        "Rekeningen komen tot {late} maanden later binnen.",
        "Bills come in up to {late} months later.",
    ),
    "value_title": (
        "Jeugdondersteuner op school: kosten en baten in een nagebootste gemeente",
        "Youth supporter at school: costs and benefits in a simulated municipality",
    ),
    "care": ("jeugdhulp", "youth care"),
    "euro": ("euro jeugdhulp", "euro of youth care"),
    "amounts": ("bedragen van het panel, in prijzen van 2024", "amounts of the panel, in prices of 2024"),
    "hour": ("uur jeugdondersteuner", "hour of a youth supporter"),
    "unit": ("uur", "hour"),
    "stand_in": (
        "plaatsvervanger: wat een jeugdondersteuner kost, is niet gepubliceerd",
        "stand-in: what a youth supporter costs has not been published",
    ),
    "less": ("minder jeugdhulp", "less youth care"),
    "week": ("jeugdondersteuner, een volle week per school", "youth supporter, a full week per school"),
    "attribution": (
        "het effect is gemeten tegen scholen zonder, andere oorzaken zitten daar ook in",
        "the effect was measured against schools without, where other causes work as well",
    ),
    "displacement": (
        "in deze nagebootste gemeente verschuift niets; vul hier in wat u weet, met bron",
        "nothing is displaced in this simulated municipality; write here what you know, with its source",
    ),
    "drop_off": (
        "in deze nagebootste gemeente blijft het effect zolang de jeugdondersteuner er is",
        "in this simulated municipality the effect stays as long as the supporter does",
    ),
    "calm": ("rust en plezier op school", "calm and pleasure at school"),
    "no_price": ("er is geen gepubliceerde prijs", "there is no published price"),
    "sooner": ("eerder passende hulp", "fitting care sooner"),
    "not_known": ("euro's per week eerder zijn niet bekend", "euros per week sooner are not known"),
}


def write_files(folder: Path, made: Simulated, today: date, language: Language = "nl") -> None:
    """`question.toml`, `schools.csv`, `value.toml` and `truth.json`; what they say in the language asked."""
    said = {key: chosen(language, *both) for key, both in _SAID.items()}
    by_lot = made.town.choice == "lot"
    first, last = made.town.first_month, made.town.first_month + made.town.months - 1
    start = min((month for _school, month in made.starts), default=first + 6)
    question = _QUESTION.format(
        today=today.isoformat(),
        chosen="lot" if by_lot else "need",
        note=said["by_lot" if by_lot else "by_need"],
        first=month_text(first),
        last=month_text(last),
        anchor=month_text(start - 6 * -(-(start - first) // 6)),
        late=made.town.late,
        question_title=said["question_title"],
        late_note=said["late_note"].format(late=made.town.late),
    )
    (folder / "question.toml").write_text(question, encoding="utf-8")
    _schools(folder / "schools.csv", made)
    schools = max(len(made.starts), 1)
    numbers = {"schools": schools, "children": _children(made), "today": today.isoformat()}
    (folder / "value.toml").write_text(_VALUE.format(**said, **numbers), encoding="utf-8")
    truth = {"effect": made.town.effect, **asdict(made.truth), "town": asdict(made.town)}
    (folder / "truth.json").write_text(json.dumps(truth, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _schools(path: Path, made: Simulated) -> None:
    starts = dict(made.starts)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("school", "start", "stratum"))
        for number in range(made.town.schools):
            name = school_name(number)
            writer.writerow((name, month_text(starts[name]) if name in starts else "", ""))


def _children(made: Simulated) -> int:
    """Children at the treated schools at one moment."""
    chosen = {school for school, _month in made.starts} or {school_name(0)}
    in_school = sum(school in chosen for school in made.panel["school"].to_pylist())
    return max(1, round(in_school / made.town.months))
