"""The second part of this room's only writer: emergency access, from opening to judgement."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from schakel.access import breakglass, log, relations
from schakel.access.errors import AlreadyOpenError, NotYoursToJudgeError, ReasonError, ReviewedError
from schakel.access.gates import Refused
from schakel.access.models import Guarded, User
from schakel.access.models_breakglass import BreakGlass, BreakGlassSeen, Verdict
from schakel.access.roles import Kind, Permission, Why, has_page


@transaction.atomic
def open_glass(*, by: User, person: Guarded, reason: str, reviewers: Iterable[User]) -> BreakGlass:
    """Open the file of `person` to `by` for three hours. The room above opens what belongs to the file (`source` is the result).

    Raises `ReasonError` for a reason that says too little, `AlreadyOpenError` while it is open, `Refused` for another role.
    """
    if not by.is_active or not has_page(by.role, Permission.BREAK_GLASS):
        raise Refused(Permission.BREAK_GLASS, person.relation_kind, person.key)
    words = " ".join(reason.split())
    if len(words) < breakglass.REASON_LEAST:
        raise ReasonError
    # One at a time: a form that is sent twice opens one file once.
    User.objects.select_for_update().get(pk=by.pk)
    if any(glass.person == person.pk for glass in breakglass.open_for(by)):
        raise AlreadyOpenError
    now = timezone.now()
    glass = BreakGlass.objects.create(
        user=by, person=person.pk, reason=words, opened_at=now, until_at=now + breakglass.LASTS
    )
    relations.grant(
        users=[user for user in reviewers if user.pk != by.pk], subject=glass, why=Why.REVIEWER, from_at=now
    )
    log.wrote(
        by=by,
        action="break_glass.open",
        on=person,
        rule=Permission.BREAK_GLASS,
        detail={"reason": words, "glass": str(glass.key)},
        break_glass=True,
    )
    return glass


@transaction.atomic
def acknowledge(*, by: User, glass: BreakGlass) -> None:
    """Who works with the child has read the notice. Raises `Refused` for everybody else."""
    if glass not in breakglass.notices_for(by):
        raise Refused(Permission.MY_WEEK, Kind.BREAK_GLASS, glass.key)
    BreakGlassSeen.objects.create(break_glass=glass, user=by)
    log.wrote(by=by, action="break_glass.seen", on=glass)


@transaction.atomic
def review(*, by: User, glass: BreakGlass, verdict: Verdict | str, remark: str) -> BreakGlass:
    """Judge whether it was right, with a remark. Not right ends it at once.

    Raises `NotYoursToJudgeError` for who did it, `ReviewedError` when it was judged before, `Refused` for everybody else.
    """
    glass = BreakGlass.objects.select_for_update().get(pk=glass.pk)
    if glass.user_id == by.pk:
        raise NotYoursToJudgeError
    if not has_page(by.role, Permission.REVIEW_BREAK_GLASS) or glass not in breakglass.reviewable(by):
        raise Refused(Permission.REVIEW_BREAK_GLASS, Kind.BREAK_GLASS, glass.key)
    if glass.reviewed_at is not None:
        raise ReviewedError
    words = remark.strip()
    if not words:
        raise ReasonError("remark")
    glass.reviewed_by, glass.reviewed_at = by, timezone.now()
    glass.verdict, glass.remark = Verdict(verdict), words
    if glass.verdict == Verdict.NOT_RIGHT and glass.is_open(glass.reviewed_at):
        glass.until_at = glass.reviewed_at
        relations.end(source=glass, whys=[Why.BREAK_GLASS], at=glass.reviewed_at)
    glass.save(update_fields=["reviewed_by", "reviewed_at", "verdict", "remark", "until_at"])
    log.wrote(by=by, action="break_glass.review", on=glass, detail={"verdict": str(verdict)})
    return glass
