"""The only writer of working relations. Called by the actions of the rooms above, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from schakel.access.models import FOREVER, Guarded, Relation, User
from schakel.access.roles import Why


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
