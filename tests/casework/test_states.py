"""The state of a question is read from its dates."""

from datetime import UTC, datetime

import pytest

from schakel.casework.states import Moments, State, is_open, may_become, state_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        (Moments(), State.RECEIVED),
        (Moments(picked_up=NOW), State.PICKED_UP),
        (Moments(picked_up=NOW, clarified=NOW), State.CLARIFIED),
        (Moments(picked_up=NOW, clarified=NOW, answered=NOW), State.ANSWERED),
        (Moments(withdrawn=NOW), State.WITHDRAWN),
        (Moments(picked_up=NOW, clarified=NOW, answered=NOW, withdrawn=NOW), State.WITHDRAWN),
        (Moments(picked_up=NOW, withdrawn=NOW, joined=True), State.JOINED),
    ],
)
def test_the_furthest_point_is_the_state(moments: Moments, state: State) -> None:
    assert state_of(moments) is state


@pytest.mark.parametrize(
    ("state", "following"),
    [
        (State.RECEIVED, {State.PICKED_UP, State.WITHDRAWN, State.JOINED}),
        (State.PICKED_UP, {State.CLARIFIED, State.WITHDRAWN, State.JOINED}),
        (State.CLARIFIED, {State.CLARIFIED, State.ANSWERED, State.WITHDRAWN, State.JOINED}),
        (State.ANSWERED, {State.ANSWERED}),
        (State.WITHDRAWN, set()),
        (State.JOINED, set()),
    ],
)
def test_what_can_follow_what(state: State, following: set[State]) -> None:
    assert {one for one in State if may_become(state, one)} == following


def test_open_means_that_someone_still_has_to_do_something() -> None:
    assert {one for one in State if is_open(one)} == {State.RECEIVED, State.PICKED_UP, State.CLARIFIED}
