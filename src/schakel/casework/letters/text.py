"""What a letter says: five kinds, from recorded facts alone. Only one sentence can be added by hand."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from schakel.casework.errors import MissingFieldError
from schakel.casework.words import LetterKind


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it; `is_list` puts each line behind a dot."""

    heading: str
    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True)
class Text:
    """A letter, ready to be set."""

    title: str
    to: str
    greeting: str
    parts: tuple[Part, ...]
    closing: str
    sender: str
    place: str
    day: str
    rights: tuple[str, ...]
    made_on: date
    large: bool = False
    rights_title: str = ""

    def as_values(self) -> dict[str, object]:
        """What the templates get, and what is kept: dates as text."""
        return asdict(self) | {"made_on": self.made_on.isoformat()}


@dataclass(frozen=True)
class Facts:
    """What is recorded about a support, as far as a letter may use it. Days are written out already."""

    title: str
    sender: str
    place: str
    agreed: str
    today: date
    day: str
    child_first_name: str = ""
    asked_on: str = ""
    handler: str = ""
    due_on: str = ""
    picked_up_on: str = ""
    shared: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    goes_well: str = ""
    we_want: str = ""
    card: tuple[tuple[str, str], ...] = ()
    helpers: tuple[str, ...] = ()
    closing_words: str = ""
    reached: tuple[str, ...] = ()
    look_back_on: str = ""
    counsellor: str = ""
    to_child: bool = False
    extra: str = ""
    recorded: int = field(default=0, compare=False)


# Who reads these is of the family; the others read about their own data only.
TO_FAMILY = frozenset({LetterKind.PLAN, LetterKind.CLOSING})


def rights(facts: Facts, *, of_family: bool) -> tuple[str, ...]:
    """The rights on every letter (R14): seeing, correcting, destroying, complaining, and a counsellor free of charge."""
    *most, counsellor = _rights_of_child() if facts.to_child else _rights(of_family)
    return (*most, f"{counsellor} {facts.counsellor}".strip())


def rights_title(facts: Facts) -> str:
    return _("Jouw rechten") if facts.to_child else _("Uw rechten")


def _rights(of_family: bool) -> tuple[str, ...]:
    seen = _("U mag zien wat er over u en uw kind staat, en wie keek.")
    return (
        seen if of_family else _("U mag zien wat er over u staat, en wie keek."),
        _("Klopt iets niet? Dan mag u vragen het te verbeteren."),
        _("U mag vragen om gegevens te wissen. U hoort binnen drie maanden iets."),
        _("U mag een klacht indienen."),
        _("Een vertrouwenspersoon helpt u gratis en werkt niet bij ons."),
    )


def _rights_of_child() -> tuple[str, ...]:
    return (
        _("Je mag zien wat er over jou staat, en wie keek."),
        _("Klopt iets niet? Dan mag je vragen het te verbeteren."),
        _("Je mag vragen om gegevens te wissen. Je hoort binnen drie maanden iets."),
        _("Je mag een klacht indienen."),
        _("Een vertrouwenspersoon helpt je gratis en werkt niet bij ons."),
    )


def compose(kind: LetterKind, facts: Facts, *, to: str, large: bool = False) -> Text:
    """The letter of this kind. Raises `MissingFieldError` naming what must be recorded first."""
    if not to.strip():
        raise MissingFieldError(_("aan wie de brief is"))
    title, parts = _PARTS[kind](facts)
    if facts.extra:
        parts = (*parts, Part("", (facts.extra,)))
    return Text(
        title=title,
        to=to.strip(),
        greeting=_("Beste %(name)s,") % {"name": to.strip()},
        parts=parts,
        closing=_("Vriendelijke groet,"),
        sender=facts.sender,
        place=facts.place,
        day=facts.day,
        rights=rights(facts, of_family=kind in TO_FAMILY),
        made_on=facts.today,
        large=large,
        rights_title=rights_title(facts),
    )


