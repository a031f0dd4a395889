"""The forms about a family: ties, authority, how to reach somebody, and two records that are one person."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.people.models import FamilyTie, ParentalAuthority
from schakel.web.fields import DayField, LineField
from schakel.web.forms import PlainForm
from schakel.web.versions import VersionedForm

SOMEONE_ELSE = _("iemand die hier nog niet staat")


class TieForm(PlainForm):
    """Who stands around the child. Only what is needed to know whom to talk with."""

    kind = forms.ChoiceField(
        label=_("Wie is dit voor het kind?"), choices=FamilyTie.Kind, widget=forms.RadioSelect
    )
    known = forms.ChoiceField(label=_("Staat diegene hier al?"), required=False, widget=forms.RadioSelect)
    first_name = LineField(label=_("Voornaam"), max_length=80, required=False)
    last_name = LineField(label=_("Achternaam"), max_length=40, required=False)
    words = LineField(
        label=_("Hoe noemt het kind diegene?"),
        max_length=60,
        required=False,
        help_text=_("Bijvoorbeeld oma, buurvrouw Ans of voetbaltrainer."),
    )
    home = forms.ChoiceField(
        label=_("Waar woont diegene?"),
        choices=FamilyTie.Home,
        widget=forms.RadioSelect,
        initial=FamilyTie.Home.UNKNOWN,
    )

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].choices = [*known, ("", SOMEONE_ELSE)]  # type: ignore[attr-defined]  # a choice field
        if not known:
            self.fields["known"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("known") and not cleaned.get("first_name"):
            self.add_error("first_name", _("Vul een voornaam in, of kies iemand die hier al staat."))
        return cleaned


class EndAuthorityForm(PlainForm):
    until_on = DayField(label=_("Wat is de laatste dag met gezag?"))


class GiveAuthorityForm(PlainForm):
    """Somebody who already stands around the child has authority from a day."""

    holder = forms.ChoiceField(label=_("Wie heeft gezag?"), widget=forms.RadioSelect)
    quality = forms.ChoiceField(
        label=_("Als wat?"), choices=ParentalAuthority.Quality, widget=forms.RadioSelect, initial="parent"
    )
    from_on = DayField(label=_("Sinds wanneer?"), past=True)
    verified_how = LineField(
        label=_("Hoe is het gezag nagegaan?"),
        max_length=120,
        help_text=_("Bijvoorbeeld: gezagsregister, of verteld door moeder."),
    )

    def __init__(self, *args: Any, holders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = holders  # type: ignore[attr-defined]  # a choice field
        self.fields["from_on"].initial = timezone.localdate()


class ReachForm(VersionedForm):
    """How to reach one person, and what never to send."""

    how = LineField(
        label=_("Hoe en wanneer bereik je diegene?"),
        max_length=200,
        required=False,
        help_text=_("Bijvoorbeeld: bellen op werkdagen na drie uur."),
    )
    language = LineField(label=_("In welke taal praten jullie?"), max_length=40, required=False)
    interpreter = forms.BooleanField(label=_("Er is een tolk nodig"), required=False)
    secret_address = forms.BooleanField(
        label=_("Het adres is geheim"),
        required=False,
        help_text=_("Dan gaat er geen brief met de post en geen link of bericht naar deze persoon."),
    )
    never_post = forms.BooleanField(label=_("Stuur nooit een brief"), required=False)
    never_link = forms.BooleanField(label=_("Stuur nooit een link of bericht"), required=False)
    never_call = forms.BooleanField(label=_("Bel nooit"), required=False)
    never_words = LineField(label=_("Wat sturen of zeggen we nooit?"), max_length=200, required=False)


class MergeForm(PlainForm):
    """These are one person: a decision, with the reason."""

    merged = forms.ChoiceField(label=_("Wie is dezelfde?"), widget=forms.RadioSelect)
    why = LineField(
        label=_("Hoe weet je dat?"), max_length=300, help_text=_("Bijvoorbeeld: nagevraagd bij moeder.")
    )

    def __init__(self, *args: Any, twins: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["merged"].choices = twins  # type: ignore[attr-defined]  # a choice field
