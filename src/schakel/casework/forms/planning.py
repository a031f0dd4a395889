"""The forms of a plan: each does one thing, in the words of the family."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.casework.models import ONE_SENTENCE
from schakel.casework.words import LifeDomain, OfferAnswer, SaidHow
from schakel.web.fields import DayField, LineField, StoryField
from schakel.web.forms import PlainForm
from schakel.web.versions import VersionedForm


class OfferForm(PlainForm):
    answer = forms.ChoiceField(
        label=_("Wil het gezin zelf een plan maken?"), choices=OfferAnswer, widget=forms.RadioSelect
    )
    on = DayField(label=_("Wanneer vroeg je het?"), past=True)
    note = LineField(label=_("Wat zeiden zij erbij?"), max_length=ONE_SENTENCE, required=False)


class PlanForm(VersionedForm):
    """The plan in the family's own words. Goals and steps come from the support."""

    goes_well = StoryField(label=_("Wat gaat er goed?"), help_text=_("In de woorden van het gezin."), rows=5)
    we_want = StoryField(label=_("Wat willen wij?"), help_text=_("In de woorden van het gezin."), rows=5)
    by_family = forms.BooleanField(label=_("Dit plan maakte het gezin zelf"), required=False)


class AgreeForm(PlainForm):
    person = forms.ChoiceField(
        label=_("Wie is het eens met dit plan?"), widget=forms.RadioSelect, required=False
    )
    name = LineField(label=_("Naam van iemand anders"), max_length=120, required=False)
    how = forms.ChoiceField(label=_("Hoe?"), choices=SaidHow.by_hand(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [*people, ("", _("iemand anders"))]  # type: ignore[attr-defined]  # a choice field


class CardForm(VersionedForm):
    """Two columns, one language."""

    works_at_school = StoryField(label=_("Wat werkt op school?"), required=False, rows=4)
    could_at_school = StoryField(label=_("Wat zou op school kunnen werken?"), required=False, rows=4)
    works_at_home = StoryField(label=_("Wat werkt thuis?"), required=False, rows=4)
    could_at_home = StoryField(label=_("Wat zou thuis kunnen werken?"), required=False, rows=4)


class DomainForm(PlainForm):
    """One part of life, with the reason why it is needed for this help."""

    domain = forms.ChoiceField(label=_("Waarover?"), choices=LifeDomain, widget=forms.RadioSelect)
    reason = LineField(
        label=_("Waarom is dit nodig voor deze hulp?"),
        max_length=ONE_SENTENCE,
        help_text=_("Geen reden? Schrijf het dan niet op."),
    )
    text = StoryField(label=_("Wat is belangrijk om te weten?"), rows=4)
