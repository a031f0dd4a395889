"""The forms about the file as its persons read it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.casework.models import ONE_SENTENCE
from schakel.casework.words import ReadOutcome, Sensitive
from schakel.web.fields import LineField, StoryField
from schakel.web.forms import PlainForm


class StatementForm(PlainForm):
    """In their own words; it is added and never changed."""

    said_by = forms.ChoiceField(label=_("Van wie is dit verhaal?"), widget=forms.RadioSelect)
    text = StoryField(label=_("Wat wil diegene erbij zetten?"), help_text=_("In de eigen woorden."), rows=6)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_by"].choices = people  # type: ignore[attr-defined]  # a choice field


class WithholdForm(PlainForm):
    """Keep one part back, with the reason; a colleague reads along."""

    sensitive = forms.ChoiceField(
        label=_("Waarom ligt dit gevoelig?"), choices=Sensitive, widget=forms.RadioSelect
    )
    reason = LineField(label=_("Wat is de reden?"), max_length=ONE_SENTENCE)


class SecondReadForm(PlainForm):
    outcome = forms.ChoiceField(label=_("Wat besluit jij?"), choices=ReadOutcome, widget=forms.RadioSelect)
