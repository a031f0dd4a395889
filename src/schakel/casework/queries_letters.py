"""Reads for what leaves the file: what is shared, the facts that letters use, and the burden of the work."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from schakel.access.gates import visible
from schakel.access.models import User
from schakel.access.roles import SCHOOL_STAFF, Permission
from schakel.casework.burden import Average, Burden, average, burden
from schakel.casework.letters.text import Facts
from schakel.casework.models import HelpRequest, Letter, SchoolHomeCard, SharedItem, Sharing, Support
from schakel.casework.queries_case import team_of
from schakel.casework.queries_plan import step_line
from schakel.people import queries as people
from schakel.people.models import Duty
from schakel.reference.models import Area
from schakel.web.organisation import organisation
from schakel.web.templatetags.words import exact_day


def sharings(support: Support) -> list[Sharing]:
    """Everything that was shared about this support, the latest first."""
    rows = support.sharings.select_related("item__with_user", "item__shared_by", "ended_by")
    return list(rows.order_by("-item__shared_at", "-pk"))


def school_staff(support: Support) -> QuerySet[User]:
    """Who works at the school of this support, and may be a recipient: never its head."""
    today = timezone.localdate()
    working = Duty.objects.filter(people.current(today), site=support.site).values("user")
    rows = User.objects.filter(role__in=SCHOOL_STAFF, is_active=True, pk__in=working)
    return rows.order_by("full_name")


def shared_with_me(user: User) -> list[SharedItem]:
    """What this person may read today, of every question: the gate of each question and the last day of each item."""
    questions = visible(user, HelpRequest, Permission.READ_SHARED)
    now = timezone.now()
    items = SharedItem.objects.filter(with_user=user, request__in=questions).select_related(
        "request__site", "shared_by"
    )
    return [item for item in items.order_by("-shared_at", "-pk") if item.is_readable(now)]


# -- letters


def facts(support: Support, extra: str = "", *, to_child: bool = False) -> Facts:
    """What is recorded about this support, as far as a letter may use it, in the language that is active."""
    request = support.request
    goals = list(support.goals.order_by("pk"))
    plan = support.plans.order_by("-number").first()
    card = SchoolHomeCard.objects.filter(support=support).first()
    return Facts(
        title=support.title,
        sender=support.lead.full_name,
        place=str(support.site),
        agreed=support.agreed,
        today=timezone.localdate(),
        day=exact_day(timezone.localdate()),
        child_first_name=support.child.first_name if support.child else "",
        asked_on=exact_day(timezone.localdate(request.received_at)) if request else "",
        handler=_handler(support),
        due_on=exact_day(request.due_on) if request else "",
        picked_up_on=_picked_up_on(request),
        shared=_shared(support),
        goals=tuple(goal.in_words for goal in goals),
        steps=tuple(step_line(step) for step in support.steps.filter(done_on=None).order_by("pk")),
        goes_well=plan.goes_well if plan else "",
        we_want=plan.we_want if plan else "",
        card=_card(card) if card else (),
        helpers=(
            support.lead.full_name,
            *(str(one) for one in team_of(support) if one.until_on is None),
        ),
        closing_words=support.closing_words,
        reached=tuple(goal.in_words for goal in goals if goal.reached),
        look_back_on=exact_day(support.follow_up_on),
        counsellor=" ".join(filter(None, [organisation().counsellor, organisation().counsellor_phone])),
        to_child=to_child,
        extra=extra,
    )


def _handler(support: Support) -> str:
    """Who took the question up, in the eyes of the asker."""
    request = support.request
    if request is None or request.handler_id in (None, support.lead_id) or request.handler is None:
        return support.lead.full_name
    return request.handler.full_name


def _picked_up_on(request: HelpRequest | None) -> str:
    moment = request.picked_up_at if request else None
    return exact_day(timezone.localdate(moment)) if moment else ""


def _shared(support: Support) -> tuple[str, ...]:
    now = timezone.now()
    return tuple(each.item.text for each in reversed(sharings(support)) if each.item.is_readable(now))


def _card(card: SchoolHomeCard) -> tuple[tuple[str, str], ...]:
    return (
        (_("Wat werkt op school?"), card.works_at_school),
        (_("Wat zou op school kunnen werken?"), card.could_at_school),
        (_("Wat werkt thuis?"), card.works_at_home),
        (_("Wat zou thuis kunnen werken?"), card.could_at_home),
    )


def letters_of(support: Support) -> list[Letter]:
    """The letters as they were issued, the latest first; without their pages."""
    rows = support.letters.select_related("issued_by", "person").defer("pdf")
    return list(rows.order_by("-issued_at", "-pk"))


# -- burden


def burden_of(support: Support) -> Burden:
    """What was typed for this support, from its records; from memory when a list fetched them for many."""
    request, card = support.request, getattr(support, "card", None)
    texts: list[str] = [support.title, support.agreed, support.closing_words]
    texts += [request.matter, request.reach, request.about_words] if request else []
    texts += _column(support.goals.all(), "in_words")
    texts += [text for step in support.steps.all() for text in (step.what, step.who)]
    texts += _column(support.contacts.all(), "note")
    texts += [text for move in support.moves.all() for text in (move.reason, move.decided_by)]
    texts += [text for plan in support.plans.all() for text in (plan.goes_well, plan.we_want)]
    texts += [text for _head, text in _card(card)] if card else []
    letters = [(letter.typed, letter.reused) for letter in support.letters.all()]
    choices = 3 * len(support.contacts.all()) + len(support.moves.all()) + len(letters)
    return burden(texts, choices=choices, letters=letters)


def _column(rows: Iterable[Any], name: str) -> list[str]:
    return [str(getattr(row, name)) for row in rows]


MOST_SUPPORTS = 200
YEAR = timedelta(days=365)


def average_burden(areas: Sequence[Area], today: date) -> Average | None:
    """Per support that closed in these areas in a year; None for too few to show. Seven queries, whatever their number."""
    closed = Support.objects.filter(site__area__in=areas, closed_on__gt=today - YEAR, closed_on__lte=today)
    rows = closed.select_related("request", "card").prefetch_related(
        "goals",
        "steps",
        "contacts",
        "moves",
        "plans",
        Prefetch("letters", Letter.objects.defer("pdf", "values")),
    )
    return average(burden_of(support) for support in rows.order_by("-closed_on", "-pk")[:MOST_SUPPORTS])
