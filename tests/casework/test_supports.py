"""A support: lead and team, steps and contacts, up and down, closing and looking back."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from schakel.access.gates import Refused, holds
from schakel.access.roles import Permission, Role
from schakel.casework import keep, ladder, queries, queries_case
from schakel.casework.actions import counting, requests, staff, supports
from schakel.casework.errors import (
    AlreadyThereError,
    DateError,
    NotNowError,
    NotRegisteredError,
    StaleError,
    UnknownCodeError,
    WordsNeededError,
)
from schakel.casework.models import HelpRequest, ShortContact, Support
from schakel.people import actions as people
from tests.cast import LONG_AGO, School, agreed_by_all, asked, child_of, supported, user

pytestmark = pytest.mark.django_db
Q = Permission


def today() -> date:
    return timezone.localdate()


def test_the_lead_leads_and_the_colleague_sees_nothing(cast: School, support: Support) -> None:
    assert holds(cast.fenna, support, Q.LEAD_FILE)
    for stranger in (cast.jelle, cast.sytske, cast.marit):
        assert not holds(stranger, support, Q.READ_FILE)
    assert holds(cast.anouk, support, Q.READ_FILE)
    assert [goal.in_words for goal in support.goals.all()] == ["Ik wil weer graag naar school."]


def test_a_support_for_a_team_needs_no_name_and_no_consent(cast: School) -> None:
    request = asked(cast)
    child_of(request, cast.fenna, parents=0)
    support = supports.start(
        by=cast.fenna, request=request, title="Onrust", support_for="team", agreed="Drie keer samen kijken"
    )
    assert support.child is None
    assert support.consent is None
    assert support.person_ids() == ()


@pytest.mark.parametrize("track", ["free_youth_help", "individual_provision"])
def test_youth_help_needs_a_registration_that_is_valid_that_day(cast: School, track: str) -> None:
    request = asked(cast)
    agreed_by_all(child_of(request, cast.fenna), cast.fenna)

    def start() -> Support:
        return supports.start(
            by=cast.fenna, request=request, title="x", support_for="child", agreed="y", legal_track=track
        )

    with pytest.raises(NotRegisteredError):
        start()
    people.register_professional(
        by=None,
        user=cast.fenna,
        skj_number="100200300",
        registered_from=LONG_AGO,
        registered_until=today() - timedelta(days=1),
    )
    with pytest.raises(NotRegisteredError):
        start()
    people.register_professional(
        by=None, user=cast.fenna, skj_number="100200300", registered_from=LONG_AGO, registered_until=today()
    )
    cast.fenna.refresh_from_db()
    assert start().legal_track == track


def test_a_registration_without_number_or_date_is_none(cast: School) -> None:
    assert queries.registration(cast.fenna) is None
    people.register_professional(by=None, user=cast.fenna, skj_number="1")
    cast.fenna.refresh_from_db()
    assert queries.registration(cast.fenna) is None


def test_nobody_leads_a_support_that_the_system_starts(cast: School) -> None:
    request = asked(cast)
    with pytest.raises(NotRegisteredError):
        supports.start(by=None, request=request, title="x", support_for="team", agreed="y")


def test_the_track_is_checked_again_when_it_changes(cast: School, support: Support) -> None:
    with pytest.raises(NotRegisteredError):
        supports.update(
            by=cast.fenna, support=support, title="x", agreed="y", legal_track="individual_provision"
        )
    changed = supports.update(
        by=cast.fenna,
        support=support,
        title="Anders",
        agreed="Nieuw",
        legal_track="advice",
        expected=support.version,
    )
    assert (changed.title, changed.legal_track) == ("Anders", "advice")
    with pytest.raises(StaleError):
        supports.update(
            by=cast.fenna,
            support=support,
            title="Oud",
            agreed="Oud",
            legal_track="advice",
            expected=support.version,
        )


def test_the_team_sees_the_file_until_it_stops(cast: School, support: Support) -> None:
    bram = user("Bram Kuipers", Role.SUPPORT_STAFF)
    member = supports.add_member(by=cast.fenna, support=support, user=bram, layer="support_staff")
    assert holds(bram, support, Q.WRITE_FILE)
    assert not holds(bram, support, Q.LEAD_FILE)
    assert support.child is not None
    assert holds(bram, support.child, Q.SEE_PERSON)
    supports.end_member(by=cast.fenna, member=member)
    assert not holds(bram, support, Q.READ_FILE)
    assert not holds(bram, support.child, Q.SEE_PERSON)


def test_someone_from_elsewhere_is_a_name_and_opens_nothing(cast: School, support: Support) -> None:
    member = supports.add_member(
        by=cast.fenna, support=support, name="Wijkteam, Ria", layer="neighbourhood_team"
    )
    assert str(member) == "Wijkteam, Ria"
    supports.end_member(by=cast.fenna, member=member)
    with pytest.raises(WordsNeededError):
        supports.add_member(by=cast.fenna, support=support, name=" ", layer="other")


def test_nobody_is_in_a_team_twice(cast: School, support: Support) -> None:
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    for again in (cast.jelle, cast.fenna):
        with pytest.raises(AlreadyThereError):
            supports.add_member(by=cast.fenna, support=support, user=again, layer="supporter")


def test_handing_over_moves_access_in_the_same_moment(cast: School, support: Support) -> None:
    changed = supports.hand_over(by=cast.fenna, support=support, to=cast.sytske, expected=support.version)
    assert changed.lead == cast.sytske
    assert holds(cast.sytske, support, Q.LEAD_FILE)
    assert not holds(cast.fenna, support, Q.READ_FILE)
    assert support.child is not None
    assert holds(cast.sytske, support.child, Q.SEE_PERSON)
    with pytest.raises(Refused):
        supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent")


def test_handing_over_to_oneself_or_to_a_closed_account_changes_nothing(
    cast: School, support: Support
) -> None:
    cast.jelle.is_active = False
    cast.jelle.save()
    for to in (cast.fenna, cast.jelle):
        with pytest.raises(AlreadyThereError):
            supports.hand_over(by=cast.fenna, support=support, to=to)


def test_a_contact_knows_its_minutes(cast: School, support: Support) -> None:
    visit = supports.record_contact(
        by=cast.fenna, support=support, kind="home_visit", with_whom="parent", note=" Fijn "
    )
    assert (visit.minutes, visit.note) == (60, "Fijn")
    assert (
        supports.record_contact(
            by=cast.fenna, support=support, kind="call", with_whom="parent", minutes=0
        ).minutes
        == 0
    )


@pytest.mark.parametrize("days", [-1, 1])
def test_a_contact_lies_between_the_start_and_today(cast: School, support: Support, days: int) -> None:
    with pytest.raises(DateError):
        supports.record_contact(
            by=cast.fenna, support=support, kind="call", with_whom="parent", on=today() + timedelta(days=days)
        )


def test_a_step_is_done_once(cast: School, support: Support) -> None:
    step = supports.add_step(
        by=cast.fenna, support=support, what="Dagritme maken", who="moeder", due_on=today()
    )
    assert supports.finish_step(by=cast.fenna, step=step).done_on == today()
    with pytest.raises(AlreadyThereError):
        supports.finish_step(by=cast.fenna, step=step)


def test_an_appointment_can_be_made_and_taken_away(cast: School, support: Support) -> None:
    at = datetime(2026, 12, 1, 13, 30, tzinfo=UTC)
    assert (
        supports.plan_next(by=cast.fenna, support=support, at=at, what=" Huisbezoek ").next_what
        == "Huisbezoek"
    )
    assert supports.plan_next(by=cast.fenna, support=support, at=None, what="weg").next_what == ""


def test_a_goal_is_in_the_words_of_the_family(cast: School, support: Support) -> None:
    goal = supports.add_goal(by=cast.fenna, support=support, words="Wij willen rust", said_by="parent")
    assert str(goal) == "Wij willen rust"
    with pytest.raises(WordsNeededError):
        supports.add_goal(by=cast.fenna, support=support, words="", said_by="parent")


def test_down_the_ladder_and_up(cast: School, support: Support) -> None:
    down = supports.move(
        by=cast.fenna, support=support, to_rung="school_basic", reason="Het lukt", decided_by="ouders"
    )
    assert ladder.direction(down.from_rung, down.to_rung) is ladder.Direction.DOWN
    support.refresh_from_db()
    assert support.rung == "school_basic"
    with pytest.raises(AlreadyThereError):
        supports.move(by=cast.fenna, support=support, to_rung="school_basic", reason="x", decided_by="y")
    with pytest.raises(StaleError):
        supports.move(
            by=cast.fenna,
            support=support,
            to_rung="youth_care",
            reason="x",
            decided_by="y",
            expected=support.version - 1,
        )


@pytest.mark.parametrize("missing", ["reason", "decided_by"])
def test_a_move_says_why_and_who_decided(cast: School, support: Support, missing: str) -> None:
    words = {"reason": "Het lukt", "decided_by": "ouders"} | {missing: ""}
    with pytest.raises(WordsNeededError) as refused:
        supports.move(
            by=cast.fenna,
            support=support,
            to_rung="youth_care",
            reason=words["reason"],
            decided_by=words["decided_by"],
        )
    assert refused.value.field == missing
    support.refresh_from_db()
    assert support.rung == "short_support"


def test_a_move_is_not_before_the_last_one_or_after_today(cast: School, support: Support) -> None:
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(DateError):
            supports.move(
                by=cast.fenna, support=support, to_rung="youth_care", reason="x", decided_by="y", on=day
            )
    supports.move(by=cast.fenna, support=support, to_rung="youth_care", reason="x", decided_by="y")
    with pytest.raises(DateError):
        supports.move(
            by=cast.fenna,
            support=support,
            to_rung="everyday",
            reason="x",
            decided_by="y",
            on=today() - timedelta(days=1),
        )


def closed(cast: School, support: Support) -> Support:
    return supports.close(
        by=cast.fenna, support=support, closure_code="01", closing_words="Hij gaat weer graag."
    )


def test_closing_keeps_code_words_goals_and_a_day_to_look_back(cast: School, support: Support) -> None:
    other = supports.add_goal(by=cast.fenna, support=support, words="Wij willen rust", said_by="parent")
    first = support.goals.order_by("pk")[0]
    support = supports.close(
        by=cast.fenna,
        support=support,
        closure_code="01",
        closing_words="Goed",
        reached=[first.pk],
        expected=support.version,
    )
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.reached, other.reached) == (True, False)
    assert support.follow_up_on == today() + timedelta(weeks=8)
    assert support.next_at is None


def test_after_closing_only_the_lead_sees_it_until_somebody_looked_back(
    cast: School, support: Support
) -> None:
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    support = closed(cast, support)
    assert holds(cast.fenna, support, Q.READ_FILE)
    for other in (cast.jelle, cast.anouk):
        assert not holds(other, support, Q.READ_FILE)
    # The question that was answered opens the child a little longer; in the end nothing does.
    with time_machine.travel(timezone.now() + timedelta(weeks=8) + keep.LATE + timedelta(days=2)):
        assert support.child is not None
        assert not holds(cast.fenna, support.child, Q.SEE_PERSON)


def test_a_closed_support_is_not_changed(cast: School, support: Support) -> None:
    support = closed(cast, support)
    with pytest.raises(NotNowError):
        supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent")
    with pytest.raises(NotNowError):
        closed(cast, support)


def test_closing_needs_a_known_code_and_days_that_fit(cast: School, support: Support) -> None:
    with pytest.raises(UnknownCodeError):
        supports.close(by=cast.fenna, support=support, closure_code="99", closing_words="x")
    with pytest.raises(DateError):
        supports.close(
            by=cast.fenna,
            support=support,
            closure_code="01",
            closing_words="x",
            closed_on=today() + timedelta(days=1),
        )
    with pytest.raises(DateError) as refused:
        supports.close(
            by=cast.fenna, support=support, closure_code="01", closing_words="x", follow_up_on=today()
        )
    assert refused.value.field == "follow_up_on"
    support.refresh_from_db()
    assert support.is_open


def test_looking_back_closes_the_file_to_the_lead(cast: School, support: Support) -> None:
    with pytest.raises(NotNowError):
        supports.follow_up(by=cast.fenna, support=support)
    support = closed(cast, support)
    supports.follow_up(by=cast.fenna, support=support)
    assert not holds(cast.fenna, support, Q.READ_FILE)
    with pytest.raises(NotNowError):
        supports.follow_up(by=None, support=support)


def test_looking_back_may_come_late_but_not_for_ever(cast: School, support: Support) -> None:
    support = closed(cast, support)
    assert support.follow_up_on is not None
    with time_machine.travel(support.follow_up_on + timedelta(days=8)):
        assert holds(cast.fenna, support, Q.READ_FILE)
    with time_machine.travel(support.follow_up_on + keep.LATE + timedelta(days=1)):
        assert not holds(cast.fenna, support, Q.READ_FILE)


def test_a_relapse_and_a_new_question_are_told_apart(cast: School, support: Support) -> None:
    before = closed(cast, support)
    assert before.child is not None
    request = asked(cast, "Sem, groep 5")
    requests.pick_up(by=cast.jelle, request=request, how="met")
    from schakel.casework.actions import answers

    answers.clarify(by=cast.jelle, request=request, we_see="Weer stil", offered_first="class")
    requests.name_child(by=cast.jelle, request=request, child=before.child)
    found = queries.previous_support(cast.jelle, before.child)
    again = supports.start(
        by=cast.jelle,
        request=request,
        title="Sem",
        support_for="child",
        agreed="x",
        previous=found,
        repeat="relapse",
    )
    assert (again.previous, again.repeat) == (before, "relapse")
    assert holds(cast.jelle, before, Q.READ_FILE)
    assert queries.previous_support(cast.jelle, None) is None


def test_faces_and_layers_are_counted_once(cast: School, support: Support) -> None:
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    supports.add_member(by=cast.fenna, support=support, name="Ria", layer="neighbourhood_team")
    supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent")
    supports.record_contact(by=cast.jelle, support=support, kind="call", with_whom="parent")
    supports.record_contact(by=None, support=support, kind="call", with_whom="parent")
    met = queries_case.faces_met(support, queries_case.team_of(support))
    assert ladder.faces(met) == 3
    assert ladder.layers(met) == 2


def test_short_contacts_are_counted_without_a_name(cast: School) -> None:
    for _time in range(2):
        counted = counting.count_short_contact(by=cast.fenna, site=cast.site, with_whom="child")
    assert counted.count == 2
    counting.count_short_contact(by=cast.fenna, site=cast.site, with_whom="parent")
    assert ShortContact.objects.count() == 2
    with pytest.raises(Refused):
        counting.count_short_contact(by=cast.fenna, site=cast.elsewhere, with_whom="child")


def test_a_duty_that_ended_no_longer_counts(cast: School) -> None:
    staff.stop_duty(by=None, duty=cast.fenna.duties.get(), until_on=today() - timedelta(days=1))
    with pytest.raises(Refused):
        counting.count_short_contact(by=cast.fenna, site=cast.site, with_whom="child")
    request: HelpRequest = asked(cast)
    assert request.handler == cast.jelle


def test_a_registration_that_ended_takes_deciding_away_and_leaves_talking(cast: School) -> None:
    """In a reserved track: no move, no closing; contacts go on, and handing over to a registered colleague."""
    day = timezone.localdate()
    for who in (cast.fenna, cast.jelle):
        people.register_professional(
            by=None, user=who, skj_number="1", registered_from=LONG_AGO, registered_until=day
        )
    support = supported(cast)
    supports.update(by=cast.fenna, support=support, title="x", agreed="y", legal_track="individual_provision")
    ended = day - timedelta(days=1)
    people.register_professional(
        by=None, user=cast.fenna, skj_number="1", registered_from=LONG_AGO, registered_until=ended
    )
    cast.fenna.refresh_from_db()
    support.refresh_from_db()
    with pytest.raises(NotRegisteredError):
        supports.move(
            by=cast.fenna, support=support, to_rung="youth_care", reason="x", decided_by="het gezin"
        )
    with pytest.raises(NotRegisteredError):
        supports.close(by=cast.fenna, support=support, closure_code="01", closing_words="x")
    supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent")
    supports.hand_over(by=cast.fenna, support=support, to=cast.jelle)
    supports.close(by=cast.jelle, support=support, closure_code="01", closing_words="x")
    support.refresh_from_db()
    assert support.closed_on == day


def test_the_system_moves_and_closes_without_a_registration(cast: School, support: Support) -> None:
    type(support).objects.filter(pk=support.pk).update(legal_track="free_youth_help")
    supports.move(by=None, support=support, to_rung="youth_care", reason="x", decided_by="het gezin")
    supports.close(by=None, support=support, closure_code="01", closing_words="x")
    support.refresh_from_db()
    assert support.closed_on is not None
