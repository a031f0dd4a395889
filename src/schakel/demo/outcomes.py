"""At the end people are asked what it brought: by a link, answered in their own time, or not at all."""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from schakel.demo import cases, phrases
from schakel.demo.clock import SECONDS, Moment, day_of
from schakel.demo.draws import Draws, Table
from schakel.demo.records import Invitation, Outcome
from schakel.demo.relations import SUPPORT
from schakel.demo.runs import Run

if TYPE_CHECKING:
    from schakel.demo.model import Model

_VALID_DAYS = 42
_ASKED = {"parent": 0.75, "child": 0.5, "young_child": 0.5, "teacher": 0.35}
_ANSWERS = 0.58
_GO_ON = Table([("yes", 0.34), ("mostly", 0.40), ("partly", 0.20), ("no", 0.06)])
_USE = Table([(4, 0.03), (5, 0.04), (6, 0.10), (7, 0.25), (8, 0.33), (9, 0.17), (10, 0.08)])
_SMILEY = Table([(1, 0.06), (2, 0.22), (3, 0.72)])


def ask(model: "Model", by: int, run: Run, at: Moment) -> None:
    """Invite parent, child and teacher; mark what the professional thinks as an estimate when nobody is asked."""
    draws, child = model.draws, run.case.child
    if run.support.child_id is None or child is None:
        return
    asked = [who for who in cases.informants(child, day_of(at)) if draws.chance(_ASKED[who])]
    for informant in asked:
        invitation = _invite(model, by, run, informant, at)
        if draws.chance(_ANSWERS):
            model.push(at + int(draws.log_normal(4, 0.8) * SECONDS), _answering(model, run, invitation))
    if not asked:
        _estimate(model, by, run, at)


def _invite(model: "Model", by: int, run: Run, informant: str, at: Moment) -> Invitation:
    rows = model.book.tables.invitations
    number = len(rows) + 1
    digest = hashlib.sha256(f"{model.plan.seed}:{number}".encode()).digest()
    invitation = Invitation(number, run.support.id, informant, digest, by, at, day_of(at) + _VALID_DAYS)
    rows.append(invitation)
    _wrote(model, by, run, "outcome.invite", informant, at)
    return invitation


def _wrote(model: "Model", by: int, run: Run, action: str, informant: str, at: Moment) -> None:
    persons = (run.support.child_id,) if run.support.child_id else ()
    detail = f'{{"informant": "{informant}"}}'
    model.book.wrote(at, by, action, (SUPPORT, run.support.id), persons, detail)


def _answering(model: "Model", run: Run, invitation: Invitation) -> Callable[[Moment], None]:
    def answered(now: Moment) -> None:
        if day_of(now) > invitation.expires_on:
            return
        invitation.answered_at = now
        _outcome(model, run, invitation.informant, now, invitation=invitation.id)
        _wrote(model, 0, run, "outcome.answer", invitation.informant, now)

    return answered


def _estimate(model: "Model", by: int, run: Run, at: Moment) -> None:
    _outcome(model, run, "parent", at, by=by)
    _wrote(model, by, run, "outcome.estimate", "parent", at)


def _outcome(
    model: "Model",
    run: Run,
    informant: str,
    at: Moment,
    *,
    invitation: int | None = None,
    by: int | None = None,
) -> None:
    draws: Draws = model.draws
    young = informant == "young_child"
    model.book.tables.outcomes.append(
        Outcome(
            run.support.id,
            invitation,
            informant,
            by is not None,
            None if young else draws.by(_USE),
            draws.by(_SMILEY) if young else None,
            "" if young else draws.by(_GO_ON),
            "" if young else draws.pick(phrases.OUTCOME),
            by,
            at,
        )
    )
