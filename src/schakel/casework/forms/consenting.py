"""The forms around consent: asking for it, answering a link, and the ground for processing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.casework.models import ONE_SENTENCE
from schakel.casework.words import AskOutcome, AskWay, Ground, Said
from schakel.web.fields import LineField
from schakel.web.forms import PlainForm


class AskConsentForm(PlainForm):
    """Whom to ask, and how. Everybody is asked apart."""

    person = forms.ChoiceField(label=_("Aan wie vraag je het?"), widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label=_("Hoe?"), choices=AskWay, widget=forms.RadioSelect, initial=AskWay.IN_PERSON
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a choice field


class ConsentLinkForm(PlainForm):
    """What somebody answers through their own link. No is as good an answer as yes."""

    said = forms.ChoiceField(
        label=_("Vindt u deze hulp goed?"),
        choices=[
            (Said.GIVEN.value, _("Ja, dat vind ik goed")),
            (Said.REFUSED.value, _("Nee, dat wil ik niet")),
            (AskOutcome.TALK_FIRST.value, _("Ik wil eerst praten")),
            (AskOutcome.WRONG_CHILD.value, _("Dit gaat niet om mijn kind")),
        ],
        widget=forms.RadioSelect,
    )
    note = LineField(label=_("Wilt u er iets bij zeggen?"), max_length=ONE_SENTENCE, required=False)

    def __init__(self, *args: Any, to_child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if to_child:
            said: Any = self.fields["said"]
            said.label, self.fields["note"].label = _("Vind je dat goed?"), _("Wil je er iets bij zeggen?")
            said.choices = [*said.choices[:-1], (AskOutcome.WRONG_CHILD.value, _("Dit gaat niet over mij"))]


class GroundForm(PlainForm):
    """The ground for processing, with the article it rests on."""

    ground = forms.ChoiceField(label=_("Op welke grondslag?"), choices=Ground, widget=forms.RadioSelect)
    source = LineField(label=_("Welk artikel?"), max_length=200)


class EndGroundForm(PlainForm):
    why = LineField(label=_("Waarom is er geen grondslag meer?"), max_length=ONE_SENTENCE)