def _confirmation(facts: Facts) -> tuple[str, tuple[Part, ...]]:
    if not facts.asked_on:
        raise MissingFieldError(_("een vraag bij deze ondersteuning"))
    lines = [_("U stelde op %(day)s een vraag. Die is bij ons binnen.") % {"day": facts.asked_on}]
    if facts.picked_up_on:
        lines.append(
            _("%(name)s had op %(day)s contact met u.") % {"name": facts.handler, "day": facts.picked_up_on}
        )
    else:
        lines.append(_("%(name)s pakt uw vraag op.") % {"name": facts.handler})
        lines.append(
            _("U hoort uiterlijk %(day)s iets van een mens, niet van een computer.") % {"day": facts.due_on}
        )
    more = _("Over een kind vertellen we alleen iets als het gezin dat weet.")
    return _("Uw vraag is binnen"), (Part("", tuple(lines)), Part("", (more,)))


def _feedback(facts: Facts) -> tuple[str, tuple[Part, ...]]:
    if not facts.shared:
        raise MissingFieldError(_("wat met school gedeeld mag worden"))
    return _("Terugkoppeling aan school"), (
        Part("", (_("Dit mogen wij met u delen. Het gezin weet dat u dit leest."),)),
        Part(_("Wat u mag weten"), facts.shared, is_list=True),
        Part("", (_("Meer delen wij niet. Zet dit niet in een ander systeem dan nodig."),)),
    )


def _plan(facts: Facts) -> tuple[str, tuple[Part, ...]]:
    if not facts.we_want:
        raise MissingFieldError(_("een plan"))
    stop = (
        _("Zeg het tegen je vaste contactpersoon. Je hoeft geen reden te geven.")
        if facts.to_child
        else _("Zeg het tegen uw vaste contactpersoon. U hoeft geen reden te geven.")
    )
    parts = [
        Part(_("Wat gaat er goed?"), (facts.goes_well,)),
        Part(_("Wat willen wij?"), (facts.we_want,)),
        Part(_("Onze doelen"), facts.goals, is_list=True),
        Part(_("Wie doet wat?"), facts.steps, is_list=True),
    ]
    parts += [Part(heading, (text,)) for heading, text in facts.card if text]
    parts += [
        Part(_("Wie helpt ons?"), facts.helpers, is_list=True),
        Part(_("Stoppen mag altijd"), (stop,)),
    ]
    return _("Ons plan"), tuple(part for part in parts if any(part.lines))


def _handover(facts: Facts) -> tuple[str, tuple[Part, ...]]:
    if not facts.child_first_name:
        raise MissingFieldError(_("om welk kind het gaat"))
    parts = [
        Part(
            "",
            (_("Wij dragen de hulp voor %(name)s aan u over.") % {"name": facts.child_first_name},),
        ),
        Part(_("Waar gaat het om?"), (facts.title, facts.agreed)),
        Part(_("Wat wil het gezin?"), (facts.we_want,) if facts.we_want else facts.goals),
        Part(_("Wat staat nog open?"), facts.steps, is_list=True),
        Part(_("Wie hielp tot nu toe?"), facts.helpers, is_list=True),
    ]
    return _("Overdracht"), tuple(part for part in parts if any(part.lines))


def _closing(facts: Facts) -> tuple[str, tuple[Part, ...]]:
    if not facts.closing_words:
        raise MissingFieldError(_("hoe de ondersteuning is afgesloten"))
    parts = [
        Part("", (_("De hulp van de jeugdondersteuner is klaar."),)),
        Part(_("Wat heeft het gebracht?"), (facts.closing_words,)),
        Part(_("Wat is gelukt?"), facts.reached, is_list=True),
        Part(
            _("En nu?"),
            (
                _("Op %(day)s kijken we samen terug.") % {"day": facts.look_back_on},
                _("Is er eerder iets? Kom dan gewoon langs op school. Opnieuw vragen mag altijd."),
            ),
        ),
    ]
    return _("Wij sluiten af"), tuple(part for part in parts if any(part.lines))


_PARTS: dict[LetterKind, Callable[[Facts], tuple[str, tuple[Part, ...]]]] = {
    LetterKind.CONFIRMATION: _confirmation,
    LetterKind.FEEDBACK: _feedback,
    LetterKind.PLAN: _plan,
    LetterKind.HANDOVER: _handover,
    LetterKind.CLOSING: _closing,
}
