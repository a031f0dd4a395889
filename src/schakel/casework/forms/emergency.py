"""The form that opens a file in need: who knows the child gives all of it, and says why."""

from django.utils.translation import gettext_lazy as _

from schakel.access.breakglass import REASON_LEAST
from schakel.web.fields import DayField, LineField, StoryField
from schakel.web.forms import PlainForm


class EmergencyForm(PlainForm):
    first_name = LineField(label=_("Voornaam van het kind"), max_length=80)
    last_name = LineField(label=_("Achternaam van het kind"), max_length=120)
    birth_date = DayField(label=_("Geboortedatum"), past=True)
    reason = StoryField(
        label=_("Waarom moet je dit dossier nu zien?"),
        help_text=_("In je eigen woorden. Wat je schrijft blijft staan en wordt nagekeken."),
        max_length=1000,
        min_length=REASON_LEAST,
        rows=4,
    )
