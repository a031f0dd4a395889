"""How somebody may be reached (R14a): no letter, link or notice goes out against it. [law]

A person can have a *safe contact*: how and when to reach, and what never to send. And a secret address. Then
nothing goes by post or to a telephone or mailbox that somebody else may open; what is handed over in person
still can.

Sources: AVG art. 5 and 32 (fitting protection); Wet basisregistratie personen art. 2.59 (an address that is
not passed on).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schakel.rules.basis import Basis


class Channel(StrEnum):
    """The way in which something reaches a person."""

    POST = "post"
    LINK = "link"
    CALL = "call"
    IN_PERSON = "in_person"


@dataclass(frozen=True)
class ContactRule:
    """The reading: which ways a secret address closes. What is handed over in person is never closed."""

    basis: Basis
    secret_closes: frozenset[Channel] = frozenset({Channel.POST, Channel.LINK})
    always_open: frozenset[Channel] = frozenset({Channel.IN_PERSON})


CONTACT: Final = ContactRule(Basis("R14a", "AVG art. 5, 32", date(2018, 5, 25)))


@dataclass(frozen=True)
class SafeContact:
    """What was agreed with one person: ways that are never used, and whether the address is secret."""

    never: frozenset[Channel] = frozenset()
    secret_address: bool = False


class NotThisWay(StrEnum):
    """Why nothing goes out by this way."""

    SECRET_ADDRESS = "secret_address"  # noqa: S105  # the name of a reason
    SAFE_CONTACT = "safe_contact"


@dataclass(frozen=True)
class ReachAnswer:
    """May something go out by this way; if not, every reason why; and the ways that are left."""

    refused: tuple[NotThisWay, ...]
    left: tuple[Channel, ...]
    rule: Basis

    @property
    def allowed(self) -> bool:
        return not self.refused


def may_reach(channel: Channel, agreed: SafeContact | None, rule: ContactRule = CONTACT) -> ReachAnswer:
    """Whether something may go out by `channel`, given what was agreed (None: nothing was)."""
    known = agreed or SafeContact()
    refused = _refused(channel, known, rule)
    left = tuple(way for way in Channel if not _refused(way, known, rule))
    part = "safe-contact" if agreed else "nothing-agreed"
    return ReachAnswer(refused, left, rule.basis.part(part))


def _refused(channel: Channel, agreed: SafeContact, rule: ContactRule) -> tuple[NotThisWay, ...]:
    if channel in rule.always_open:
        return ()
    checks = (
        (agreed.secret_address and channel in rule.secret_closes, NotThisWay.SECRET_ADDRESS),
        (channel in agreed.never, NotThisWay.SAFE_CONTACT),
    )
    return tuple(reason for closed, reason in checks if closed)
