"""The forms of access."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.access.models import LogEntry, User
from schakel.access.models_breakglass import Verdict
from schakel.access.roles import Role
from schakel.web.fields import DayField, LineField, StoryField
from schakel.web.forms import PlainForm


class AuditForm(PlainForm):
    """What to search the log for."""

    wie = LineField(label=_("Wie keek? (naam)"), required=False)
    over = LineField(label=_("Naar wie? (naam)"), required=False)
    soort = forms.ChoiceField(
        label=_("Wat?"), choices=[("", _("alles")), *LogEntry.Event.choices], required=False
    )
    vanaf = DayField(label=_("Vanaf"), required=False)
    tot = DayField(label=_("Tot en met"), required=False)


class ReviewForm(PlainForm):
    """Was it right to open this file in need?"""

    verdict = forms.ChoiceField(label=_("Was het terecht?"), choices=Verdict, widget=forms.RadioSelect)
    remark = StoryField(label=_("Waarom vind je dat?"), max_length=1000, rows=4)


class AccountForm(PlainForm):
    """A new account: one person in one role."""

    full_name = LineField(label=_("Naam"), max_length=120)
    email = forms.EmailField(label=_("E-mailadres"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Rol"), choices=Role, widget=forms.RadioSelect)
    password = forms.CharField(
        label=_("Eerste wachtwoord"),
        min_length=12,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minstens 12 tekens. Geef het niet per mail door."),
    )

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=address).exists():
            raise forms.ValidationError(_("Dit e-mailadres heeft al een account."))
        return address


class LastDayForm(PlainForm):
    """Until when an account works; empty for no last day."""

    expires_on = DayField(label=_("Laatste dag"), required=False, future=True)
