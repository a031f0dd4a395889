"""What is recorded about consent for one child, read once, and what R2 says about it.

Every page, list and action that asks about consent asks here, so that they cannot disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from schakel.casework.models import ConsentException, HelpConsent
from schakel.people.models import ParentalAuthority, Person
from schakel.people.queries import as_authority, as_child
from schakel.rules import consent
from schakel.rules.age import age_on
from schakel.rules.consent_flow import Standing, Unfit, exception_unfit, presumption_unfit, standing
from schakel.web.prepared import prepared

OfChild = TypeVar("OfChild", ParentalAuthority, HelpConsent, ConsentException)


@dataclass(frozen=True)
class ConsentRecords:
    """Everything about consent for help with one child, oldest first."""

    child: Person
    authority: Sequence[ParentalAuthority]
    words: Sequence[HelpConsent]
    exceptions: Sequence[ConsentException]

    def answer(self, act: consent.Act, on: date) -> consent.ConsentAnswer:
        """What R2 says about this act on this day."""
        until_then = [record for record in self.exceptions if record.on <= on]
        return self._answer(act, on, _exception(until_then), _presumption(until_then))

    def without_exceptions(self, on: date) -> consent.ConsentAnswer:
        """What the rule says when no exception and no presumption is counted."""
        return self._answer(consent.Act.CHILD_HELP, on)

    def _answer(
        self,
        act: consent.Act,
        on: date,
        exception: consent.Exception12To15 | None = None,
        presumption: consent.Presumption | None = None,
    ) -> consent.ConsentAnswer:
        return consent.consent_for(
            act,
            child=as_child(self.child),
            authority=map(as_authority, self.authority),
            said=map(_as_said, self.words),
            on=on,
            exception=exception,
            presumption=presumption,
        )

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


def of(child: Person) -> ConsentRecords:
    """The records of one child. Three queries."""
    return of_all([child])[child.pk]


def of_all(children: Iterable[Person]) -> dict[int, ConsentRecords]:
    """The same for several children, by their number. Three queries for all of them together."""
    known = {child.pk: child for child in children}
    numbers = list(known)
    authority = _by_child(_authority(children=numbers))
    words = _by_child(_words(children=numbers))
    exceptions = _by_child(_exceptions(children=numbers))
    return {
        number: ConsentRecords(child, authority[number], words[number], exceptions[number])
        for number, child in known.items()
    }


@prepared
def _authority(*, children: list[int]) -> QuerySet[ParentalAuthority]:
    return ParentalAuthority.objects.filter(child__any=children).select_related("holder").order_by("pk")


@prepared
def _words(*, children: list[int]) -> QuerySet[HelpConsent]:
    return HelpConsent.objects.filter(child__any=children).select_related("person").order_by("on", "pk")


@prepared
def _exceptions(*, children: list[int]) -> QuerySet[ConsentException]:
    rows = ConsentException.objects.filter(child__any=children)
    return rows.select_related("decided_by").order_by("on", "pk")


def _by_child(records: Iterable[OfChild]) -> defaultdict[int, list[OfChild]]:
    found = defaultdict[int, list[OfChild]](list)
    for record in records:
        found[record.child_id].append(record)
    return found


def answer_for(child: Person, act: consent.Act, on: date) -> consent.ConsentAnswer:
    """What R2 says about help for this child on this day, from the records. Three queries."""
    return of(child).answer(act, on)


def who_may_agree(child: Person) -> list[Person]:
    """Whose word about help for this child counts today."""
    return of(child).who_may_agree(timezone.localdate())


def children_without_consent(children: Iterable[Person], today: date) -> set[int]:
    """Which of these children lack a consent that help needs. Three queries for all of them together."""
    return {
        number
        for number, records in of_all(children).items()
        if not records.answer(consent.Act.CHILD_HELP, today).allowed
    }


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
