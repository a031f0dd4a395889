"""Reads the national register of primary-school sites as DUO publishes it (*Alle vestigingen
basisonderwijs*).

The file is cp1252, separated by semicolons, with a header of capitals. Two generations of headers exist:
`BRIN NUMMER` and `VESTIGINGSNUMMER`, later `INSTELLINGSCODE` and `VESTIGINGSCODE`. The site number carries
the BRIN in front (`16AH00`).

The first thing that is wrong ends the reading, because a register is not mended by hand: one needs another
file.
"""

import re
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_lazy as _
from stdnum.nl import brin as brin_number

from schakel.exchange.errors import WrongShapeError, WrongValueError
from schakel.exchange.names import place_name
from schakel.exchange.table import Row, decode_cp1252, read_header, read_table, require_columns
from schakel.reference.facts import SiteFacts

GENERATIONS: Final = (("BRIN NUMMER", "VESTIGINGSNUMMER"), ("INSTELLINGSCODE", "VESTIGINGSCODE"))

# Column in the file, field of ours, the longest text that fits, and whether it must be filled in.
COLUMNS: Final = (
    ("VESTIGINGSNAAM", "name", 160, True),
    ("STRAATNAAM", "street", 120, False),
    ("HUISNUMMER-TOEVOEGING", "house_number", 20, False),
    ("POSTCODE", "postcode", 7, False),
    ("PLAATSNAAM", "city", 80, True),
    ("GEMEENTENUMMER", "municipality_code", 4, False),
    ("GEMEENTENAAM", "municipality", 80, True),
    ("DENOMINATIE", "denomination", 80, False),
    ("TELEFOONNUMMER", "phone", 30, False),
    ("INTERNETADRES", "website", 200, False),
)
PROVINCE: Final = "PROVINCIE"
# There are some 7,000 in the country.
MOST_SITES: Final = 25_000

# Provinces that lie in one holiday region as a whole (Rijksoverheid, regio-indeling schoolvakanties). Flevoland, Gelderland,
# Noord-Brabant and Utrecht are divided: there a person chooses.
REGION_OF_PROVINCE: Final = {
    "Drenthe": "noord",
    "Friesland": "noord",
    "Fryslân": "noord",
    "Groningen": "noord",
    "Noord-Holland": "noord",
    "Overijssel": "noord",
    "Zuid-Holland": "midden",
    "Limburg": "zuid",
    "Zeeland": "zuid",
}
_POSTCODE: Final = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})")
_TWO_DIGITS: Final = re.compile(r"[0-9]{2}", re.ASCII)

Report = Callable[[int, int], None]


def read_sites(data: bytes, report: Report | None = None) -> tuple[SiteFacts, ...]:
    """Every site in the file.

    `report` is told now and then how many rows of how many are done; it may raise to stop. Raises a
    FileError with line and column for the first thing that is wrong.
    """
    table = read_table(decode_cp1252(data), ";", MOST_SITES)
    brin, site = _identity_columns(table.columns)
    if not table.rows:
        raise WrongShapeError(_("er staat geen school in dit bestand."), line=2)
    found: dict[tuple[str, str], tuple[int, SiteFacts]] = {}
    for done, row in enumerate(table.rows):
        if report is not None and done % 100 == 0:
            report(done, len(table.rows))
        facts = _site(row, brin, site)
        earlier = found.setdefault(facts.identity, (row.line, facts))[0]
        if earlier != row.line:
            raise WrongValueError(
                str(_("deze vestiging staat ook op regel %(line)d.")) % {"line": earlier},
                line=row.line,
                column=site,
                value=row[site],
            )
    return tuple(facts for _line, facts in found.values())


def check_header(data: bytes) -> None:
    """Raise a FileError when these bytes are no register at all: a quick look before the worker reads the
    rows.
    """
    _identity_columns(read_header(decode_cp1252(data), ";"))


def _identity_columns(columns: tuple[str, ...]) -> tuple[str, str]:
    """The two columns that name a site; raises WrongShapeError or MissingColumnError for any column we need."""
    if len(columns) == 1:
        raise WrongShapeError(_("de kolommen zijn niet gescheiden door een puntkomma."), line=1)
    known = (pair for pair in GENERATIONS if not set(pair).isdisjoint(columns))
    pair = next(known, GENERATIONS[0])
    require_columns(columns, [*pair, *(column for column, *_rest in COLUMNS)])
    return pair


def _site(row: Row, brin_column: str, site_column: str) -> SiteFacts:
    brin = _brin(row, brin_column)
    values = {field: _text(row, column, most, needed) for column, field, most, needed in COLUMNS}
    values["postcode"] = _postcode(row)
    values["city"], values["municipality"] = place_name(values["city"]), place_name(values["municipality"])
    region = REGION_OF_PROVINCE.get(row.cells.get(PROVINCE, ""), "")
    return SiteFacts(brin=brin, site_number=_site_number(row, site_column, brin), region=region, **values)


def _brin(row: Row, column: str) -> str:
    value = row[column]
    if len(value) != 4 or not brin_number.is_valid(value) or not value.isascii():
        raise WrongValueError(_("dit is geen BRIN-nummer."), line=row.line, column=column, value=value)
    return value.upper()


def _site_number(row: Row, column: str, brin: str) -> str:
    value = row[column]
    number = value[4:] if value[:4].upper() == brin else value
    if not _TWO_DIGITS.fullmatch(number):
        raise WrongValueError(
            _("dit is geen vestigingsnummer van deze school."), line=row.line, column=column, value=value
        )
    return number


def _text(row: Row, column: str, most: int, needed: bool) -> str:
    value = row[column]
    if needed and not value:
        raise WrongValueError(_("deze cel is leeg."), line=row.line, column=column)
    if len(value) > most:
        said = str(_("deze tekst is langer dan %(most)d tekens.")) % {"most": most}
        raise WrongValueError(said, line=row.line, column=column, value=value)
    return value


def _postcode(row: Row) -> str:
    value = row["POSTCODE"]
    found = _POSTCODE.fullmatch(value.upper())
    if value and not found:
        raise WrongValueError(_("dit is geen postcode."), line=row.line, column="POSTCODE", value=value)
    return f"{found[1]} {found[2]}" if found else ""
