"""Reads of what people said."""

from dataclasses import dataclass

from django.db.models import QuerySet

from schakel.casework.models import Support
from schakel.measures.models import OutcomeAnswer, OutcomeInvitation
from schakel.web import links


def invitation_behind(token: str) -> OutcomeInvitation | None:
    """The invitation of a link; None for a link that never was."""
    return (
        OutcomeInvitation.objects.select_related("support").filter(token_digest=links.digest(token)).first()
    )


@dataclass(frozen=True)
class OutcomePanel:
    """What was said at the end of one support, and who was asked and has not answered."""

    answers: list[OutcomeAnswer]
    waiting: list[OutcomeInvitation]


def outcome_panel(support: Support) -> OutcomePanel:
    """Two queries."""
    answers = OutcomeAnswer.objects.filter(support=support).select_related("by").order_by("at")
    return OutcomePanel(list(answers), list(_waiting(support)))


def _waiting(support: Support) -> QuerySet[OutcomeInvitation]:
    return support.invitations.filter(answered_at=None, withdrawn_at=None).order_by("made_at")
