"""Sharing item by item (R8): one thing, with one person, for one purpose, until a day, and the family knows."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import SCHOOL_STAFF, Permission, Role
from schakel.casework import keep, queries_consent
from schakel.casework.actions import consent
from schakel.casework.actions.common import locked, words_in
from schakel.casework.errors import NotNowError, NotSharedError
from schakel.casework.models import SharedItem, Sharing, Support
from schakel.casework.words import SharedKind
from schakel.rules.basis import Basis
from schakel.rules.consent_flow import Doing
from schakel.rules.sharing import Item, Recipient, may_share
from schakel.rules.sharing import Sharing as Decision


def recipient_of(user: User, support: Support) -> Recipient:
    """What somebody is to this support. Who does not work in a school is a municipality, as far as sharing goes."""
    if user.role == Role.SCHOOL_HEAD:
        return Recipient.SCHOOL_HEAD
    if user.role not in SCHOOL_STAFF:
        return Recipient.MUNICIPALITY
    asked = support.request is not None and support.request.asked_by_id == user.pk
    return Recipient.ASKER if asked else Recipient.SCHOOL_STAFF


@transaction.atomic
def share(
    *,
    by: User | None,
    support: Support,
    kind: SharedKind | Item | str,
    with_user: User,
    text: str,
    purpose: str,
    until: date | None,
    family_told_on: date | None,
) -> SharedItem:
    """Share one thing. Raises `NotSharedError` with every reason why it may not go to this person (R8)."""
    support = locked(Support, support)
    require(by, support, Permission.WRITE_FILE)
    if not support.is_open or support.request is None:
        raise NotNowError
    consent.require_for(support, Doing.SHARE)
    ground = queries_consent.ground_answer(support).ground
    decision = Decision(purpose, ground, timezone.localdate(), until, family_told_on)
    rule = _allowed(support, str(kind), with_user, decision)
    item = _keep(by, support, str(kind), with_user, words_in(text, "text"), decision)
    keep.share(item)
    log.wrote(
        by=by,
        action="share.item",
        on=support,
        rule=rule.key,
        detail={"with": str(with_user.key), "kind": str(kind)},
    )
    return item


def _allowed(support: Support, kind: str, with_user: User, decision: Decision) -> Basis:
    """The rule that allows it; raises `NotSharedError` with every reason when none does."""
    answer = may_share(Item(kind), recipient_of(with_user, support), decision, on=decision.starts_on)
    if not answer.allowed:
        raise NotSharedError(answer.refused)
    return answer.rule


def _keep(
    by: User | None, support: Support, kind: str, with_user: User, text: str, decision: Decision
) -> SharedItem:
    assert support.request is not None, "a support without a question shares nothing"
    assert decision.ground is not None, "a sharing without a ground was refused"
    assert decision.until is not None, "a sharing without a last day was refused"
    assert decision.family_told_on is not None, "a sharing that the family does not know of was refused"
    item = SharedItem.objects.create(
        request=support.request,
        with_user=with_user,
        text=text,
        purpose=decision.purpose.strip(),
        ground=decision.ground.value,
        family_informed=True,
        shared_by=by,
        expires_on=decision.until,
    )
    Sharing.objects.create(
        item=item,
        support=support,
        kind=kind,
        ground=decision.ground.value,
        family_told_on=decision.family_told_on,
    )
    return item


@transaction.atomic
def withdraw(*, by: User | None, item: SharedItem, why: str) -> SharedItem:
    """Take back what was shared: from this moment it can no longer be read."""
    sharing = Sharing.objects.select_for_update().select_related("support").get(item=item)
    require(by, sharing.support, Permission.WRITE_FILE)
    current = SharedItem.objects.select_for_update().get(pk=item.pk)
    if current.withdrawn_at is not None:
        raise NotNowError
    current.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    sharing.ended_by, sharing.ended_why = by, words_in(why, "why")
    sharing.save(update_fields=["ended_by", "ended_why"])
    keep.unshare(current)
    log.wrote(by=by, action="share.withdraw", on=sharing.support)
    return current
