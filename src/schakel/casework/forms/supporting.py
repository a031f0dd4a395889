"""The forms on a support: each does one thing."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import User
from schakel.casework.models import ONE_SENTENCE
from schakel.casework.words import ContactKind, Layer, Repeat, Rung, SupportFor, Track, WithWhom
from schakel.web.fields import ClockField, DayField, LineField, StoryField
from schakel.web.forms import PlainForm
from schakel.web.versions import VersionedForm


class StartSupportForm(VersionedForm):
    support_for = forms.ChoiceField(
        label=_("Voor wie is het?"), choices=SupportFor, widget=forms.RadioSelect, initial=SupportFor.CHILD
    )
    title = LineField(label=_("Waar gaat het om, in een paar woorden?"), max_length=120)
    agreed = LineField(label=_("Wat is afgesproken?"), max_length=ONE_SENTENCE)
    goal = LineField(
        label=_("Wat wil het kind of het gezin?"),
        max_length=ONE_SENTENCE,
        required=False,
        help_text=_("In hun eigen woorden."),
    )
    goal_by = forms.ChoiceField(
        label=_("Wie zei dat?"),
        choices=WithWhom,
        widget=forms.RadioSelect,
        required=False,
        initial=WithWhom.CHILD,
    )
    legal_track = forms.ChoiceField(
        label=_("Wat voor hulp is dit?"), choices=Track, widget=forms.RadioSelect, initial=Track.PREVENTION
    )
    repeat = forms.ChoiceField(
        label=_("Was er eerder ondersteuning. Wat is dit?"), choices=Repeat, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, has_previous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_previous:
            del self.fields["repeat"]


class UpdateSupportForm(VersionedForm):
    title = LineField(label=_("Waar gaat het om?"), max_length=120)
    agreed = LineField(label=_("Wat is afgesproken?"), max_length=ONE_SENTENCE)
    legal_track = forms.ChoiceField(label=_("Wat voor hulp is dit?"), choices=Track, widget=forms.RadioSelect)


class ContactForm(PlainForm):
    """A contact. Its minutes follow from its kind; nobody writes them down."""

    kind = forms.ChoiceField(label=_("Wat voor contact?"), choices=ContactKind, widget=forms.RadioSelect)
    with_whom = forms.ChoiceField(label=_("Met wie?"), choices=WithWhom, widget=forms.RadioSelect)
    on = DayField(label=_("Wanneer?"), past=True)
    note = StoryField(
        label=_("Wat is belangrijk om te onthouden?"),
        required=False,
        help_text=_("Schrijf zo dat het gezin het mag lezen."),
        rows=5,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class StepForm(PlainForm):
    what = LineField(label=_("Wat gaat er gebeuren?"), max_length=ONE_SENTENCE)
    who = LineField(label=_("Wie doet het?"), max_length=120)
    due_on = DayField(label=_("Wanneer is het klaar?"), required=False)


class GoalForm(PlainForm):
    in_words = LineField(
        label=_("Wat willen jullie?"),
        max_length=ONE_SENTENCE,
        help_text=_("In de woorden van kind of ouder."),
    )
    said_by = forms.ChoiceField(label=_("Wie zei dat?"), choices=WithWhom, widget=forms.RadioSelect)


class AppointmentForm(PlainForm):
    day = DayField(label=_("Welke dag?"), future=True)
    time = ClockField(label=_("Hoe laat?"))
    what = LineField(label=_("Wat gaan jullie doen?"), max_length=ONE_SENTENCE, required=False)


class MoveForm(VersionedForm):
    to_rung = forms.ChoiceField(label=_("Waar gaat het heen?"), widget=forms.RadioSelect)
    reason = LineField(label=_("Waarom?"), max_length=ONE_SENTENCE)
    decided_by = LineField(label=_("Wie besloot dit?"), max_length=120)
    on = DayField(label=_("Vanaf wanneer?"), past=True)

    def __init__(self, *args: Any, rung: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_rung"].choices = [(one.value, one.label) for one in Rung if one != rung]  # type: ignore[attr-defined]  # a choice field
        self.fields["on"].initial = timezone.localdate()


class MemberForm(PlainForm):
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Collega met een account"),
        required=False,
        empty_label=_("niemand van deze lijst"),
    )
    name = LineField(label=_("Of de naam van iemand anders"), max_length=120, required=False)
    layer = forms.ChoiceField(label=_("Waar werkt diegene?"), choices=Layer, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a model choice field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("user") and not cleaned.get("name"):
            self.add_error("name", _("Kies een collega of vul een naam in."))
        return cleaned


class HandOverForm(VersionedForm):
    to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Wie wordt de vaste contactpersoon?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # a model choice field


class CloseForm(VersionedForm):
    closure_code = forms.ChoiceField(label=_("Hoe eindigt het?"), widget=forms.RadioSelect)
    closing_words = StoryField(label=_("Wat heeft het gebracht?"), rows=4)
    reached = forms.MultipleChoiceField(
        label=_("Welke doelen zijn gehaald?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    follow_up_on = DayField(
        label=_("Wanneer kijken we terug?"), future=True, help_text=_("Daarna zie je dit dossier niet meer.")
    )

    def __init__(
        self, *args: Any, codes: list[tuple[str, str]], goals: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closure_code"].choices = codes  # type: ignore[attr-defined]  # a choice field
        self.fields["reached"].choices = goals  # type: ignore[attr-defined]  # a choice field
        if not goals:
            del self.fields["reached"]
