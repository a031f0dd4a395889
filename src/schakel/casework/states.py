"""The state of a request, read from its dates. There is no state "waiting for an indication"."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    RECEIVED = "received"
    PICKED_UP = "picked_up"
    CLARIFIED = "clarified"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    JOINED = "joined"


@dataclass(frozen=True)
class Moments:
    """When each thing happened; None as long as it did not."""

    picked_up: datetime | None = None
    clarified: datetime | None = None
    answered: datetime | None = None
    withdrawn: datetime | None = None
    joined: bool = False


def state_of(moments: Moments) -> State:
    """The furthest point a request has reached. Joined and withdrawn end it, whatever came before."""
    if moments.joined:
        return State.JOINED
    if moments.withdrawn:
        return State.WITHDRAWN
    if moments.answered:
        return State.ANSWERED
    if moments.clarified:
        return State.CLARIFIED
    return State.PICKED_UP if moments.picked_up else State.RECEIVED


# What can follow what. Clarifying again is normal: understanding grows.
_NEXT: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.PICKED_UP, State.WITHDRAWN, State.JOINED}),
    State.PICKED_UP: frozenset({State.CLARIFIED, State.WITHDRAWN, State.JOINED}),
    State.CLARIFIED: frozenset({State.CLARIFIED, State.ANSWERED, State.WITHDRAWN, State.JOINED}),
    State.ANSWERED: frozenset({State.ANSWERED}),
    State.WITHDRAWN: frozenset(),
    State.JOINED: frozenset(),
}


def may_become(state: State, following: State) -> bool:
    """Whether a request in `state` can go to `following`."""
    return following in _NEXT[state]


def is_open(state: State) -> bool:
    """Whether someone still has to do something for this request."""
    return state in (State.RECEIVED, State.PICKED_UP, State.CLARIFIED)
