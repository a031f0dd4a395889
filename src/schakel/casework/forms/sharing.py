"""The forms about what leaves the file: sharing one thing, taking it back, and a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.access.models import User
from schakel.casework.models import ONE_SENTENCE
from schakel.casework.words import LetterWay, SharedKind
from schakel.web.fields import DayField, LineField, StoryField
from schakel.web.forms import PlainForm


class ShareForm(PlainForm):
    """One thing, one person, one purpose, until a day; the family knows."""

    with_user = forms.ModelChoiceField(
        User.objects.none(), label=_("Met wie?"), widget=forms.RadioSelect, empty_label=None
    )
    kind = forms.ChoiceField(label=_("Wat deel je?"), choices=SharedKind, widget=forms.RadioSelect)
    text = StoryField(
        label=_("De zin die diegene leest"),
        rows=4,
        help_text=_("Alleen deze woorden. Een notitie delen kan niet."),
    )
    purpose = LineField(label=_("Waarvoor?"), max_length=ONE_SENTENCE)
    until = DayField(label=_("Tot en met wanneer is het te lezen?"), future=True)
    family_told_on = DayField(label=_("Wanneer vertelde je dit aan het gezin?"), past=True)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_user"].queryset = people  # type: ignore[attr-defined]  # a model choice field


class UnshareForm(PlainForm):
    why = LineField(label=_("Waarom trek je het terug?"), max_length=ONE_SENTENCE)


class LetterForm(PlainForm):
    """To whom, how, and at most one sentence of your own."""

    person = forms.ChoiceField(label=_("Aan wie van het gezin?"), widget=forms.RadioSelect)
    name = LineField(label=_("Naam van wie de brief krijgt"), max_length=120)
    way = forms.ChoiceField(
        label=_("Hoe gaat de brief?"),
        choices=LetterWay,
        widget=forms.RadioSelect,
        initial=LetterWay.IN_PERSON,
    )
    large = forms.BooleanField(label=_("In grote letters"), required=False)
    extra = LineField(
        label=_("Wil je één zin toevoegen?"),
        max_length=ONE_SENTENCE,
        required=False,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # a choice field
        del self.fields["name" if people else "person"]
