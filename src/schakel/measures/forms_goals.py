"""The forms of goal attainment."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.casework.models import ONE_SENTENCE
from schakel.measures.models import Informant
from schakel.measures.models_goals import GoalMoment, GoalWeight
from schakel.measures.queries_goals import GoalLine
from schakel.measures.scoring import signed
from schakel.web.fields import LineField
from schakel.web.forms import PlainForm


class ScaleForm(PlainForm):
    """What each of five levels means, in plain words."""

    weight = forms.TypedChoiceField(
        label=_("Hoe zwaar telt dit doel voor het gezin?"),
        choices=GoalWeight,
        coerce=int,
        widget=forms.RadioSelect,
        initial=GoalWeight.FAIRLY,
    )
    expected = LineField(
        label=_("Wat is goed genoeg?"),
        max_length=ONE_SENTENCE,
        help_text=_("Wat jullie verwachten. Dit is 0."),
    )
    more = LineField(label=_("Wat is beter dan verwacht? (+1)"), max_length=ONE_SENTENCE)
    much_more = LineField(label=_("Wat is veel beter? (+2)"), max_length=ONE_SENTENCE)
    less = LineField(label=_("Wat is minder dan verwacht? (−1)"), max_length=ONE_SENTENCE)
    much_less = LineField(
        label=_("Wat is veel minder? (−2)"),
        max_length=ONE_SENTENCE,
        help_text=_("Vaak is dit hoe het nu is."),
    )


class ScoreForm(PlainForm):
    """Where each goal stands: its own words are the choices. A goal may be left open."""

    moment = forms.ChoiceField(label=_("Wanneer?"), choices=GoalMoment, widget=forms.RadioSelect)
    informant = forms.ChoiceField(label=_("Wie zegt dit?"), choices=Informant, widget=forms.RadioSelect)

    def __init__(self, *args: Any, lines: Sequence[GoalLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            if line.scale is not None:
                choices = [(str(level), f"{signed(level)}  {words}") for level, words in line.scale.levels()]
                self.fields[f"goal_{line.number}"] = forms.ChoiceField(
                    label=f"“{line.goal.in_words}”",
                    choices=[*choices, ("", _("nu niet"))],
                    widget=forms.RadioSelect,
                    required=False,
                )
