"""Reads of a plan: where it stands, its versions, what changed, and the sheet for the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from schakel.access import audit
from schakel.access.roles import Kind
from schakel.casework.models import FamilyPlanOffer, PlanVersion, SharedItem, Step, Support
from schakel.casework.plan import Change, differences
from schakel.casework.queries_case import team_of
from schakel.rules.clock import ClockReading
from schakel.rules.plan import Offer, OfferAnswer, PlanReading, read_paper, read_plan
from schakel.rules.track import LegalTrack
from schakel.web.prepared import prepared
from schakel.web.templatetags.words import exact_day


def step_line(step: Step) -> str:
    """Who does what by when, as a line of the plan."""
    by = f" ({exact_day(step.due_on)})" if step.due_on else ""
    return f"{step.who}: {step.what}{by}"


def reading(support: Support) -> PlanReading:
    """Where the plan stands today (R6). Two queries."""
    offers = [Offer(OfferAnswer(row.answer), row.on) for row in _offers(support=support.pk)]
    first = next(iter(_plan_days(support=support.pk)), None)
    return read_plan(
        track=LegalTrack(support.legal_track),
        started_on=support.started_on,
        offers=offers,
        plan_on=first,
        today=timezone.localdate(),
    )


@prepared
def _offers(*, support: int) -> QuerySet[FamilyPlanOffer]:
    return FamilyPlanOffer.objects.filter(support=support).order_by("on", "pk")


@prepared
def _plan_days(*, support: int) -> "QuerySet[PlanVersion, date]":
    return PlanVersion.objects.filter(support=support).order_by("number").values_list("on", flat=True)[:1]


def paper_clock(support: Support) -> ClockReading | None:
    """The clock of a plan that was asked on paper; the latest asking counts."""
    record = support.papers.order_by("-asked_on", "-pk").first()
    if record is None:
        return None
    return read_paper(asked_on=record.asked_on, given_on=record.given_on, today=timezone.localdate())


def versions(support: Support) -> list[PlanVersion]:
    """All versions, the latest first, with who agreed."""
    rows = support.plans.select_related("written_by").prefetch_related("agreements__person")
    return list(rows.order_by("-number"))


def compared(plans: Sequence[PlanVersion], number: int) -> list[Change]:
    """What changed in version `number` since the one before it. `plans` as `versions` gives them."""
    by_number = {plan.number: plan for plan in plans}
    before, after = by_number.get(number - 1), by_number[number]
    return differences(_said(before) if before else {}, _said(after))


def _said(plan: PlanVersion) -> dict[str, object]:
    return {
        "goes_well": plan.goes_well,
        "we_want": plan.we_want,
        "goals": plan.goals,
        "steps": plan.steps,
    }


# -- the one sheet for the family

LOOKED_LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Helper:
    """Somebody who helps, and from where."""

    name: str
    role: str


@dataclass(frozen=True)
class Sheet:
    """Who helps, who knows, who looked."""

    helps: list[Helper]
    knows: list[SharedItem]
    can_see: list[Helper]
    looked: list[Helper]


def sheet(support: Support) -> Sheet:
    """What a family reads about its own help, from what is recorded already. Five queries."""
    team = [
        Helper(str(member), str(member.get_layer_display()))
        for member in team_of(support)
        if not member.until_on
    ]
    lead = Helper(support.lead.full_name, "")
    now = timezone.now()
    shared = SharedItem.objects.filter(request=support.request_id, withdrawn_at=None).select_related(
        "with_user"
    )
    return Sheet(
        [lead, *team],
        [item for item in shared.order_by("shared_at") if item.is_readable(now)],
        [Helper(seer.relation.user.full_name, seer.why) for seer in audit.seers(Kind.SUPPORT, support.pk)],
        [Helper(name, role) for name, role in audit.lookers(support, now - LOOKED_LATELY)],
    )
