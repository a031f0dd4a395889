"""Writes the staff list that `staff` reads: a sheet to fill in, and a sheet that explains each column and
the roles."""

import io

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from schakel.access.roles import Role
from schakel.exchange import staff

LAST_LINE = 500
DATE_COLUMNS = (staff.REGISTERED_FROM, staff.REGISTERED_UNTIL, staff.VOG, staff.STARTS)


def write_template() -> bytes:
    """The template as the bytes of an xlsx file, in Dutch like the lists it is filled in from."""
    with translation.override("nl"):
        book = Workbook()
        people = book.active
        assert isinstance(people, Worksheet)
        people.title = _("medewerkers")
        _fill_people(people)
        _explain(book.create_sheet(_("uitleg")))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill_people(sheet: Worksheet) -> None:
    for at, column in enumerate(staff.COLUMNS, 1):
        sheet.cell(1, at, column).font = Font(bold=True)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = max(14, len(column) + 4)
        if column in DATE_COLUMNS:
            for line in range(2, LAST_LINE + 1):
                sheet.cell(line, at).number_format = "DD-MM-YYYY"
    sheet.freeze_panes = "A2"
    roles = DataValidation(type="list", formula1=f'"{",".join(str(role.label) for role in Role)}"')
    letter = get_column_letter(staff.COLUMNS.index(staff.ROLE) + 1)
    roles.add(f"{letter}2:{letter}{LAST_LINE}")
    sheet.add_data_validation(roles)


def _explain(sheet: Worksheet) -> None:
    explained = {
        staff.NAME: _("Voornaam en achternaam."),
        staff.EMAIL: _("Hiermee logt iemand in. Ieder adres mag één keer voorkomen."),
        staff.ROLE: _("Een van de rollen hieronder."),
        staff.PHONE: _("Mag leeg blijven."),
        staff.SKJ: _("Alleen cijfers. Leeg voor wie niet geregistreerd is."),
        staff.REGISTERED_FROM: _("De eerste dag van de registratie, zoals 01-02-2024."),
        staff.REGISTERED_UNTIL: _("De laatste dag van de registratie."),
        staff.VOG: _("De dag waarop de VOG is afgegeven."),
        staff.SITES: _("BRIN-nummer met vestiging, zoals 12AB00. Meer dan één: zet er een komma tussen."),
        staff.DAYS: _("Zoals: ma, di. Andere dagen per vestiging: ma, di; wo."),
        staff.STARTS: _("De eerste dag op deze vestigingen. Leeg is vandaag."),
    }
    for line, (column, text) in enumerate(explained.items(), 1):
        sheet.cell(line, 1, column).font = Font(bold=True)
        sheet.cell(line, 2, text)
    for line, role in enumerate(Role, len(explained) + 2):
        sheet.cell(line, 1, str(role.label))
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 80
