"""Reads about consent: whose word counts, how it stands, who was asked, and which ground holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from schakel.casework import queries
from schakel.casework.models import ConsentException, HelpConsent, Support
from schakel.casework.models_consent import ConsentAsk, ProcessingRecord
from schakel.people import queries as people
from schakel.people.models import Person
from schakel.rules import consent
from schakel.rules.consent_flow import Standing, Unfit, exception_unfit, presumption_unfit, standing
from schakel.rules.family import Authority, Child, Holder
from schakel.rules.grounds import GroundAnswer, Grounding, ground_on
from schakel.rules.sharing import ProcessingGround
from schakel.web import links


def may_say(child: Person, person: Person, day: date) -> bool:
    """Whether the word of this person about help for this child means anything on that day."""
    if person.pk == child.pk:
        return True
    return child.authority.filter(people.current(day), holder=person).exists()


def unfit(child: Person, ground: ConsentException.Ground, day: date) -> tuple[Unfit, ...]:
    """Why this exception or presumption does not fit today's records."""
    answer = bare_answer(child, day)
    if ground is ConsentException.Ground.PRESUMED:
        return presumption_unfit(answer)
    as_rule = Child(str(child.key), child.birth_date)
    return exception_unfit(consent.Ground(ground.value), answer, as_rule, day)


def bare_answer(child: Person, day: date) -> consent.ConsentAnswer:
    """What the rule says when no exception and no presumption is counted."""
    authority = [
        Authority(str(record.holder.key), record.from_on, record.until_on, Holder(record.quality))
        for record in child.authority.select_related("holder")
    ]
    return consent.consent_for(
        consent.Act.CHILD_HELP,
        child=Child(str(child.key), child.birth_date),
        authority=authority,
        said=said_about(child),
        on=day,
    )


def said_about(child: Person) -> list[consent.Said]:
    words = child.consents.select_related("person").order_by("on", "pk")
    return [consent.Said(str(word.person.key), consent.Decision(word.said), word.on) for word in words]


def all_asks(child: Person) -> list[ConsentAsk]:
    """Everybody who was asked about this child, oldest first: their place is their number on the pages."""
    return list(
        ConsentAsk.objects.filter(child=child).select_related("person", "made_by").order_by("made_at", "pk")
    )


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


def standing_of(
    answer: consent.ConsentAnswer, said: Iterable[HelpConsent | None], needed: Iterable[Person]
) -> Standing:
    """How consent stands between those who must agree, from what the panel has at hand."""
    words = [
        consent.Said(str(word.person.key), consent.Decision(word.said), word.on) for word in said if word
    ]
    return standing(answer, words, [str(person.key) for person in needed])


def ask_behind(token: str) -> ConsentAsk | None:
    """The asking of a link; None for a link that never was."""
    rows = ConsentAsk.objects.select_related("child", "person", "made_by")
    return rows.filter(token_digest=links.digest(token)).first()


def ask_is_open(ask: ConsentAsk) -> bool:
    return ask.ended_at is None and timezone.localdate() <= ask.expires_on


def is_still_needed(ask: ConsentAsk) -> bool:
    """Whether the word of who was asked still counts today."""
    return any(person.pk == ask.person_id for person in queries.who_may_agree(ask.child))


def ground_answer(support: Support) -> GroundAnswer:
    """The ground that holds today, from the records."""
    records = [
        Grounding(ProcessingGround(row.ground), row.from_on, row.ended_on) for row in support.grounds.all()
    ]
    return ground_on(records, timezone.localdate())


def ground_records(support: Support) -> list[ProcessingRecord]:
    """Every ground of a support, the latest first."""
    return list(support.grounds.select_related("recorded_by").order_by("-from_on", "-pk"))


@dataclass(frozen=True)
class PanelLine:
    """One person who must agree: what they said, since when it is missing, how they were asked, until when they have a say."""

    person: Person
    is_child: bool
    said: HelpConsent | None
    missing_since: date | None
    is_missing: bool
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
    """The plain panel about consent for help with this child, today."""
    plain = queries.consent_panel(child)
    asks = asked(child)
    until = {record.holder_id: record.until_on for record in people.holders(child, timezone.localdate())}
    lines = [
        PanelLine(
            person=line.person,
            is_child=line.is_child,
            said=line.said,
            missing_since=line.missing_since,
            is_missing=line.is_missing,
            asked=asks.get(line.person.pk),
            has_say_until=until.get(line.person.pk),
        )
        for line in plain.lines
    ]
    how = standing_of(
        plain.answer, [line.said for line in plain.lines], [line.person for line in plain.lines]
    )
    return Panel(child, plain.answer, lines, plain.unknown, how)
