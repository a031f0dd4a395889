"""Whether one item may go to one recipient (R8). [law]

The school file and the support file are separate; school head and municipality see no file at all, because
the supporter is neutral. Sharing is item by item, and by default nothing is shared. A sharing names its
purpose, its recipient, the ground for processing (AVG) and its last day, and the family has been told.
Consent to help is not such a ground and never repairs a missing one. Notes, a child's own talk and safety
records are not shared this way.

Sources: AVG art. 5 and 6, Jeugdwet art. 7.3.11; neutrality of the supporter is a promise of the way of
working.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schakel.rules.basis import Basis


class Item(StrEnum):
    """What a file holds, as far as sharing is concerned."""

    STATUS = "status"
    AGREEMENT = "agreement"
    ADVICE = "advice"
    PLAN = "plan"
    NOTE = "note"
    CHILD_TALK = "child_talk"
    SAFETY_RECORD = "safety_record"


class Recipient(StrEnum):
    """Who would receive it."""

    ASKER = "asker"
    SCHOOL_STAFF = "school_staff"
    PARTNER = "partner"
    SCHOOL_HEAD = "school_head"
    MUNICIPALITY = "municipality"


class ProcessingGround(StrEnum):
    """The ground for processing under AVG art. 6, recorded apart from consent to help."""

    CONSENT = "consent"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"


@dataclass(frozen=True)
class SharingRule:
    """The reading: what is never shared item by item, who never receives, and what the asker sees without
    sharing.
    """

    basis: Basis
    never_shared: frozenset[Item] = frozenset({Item.NOTE, Item.CHILD_TALK, Item.SAFETY_RECORD})
    never_receives: frozenset[Recipient] = frozenset({Recipient.SCHOOL_HEAD, Recipient.MUNICIPALITY})
    asker_sees: frozenset[Item] = frozenset({Item.STATUS})


SHARING: Final = SharingRule(Basis("R8", "AVG art. 5, 6, Jeugdwet art. 7.3.11", date(2018, 5, 25)))


@dataclass(frozen=True)
class Sharing:
    """A recorded decision to share one item. `until` is the last day; `family_told_on` is None when nobody
    told them.
    """

    purpose: str
    ground: ProcessingGround | None
    starts_on: date
    until: date | None
    family_told_on: date | None
    ended_on: date | None = None


class NotShared(StrEnum):
    """Why an item does not go to a recipient."""

    NEVER_SHARED = "never_shared"
    NEVER_RECEIVES = "never_receives"
    NOTHING_RECORDED = "nothing_recorded"
    NO_PURPOSE = "no_purpose"
    NO_GROUND = "no_ground"
    NO_LAST_DAY = "no_last_day"
    FAMILY_NOT_TOLD = "family_not_told"
    NOT_BEGUN = "not_begun"
    OVER = "over"


@dataclass(frozen=True)
class SharingAnswer:
    """May the recipient see the item today; if not, every reason why."""

    refused: tuple[NotShared, ...]
    rule: Basis

    @property
    def allowed(self) -> bool:
        return not self.refused


def may_share(
    item: Item, recipient: Recipient, sharing: Sharing | None, *, on: date, rule: SharingRule = SHARING
) -> SharingAnswer:
    """Whether `recipient` may see `item` on the day `on`, given the recorded sharing (None: nothing was
    recorded).
    """
    if recipient in rule.never_receives:
        return SharingAnswer((NotShared.NEVER_RECEIVES,), rule.basis.part("neutral"))
    if item in rule.never_shared:
        return SharingAnswer((NotShared.NEVER_SHARED,), rule.basis.part("separate-files"))
    if recipient is Recipient.ASKER and item in rule.asker_sees:
        return SharingAnswer((), rule.basis.part("asker"))
    basis = rule.basis.part("item-by-item")
    if sharing is None:
        return SharingAnswer((NotShared.NOTHING_RECORDED,), basis)
    return SharingAnswer(_flaws(sharing, on), basis)


def _flaws(sharing: Sharing, on: date) -> tuple[NotShared, ...]:
    last = min((day for day in (sharing.until, sharing.ended_on) if day is not None), default=None)
    checks = (
        (not sharing.purpose.strip(), NotShared.NO_PURPOSE),
        (sharing.ground is None, NotShared.NO_GROUND),
        (sharing.until is None, NotShared.NO_LAST_DAY),
        (sharing.family_told_on is None or sharing.family_told_on > on, NotShared.FAMILY_NOT_TOLD),
        (sharing.starts_on > on, NotShared.NOT_BEGUN),
        (last is not None and last < on, NotShared.OVER),
    )
    return tuple(reason for wrong, reason in checks if wrong)
