"""Inviting people to say what they think of the help, and keeping what they said."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework.models import Support
from schakel.measures.errors import EmptyAnswerError, LinkUsedError
from schakel.measures.models import CanGoOn, Informant, OutcomeAnswer, OutcomeInvitation
from schakel.web import links

# Long enough for a holiday; a link that lies about longer is a risk.
VALID_FOR: Final = timedelta(days=42)


@transaction.atomic
def invite(*, by: User, support: Support, informant: Informant | str) -> tuple[OutcomeInvitation, str]:
    """A link for one informant, usable once. The token itself is given now and never again."""
    require(by, support, Permission.WRITE_FILE)
    now = timezone.now()
    support.invitations.filter(informant=informant, answered_at=None, withdrawn_at=None).update(
        withdrawn_at=now
    )
    token = links.fresh_token()
    invitation = OutcomeInvitation.objects.create(
        support=support,
        informant=informant,
        token_digest=links.digest(token),
        made_by=by,
        expires_on=timezone.localdate() + VALID_FOR,
    )
    log.wrote(by=by, action="outcome.invite", on=support, detail={"informant": str(informant)})
    return invitation, token


@transaction.atomic
def answer(
    *,
    invitation: OutcomeInvitation,
    usefulness: int | None = None,
    smiley: int | None = None,
    can_go_on: CanGoOn | str = "",
    words: str = "",
) -> OutcomeAnswer:
    """What someone said through their own link. Raises `LinkUsedError` when the link was used before or has run out."""
    current = OutcomeInvitation.objects.select_for_update().get(pk=invitation.pk)
    if not is_open(current):
        raise LinkUsedError
    if usefulness is None and smiley is None:
        raise EmptyAnswerError
    record = OutcomeAnswer.objects.create(
        support_id=current.support_id,
        invitation=current,
        informant=current.informant,
        usefulness=usefulness,
        smiley=smiley,
        can_go_on=can_go_on,
        words=words.strip(),
    )
    current.answered_at = timezone.now()
    current.save(update_fields=["answered_at"])
    log.wrote(
        by=None,
        action="outcome.answer",
        on=current.support,
        on_behalf_of=str(Informant(current.informant).label),
    )
    return record


@transaction.atomic
def estimate(
    *,
    by: User,
    support: Support,
    informant: Informant | str,
    usefulness: int,
    can_go_on: CanGoOn | str = "",
    words: str = "",
) -> OutcomeAnswer:
    """What the professional thinks someone would say; always marked as an estimate."""
    require(by, support, Permission.WRITE_FILE)
    record = OutcomeAnswer.objects.create(
        support=support,
        informant=informant,
        is_estimate=True,
        usefulness=usefulness,
        can_go_on=can_go_on,
        words=words.strip(),
        by=by,
    )
    log.wrote(by=by, action="outcome.estimate", on=support, detail={"informant": str(informant)})
    return record


def is_open(invitation: OutcomeInvitation) -> bool:
    """Whether the link still opens the questions."""
    unused = invitation.answered_at is None and invitation.withdrawn_at is None
    return unused and timezone.localdate() <= invitation.expires_on
