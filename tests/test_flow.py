"""One question, all the way: asked, picked up, clarified, agreed to, supported, scaled down, closed, looked back on."""

import pytest

from schakel.access.models import LogEntry
from schakel.casework import queries
from schakel.casework.actions import supports
from schakel.casework.errors import ConsentMissingError
from schakel.casework.states import State
from tests import cast as tests_cast
from tests.cast import agreed_by_all, asked, child_of

pytestmark = pytest.mark.django_db


def test_a_question_becomes_a_support_that_is_closed() -> None:
    cast = tests_cast.school()
    request = asked(cast)
    assert request.handler == cast.fenna
    assert request.expected_on is not None

    child = child_of(request, cast.fenna)
    with pytest.raises(ConsentMissingError):
        supports.start(
            by=cast.fenna, request=request, title="Sem", support_for="child", agreed="Rustig beginnen"
        )
    agreed_by_all(child, cast.fenna)
    support = supports.start(
        by=cast.fenna, request=request, title="Sem", support_for="child", agreed="Rustig beginnen"
    )
    request.refresh_from_db()
    assert queries.state(request) is State.ANSWERED

    supports.record_contact(by=cast.fenna, support=support, kind="home_visit", with_whom="parent")
    supports.move(
        by=cast.fenna,
        support=support,
        to_rung="school_basic",
        reason="Het lukt weer",
        decided_by="ouders en school",
    )
    closed = supports.close(
        by=cast.fenna, support=support, closure_code="01", closing_words="Hij gaat weer graag."
    )
    assert not closed.is_open
    supports.follow_up(by=cast.fenna, support=support)
    assert LogEntry.objects.filter(event="write").count() > 10
