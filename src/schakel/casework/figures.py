"""Counts that an area may show: how many questions, how many in time, what became of them. Nobody is recognisable.

Everything still waiting is counted, so that an average cannot be made better by what nobody answered. A count under ten is
not shown ("minder dan 10"), and neither is one that follows from it by subtraction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from schakel.casework.models import HelpRequest, LadderMove, ShortContact, Support
from schakel.casework.words import AnswerKind, Rung
from schakel.reference.models import Area
from schakel.web.templatetags.words import of_the_hundred

THRESHOLD = 10
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Share:
    """So many of so many. Hidden when the whole is small; about families also when the part or the rest is small.

    Whether we were in time is about us, and the few times that we were not must be told.
    """

    part: int
    whole: int
    about_families: bool = True

    @property
    def hidden(self) -> bool:
        few = 0 < self.part < THRESHOLD or 0 < self.whole - self.part < THRESHOLD
        return self.whole < THRESHOLD or (self.about_families and few)

    @property
    def words(self) -> str:
        if self.whole < THRESHOLD:
            return _("te weinig om te tonen")
        if self.hidden:
            return _("niet te tonen: het gaat om minder dan 10")
        return of_the_hundred(self.part, self.whole)


@dataclass(frozen=True)
class Figures:
    """The last twelve months of an area. `decided` are the questions whose week is over, also those still waiting."""

    received: int
    in_time: Share
    waiting: int
    late: int
    without_referral: Share
    scaled_up: int
    scaled_down: int
    closed: int
    short_contacts: int
    answers: list[tuple[str, str]]
    from_on: date
    until_on: date

    @property
    def waiting_words(self) -> str:
        """Who waits is always told, also when few: it is work, not a fact about a family."""
        if not self.late:
            return str(self.waiting)
        return _("%(waiting)s, van wie %(late)s te lang") % {"waiting": self.waiting, "late": self.late}

    @property
    def up_words(self) -> str:
        return at_least(self.scaled_up)

    @property
    def down_words(self) -> str:
        return at_least(self.scaled_down)

    @property
    def closed_words(self) -> str:
        return at_least(self.closed)


def at_least(number: int) -> str:
    """A count, or that it is small."""
    return _("minder dan 10") if 0 < number < THRESHOLD else str(number)


def of_areas(areas: Sequence[Area], today: date) -> Figures:
    """The figures of these areas over the last year. Six queries."""
    since = today - YEAR
    requests = HelpRequest.objects.filter(site__area__in=areas, received_at__date__gt=since).exclude(
        joined_as="duplicate"
    )
    counts = requests.annotate(picked_on=TruncDate("picked_up_at")).aggregate(
        received=Count("pk"),
        decided=Count("pk", filter=Q(due_on__lt=today) | Q(picked_up_at__isnull=False)),
        in_time=Count("pk", filter=Q(picked_on__lte=F("due_on"))),
        waiting=Count("pk", filter=_waiting()),
        late=Count("pk", filter=_waiting() & Q(due_on__lt=today)),
    )
    moves = _moves(areas, since)
    closed = Support.objects.filter(site__area__in=areas, closed_on__gt=since)
    return Figures(
        received=counts["received"],
        in_time=Share(counts["in_time"], counts["decided"], about_families=False),
        waiting=counts["waiting"],
        late=counts["late"],
        without_referral=_without_referral(requests),
        scaled_up=moves["up"],
        scaled_down=moves["down"],
        closed=closed.count(),
        short_contacts=_short_contacts(areas, since),
        answers=_answers(requests),
        from_on=since,
        until_on=today,
    )


def _waiting() -> Q:
    return Q(picked_up_at=None, withdrawn_at=None, joined_to=None)


def _moves(areas: Sequence[Area], since: date) -> dict[str, int]:
    up = down = 0
    rungs = list(Rung.values)
    pairs = LadderMove.objects.filter(support__site__area__in=areas, on__gt=since)
    for from_rung, to_rung, number in (
        pairs.values_list("from_rung", "to_rung").annotate(n=Count("pk")).order_by()
    ):
        if rungs.index(to_rung) > rungs.index(from_rung):
            up += number
        else:
            down += number
    return {"up": up, "down": down}


def _without_referral(requests: QuerySet[HelpRequest]) -> Share:
    """Answered questions that led to no referral and no support that reached youth care."""
    answered = requests.filter(answered_at__isnull=False)
    specialised = [Rung.YOUTH_CARE, Rung.EXPERT]
    referred = answered.filter(
        Q(answers__kind=AnswerKind.REFERRAL)
        | Q(supports__rung__in=specialised)
        | Q(supports__moves__to_rung__in=specialised)
    )
    whole = answered.count()
    return Share(whole - referred.values("pk").distinct().count(), whole)


def _answers(requests: QuerySet[HelpRequest]) -> list[tuple[str, str]]:
    """How often each answer was given; a small count is not shown, and then neither is the next smallest."""
    rows = dict(
        requests.filter(answers__isnull=False).values_list("answers__kind").annotate(n=Count("pk")).order_by()
    )
    return shown({str(AnswerKind(kind).label): number for kind, number in rows.items()})


def shown(counts: dict[str, int]) -> list[tuple[str, str]]:
    """Counts with the small ones hidden. One hidden count would follow from the total, so then a second is hidden too."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    hidden = {name for name, number in ordered if 0 < number < THRESHOLD}
    if len(hidden) == 1 and len(ordered) > 1:
        hidden.add(next(name for name, _number in reversed(ordered) if name not in hidden))
    return [(name, _("niet getoond") if name in hidden else str(number)) for name, number in ordered]


def _short_contacts(areas: Sequence[Area], since: date) -> int:
    total = ShortContact.objects.filter(site__area__in=areas, on__gt=since).aggregate(n=Sum("count"))["n"]
    return int(total or 0)
