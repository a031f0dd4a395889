"""Reads of what people said."""

from dataclasses import dataclass

from django.db.models import QuerySet

from schakel.casework.models import Support
from schakel.measures.models import OutcomeAnswer, OutcomeInvitation
from schakel.web import links
from schakel.web.prepared import prepared


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
    return OutcomePanel(_answers(support=support.pk), _waiting(support=support.pk))


@prepared
def _answers(*, support: int) -> QuerySet[OutcomeAnswer]:
    return OutcomeAnswer.objects.filter(support=support).select_related("by").order_by("at")


@prepared
def _waiting(*, support: int) -> QuerySet[OutcomeInvitation]:
    rows = OutcomeInvitation.objects.filter(support=support, answered_at=None, withdrawn_at=None)
    return rows.order_by("made_at")
