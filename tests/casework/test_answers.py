"""Clarify, answer, and share one sentence with who asked."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from schakel.access.gates import holds
from schakel.access.roles import Permission
from schakel.casework import queries
from schakel.casework.actions import answers, requests
from schakel.casework.errors import DateError, NotNowError, StaleError, WordsNeededError
from schakel.casework.models import HelpRequest, SharedItem
from schakel.casework.states import State
from tests.cast import School, asked, child_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def picked_up(cast: School) -> HelpRequest:
    return picked_up_by_fenna(cast)


def picked_up_by_fenna(cast: School) -> HelpRequest:
    return requests.pick_up(by=cast.fenna, request=asked(cast), how="met")


def test_a_question_is_clarified_after_pick_up(cast: School) -> None:
    with pytest.raises(NotNowError):
        answers.clarify(by=cast.fenna, request=asked(cast), we_see="Stil", offered_first="class")


def test_clarifying_again_keeps_the_first_moment(cast: School, picked_up: HelpRequest) -> None:
    first = answers.clarify(by=cast.fenna, request=picked_up, we_see="Stil", offered_first="class")
    picked_up.refresh_from_db()
    moment = picked_up.clarified_at
    again = answers.clarify(
        by=cast.jelle,
        request=picked_up,
        we_see="Stil in de kring",
        offered_first="team",
        expected=first.version,
    )
    picked_up.refresh_from_db()
    assert picked_up.clarified_at == moment
    assert again.we_see == "Stil in de kring"
    assert again.version == first.version + 1


def test_two_people_clarify_at_once_and_the_second_is_told(cast: School, picked_up: HelpRequest) -> None:
    first = answers.clarify(by=cast.fenna, request=picked_up, we_see="Stil", offered_first="class")
    answers.clarify(
        by=cast.jelle, request=picked_up, we_see="Druk", offered_first="class", expected=first.version
    )
    with pytest.raises(StaleError):
        answers.clarify(
            by=cast.fenna, request=picked_up, we_see="Stil", offered_first="class", expected=first.version
        )


def test_offering_nothing_to_the_surroundings_needs_a_reason(cast: School, picked_up: HelpRequest) -> None:
    with pytest.raises(WordsNeededError) as refused:
        answers.clarify(by=cast.fenna, request=picked_up, we_see="Stil", offered_first="none")
    assert refused.value.field == "offered_words"
    kept = answers.clarify(
        by=cast.fenna,
        request=picked_up,
        we_see="Stil",
        offered_first="none",
        offered_words="Alles al geprobeerd",
    )
    assert kept.offered_words == "Alles al geprobeerd"


def test_an_answer_comes_after_clarifying(cast: School, picked_up: HelpRequest) -> None:
    with pytest.raises(NotNowError):
        answers.answer(by=cast.fenna, request=picked_up, kind="consultation", agreed="x")


def test_support_is_started_not_answered(cast: School, picked_up: HelpRequest) -> None:
    answers.clarify(by=cast.fenna, request=picked_up, we_see="Stil", offered_first="class")
    with pytest.raises(NotNowError):
        answers.answer(by=cast.fenna, request=picked_up, kind="support", agreed="x")


def test_a_second_answer_keeps_the_first_moments(cast: School, picked_up: HelpRequest) -> None:
    answers.clarify(by=cast.fenna, request=picked_up, we_see="Stil", offered_first="class")
    answers.answer(by=cast.fenna, request=picked_up, kind="consultation", agreed="Vaste plek")
    picked_up.refresh_from_db()
    first = picked_up.answered_at, picked_up.first_help_at
    assert None not in first
    answers.answer(by=cast.fenna, request=picked_up, kind="expertise_transfer", agreed="Les voor het team")
    picked_up.refresh_from_db()
    assert (picked_up.answered_at, picked_up.first_help_at) == first
    assert picked_up.answers.count() == 2
    assert queries.state(picked_up) is State.ANSWERED


def test_help_did_not_start_before_the_question(cast: School, picked_up: HelpRequest) -> None:
    answers.clarify(by=cast.fenna, request=picked_up, we_see="Stil", offered_first="class")
    with pytest.raises(DateError) as refused:
        answers.answer(
            by=cast.fenna,
            request=picked_up,
            kind="consultation",
            agreed="x",
            first_help_on=timezone.localdate() - timedelta(days=1),
        )
    assert refused.value.field == "first_help_on"
    assert picked_up.answers.count() == 0


def test_only_the_sentence_is_shared_and_only_with_the_asker(cast: School, picked_up: HelpRequest) -> None:
    answers.clarify(by=cast.fenna, request=picked_up, we_see="Geheim vermoeden", offered_first="class")
    answers.answer(by=cast.fenna, request=picked_up, kind="consultation", agreed="Vaste plek", share=True)
    assert [item.text for item in queries.shared_with(picked_up, cast.marit)] == ["Vaste plek"]
    assert queries.shared_with(picked_up, cast.hylke) == []
    assert holds(cast.marit, picked_up, Permission.READ_SHARED)
    assert not holds(cast.marit, picked_up, Permission.READ_REQUEST)
    assert SharedItem.objects.get().family_informed is True


def test_what_was_shared_can_be_read_for_a_year(cast: School, picked_up: HelpRequest) -> None:
    answers.clarify(by=cast.fenna, request=picked_up, we_see="Stil", offered_first="class")
    answers.answer(by=cast.fenna, request=picked_up, kind="consultation", agreed="Vaste plek", share=True)
    with time_machine.travel(timezone.now() + timedelta(days=367)):
        assert queries.shared_with(picked_up, cast.marit) == []
        assert not holds(cast.marit, picked_up, Permission.READ_SHARED)
    item = SharedItem.objects.get()
    item.withdrawn_at = timezone.now()
    assert not item.is_readable(timezone.now())


def test_without_an_asker_with_an_account_nothing_is_shared(cast: School) -> None:
    request = requests.receive(
        by=cast.fenna,
        site=cast.site,
        about="child",
        requester_name="Moeder",
        requester="parent",
        matter="x",
        reach="y",
    )
    assert answers.share_answer(by=cast.fenna, request=request, text="x") is None


def test_after_the_answer_only_who_gave_it_still_sees_the_question(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    answers.answer(by=cast.fenna, request=request, kind="consultation", agreed="Vaste plek")
    assert holds(cast.fenna, request, Permission.READ_REQUEST)
    assert holds(cast.fenna, child, Permission.SEE_PERSON)
    for other in (cast.jelle, cast.anouk):
        assert not holds(other, request, Permission.READ_REQUEST)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert not holds(cast.fenna, request, Permission.READ_REQUEST)
        assert not holds(cast.fenna, child, Permission.SEE_PERSON)


def test_what_is_shared_can_be_read_for_a_year(cast: School, picked_up: HelpRequest) -> None:
    shared = answers.share_answer(by=cast.fenna, request=picked_up, text="Vaste plek")
    assert shared is not None
    assert shared.expires_on == timezone.localdate() + timedelta(days=365)
    assert queries.shared_with(picked_up, cast.marit) == [shared]
