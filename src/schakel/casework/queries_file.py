"""Reads of the file as somebody of the family may see it: which parts, which rows of the log, in plain words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.access import audit
from schakel.access.models import LogEntry
from schakel.casework import queries_letters, queries_plan
from schakel.casework.letters.text import Part, Text, rights, rights_title
from schakel.casework.models import Contact, DomainNote, SecondReading, Support
from schakel.casework.words import FilePart, ReadOutcome, WithWhom
from schakel.people import queries as people
from schakel.people.models import Person
from schakel.rules import file_access
from schakel.rules.file_view import PartOfFile, Reading, Sensitive, read_part
from schakel.web.templatetags.words import exact_day

# Rows that would tell that there is a safe contact or a secret address.
ABOUT_REACH = frozenset({"person.reach", "casework:reach"})
# Rows that would tell that something is kept back: about safety, or what a child told alone.
ABOUT_KEPT = frozenset({"file.withhold", "file.second_read", "casework:withhold", "casework:second_read"})
MOST_ROWS = 200


def sight(child: Person, reader: Person) -> file_access.SightAnswer:
    """Whether this person may see the file of the child today (R3)."""
    return sights(child, [reader])[0]


def sights(child: Person, readers: Iterable[Person]) -> list[file_access.SightAnswer]:
    """The same for several, in two queries."""
    authority = [people.as_authority(row) for row in child.authority.select_related("holder")]
    permissions = [
        file_access.Permission(str(row.person.key), row.given_on, row.withdrawn_on)
        for row in child.look_alongs.select_related("person")
    ]
    as_rule, today = people.as_child(child), timezone.localdate()
    return [
        file_access.file_sight(
            str(reader.key), child=as_rule, authority=authority, permissions=permissions, on=today
        )
        for reader in readers
    ]


def numbers_of(support: Support, part: FilePart) -> list[int]:
    """The records of one kind that can be withheld."""
    rows = support.contacts.all() if part == FilePart.CONTACT else support.domains.all()
    return list(rows.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class FileLine:
    """One part of the file, and how it stands with a second reader."""

    part: FilePart
    number: int
    words: str
    reading: SecondReading | None


def lines_of(support: Support) -> list[FileLine]:
    """What can be withheld, oldest first. Three queries."""
    asked = {
        (row.part, row.number): row for row in support.second_readings.select_related("asked_by", "read_by")
    }
    contacts = [(FilePart.CONTACT, row.pk, _contact(row)) for row in support.contacts.order_by("on", "pk")]
    domains = [(FilePart.DOMAIN, row.pk, _domain(row)) for row in support.domains.order_by("on", "pk")]
    return [FileLine(part, pk, text, asked.get((part, pk))) for part, pk, text in (*contacts, *domains)]


def _contact(row: Contact) -> str:
    kind = f"{exact_day(row.on)}: {row.get_kind_display()}, {row.get_with_whom_display()}"
    return f"{kind}. {row.note}" if row.note else kind


def _domain(row: DomainNote) -> str:
    return f"{row.get_domain_display()}: {row.text}"


def file_for(support: Support, reader: Person) -> Text:
    """The file in plain words for one reader. What is left out is said to be left out, never what it was."""
    reader_is_child = reader.pk == support.child_id
    asked = {(row.part, row.number): row for row in support.second_readings.all()}
    kept = _Kept(reader_is_child)
    contacts = [
        _contact(row)
        for row in support.contacts.order_by("on", "pk")
        if kept.shows(_of_contact(row, asked.get((FilePart.CONTACT.value, row.pk))))
    ]
    domains = [
        _domain(row)
        for row in support.domains.order_by("on", "pk")
        if kept.shows(_of_asked(asked.get((FilePart.DOMAIN.value, row.pk))))
    ]
    looked = _rows(support, kept, asked.values())
    facts = queries_letters.facts(support, to_child=reader_is_child)
    return Text(
        title=_("Jouw dossier") if reader_is_child else _("Uw dossier"),
        to=str(reader),
        greeting=_("Dit staat er over jou. Klopt iets niet? Zeg het ons.")
        if reader_is_child
        else _("Dit staat er over u. Klopt iets niet? Zeg het ons."),
        parts=tuple(part for part in _parts(support, contacts, domains, looked, kept) if any(part.lines)),
        closing=_("Vriendelijke groet,"),
        sender=facts.sender,
        place=facts.place,
        day=facts.day,
        rights=rights(facts, of_family=True),
        rights_title=rights_title(facts),
        made_on=facts.today,
    )


class _Kept:
    """Counts what is left out for one reader."""

    def __init__(self, reader_is_child: bool) -> None:
        self.reader_is_child = reader_is_child
        self.left_out = 0

    def shows(self, part: PartOfFile) -> bool:
        shown = read_part(part, reader_is_child=self.reader_is_child).reading is Reading.SHOWN
        self.left_out += not shown
        return shown


def _of_contact(row: Contact, asked: SecondReading | None) -> PartOfFile:
    talk = {Sensitive.CHILD_TALK} if row.with_whom == WithWhom.CHILD else set()
    return _of_asked(asked, talk)


def _of_asked(asked: SecondReading | None, known: Iterable[Sensitive] = ()) -> PartOfFile:
    if asked is None:
        return PartOfFile(frozenset(known))
    return PartOfFile(
        frozenset({*known, Sensitive(asked.sensitive)}),
        withheld=asked.outcome == ReadOutcome.WITHHELD,
        released=asked.outcome == ReadOutcome.RELEASED,
    )


def _rows(support: Support, kept: _Kept, readings: Iterable[SecondReading]) -> list[str]:
    """Who looked and who wrote, newest first, each as a sentence and once a day.

    What would tell of a secret address, or of a part that is kept back, is left out.
    """
    assert support.child_id is not None, "a file for a family is about a child"
    rows = LogEntry.objects.filter(audit.about(support.child_id)).order_by("-at", "-id")[:MOST_ROWS]
    waiting = next((one for one in readings if one.outcome != ReadOutcome.RELEASED), None)
    telling = dict.fromkeys(ABOUT_REACH, PartOfFile(frozenset({Sensitive.SECRET_ADDRESS})))
    telling |= dict.fromkeys(ABOUT_KEPT, _of_asked(waiting))
    plain = PartOfFile(frozenset())
    told = Counter(
        f"{exact_day(timezone.localdate(row.at))}: {row.actor_name or audit.who_of(row)} {audit.words_of(row)}"
        for row in rows
        if kept.shows(telling.get(row.action, plain))
    )
    often = _("%(line)s (%(times)s keer)")
    return [line if times == 1 else often % {"line": line, "times": times} for line, times in told.items()]


def _parts(
    support: Support, contacts: list[str], domains: list[str], looked: list[str], kept: _Kept
) -> list[Part]:
    left = _(
        "%(count)s delen staan hier niet in. Twee mensen hebben daar een reden voor, of moeten nog kijken."
    )
    return [
        *_plan_parts(support),
        Part(_("Contacten"), tuple(contacts), True),
        Part(_("Delen van het leven"), tuple(domains), True),
        *_said_parts(support),
        Part(_("Wie keek en wie schreef"), tuple(looked), True),
        Part("", (left % {"count": kept.left_out},) if kept.left_out else ()),
    ]


def _plan_parts(support: Support) -> list[Part]:
    plans = queries_plan.versions(support)
    goals = tuple(goal.in_words for goal in support.goals.order_by("pk"))
    steps = tuple(queries_plan.step_line(step) for step in support.steps.order_by("pk"))
    return [
        Part(_("Wat is afgesproken?"), (support.title, support.agreed)),
        Part(_("Wat willen wij?"), goals, True),
        Part(_("Ons plan"), (plans[0].goes_well, plans[0].we_want) if plans else ()),
        Part(_("Wie doet wat?"), steps, True),
    ]


def _said_parts(support: Support) -> list[Part]:
    """Own statements, consent, what was shared and which letters went out."""
    assert support.child is not None, "a file for a family is about a child"
    statements = support.child.statements.select_related("said_by").order_by("on", "pk")
    consents = support.child.consents.select_related("person").order_by("on", "pk")
    shared = [f"{row.item.with_user}: {row.item.text}" for row in queries_letters.sharings(support)]
    sent = [f"{row.get_kind_display()}, {row.name}" for row in queries_letters.letters_of(support)]
    own = [f"{row.said_by}, {exact_day(row.on)}: {row.text}" for row in statements]
    agreed = [f"{exact_day(row.on)}: {row.person} {row.get_said_display()}" for row in consents]
    return [
        Part(_("Eigen verhaal"), tuple(own), True),
        Part(_("Toestemming"), tuple(agreed), True),
        Part(_("Gedeeld"), tuple(shared), True),
        Part(_("Brieven"), tuple(sent), True),
    ]
