"""The style guide at `/stijl/`: every part of a page, with invented names, in demo mode only.

Builders look here before they make something new; browser tests look here whether all of it can be read, used
with a keyboard, printed and sent without JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.web import drafts
from schakel.web.fields import ClockField, DayField, LineField, PhoneField, StoryField
from schakel.web.forms import PlainForm
from schakel.web.navigation import Link, Menu
from schakel.web.open import for_everybody
from schakel.web.parts import Bar, BarChart, Fact, Moment, Row
from schakel.web.tables import Column, Table

View = Callable[[HttpRequest], HttpResponse]


class AskForm(PlainForm):
    """The kind of form that a teacher fills in within a minute."""

    about = forms.ChoiceField(
        label=gettext_lazy("Over wie gaat het?"),
        widget=forms.RadioSelect,
        choices=[
            ("child", gettext_lazy("Een kind")),
            ("group", gettext_lazy("Een groep")),
            ("team", gettext_lazy("Ons team")),
            ("open", gettext_lazy("Zeg ik nog niet")),
        ],
    )
    name = LineField(label=gettext_lazy("Voornaam en groep"), required=False)
    matter = StoryField(
        label=gettext_lazy("Wat is er aan de hand?"), help_text=gettext_lazy("Twee of drie zinnen is genoeg.")
    )
    parents = forms.ChoiceField(
        label=gettext_lazy("Weten de ouders ervan?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Ja")),
            ("soon", gettext_lazy("Nog niet, ik ga ze spreken")),
            ("no", gettext_lazy("Nee, ik wil eerst advies")),
        ],
    )
    reach = LineField(label=gettext_lazy("Wanneer kan Fenna je bellen?"))


class EveryFieldForm(PlainForm):
    """Every kind of field."""

    line = LineField(label=gettext_lazy("Eén regel"))
    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = PhoneField(label=gettext_lazy("Telefoonnummer"), required=False)
    day = DayField(label=gettext_lazy("Geboren op"), past=True)
    clock = ClockField(label=gettext_lazy("Hoe laat?"))
    number = forms.IntegerField(label=gettext_lazy("Hoeveel kinderen?"), min_value=1, max_value=40)
    one = forms.ChoiceField(
        label=gettext_lazy("Kies er één"),
        choices=[("", "—"), ("a", gettext_lazy("Ochtend")), ("b", gettext_lazy("Middag"))],
    )
    more = forms.MultipleChoiceField(
        label=gettext_lazy("Kies er meer"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("home", gettext_lazy("Thuis")),
            ("school", gettext_lazy("Op school")),
            ("street", gettext_lazy("In de buurt")),
        ],
    )
    agreed = forms.BooleanField(label=gettext_lazy("Dit is zo afgesproken"))
    file = forms.FileField(label=gettext_lazy("Bestand"), required=False)


def _demo_only(view: View) -> Callable[..., HttpResponseBase]:
    @for_everybody
    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        if not getattr(settings, "DEMO", False):
            raise Http404
        if not request.user.is_authenticated:
            request._schakel_menu = _menu(request)  # type: ignore[attr-defined]  # read by the tag `navigation`
        return view(request)

    return shown


def _menu(request: HttpRequest) -> Menu:
    pages = [
        (_("Mijn week"), "", "web:style_week"),
        (_("Nieuwe vraag"), "", "web:style_ask"),
        (_("Kinderen en gezinnen"), _("Kinderen"), "web:style"),
        (_("Groepen en teams"), _("Groepen"), "web:style"),
        (_("Kort contact"), "", "web:style"),
        (_("Ideeën"), "", "web:style"),
        (_("In de buurt"), "", "web:style"),
    ]
    here = request.resolver_match.view_name if request.resolver_match else ""
    return Menu(
        tuple(
            Link(label, short, reverse(name), name == here and name != "web:style")
            for label, short, name in pages
        )
    )


@_demo_only
def parts(request: HttpRequest) -> HttpResponse:
    """Every part of a page."""
    form = EveryFieldForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Verstuurd."))
    today = timezone.localdate()
    shown = {
        "form": form,
        "now": timezone.now(),
        "today": today,
        "in_three_days": today + timedelta(days=3),
        "facts": _facts(),
        "history": _history(),
        "chart": _chart(),
        "table": _table(),
    }
    return render(request, "web/pages/style.html", shown)


@_demo_only
def week(request: HttpRequest) -> HttpResponse:
    """A page that says what needs me."""
    return render(request, "web/pages/style_week.html", {"rows": _rows(request)})


@_demo_only
def ask(request: HttpRequest) -> HttpResponse:
    """A form with a draft, for who is logged in."""
    desk = drafts.for_form(request, "stijl-vraag") if request.user.is_authenticated else None
    form: Any = desk.fill(AskForm) if desk else AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if desk:
            return desk.send_once(lambda: None, to=lambda _nothing: reverse("web:style_week"))
        messages.success(request, _("Verstuurd."))
    return render(request, "web/pages/style_ask.html", {"form": form, "desk": desk})


def _rows(request: HttpRequest) -> list[Row]:
    to = reverse("web:style")
    return [
        Row(
            title=_("Vraag van juf Marit over een kind in groep 4"),
            when=_("vandaag oppakken"),
            tone="today",
            text=_("Zes dagen geleden gesteld. Nog geen contact geweest. Ouders weten ervan."),
            action=_("Bel Marit"),
            to=to,
            main=True,
        ),
        Row(
            title=_("Toestemming van vader ontbreekt"),
            when=_("voor woensdag"),
            tone="soon",
            text=_("Sara, 9 jaar. Moeder heeft ja gezegd. Tot dan: advies zonder naam."),
            action=_("Bekijk"),
            to=to,
        ),
        Row(
            title=_("Huisbezoek bij familie Y."),
            when=_("di 14:30"),
            text=_("Dagritme met plaatjes doornemen. De kaart ligt klaar om te printen."),
            action=_("Open plan"),
            to=to,
        ),
        Row(
            title=_("Zes weken na het teamadvies aan groep 6"),
            when=_("do"),
            text=_("Vraag: konden jullie ermee verder?"),
            action=_("Stuur vraag"),
            to=to,
        ),
    ]


def _facts() -> list[Fact]:
    return [
        Fact(_("Vaste contactpersoon"), "Fenna de Boer"),
        Fact(_("School"), _("IKC De Wilgen, groep 4")),
        Fact(_("Naam in een ander schrift"), "محمد الأمين"),
    ]


def _history() -> list[Moment]:
    today = timezone.localdate()
    return [
        Moment(
            today - timedelta(days=200),
            _("Vraag gesteld"),
            _("Stil in de klas, snel ruzie buiten."),
            "Marit Visser",
        ),
        Moment(today - timedelta(days=196), _("Opgepakt: eerste gesprek"), by="Fenna de Boer"),
        Moment(
            today - timedelta(days=20),
            _("Naar het gewone leven"),
            _("Het gaat weer goed. Voetbal op woensdag is genoeg."),
            _("Besloten door het gezin"),
        ),
    ]


def _chart() -> BarChart:
    return BarChart(
        _("Van de 100 vragen die te laat zijn:"),
        [
            Bar(_("later opgepakt"), 71, _("71 van de 100")),
            Bar(_("zwaarder geworden"), 17, _("17 van de 100"), other=True),
            Bar(_("ingetrokken"), 12, _("12 van de 100"), other=True),
        ],
        most=100,
    )


def _table() -> Table[tuple[str, int, str]]:
    sites = [("De Wilgen", 4, _("nog 3 dagen")), ("Het Kompas", 12, _("vandaag")), ("De Brug", 0, _("geen"))]
    return Table(
        [
            Column(_("School"), lambda site: site[0], href=lambda _site: reverse("web:style")),
            Column(_("Vragen open"), lambda site: str(site[1]), number=True),
            Column(_("Eerste termijn"), lambda site: site[2]),
        ],
        sites,
        caption=_("Scholen met open vragen"),
    )


urlpatterns = [
    path("stijl/", parts, name="style"),
    path("stijl/week/", week, name="style_week"),
    path("stijl/vraag/", ask, name="style_ask"),
]
