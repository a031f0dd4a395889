"""Reads school holidays in the shape in which central government publishes them.

The shape is JSON: a list `content`, each part with a `schoolyear` and a list `vacations`; each of those has
a `type` (its name), `compulsorydates`, and `regions` of `region`, `startdate` and `enddate`. A region is
`noord`, `midden`, `zuid` or `heel Nederland`. A date is a day, or a moment in UTC that is midnight in
Amsterdam. Texts carry stray spaces. Source: Rijksoverheid, open data schoolvakanties.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from schakel.reference.errors import HolidayFileError
from schakel.reference.facts import HolidayFacts
from schakel.rules.clock import amsterdam_day
from schakel.rules.errors import RuleError

REGIONS = ("noord", "midden", "zuid")
WHOLE_COUNTRY = "heel nederland"
LONGEST_YEAR = len("2025-2026")
LONGEST_NAME = 40


def read_holidays(text: str) -> tuple[HolidayFacts, ...]:
    """Every holiday of every region in the file; raises HolidayFileError that says what is wrong and where."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise HolidayFileError(_("het is geen JSON.")) from error
    years = document if isinstance(document, list) else [document]
    found = [row for year in years for row in _year(year)]
    if not found:
        raise HolidayFileError(_("er staat geen vakantie in."))
    return _once(found)


def _year(document: object) -> Iterator[HolidayFacts]:
    for number, part in enumerate(_list(document, "content", "bestand"), 1):
        where = f"content {number}"
        said = "-".join(_text(part, "schoolyear", where).replace("-", " ").split())
        school_year = _short(said, LONGEST_YEAR, where)
        for vacation in _list(part, "vacations", where):
            name = _short(_text(vacation, "type", where), LONGEST_NAME, where)
            for region in _list(vacation, "regions", f"{where}, {name}"):
                yield from _region(region, school_year, name, f"{where}, {name}")


def _region(row: object, school_year: str, name: str, where: str) -> Iterator[HolidayFacts]:
    said = _text(row, "region", where).lower()
    starts_on, ends_on = _day(row, "startdate", where), _day(row, "enddate", where)
    regions = REGIONS if said == WHOLE_COUNTRY else (said,)
    for region in regions:
        if region not in REGIONS:
            raise HolidayFileError(_("onbekende regio."), f"{where}, {said}")
        try:
            yield HolidayFacts(region, school_year, name, starts_on, ends_on)
        except RuleError as error:
            raise HolidayFileError(_("de laatste dag ligt voor de eerste."), f"{where}, {region}") from error


def _once(rows: list[HolidayFacts]) -> tuple[HolidayFacts, ...]:
    seen: dict[tuple[str, str, str], HolidayFacts] = {}
    for row in rows:
        other = seen.setdefault((row.region, row.school_year, row.name), row)
        if other != row:
            raise HolidayFileError(
                _("een vakantie staat er twee keer in, met andere dagen."),
                f"{row.name} {row.school_year}, {row.region}",
            )
    return tuple(seen.values())


def _member(row: object, name: str, where: str) -> object:
    if not isinstance(row, dict) or name not in row:
        raise HolidayFileError(_("er ontbreekt een onderdeel."), f"{where}, {name}")
    return row[name]


def _list(row: object, name: str, where: str) -> list[object]:
    value = _member(row, name, where)
    if not isinstance(value, list):
        raise HolidayFileError(_("een lijst is geen lijst."), f"{where}, {name}")
    return value


def _text(row: object, name: str, where: str) -> str:
    value = _member(row, name, where)
    if not isinstance(value, str) or not value.strip():
        raise HolidayFileError(_("er ontbreekt tekst."), f"{where}, {name}")
    return value.strip()


def _short(text: str, most: int, where: str) -> str:
    if len(text) > most or "\0" in text:
        raise HolidayFileError(_("deze tekst is te lang."), f"{where}: {text[:most]}")
    return text


def _day(row: object, name: str, where: str) -> date:
    text = _text(row, name, where)
    try:
        return date.fromisoformat(text) if len(text) == len("2025-01-01") else _day_of_moment(text)
    except (ValueError, OverflowError) as error:
        raise HolidayFileError(_("dit is geen datum."), f"{where}, {name}: {text[:40]}") from error


def _day_of_moment(text: str) -> date:
    return amsterdam_day(datetime.fromisoformat(text))
