"""Reads of the log and of who may see whom. Rows become plain sentences."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schakel.access import subjects
from schakel.access.models import Guarded, LogEntry, Relation
from schakel.access.roles import Kind, Permission, Role, Why, may_hold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ACTIONS: "dict[str, StrOrPromise]" = {}


def say(words: "Mapping[str, StrOrPromise]") -> None:
    """A room gives the words of its writes and pages: "pakte een vraag op". See `deeds.py` of each room."""
    ACTIONS.update(words)


@dataclass(frozen=True)
class Asked:
    """What the privacy officer searches for; empty fields do not narrow."""

    person: int | None = None
    actor: str = ""
    event: str = ""
    from_on: date | None = None
    until_on: date | None = None


def rows(asked: Asked) -> QuerySet[LogEntry]:
    """The matching rows, newest first."""
    found = LogEntry.objects.order_by("-at", "-id")
    if asked.person is not None:
        found = found.filter(about(asked.person))
    if asked.actor:
        found = found.filter(actor_name__icontains=asked.actor)
    if asked.event:
        found = found.filter(event=asked.event)
    if asked.from_on:
        found = found.filter(at__date__gte=asked.from_on)
    if asked.until_on:
        found = found.filter(at__date__lt=asked.until_on + timedelta(days=1))
    return found


def about(person: int) -> Q:
    """Rows about a person, also those of a record that was later found to be the same person."""
    return Q(persons__overlap=[person, *subjects.of(Kind.PERSON).also(person)])


@dataclass(frozen=True)
class Sentence:
    """One row, as a person reads it."""

    row: LogEntry
    who: str
    what: str
    about: str
    right: str


def sentences(entries: Iterable[LogEntry]) -> list[Sentence]:
    """The rows in words, with the names of the persons they are about. One query for the names."""
    listed = list(entries)
    names = subjects.of(Kind.PERSON).names({number for entry in listed for number in entry.persons})
    return [_sentence(entry, names) for entry in listed]


def _sentence(entry: LogEntry, names: dict[int, str]) -> Sentence:
    people = [names.get(number, _("iemand die gewist is")) for number in entry.persons]
    return Sentence(entry, who_of(entry), words_of(entry), _list(people), right_of(entry))


def who_of(entry: LogEntry) -> str:
    """Who did it. Without an account: in what quality somebody answered, or somebody with a link."""
    role = str(Role(entry.role).label) if entry.role in Role.values else ""
    if entry.actor_name:
        return f"{entry.actor_name}, {role}" if role else entry.actor_name
    if entry.on_behalf_of:
        return entry.on_behalf_of
    return _("het systeem") if entry.event == LogEntry.Event.WRITE else _("iemand zonder account")


def right_of(entry: LogEntry) -> str:
    """By which right somebody could, in words; a rule of law is named as it is."""
    return str(Permission(entry.rule).label) if entry.rule in Permission.values else ""


def words_of(entry: LogEntry) -> str:
    """The end of the sentence. An action of a room or release that is no longer here is named as it was written."""
    known = str(ACTIONS.get(entry.action, entry.action))
    match entry.event:
        case LogEntry.Event.SIGN_IN:
            return str(SIGN_INS.get(entry.action, _("logde in")))
        case LogEntry.Event.REFUSAL:
            return _("kreeg geen toegang (%(deed)s)") % {"deed": known}
        case _:
            return known


SIGN_INS: "dict[str, StrOrPromise]" = {
    "sign_in.totp": gettext_lazy("logde in met wachtwoord en code"),
    "sign_in.recovery_codes": gettext_lazy("logde in met wachtwoord en herstelcode"),
    "sign_in.webauthn": gettext_lazy("logde in met een passkey"),
    "sign_in.provider": gettext_lazy("logde in via de eigen organisatie"),
}

MOST_NAMES = 5


def _list(people: list[str]) -> str:
    if len(people) <= MOST_NAMES:
        return ", ".join(people)
    return _("%(names)s en %(more)s anderen") % {
        "names": ", ".join(people[:MOST_NAMES]),
        "more": len(people) - MOST_NAMES,
    }


@dataclass(frozen=True)
class Seer:
    """Someone who can see a person now, and why, since when, until when."""

    relation: Relation
    why: str


def who_can_see(person: int) -> list[Seer]:
    """Everyone with a working relation with this person at this moment, one line per reason."""
    return seers(Kind.PERSON, person)


def seers(kind: Kind, number: int) -> list[Seer]:
    """Everyone with a working relation with this record at this moment, one line per reason. One query."""
    now = timezone.now()
    found = Relation.objects.filter(
        subject_kind=kind, subject_id=number, from_at__lte=now, until_at__gt=now, user__is_active=True
    ).select_related("user")
    return [
        Seer(relation, str(Why(relation.why).label))
        for relation in found.order_by("user__full_name", "why")
        if may_hold(relation.user.role, Why(relation.why))
    ]


def lookers(record: Guarded, since: datetime) -> list[tuple[str, str]]:
    """Name and role of everyone who looked at this record since then, each once."""
    looks = LogEntry.objects.filter(
        object_kind=record.relation_kind, object_key=record.key, event=LogEntry.Event.LOOK, at__gt=since
    )
    return list(looks.values_list("actor_name", "role").distinct().order_by("actor_name", "role"))


def person_behind(key: uuid.UUID) -> tuple[int, str] | None:
    """Number and name of the person at this address."""
    number = subjects.of(Kind.PERSON).by_key(key)
    return None if number is None else (number, subjects.of(Kind.PERSON).names([number])[number])
