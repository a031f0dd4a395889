"""The only writer of working relations. Called by the actions of the rooms above, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, TypedDict

from django.db.models import QuerySet
from django.utils import timezone

from schakel.access.models import FOREVER, Guarded, Relation, User
from schakel.access.roles import Why, may_hold


def grant(
    *,
    users: Iterable[User],
    subject: Guarded,
    why: Why,
    source: Guarded | None = None,
    from_at: datetime | None = None,
    until: datetime = FOREVER,
) -> None:
    """Open `subject` to `users` because of `source` (by default the subject itself). Granting again renews the period."""
    cause = source or subject
    Relation.objects.bulk_create(
        [
            Relation(
                user=user,
                subject_kind=subject.relation_kind,
                subject_id=subject.pk,
                why=why,
                source_kind=cause.relation_kind,
                source_id=cause.pk,
                from_at=from_at or timezone.now(),
                until_at=until,
            )
            for user in {user.pk: user for user in users}.values()
        ],
        update_conflicts=True,
        update_fields=["from_at", "until_at"],
        unique_fields=["user", "subject_kind", "subject_id", "why", "source_kind", "source_id"],
    )


def end(
    *,
    source: Guarded,
    whys: Iterable[Why],
    user: User | None = None,
    subject: Guarded | None = None,
    at: datetime | None = None,
) -> int:
    """End what `source` opened for these reasons (for one user, or on one subject). Returns how many relations ended."""
    moment = at or timezone.now()
    open_ones = Relation.objects.filter(
        source_kind=source.relation_kind, source_id=source.pk, why__in=list(whys), until_at__gt=moment
    )
    if user is not None:
        open_ones = open_ones.filter(user=user)
    if subject is not None:
        open_ones = open_ones.filter(subject_kind=subject.relation_kind, subject_id=subject.pk)
    # A relation that had yet to start ends where it starts: the table never holds a negative period.
    started = open_ones.filter(from_at__lte=moment).update(until_at=moment)
    return started + open_ones.filter(from_at__gt=moment).delete()[0]


def hand_on(*, user: User, to: User | None, whys: Iterable[Why]) -> int:
    """Close everything that is open to `user`, now. What was open for `whys` opens to `to`, until its own end.

    Somebody leaves: `to` reaches what `user` reached for these reasons, as far as the role of `to` can hold them. Returns how
    many relations ended.
    """
    now, wanted = timezone.now(), set(whys)
    leaving = list(Relation.objects.filter(user=user, until_at__gt=now))
    if to is not None:
        _take_on(to, [one for one in leaving if one.why in wanted and may_hold(to.role, Why(one.why))], now)
    mine = Relation.objects.filter(pk__in=[one.pk for one in leaving])
    started = mine.filter(from_at__lte=now).update(until_at=now)
    return started + mine.filter(from_at__gt=now).delete()[0]


def _take_on(to: User, relations: list[Relation], now: datetime) -> None:
    """Open what these relations opened, and shorten nothing that is open to `to` already."""
    own = {_about(one): one for one in Relation.objects.filter(user=to)}
    fresh, longer = list[Relation](), list[Relation]()
    for one in relations:
        known = own.get(_about(one))
        if known is None:
            values = {name: getattr(one, name) for name in ABOUT}
            fresh.append(Relation(user=to, from_at=max(now, one.from_at), until_at=one.until_at, **values))
        elif known.until_at <= now:
            known.from_at, known.until_at = max(now, one.from_at), one.until_at
            longer.append(known)
        elif known.until_at < one.until_at:
            known.until_at = one.until_at
            longer.append(known)
    Relation.objects.bulk_create(fresh)
    Relation.objects.bulk_update(longer, ["from_at", "until_at"])


ABOUT: Final = ("subject_kind", "subject_id", "why", "source_kind", "source_id")


def _about(one: Relation) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in ABOUT)


class Carried(TypedDict):
    """One relation that moved: which, its own end, the relation that took over, and the end that one had before, if any."""

    of: int
    until: str
    on: int
    on_until: str | None


def carry(*, subject: Guarded, to: Guarded) -> list[Carried]:
    """What opened `subject` opens `to` from now on: two records turned out to be one. Returns what `carry_back` needs."""
    now, carried = timezone.now(), list[Carried]()
    for relation in _open_on(subject, now):
        wanted = {
            "user_id": relation.user_id,
            "subject_kind": to.relation_kind,
            "subject_id": to.pk,
            "why": relation.why,
            "source_kind": relation.source_kind,
            "source_id": relation.source_id,
        }
        fresh, is_new = Relation.objects.get_or_create(
            **wanted, defaults={"from_at": max(now, relation.from_at), "until_at": relation.until_at}
        )
        before = None if is_new else fresh.until_at.isoformat()
        if fresh.until_at < relation.until_at:
            fresh.until_at = relation.until_at
            fresh.save(update_fields=["until_at"])
        carried.append(
            {"of": relation.pk, "until": relation.until_at.isoformat(), "on": fresh.pk, "on_until": before}
        )
        relation.until_at = max(now, relation.from_at)
        relation.save(update_fields=["until_at"])
    return carried


def carry_back(carried: Iterable[Carried]) -> None:
    """Undo `carry`: what was opened then closes, what was closed opens until its own end."""
    now = timezone.now()
    for each in carried:
        Relation.objects.filter(pk=each["of"]).update(until_at=datetime.fromisoformat(each["until"]))
        until = datetime.fromisoformat(each["on_until"]) if each["on_until"] else now
        opened = Relation.objects.filter(pk=each["on"])
        opened.filter(from_at__lte=until).update(until_at=until)
        opened.filter(from_at__gt=until).delete()


def _open_on(subject: Guarded, moment: datetime) -> QuerySet[Relation]:
    return Relation.objects.filter(
        subject_kind=subject.relation_kind, subject_id=subject.pk, until_at__gt=moment
    ).order_by("pk")
