"""The ground for processing of a support: recorded, replaced and ended, apart from consent to help."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import queries_consent
from schakel.casework.actions.common import words_in
from schakel.casework.errors import NoGroundError
from schakel.casework.models import ProcessingRecord, Support
from schakel.casework.words import Ground
from schakel.rules.grounds import usual_ground
from schakel.rules.track import LegalTrack


def usual(*, by: User | None, support: Support) -> ProcessingRecord:
    """The ground of the track, from the first day. Part of starting a support, and logged with it."""
    ground = usual_ground(LegalTrack(support.legal_track))
    return ProcessingRecord.objects.create(
        support=support,
        ground=ground.ground.value,
        source=ground.source,
        from_on=support.started_on,
        recorded_by=by,
    )


@transaction.atomic
def record(*, by: User | None, support: Support, ground: Ground | str, source: str) -> ProcessingRecord:
    """Another ground from today, with the article it rests on. Of several the one that began last holds."""
    require(by, support, Permission.LEAD_FILE)
    today = timezone.localdate()
    made = ProcessingRecord.objects.create(
        support=support, ground=ground, source=words_in(source, "source"), from_on=today, recorded_by=by
    )
    log.wrote(by=by, action="ground.record", on=support, detail={"ground": str(ground)})
    return made


@transaction.atomic
def end(*, by: User | None, support: Support, why: str) -> None:
    """From today there is no ground: nothing is shared and no letter goes out until there is one again."""
    require(by, support, Permission.LEAD_FILE)
    yesterday = timezone.localdate() - timedelta(days=1)
    standing = support.grounds.filter(ended_on=None)
    standing.update(ended_on=yesterday, ended_why=words_in(why, "why"))
    log.wrote(by=by, action="ground.end", on=support)


def require_ground(support: Support) -> None:
    """Raise `NoGroundError` when no ground holds today."""
    if not queries_consent.ground_answer(support).allowed:
        raise NoGroundError
