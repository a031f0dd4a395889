"""The forms of exchange."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.exchange.errors import FileError
from schakel.exchange.files import MAX_BYTES
from schakel.exchange.schools import check_header
from schakel.web.fields import DayField, LineField
from schakel.web.forms import PlainForm


class SitesForm(PlainForm):
    """An edition of the school register."""

    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("Van duo.nl: Alle vestigingen basisonderwijs, als CSV. Verander niets aan het bestand."),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )
    published_on = DayField(
        label=_("Datum van de lijst"), help_text=_("De dag waarop DUO de lijst uitgaf."), past=True
    )
    municipality = LineField(
        label=_("Alleen deze gemeente"),
        required=False,
        max_length=80,
        help_text=_("Leeg is heel Nederland."),
    )

    def clean_file(self) -> bytes:
        """The bytes of the file, when it is a register at all."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(_("Dit bestand is te groot. Er past 25 MB."))
        data: bytes = upload.read()
        self.file_name: str = upload.name
        try:
            check_header(data)
        except FileError as error:
            raise forms.ValidationError(str(error)) from error
        return data
