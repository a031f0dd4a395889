"""Asking a question: at most five fields, in under a minute, on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.casework.words import About, Joined, ParentsKnow, Requester
from schakel.reference.models import SchoolSite
from schakel.web.fields import LineField, StoryField
from schakel.web.forms import PlainForm

ABOUT_HINT = {
    About.CHILD: _("Een voornaam en de groep is genoeg."),
    About.GROUP: _("Bijvoorbeeld: groep 6, of de peutergroep."),
}


class AskForm(PlainForm):
    """What an asker fills in. The site is known; it is asked only of who works at more than one."""

    site = forms.ModelChoiceField(
        SchoolSite.objects.none(), label=_("Op welke locatie?"), widget=forms.RadioSelect, empty_label=None
    )
    about = forms.ChoiceField(
        label=_("Over wie gaat het?"), choices=About, widget=forms.RadioSelect, initial=About.CHILD
    )
    about_words = LineField(
        label=_("Voornaam en groep"),
        max_length=120,
        required=False,
        help_text=_("Mag leeg blijven. Je hoeft geen kind te noemen."),
    )
    matter = StoryField(
        label=_("Wat is er aan de hand?"), help_text=_("Twee of drie zinnen is genoeg."), rows=5
    )
    parents_know = forms.ChoiceField(
        label=_("Weten de ouders ervan?"),
        choices=ParentsKnow,
        widget=forms.RadioSelect,
        required=False,
        help_text=_(
            "Alleen als het over een kind gaat. Liefst praat je eerst met de ouders, behalve als dat niet veilig is."
        ),
    )
    reach = LineField(label=_("Hoe en wanneer bereiken we je?"), max_length=200)

    def __init__(self, *args: Any, sites: list[SchoolSite], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = self.fields["site"]
        assert isinstance(site, forms.ModelChoiceField)
        chosen = SchoolSite.objects.filter(pk__in=[one.pk for one in sites])
        site.queryset = chosen.select_related("area")
        if len(sites) == 1:
            site.initial, site.widget = sites[0].pk, forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        about_child = cleaned.get("about") == About.CHILD
        if about_child and not cleaned.get("parents_know"):
            self.add_error(
                "parents_know", _("Kies wat past. Weten de ouders het nog niet, dan is dat geen probleem.")
            )
        if not about_child:
            cleaned["parents_know"] = ""
        return cleaned


class AskForAnotherForm(AskForm):
    """A supporter enters a question that a parent, child or partner asked in person."""

    requester = forms.ChoiceField(
        label=_("Wie vraagt het?"),
        choices=[
            (one.value, one.label)
            for one in (Requester.PARENT, Requester.CHILD, Requester.PARTNER, Requester.SUPPORTER)
        ],
        widget=forms.RadioSelect,
        initial=Requester.PARENT,
    )
    requester_name = LineField(label=_("Naam van wie het vraagt"), max_length=120, required=False)

    field_order = (
        "site",
        "requester",
        "requester_name",
        "about",
        "about_words",
        "matter",
        "parents_know",
        "reach",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("requester") != Requester.SUPPORTER and not cleaned.get("requester_name"):
            self.add_error("requester_name", _("Vul in wie het vraagt, dan weten we wie we bellen."))
        return cleaned


class WithdrawForm(PlainForm):
    why = LineField(label=_("Waarom is de vraag niet meer nodig?"), max_length=300)


class JoinForm(PlainForm):
    """Which open questions at this site are the same, or are taken together with this one."""

    requests = forms.MultipleChoiceField(label=_("Welke vragen?"), widget=forms.CheckboxSelectMultiple)
    as_ = forms.ChoiceField(
        label=_("Wat is het?"),
        choices=[
            (Joined.TOGETHER, _("Verschillende vragen over dezelfde groep: samen oppakken")),
            (Joined.DUPLICATE, _("Dezelfde vraag, twee keer gesteld")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requests"].choices = choices  # type: ignore[attr-defined]  # a choice field
