"""Reads a staff list: who works here, in which role, registered until when, at which sites on which days.

The list is the template that Schakel writes itself (`staff_template`), as xlsx or CSV. Because people fill
it in by hand, every mistake is collected and shown with line and column, and nothing is taken in until the
list is right. An expired registration is no mistake but news: it is reported, and the person is taken in
without the acts that need it (R7).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from stdnum.nl import brin as brin_number

from schakel.access.roles import Role
from schakel.exchange.errors import FileError, SeveralErrors, Text, WrongShapeError, WrongValueError
from schakel.exchange.table import Row, Table, decode_any, read_table, require_columns
from schakel.exchange.workbook import MAX_ROWS, looks_like_workbook, read_workbook

NAME: Final = "naam"
EMAIL: Final = "e-mail"
ROLE: Final = "rol"
PHONE: Final = "telefoon"
SKJ: Final = "SKJ-nummer"
REGISTERED_FROM: Final = "geregistreerd vanaf"
REGISTERED_UNTIL: Final = "geregistreerd tot en met"
VOG: Final = "datum VOG"
SITES: Final = "vestigingen"
DAYS: Final = "dagen"
STARTS: Final = "aan het werk vanaf"

COLUMNS: Final = (
    NAME,
    EMAIL,
    ROLE,
    PHONE,
    SKJ,
    REGISTERED_FROM,
    REGISTERED_UNTIL,
    VOG,
    SITES,
    DAYS,
    STARTS,
)
WEEKDAYS: Final = {"ma": 1, "di": 2, "wo": 3, "do": 4, "vr": 5}
# The container of .xls, and of an .xlsx with a password.
OLD_OR_LOCKED: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LONGEST: Final = {NAME: 120, EMAIL: 254, PHONE: 30, SKJ: 20}
_DUTCH_DAY: Final = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
_SKJ: Final = re.compile(r"[0-9]{1,20}", re.ASCII)

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """The days at one site: BRIN, site number, ISO weekdays (Monday is 1)."""

    brin: str
    site_number: str
    weekdays: tuple[int, ...]


@dataclass(frozen=True)
class StaffRow:
    """One person of the list, with the line it stands on."""

    line: int
    name: str
    email: str
    role: Role
    phone: str = ""
    skj_number: str = ""
    registered_from: date | None = None
    registered_until: date | None = None
    vog_on: date | None = None
    places: tuple[Place, ...] = ()
    starts_on: date | None = None


@dataclass(frozen=True)
class StaffList:
    """The people of a list, and what is worth knowing although it is no mistake."""

    rows: tuple[StaffRow, ...]
    notices: tuple[FileError, ...] = field(default=())


def read_staff(data: bytes, today: date) -> StaffList:
    """Everybody in the file. Raises a FileError, or SeveralErrors that holds every mistake with line and
    column.
    """
    table = _table(data)
    columns = {column.casefold(): column for column in table.columns}
    require_columns(columns, [column.casefold() for column in COLUMNS])
    if not table.rows:
        raise WrongShapeError(_("er staat niemand in dit bestand."), line=2)
    errors: list[FileError] = []
    rows = [_Reader(row, columns, today, errors).read() for row in table.rows]
    _refuse_twice(rows, errors)
    if errors:
        raise SeveralErrors(sorted(errors, key=lambda error: error.line or 0))
    return StaffList(tuple(rows), tuple(_expired(rows, today)))


def _table(data: bytes) -> Table:
    if data.startswith(OLD_OR_LOCKED):
        raise WrongShapeError(
            _(
                "dit is een oud Excel-bestand, of er zit een wachtwoord op. Sla het op als .xlsx zonder wachtwoord."
            )
        )
    if looks_like_workbook(data):
        return read_workbook(data)
    text = decode_any(data)
    first = text.partition("\n")[0]
    return read_table(text, ";" if first.count(";") >= first.count(",") else ",", MAX_ROWS)


def _refuse_twice(rows: list[StaffRow], errors: list[FileError]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        earlier = seen.setdefault(row.email, row.line)
        if row.email and earlier != row.line:
            said = str(_("dit adres staat ook op regel %(line)d.")) % {"line": earlier}
            errors.append(WrongValueError(said, line=row.line, column=EMAIL, value=row.email))


def _expired(rows: list[StaffRow], today: date) -> Iterator[FileError]:
    for row in rows:
        if row.registered_until is not None and row.registered_until < today:
            said = _("deze registratie is verlopen; voorbehouden taken zijn niet mogelijk.")
            value = f"{row.name}, {row.registered_until:%d-%m-%Y}"
            yield WrongValueError(said, line=row.line, column=REGISTERED_UNTIL, value=value)


def roles_by_label() -> dict[str, Role]:
    """The roles as the template writes them, in Dutch, and by their key."""
    with translation.override("nl"):
        labels = {str(role.label).casefold(): role for role in Role}
    return labels | {role.value: role for role in Role}


class _Reader:
    """Reads one row; keeps going after a mistake, so that the next one is found too."""

    def __init__(self, row: Row, columns: dict[str, str], today: date, errors: list[FileError]) -> None:
        self.row, self.columns, self.today, self.errors = row, columns, today, errors

    def read(self) -> StaffRow:
        registered_from = self.part(REGISTERED_FROM, self.day)
        registered_until = self.part(REGISTERED_UNTIL, self.day)
        if registered_from and registered_until and registered_until < registered_from:
            self.wrong(_("de laatste dag ligt voor de eerste."), REGISTERED_UNTIL)
        return StaffRow(
            line=self.row.line,
            name=self.part(NAME, self.filled) or "",
            email=(self.part(EMAIL, self.email) or "").casefold(),
            role=self.part(ROLE, self.role) or Role.TEACHER,
            phone=self.part(PHONE, self.short) or "",
            skj_number=self.part(SKJ, self.skj) or "",
            registered_from=registered_from,
            registered_until=registered_until,
            vog_on=self.part(VOG, self.past_day),
            places=self.part(SITES, self.places) or (),
            starts_on=self.part(STARTS, self.day),
        )

    def cell(self, column: str) -> str:
        return self.row[self.columns[column.casefold()]]

    def part(self, column: str, read: Callable[[str], T]) -> T | None:
        """What `read` makes of a column; a mistake is noted and gives None."""
        try:
            return read(column)
        except WrongValueError as error:
            self.errors.append(error)
            return None

    def wrong(self, why: Text, column: str) -> None:
        self.errors.append(self.error(why, column))

    def error(self, why: Text, column: str) -> WrongValueError:
        return WrongValueError(why, line=self.row.line, column=column, value=self.cell(column))

    def short(self, column: str) -> str:
        value = self.cell(column)
        if len(value) > LONGEST[column]:
            said = str(_("deze tekst is langer dan %(most)d tekens.")) % {"most": LONGEST[column]}
            raise self.error(said, column)
        return value

    def filled(self, column: str) -> str:
        value = self.short(column)
        if not value:
            raise self.error(_("deze cel is leeg."), column)
        return value

    def email(self, column: str) -> str:
        value = self.filled(column)
        try:
            validate_email(value)
        except ValidationError as error:
            raise self.error(_("dit is geen e-mailadres."), column) from error
        return value

    def role(self, column: str) -> Role:
        role = roles_by_label().get(self.cell(column).casefold())
        if role is None:
            raise self.error(
                _("deze rol bestaat niet. Kijk op het blad met rollen in het voorbeeld."), column
            )
        return role

    def skj(self, column: str) -> str:
        value = self.short(column).replace(" ", "")
        if value and not _SKJ.fullmatch(value):
            raise self.error(_("een SKJ-nummer heeft alleen cijfers."), column)
        return value

    def day(self, column: str) -> date | None:
        value = self.cell(column)
        if not value:
            return None
        found = _DUTCH_DAY.fullmatch(value)
        try:
            return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(value)
        except ValueError as error:
            raise self.error(_("dit is geen datum. Schrijf hem zo: 23-11-2026."), column) from error

    def past_day(self, column: str) -> date | None:
        day = self.day(column)
        if day is not None and day > self.today:
            raise self.error(_("deze dag ligt in de toekomst."), column)
        return day

    def places(self, column: str) -> tuple[Place, ...]:
        numbers = re.split(r"[,;\s]+", self.cell(column).strip(" ,;"))
        sites = [self.site(number, column) for number in numbers if number]
        groups = self.weekdays(len(sites))
        if len(set(sites)) < len(sites):
            raise self.error(_("deze vestiging staat er twee keer."), column)
        return tuple(Place(*site, days) for site, days in zip(sites, groups, strict=True))

    def site(self, number: str, column: str) -> tuple[str, str]:
        value = number.upper()
        if len(value) != 6 or not value.isascii() or not brin_number.is_valid(value):
            raise self.error(_("dit is geen BRIN-nummer met vestiging, zoals 12AB00."), column)
        return value[:4], value[4:]

    def weekdays(self, sites: int) -> list[tuple[int, ...]]:
        """Per site the days: one group for all of them, or as many groups as sites, separated by a semicolon."""
        groups = [self.group(text) for text in self.cell(DAYS).split(";")]
        if not sites and self.cell(DAYS):
            raise self.error(_("bij deze dagen hoort een vestiging."), DAYS)
        if len(groups) == 1:
            groups *= sites
        if len(groups) != sites:
            raise self.error(_("er staan meer of minder dagen dan vestigingen."), DAYS)
        if any(not group for group in groups):
            raise self.error(_("bij een vestiging horen dagen, zoals: ma, di."), DAYS)
        return groups

    def group(self, text: str) -> tuple[int, ...]:
        words = [word for word in re.split(r"[,\s]+", text.casefold()) if word]
        unknown = [word for word in words if word not in WEEKDAYS]
        if unknown:
            raise self.error(_("schrijf dagen zo: ma, di, wo, do, vr."), DAYS)
        return tuple(sorted({WEEKDAYS[word] for word in words}))
