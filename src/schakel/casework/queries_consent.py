"""Reads about consent: whose word counts, how it stands, who was asked, and which ground holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from schakel.casework import consent_records
from schakel.casework.models import ConsentAsk, HelpConsent, ProcessingRecord, Support
from schakel.people import queries as people
from schakel.people.models import Person
from schakel.rules import consent
from schakel.rules.consent_flow import Standing
from schakel.rules.grounds import GroundAnswer, Grounding, ground_on
from schakel.rules.sharing import ProcessingGround
from schakel.web import links
from schakel.web.prepared import prepared


def may_say(child: Person, person: Person, day: date) -> bool:
    """Whether the word of this person about help for this child means anything on that day."""
    if person.pk == child.pk:
        return True
    return child.authority.filter(people.current(day), holder=person).exists()


def all_asks(child: Person) -> list[ConsentAsk]:
    """Everybody who was asked about this child, oldest first: their place is their number on the pages."""
    return _asks(child=child.pk)


@prepared
def _asks(*, child: int) -> QuerySet[ConsentAsk]:
    rows = ConsentAsk.objects.filter(child=child)
    return rows.select_related("person", "made_by").order_by("made_at", "pk")


@dataclass(frozen=True)
class AskedLine:
    """How one person was asked last; `number` is its place among all that were asked about this child."""

    ask: ConsentAsk
    number: int
    is_open: bool
    is_late: bool


def asked(child: Person) -> dict[int, AskedLine]:
    """The last time that each person was asked about this child. One query."""
    today = timezone.localdate()
    return {
        ask.person_id: AskedLine(
            ask,
            number,
            is_open=ask.ended_at is None and today <= ask.expires_on,
            is_late=ask.ended_at is None and today > ask.expires_on,
        )
        for number, ask in enumerate(all_asks(child), 1)
    }


def ask_behind(token: str) -> ConsentAsk | None:
    """The asking of a link; None for a link that never was."""
    rows = ConsentAsk.objects.select_related("child", "person", "made_by")
    return rows.filter(token_digest=links.digest(token)).first()


def ask_is_open(ask: ConsentAsk) -> bool:
    return ask.ended_at is None and timezone.localdate() <= ask.expires_on


def is_still_needed(ask: ConsentAsk) -> bool:
    """Whether the word of who was asked still counts today."""
    return any(person.pk == ask.person_id for person in consent_records.who_may_agree(ask.child))


def ground_answer(support: Support) -> GroundAnswer:
    """The ground that holds today, from the records."""
    return ground_today(grounds_of(support))


def ground_today(records: Iterable[ProcessingRecord]) -> GroundAnswer:
    """The same from records that are at hand."""
    groundings = [Grounding(ProcessingGround(row.ground), row.from_on, row.ended_on) for row in records]
    return ground_on(groundings, timezone.localdate())


def grounds_of(support: Support) -> list[ProcessingRecord]:
    """Every ground of a support, the latest first."""
    return _grounds(support=support.pk)


@prepared
def _grounds(*, support: int) -> QuerySet[ProcessingRecord]:
    rows = ProcessingRecord.objects.filter(support=support)
    return rows.select_related("recorded_by").order_by("-from_on", "-pk")


@dataclass(frozen=True)
class PanelLine:
    """One person who must agree: what they said, since when it is missing, how they were asked, until when they have a say."""

    person: Person
    is_child: bool
    said: HelpConsent | None
    is_missing: bool
    missing_since: date | None
    asked: AskedLine | None
    has_say_until: date | None


@dataclass(frozen=True)
class Panel:
    """Who must agree, who did, what is missing since when, who was asked, and what may be done meanwhile."""

    child: Person
    answer: consent.ConsentAnswer
    lines: list[PanelLine]
    unknown: list[consent.Missing]
    standing: Standing


def panel(child: Person) -> Panel:
    """The plain panel about consent for help with this child, today. Four queries."""
    today = timezone.localdate()
    records = consent_records.of(child)
    answer = records.answer(consent.Act.CHILD_HELP, today)
    # Authority often begins at birth; nothing was missing here before the child was known here.
    known = timezone.localdate(child.created_at)
    gaps = {gap.person: gap.since and max(gap.since, known) for gap in answer.missing if gap.person}
    said, asks, until = records.last_words(), asked(child), records.authority_until(today)
    lines = [
        PanelLine(
            person=person,
            is_child=person.pk == child.pk,
            said=said.get(person.pk),
            is_missing=str(person.key) in gaps,
            missing_since=gaps.get(str(person.key)),
            asked=asks.get(person.pk),
            has_say_until=until.get(person.pk),
        )
        for person in records.who_may_agree(today)
    ]
    unknown = [gap for gap in answer.missing if not gap.person]
    return Panel(child, answer, lines, unknown, records.standing(today))
