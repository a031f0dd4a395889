"""What is recorded about consent for one child, read once, and what R2 says about it.

Every page, list and action that asks about consent asks here, so that they cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from schakel.casework.models import ConsentException, HelpConsent
from schakel.people.models import ParentalAuthority, Person
from schakel.people.queries import as_authority, as_child
from schakel.rules import consent
from schakel.rules.age import age_on
from schakel.rules.consent_flow import Standing, Unfit, exception_unfit, presumption_unfit, standing
from schakel.rules.family import Authority, Holder
from schakel.web.prepared import prepared


@dataclass(frozen=True)
class ConsentRecords:
    """Everything about consent for help with one child, oldest first."""

    child: Person
    authority: Sequence[ParentalAuthority]
    words: Sequence[HelpConsent]
    exceptions: Sequence[ConsentException]

    def answer(self, act: consent.Act, on: date) -> consent.ConsentAnswer:
        """What R2 says about this act on this day."""
        authority, said = map(as_authority, self.authority), map(_as_said, self.words)
        return _answer(act, self.child, on, authority, said, self.exceptions)

    def without_exceptions(self, on: date) -> consent.ConsentAnswer:
        """What the rule says when no exception and no presumption is counted."""
        authority, said = map(as_authority, self.authority), map(_as_said, self.words)
        return _answer(consent.Act.CHILD_HELP, self.child, on, authority, said)

    def who_may_agree(self, on: date) -> list[Person]:
        """Whose word about help for this child counts on this day (R2)."""
        age = age_on(self.child.birth_date, on) if self.child.birth_date else 0
        own_say = [self.child] if age >= consent.CONSENT.own_say_from else []
        return own_say if age >= consent.CONSENT.alone_from else [*own_say, *self._holders(on)]

    def _holders(self, on: date) -> list[Person]:
        current = [each for each in self.authority if as_authority(each).holds_on(on)]
        return [each.holder for each in sorted(current, key=lambda each: (each.from_on, each.pk))]

    def authority_until(self, on: date) -> dict[int, date | None]:
        """The last day of the authority of each holder of this day."""
        return {each.holder_id: each.until_on for each in self.authority if as_authority(each).holds_on(on)}

    def last_words(self) -> dict[int, HelpConsent]:
        """What each person said last."""
        return {word.person_id: word for word in self.words}

    def standing(self, on: date) -> Standing:
        """How consent stands between those who must agree."""
        needed = {str(person.key) for person in self.who_may_agree(on)}
        said = [word for word in map(_as_said, self.last_words().values()) if word.person in needed]
        return standing(self.answer(consent.Act.CHILD_HELP, on), said, needed)

    def unfit(self, ground: ConsentException.Ground, on: date) -> tuple[Unfit, ...]:
        """Why this exception or presumption does not fit today's records."""
        answer = self.without_exceptions(on)
        if ground is ConsentException.Ground.PRESUMED:
            return presumption_unfit(answer)
        return exception_unfit(consent.Ground(ground.value), answer, as_child(self.child), on)


def _answer(
    act: consent.Act,
    child: Person,
    on: date,
    authority: Iterable[Authority],
    said: Iterable[consent.Said],
    exceptions: Sequence[ConsentException] = (),
) -> consent.ConsentAnswer:
    until_then = [record for record in exceptions if record.on <= on]
    return consent.consent_for(
        act,
        child=as_child(child),
        authority=authority,
        said=said,
        on=on,
        exception=_exception(until_then),
        presumption=_presumption(until_then),
    )


def of(child: Person) -> ConsentRecords:
    """The records of one child. Three queries."""
    one = [child.pk]
    return ConsentRecords(
        child, _authority(child=child.pk), _words(child=child.pk), _exceptions(children=one)
    )


@prepared
def _authority(*, child: int) -> QuerySet[ParentalAuthority]:
    return ParentalAuthority.objects.filter(child=child).select_related("holder").order_by("pk")


@prepared
def _words(*, child: int) -> QuerySet[HelpConsent]:
    return HelpConsent.objects.filter(child=child).select_related("person").order_by("on", "pk")


@prepared
def _exceptions(*, children: list[int]) -> QuerySet[ConsentException]:
    rows = ConsentException.objects.filter(child__any=children)
    return rows.select_related("decided_by").order_by("on", "pk")


def answer_for(child: Person, act: consent.Act, on: date) -> consent.ConsentAnswer:
    """What R2 says about help for this child on this day, from the records. Three queries."""
    return of(child).answer(act, on)


def who_may_agree(child: Person) -> list[Person]:
    """Whose word about help for this child counts today."""
    return of(child).who_may_agree(timezone.localdate())


def children_without_consent(children: Iterable[Person], today: date) -> set[int]:
    """Which of these children lack a consent that help needs.

    Three queries for all of them together, and no record is made of a row: a full week has two hundred of them.
    """
    known = {child.pk: child for child in children}
    numbers = list(known)
    authority, said = defaultdict[int, list[Authority]](list), defaultdict[int, list[consent.Said]](list)
    exceptions = defaultdict[int, list[ConsentException]](list)
    for of_child, key, first, last, quality in _holding(children=numbers):
        authority[of_child].append(Authority(str(key), first, last, Holder(quality)))
    for of_child, key, word, day in _spoken(children=numbers):
        said[of_child].append(consent.Said(str(key), consent.Decision(word), day))
    for record in _exceptions(children=numbers):
        exceptions[record.child_id].append(record)

    def answer(number: int, child: Person) -> consent.ConsentAnswer:
        facts = authority[number], said[number], exceptions[number]
        return _answer(consent.Act.CHILD_HELP, child, today, *facts)

    return {number for number, child in known.items() if not answer(number, child).allowed}


@prepared
def _holding(
    *, children: list[int]
) -> "QuerySet[ParentalAuthority, tuple[int, UUID, date, date | None, str]]":
    rows = ParentalAuthority.objects.filter(child__any=children).order_by("pk")
    return rows.values_list("child_id", "holder__key", "from_on", "until_on", "quality")


@prepared
def _spoken(*, children: list[int]) -> "QuerySet[HelpConsent, tuple[int, UUID, str, date]]":
    rows = HelpConsent.objects.filter(child__any=children).order_by("on", "pk")
    return rows.values_list("child_id", "person__key", "said", "on")


def _as_said(word: HelpConsent) -> consent.Said:
    return consent.Said(str(word.person.key), consent.Decision(word.said), word.on)


def _exception(exceptions: Sequence[ConsentException]) -> consent.Exception12To15 | None:
    for record in reversed(exceptions):
        if record.ground != ConsentException.Ground.PRESUMED:
            ground = consent.Ground(record.ground)
            return consent.Exception12To15(ground, record.reason, record.decided_by.full_name, record.on)
    return None


def _presumption(exceptions: Sequence[ConsentException]) -> consent.Presumption | None:
    for record in reversed(exceptions):
        if record.ground == ConsentException.Ground.PRESUMED:
            return consent.Presumption(record.reason, record.decided_by.full_name, record.on)
    return None
