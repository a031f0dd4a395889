"""Picking up, clarifying and answering a question; the child it is about, and who agreed."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import User
from schakel.casework.models import ONE_SENTENCE, ConsentException
from schakel.casework.words import AnswerKind, Human, Said, SaidHow, Surroundings
from schakel.people.models import ParentalAuthority
from schakel.web.fields import DayField, LineField, PhoneField, StoryField
from schakel.web.forms import PlainForm
from schakel.web.versions import VersionedForm


class PickUpForm(VersionedForm):
    """The first human contact. A receipt is none."""

    how = forms.ChoiceField(label=_("Hoe was het eerste contact?"), choices=Human, widget=forms.RadioSelect)


class AssignForm(PlainForm):
    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Wie pakt het op?"), widget=forms.RadioSelect, empty_label=None
    )
    expected_on = DayField(label=_("Wanneer komt diegene?"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # a model choice field


class ClarifyForm(VersionedForm):
    """Three columns, and for whom an answer was offered first."""

    we_see = StoryField(label=_("Wat zien we?"), help_text=_("Gedrag, zonder oordeel."), rows=6)
    behind_it = StoryField(
        label=_("Wat kan erachter zitten?"),
        required=False,
        help_text=_("Thuis, in de klas, in het kind. Een vermoeden mag."),
        rows=6,
    )
    asks_of_us = StoryField(
        label=_("Wat vraagt dit van ons?"), required=False, help_text=_("Wat kunnen wij anders doen?"), rows=6
    )
    offered_first = forms.ChoiceField(
        label=_("Voor wie boden we eerst iets aan?"),
        choices=Surroundings,
        widget=forms.RadioSelect,
        help_text=_(
            "Vaak helpt iets voor de klas, het team of thuis al. Daarna pas kijken we naar het kind alleen."
        ),
    )
    offered_words = LineField(
        label=_("Wat boden we aan, of waarom niet?"), max_length=ONE_SENTENCE, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("offered_first") == Surroundings.NONE and not cleaned.get("offered_words"):
            self.add_error("offered_words", _("Schrijf in een paar woorden waarom niet."))
        return cleaned


class AnswerForm(VersionedForm):
    """An answer in one sentence. Support for a longer time has its own page."""

    kind = forms.ChoiceField(
        label=_("Wat is het antwoord?"),
        choices=[(kind.value, kind.label) for kind in AnswerKind if kind is not AnswerKind.SUPPORT],
        widget=forms.RadioSelect,
    )
    agreed = LineField(
        label=_("Wat is afgesproken?"),
        max_length=ONE_SENTENCE,
        help_text=_("Eén zin. De vrager kan hem teruglezen als je dat hieronder kiest."),
    )
    for_child = forms.BooleanField(
        label=_("Dit is hulp voor dit ene kind"),
        required=False,
        help_text=_("Dan is toestemming nodig. Voor advies zonder naam niet."),
    )
    share = forms.BooleanField(
        label=_("Laat de vrager deze zin lezen"),
        required=False,
        help_text=_("Alleen deze zin, alleen deze vrager."),
    )


class ChildForm(PlainForm):
    """Which child a question is about: one already known to this worker, or a new name."""

    known = forms.ChoiceField(label=_("Ken je dit kind al?"), widget=forms.RadioSelect, required=False)
    first_name = LineField(label=_("Voornaam"), max_length=80, required=False)
    last_name = LineField(label=_("Achternaam"), max_length=120, required=False)
    birth_date = DayField(
        label=_("Geboortedatum"),
        required=False,
        past=True,
        help_text=_("Bijvoorbeeld 23-11-2017. Nodig om te weten wie toestemming geeft."),
    )
    group_name = LineField(label=_("Groep"), max_length=40, required=False)

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].choices = [*known, ("", _("Nee, het is een ander kind"))]  # type: ignore[attr-defined]  # a choice field
        if not known:
            self.fields["known"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("known"):
            if not cleaned.get("first_name"):
                self.add_error("first_name", _("Vul de voornaam in, of kies een kind dat je al kent."))
            if not cleaned.get("birth_date") and "birth_date" not in self.errors:
                self.add_error(
                    "birth_date", _("Vul de geboortedatum in. Vraag hem aan de ouders of aan school.")
                )
        return cleaned


class ParentForm(PlainForm):
    """A parent or guardian with authority, and how that was verified."""

    first_name = LineField(label=_("Voornaam"), max_length=80)
    last_name = LineField(label=_("Achternaam"), max_length=120, required=False)
    quality = forms.ChoiceField(
        label=_("Wie is dit?"), choices=ParentalAuthority.Quality, widget=forms.RadioSelect, initial="parent"
    )
    phone = PhoneField(label=_("Telefoon"), max_length=30, required=False)
    verified_how = LineField(
        label=_("Hoe is het gezag nagegaan?"),
        max_length=120,
        help_text=_("Bijvoorbeeld: gezagsregister, of verteld door moeder."),
    )


class ConsentForm(PlainForm):
    """What one person said about help for this child."""

    person = forms.ChoiceField(label=_("Wie?"), widget=forms.RadioSelect)
    said = forms.ChoiceField(label=_("Wat zei diegene?"), choices=Said, widget=forms.RadioSelect)
    how = forms.ChoiceField(label=_("Hoe?"), choices=SaidHow.by_hand(), widget=forms.RadioSelect)
    on = DayField(label=_("Wanneer?"), past=True)
    note = LineField(label=_("Wil je er iets bij zeggen?"), max_length=ONE_SENTENCE, required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["on"].initial = timezone.localdate()


class ConsentExceptionForm(PlainForm):
    """Going on without a parent, or presuming consent: a decision with a name and a reason."""

    ground = forms.ChoiceField(
        label=_("Op welke grond?"),
        choices=ConsentException.Ground,
        widget=forms.RadioSelect,
        help_text=_(
            "Ernstig nadeel en wat het kind blijft willen: alleen van 12 tot 16 jaar, als het kind zelf ja zei."
        ),
    )
    reason = StoryField(label=_("Waarom?"), rows=4)
