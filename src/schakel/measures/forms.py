"""The questions at the end, for each kind of informant, after the national outcome set for youth help."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.measures.models import CanGoOn, Informant
from schakel.web.fields import StoryField
from schakel.web.forms import PlainForm

TO_TEN = [(str(mark), str(mark)) for mark in range(1, 11)]
SMILEYS = [("3", _("😀 fijn")), ("2", _("😐 gaat wel")), ("1", _("🙁 niet fijn"))]


class InviteForm(PlainForm):
    informant = forms.ChoiceField(
        label=_("Aan wie vragen we het?"), choices=Informant, widget=forms.RadioSelect
    )


class OutcomeForm(PlainForm):
    """Usefulness 1 to 10, and whether one can go on without help. Nothing else is asked."""

    usefulness = forms.TypedChoiceField(
        label=_("Heb je iets gehad aan de hulp? Geef een cijfer."),
        help_text=_("1 is helemaal niets, 10 is heel veel."),
        choices=TO_TEN,
        coerce=int,
        widget=forms.RadioSelect,
    )
    can_go_on = forms.ChoiceField(
        label=_("Kun je nu verder zonder hulp?"), choices=CanGoOn, widget=forms.RadioSelect
    )
    words = StoryField(label=_("Wil je nog iets zeggen?"), max_length=1000, required=False, rows=3)


class SmileyForm(PlainForm):
    """For a young child: one question, three faces."""

    smiley = forms.TypedChoiceField(
        label=_("Hoe vond je het?"), choices=SMILEYS, coerce=int, widget=forms.RadioSelect
    )


class EstimateForm(OutcomeForm):
    """The professional's estimate of what someone would say."""

    informant = forms.ChoiceField(
        label=_("Voor wie schat je dit in?"), choices=Informant, widget=forms.RadioSelect
    )
    field_order = ("informant", "usefulness", "can_go_on", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usefulness"].label = _("Welk cijfer denk je dat diegene geeft?")
        self.fields["can_go_on"].label = _("Kan diegene nu verder zonder hulp?")
