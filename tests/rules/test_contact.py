"""Nothing goes out against a safe contact or to a secret address; what is handed over in person still can."""

from collections.abc import Iterable

import pytest

from schakel.rules.contact import Channel, NotThisWay, SafeContact, may_reach

SECRET, SAFE = NotThisWay.SECRET_ADDRESS, NotThisWay.SAFE_CONTACT
EVERY_WAY = tuple(Channel)


@pytest.mark.parametrize("channel", EVERY_WAY)
def test_where_nothing_was_agreed_every_way_is_open(channel: Channel) -> None:
    answer = may_reach(channel, None)
    assert answer.allowed
    assert answer.left == EVERY_WAY
    assert answer.rule.key == "R14a:nothing-agreed"


@pytest.mark.parametrize(
    ("never", "secret", "channel", "refused"),
    [
        ((), True, Channel.POST, (SECRET,)),
        ((), True, Channel.LINK, (SECRET,)),
        ((), True, Channel.CALL, ()),
        ((), True, Channel.IN_PERSON, ()),
        ((Channel.CALL,), False, Channel.CALL, (SAFE,)),
        ((Channel.CALL,), False, Channel.POST, ()),
        ((Channel.POST,), True, Channel.POST, (SECRET, SAFE)),
        ((Channel.IN_PERSON,), True, Channel.IN_PERSON, ()),
    ],
)
def test_what_was_agreed_closes_a_way_with_every_reason(
    never: Iterable[Channel], secret: bool, channel: Channel, refused: tuple[NotThisWay, ...]
) -> None:
    assert may_reach(channel, SafeContact(frozenset(never), secret)).refused == refused


def test_the_answer_says_which_ways_are_left() -> None:
    answer = may_reach(Channel.POST, SafeContact(frozenset({Channel.CALL}), secret_address=True))
    assert answer.left == (Channel.IN_PERSON,)
    assert answer.rule.key == "R14a:safe-contact"
