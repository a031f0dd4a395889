"""Clarify a question, and answer it: often that is enough."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import keep, queries
from schakel.casework.actions import consent
from schakel.casework.actions.common import locked, moved_on, words_in
from schakel.casework.errors import ChildNeededError, DateError, NotNowError, StaleError
from schakel.casework.models import Answer, Clarification, ConsentDecision, HelpRequest, SharedItem
from schakel.casework.states import State, may_become
from schakel.casework.words import AnswerKind, Surroundings
from schakel.rules.consent import Act

# What is always about one child. A consultation or transfer of expertise can be, and needs no name.
CHILD_HELP = frozenset({AnswerKind.SHORT_INTERVENTION, AnswerKind.RETURN_PLAN, AnswerKind.REFERRAL})


@transaction.atomic
def clarify(
    *,
    by: User,
    request: HelpRequest,
    we_see: str,
    behind_it: str = "",
    asks_of_us: str = "",
    offered_first: Surroundings | str,
    offered_words: str = "",
    expected: int | None = None,
) -> Clarification:
    """Three columns, and for whom an answer was offered first. Clarifying again is normal."""
    request = locked(HelpRequest, request)
    require(by, request, Permission.HANDLE_REQUEST)
    if not may_become(queries.state(request), State.CLARIFIED):
        raise NotNowError
    if offered_first == Surroundings.NONE:
        offered_words = words_in(offered_words, "offered_words")
    current = Clarification.objects.filter(request=request).first()
    if current is not None and expected is not None and current.version != expected:
        raise StaleError
    record = current or Clarification(request=request, version=0)
    record.we_see, record.behind_it = words_in(we_see, "we_see"), behind_it.strip()
    record.asks_of_us, record.offered_first = asks_of_us.strip(), Surroundings(offered_first)
    record.offered_words, record.by, record.version = offered_words.strip(), by, record.version + 1
    record.save()
    if request.clarified_at is None:
        request.clarified_at = timezone.now()
    moved_on(request, "clarified_at")
    log.wrote(by=by, action="request.clarify", on=request)
    return record


@transaction.atomic
def answer(
    *,
    by: User | None,
    request: HelpRequest,
    kind: AnswerKind | str,
    agreed: str,
    for_child: bool = False,
    first_help_on: date | None = None,
    share: bool = False,
    expected: int | None = None,
) -> Answer:
    """Answer a question, with what was agreed in one sentence. Support has its own action (`supports.start`).

    Raises `ConsentMissingError` when the answer is help for one child and consent is not complete (R2).
    """
    request = locked(HelpRequest, request, expected)
    require(by, request, Permission.HANDLE_REQUEST)
    if kind == AnswerKind.SUPPORT:
        raise NotNowError
    about_child = for_child or kind in CHILD_HELP
    decision = _decision(by, request) if about_child else None
    record = record_answer(
        by=by,
        request=request,
        kind=AnswerKind(kind),
        agreed=agreed,
        decision=decision,
        first_help_on=first_help_on or timezone.localdate(),
    )
    if share:
        share_answer(by=by, request=request, text=record.agreed)
    return record


def _decision(by: User | None, request: HelpRequest) -> ConsentDecision:
    if request.child is None:
        raise ChildNeededError
    return consent.decide(by=by, child=request.child, act=Act.CHILD_HELP, on=timezone.localdate())


def record_answer(
    *,
    by: User | None,
    request: HelpRequest,
    kind: AnswerKind,
    agreed: str,
    decision: ConsentDecision | None,
    first_help_on: date,
) -> Answer:
    """The answer itself, inside the transaction of the action that gives it; `request` is locked by that action."""
    if not may_become(queries.state(request), State.ANSWERED):
        raise NotNowError
    if first_help_on < timezone.localdate(request.received_at):
        raise DateError("first_help_on")
    record = Answer.objects.create(
        request=request,
        kind=kind,
        agreed=words_in(agreed, "agreed"),
        for_child=decision is not None,
        consent=decision,
        first_help_on=first_help_on,
        by=by,
    )
    now = timezone.now()
    request.answered_at = request.answered_at or now
    request.first_help_at = request.first_help_at or now
    moved_on(request, "answered_at", "first_help_at")
    keep.close_request(request)
    log.wrote(by=by, action="request.answer", on=request, detail={"kind": kind.value})
    return record


SHARED_FOR = timedelta(days=365)


@transaction.atomic
def share_answer(*, by: User | None, request: HelpRequest, text: str) -> SharedItem | None:
    """Let the asker read what was agreed: this sentence, for them alone, for a year at most."""
    if request.asked_by is None:
        return None
    today = timezone.localdate()
    item = SharedItem.objects.create(
        request=request,
        with_user=request.asked_by,
        text=words_in(text, "text"),
        purpose="Antwoord op de eigen vraag",
        ground="Taak van de gemeente: advies aan wie met jeugd werkt (Jeugdwet art. 2.6 lid 1)",
        family_informed=request.parents_know == "yes",
        shared_by=by,
        expires_on=today + SHARED_FOR,
    )
    keep.share(item)
    log.wrote(by=by, action="request.share", on=request, detail={"with": str(request.asked_by.key)})
    return item
