"""Clarify, agree, answer and share: the acts of `casework.actions.answers` and `consent`, in the book.

Whether consent is complete is asked of the rule itself (`rules.consent`): a town that breaks the law would be no example.
"""

from datetime import date

from schakel.demo import asking
from schakel.demo.book import Book, act
from schakel.demo.clock import Day, Moment, day_of, end_of
from schakel.demo.records import Answer, Clarification, Consent, Decision, Request, SharedItem
from schakel.demo.relations import PERSON, REQUEST
from schakel.demo.trail import Deed
from schakel.rules import consent as rule
from schakel.rules.family import Authority, Child, Holder

SHARED_DAYS = 365
READ_AFTER = 4_000  # seconds until the asker reads the answer
READ = Deed("look", "casework:my_question", "follow_request")
SHARED_PURPOSE = "Antwoord op de eigen vraag"
SHARED_GROUND = "Taak van de gemeente: advies aan wie met jeugd werkt (Jeugdwet art. 2.6 lid 1)"


class ConsentMissing(RuntimeError):
    """The model let help begin without consent: a fault in the model, never a row in the town."""


@act
def clarify(
    book: Book,
    *,
    at: Moment,
    by: int,
    request: Request,
    we_see: str,
    behind_it: str,
    asks_of_us: str,
    offered_first: str,
    offered_words: str,
) -> None:
    """Three columns, and for whom an answer was offered first."""
    book.tables.clarifications.append(
        Clarification(request.id, we_see, behind_it, asks_of_us, offered_first, offered_words, by)
    )
    request.clarified_at = at
    request.version += 1
    book.wrote(at, by, "request.clarify", (REQUEST, request.id), asking.persons_of(request))


def missing(book: Book, child: int, day: Day) -> list[int]:
    """Whose consent help for this child still needs on this day: persons."""
    return [int(gap.person) for gap in _answer(book, child, day).missing if gap.person]


def _answer(book: Book, child: int, day: Day) -> rule.ConsentAnswer:
    born = book.person(child).birth_date
    birth_date = date.fromordinal(born) if born else None
    said = [
        rule.Said(str(word.person_id), rule.Decision(word.said), date.fromordinal(word.on))
        for word in book.said.get(child, ())
    ]
    holders = [
        Authority(str(holder), birth_date or date.min, None, Holder.PARENT)
        for holder in book.holders.get(child, ())
    ]
    return rule.consent_for(
        rule.Act.CHILD_HELP,
        child=Child(str(child), birth_date),
        authority=holders,
        said=said,
        on=date.fromordinal(day),
    )


@act
def record_consent(
    book: Book, *, at: Moment, by: int, child: int, person: int, said: str, how: str, request: Request
) -> None:
    """What one person said about help for one child."""
    word = Consent(child, person, request.id, said, how, day_of(at), by, at)
    book.tables.consents.append(word)
    book.said.setdefault(child, []).append(word)
    book.wrote(
        at,
        by,
        "consent.record",
        (PERSON, child),
        tuple(sorted({child, person})),
        f'{{"said": "{said}"}}',
    )


def decide(book: Book, child: int, by: int, at: Moment) -> Decision:
    """What the rule answered when help began."""
    answer = _answer(book, child, day_of(at))
    if not answer.allowed:
        raise ConsentMissing(answer.missing)
    number = len(book.tables.decisions) + 1
    decision = Decision(number, child, answer.way.value, answer.rule.key, day_of(at), at)
    book.tables.decisions.append(decision)
    book.wrote(at, by, "consent.decide", (PERSON, child), (child,))
    return decision


@act
def answer(
    book: Book, *, at: Moment, by: int, request: Request, kind: str, agreed: str, for_child: bool, share: bool
) -> None:
    """Answer a question, with what was agreed in one sentence."""
    decision = decide(book, request.child_id, by, at) if for_child and request.child_id else None
    record(book, request, kind, agreed, decision, by, at)
    if share:
        _share(book, request, agreed, by, at)


def record(
    book: Book, request: Request, kind: str, agreed: str, decision: Decision | None, by: int, at: Moment
) -> None:
    """The answer itself; a support records it too."""
    book.tables.answers.append(
        Answer(
            request.id,
            kind,
            agreed,
            decision is not None,
            decision.id if decision else None,
            day_of(at),
            by,
            at,
        )
    )
    request.answered_at = request.answered_at or at
    request.first_help_at = request.first_help_at or at
    request.version += 1
    asking.close(book, request, at)
    persons = asking.persons_of(request)
    book.wrote(at, by, "request.answer", (REQUEST, request.id), persons, f'{{"kind": "{kind}"}}')


def _share(book: Book, request: Request, text: str, by: int, at: Moment) -> None:
    if request.asked_by_id is None:
        return
    expires = day_of(at) + SHARED_DAYS
    book.tables.shared.append(
        SharedItem(
            request.id,
            request.asked_by_id,
            text,
            SHARED_PURPOSE,
            SHARED_GROUND,
            request.parents_know == "yes",
            by,
            at,
            expires,
        )
    )
    book.relations.grant([request.asked_by_id], (REQUEST, request.id), "shared", at=at, until=end_of(expires))
    detail = f'{{"with": "{book.key_of(request.asked_by_id)}"}}'
    book.wrote(at, by, "request.share", (REQUEST, request.id), asking.persons_of(request), detail)
    book.trail.add(
        at + READ_AFTER, READ, request.asked_by_id, (REQUEST, request.id), asking.persons_of(request)
    )
