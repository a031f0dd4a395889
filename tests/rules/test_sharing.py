"""R8: by default nothing is shared; one item goes to one recipient, for a purpose, until a day."""

from dataclasses import replace
from datetime import date

import pytest

from schakel.rules.clock import ONE_DAY
from schakel.rules.sharing import Item, NotShared, ProcessingGround, Recipient, Sharing, may_share

FIRST, LAST = date(2026, 3, 1), date(2026, 6, 1)
GOOD = Sharing("to do the same in the class", ProcessingGround.CONSENT, FIRST, LAST, FIRST)


@pytest.mark.parametrize("item", list(Item))
def test_school_head_and_municipality_never_receive_anything(item: Item) -> None:
    for recipient in (Recipient.SCHOOL_HEAD, Recipient.MUNICIPALITY):
        answer = may_share(item, recipient, GOOD, on=FIRST)
        assert (answer.refused, answer.rule.key) == ((NotShared.NEVER_RECEIVES,), "R8:neutral")


@pytest.mark.parametrize("item", [Item.NOTE, Item.CHILD_TALK, Item.SAFETY_RECORD])
@pytest.mark.parametrize("recipient", [Recipient.ASKER, Recipient.SCHOOL_STAFF, Recipient.PARTNER])
def test_notes_childrens_talks_and_safety_records_are_never_shared(item: Item, recipient: Recipient) -> None:
    answer = may_share(item, recipient, GOOD, on=FIRST)
    assert (answer.refused, answer.rule.key) == ((NotShared.NEVER_SHARED,), "R8:separate-files")


def test_the_asker_sees_the_status_without_a_sharing_and_nothing_more() -> None:
    status = may_share(Item.STATUS, Recipient.ASKER, None, on=FIRST)
    assert (status.allowed, status.rule.key) == (True, "R8:asker")
    assert may_share(Item.PLAN, Recipient.ASKER, None, on=FIRST).refused == (NotShared.NOTHING_RECORDED,)
    others = may_share(Item.STATUS, Recipient.SCHOOL_STAFF, None, on=FIRST)
    assert (others.refused, others.rule.key) == ((NotShared.NOTHING_RECORDED,), "R8:item-by-item")


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (FIRST - ONE_DAY, (NotShared.FAMILY_NOT_TOLD, NotShared.NOT_BEGUN)),
        (FIRST, ()),
        (LAST, ()),
        (LAST + ONE_DAY, (NotShared.OVER,)),
    ],
)
def test_a_sharing_holds_from_its_first_up_to_its_last_day(day: date, refused: tuple[NotShared, ...]) -> None:
    answer = may_share(Item.PLAN, Recipient.SCHOOL_STAFF, GOOD, on=day)
    assert (answer.refused, answer.allowed) == (refused, not refused)


@pytest.mark.parametrize(
    ("sharing", "why"),
    [
        (replace(GOOD, purpose=" "), NotShared.NO_PURPOSE),
        (replace(GOOD, ground=None), NotShared.NO_GROUND),
        (replace(GOOD, until=None), NotShared.NO_LAST_DAY),
        (replace(GOOD, family_told_on=None), NotShared.FAMILY_NOT_TOLD),
        (replace(GOOD, family_told_on=FIRST + 2 * ONE_DAY), NotShared.FAMILY_NOT_TOLD),
        (replace(GOOD, ended_on=FIRST), NotShared.OVER),
    ],
)
def test_a_sharing_that_misses_one_thing_opens_nothing(sharing: Sharing, why: NotShared) -> None:
    assert may_share(Item.ADVICE, Recipient.PARTNER, sharing, on=FIRST + ONE_DAY).refused == (why,)


def test_a_sharing_ended_early_holds_until_that_day() -> None:
    ended = replace(GOOD, ended_on=FIRST + ONE_DAY)
    assert may_share(Item.ADVICE, Recipient.PARTNER, ended, on=FIRST + ONE_DAY).allowed
