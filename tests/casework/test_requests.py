"""From the first sentence to pick-up; questions that are one; who may do it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from schakel.access.gates import Refused, holds
from schakel.access.models import LogEntry, Relation
from schakel.access.roles import Permission, Role
from schakel.casework import queries
from schakel.casework.actions import answers, family, requests, staff
from schakel.casework.errors import NotAtThisSiteError, NotNowError, StaleError, WordsNeededError
from schakel.casework.models import HelpRequest
from schakel.casework.states import State
from schakel.people.models import AreaDuty
from schakel.reference.models import Edition, SchoolHoliday
from tests import cast as tests_cast
from tests.cast import LONG_AGO, School, asked, child_of, site, user

pytestmark = pytest.mark.django_db
Q = Permission


def test_the_asker_hears_who_comes_and_when(cast: School) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):  # a Friday
        request = asked(cast)
    assert request.handler == cast.fenna
    assert request.expected_on == date(2026, 11, 23)
    assert request.due_on == date(2026, 11, 27)
    assert request.requester == Role.TEACHER


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 11, 23, 22, 30, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_a_question_belongs_to_its_day_in_amsterdam(cast: School, moment: datetime, due: date) -> None:
    request = requests.receive(
        by=None, site=cast.site, about="team", matter="Drukte", reach="school", received_at=moment
    )
    assert request.due_on == due


def test_with_the_pause_on_a_holiday_does_not_count(cast: School, settings: Any) -> None:
    settings.PICK_UP_PAUSES_IN_HOLIDAYS = True
    edition = Edition.objects.create(source="proef", name="vakanties", published_on=date(2026, 1, 1))
    SchoolHoliday.objects.update_or_create(
        region="noord",
        school_year="2026-2027",
        name="proefvakantie",
        defaults={"starts_on": date(2026, 11, 25), "ends_on": date(2026, 12, 3), "edition": edition},
    )
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    request = requests.receive(
        by=None, site=cast.site, about="team", matter="Drukte", reach="school", received_at=moment
    )
    assert request.due_on == date(2026, 11, 30) + timedelta(days=9)


def test_no_name_of_a_child_and_no_word_about_parents_is_kept_for_a_group(cast: School) -> None:
    request = requests.receive(
        by=cast.marit,
        site=cast.site,
        about="group",
        parents_know="yes",
        matter="Onrust",
        reach="na schooltijd",
    )
    assert request.parents_know == ""
    assert request.title == "Een groep"


def test_a_parent_is_named_as_the_asker(cast: School) -> None:
    request = requests.receive(
        by=cast.fenna,
        site=cast.site,
        about="child",
        requester="parent",
        requester_name="Mevrouw Bakker",
        matter="Hij slaapt niet",
        reach="06 12345678",
    )
    assert request.asked_by is None
    assert request.requester_words == "Mevrouw Bakker"


@pytest.mark.parametrize("field", ["matter", "reach"])
def test_a_question_without_words_is_refused_beside_the_field(cast: School, field: str) -> None:
    words = {"matter": "iets", "reach": "ergens"} | {field: "  \n "}
    with pytest.raises(WordsNeededError) as refused:
        requests.receive(
            by=cast.marit, site=cast.site, about="team", matter=words["matter"], reach=words["reach"]
        )
    assert refused.value.field == field
    assert not HelpRequest.objects.exists()


def test_only_those_who_need_it_see_a_question(cast: School) -> None:
    request = asked(cast)
    may_read = {one for one in vars(cast) if one in ("fenna", "jelle", "sytske", "marit", "hylke", "anouk")}
    seen = {name for name in may_read if holds(getattr(cast, name), request, Q.READ_REQUEST)}
    assert seen == {"fenna", "jelle", "anouk"}
    assert holds(cast.marit, request, Q.FOLLOW_REQUEST)
    assert not holds(cast.hylke, request, Q.FOLLOW_REQUEST)


def test_pick_up_is_the_first_human_contact(cast: School) -> None:
    request = requests.pick_up(by=cast.jelle, request=asked(cast), how="called")
    assert queries.state(request) is State.PICKED_UP
    assert request.handler == cast.jelle
    assert holds(cast.jelle, request, Q.HANDLE_REQUEST)


def test_a_question_is_picked_up_once(cast: School) -> None:
    request = asked(cast)
    requests.pick_up(by=cast.jelle, request=request, how="called")
    with pytest.raises(NotNowError):
        requests.pick_up(by=cast.fenna, request=request, how="met")


def test_a_stranger_picks_up_nothing(cast: School) -> None:
    with pytest.raises(Refused):
        requests.pick_up(by=cast.sytske, request=asked(cast), how="called")


def test_who_opened_an_older_page_is_told(cast: School) -> None:
    request = asked(cast)
    seen = request.version
    requests.assign(by=cast.anouk, request=request, to=cast.jelle)
    with pytest.raises(StaleError):
        requests.pick_up(by=cast.fenna, request=request, how="called", expected=seen)
    assert requests.pick_up(by=cast.fenna, request=request, how="called", expected=seen + 1).picked_up_at


def test_the_coordinator_gives_a_question_to_someone(cast: School) -> None:
    request = asked(cast)
    moved = requests.assign(by=cast.anouk, request=request, to=cast.sytske, expected_on=date(2026, 11, 30))
    assert moved.handler == cast.sytske
    assert moved.expected_on == date(2026, 11, 30)
    assert holds(cast.sytske, request, Q.HANDLE_REQUEST)
    assert requests.assign(by=cast.anouk, request=request, to=cast.sytske).handler == cast.sytske


def test_who_a_question_is_taken_from_does_not_keep_the_child(cast: School) -> None:
    request = asked(cast)
    requests.assign(by=cast.anouk, request=request, to=cast.sytske)
    child = child_of(request, cast.sytske)
    assert holds(cast.sytske, child, Q.SEE_PERSON)
    requests.assign(by=cast.anouk, request=request, to=cast.fenna)
    assert not holds(cast.sytske, child, Q.SEE_PERSON)
    assert not holds(cast.sytske, request, Q.READ_REQUEST)
    assert holds(cast.fenna, child, Q.SEE_PERSON)


def test_a_question_that_turns_out_to_be_about_another_child_closes_the_first(cast: School) -> None:
    request = asked(cast)
    first = child_of(request, cast.fenna)
    second = family.add_child(
        by=cast.fenna, request=request, first_name="Noor", last_name="", birth_date=None
    )
    for who in (cast.fenna, cast.anouk):
        assert holds(who, second, Q.SEE_PERSON)
        assert not holds(who, first, Q.SEE_PERSON)


def test_a_question_goes_only_to_an_open_account_of_a_supporter(cast: School) -> None:
    request = asked(cast)
    with pytest.raises(NotAtThisSiteError):
        requests.assign(by=cast.anouk, request=request, to=cast.marit)
    cast.jelle.is_active = False
    cast.jelle.save()
    with pytest.raises(NotAtThisSiteError):
        requests.assign(by=cast.anouk, request=request, to=cast.jelle)


def test_an_answered_question_is_not_given_to_anyone(cast: School) -> None:
    request = _answered(cast)
    with pytest.raises(NotNowError):
        requests.assign(by=None, request=request, to=cast.jelle)


def _answered(cast: School) -> HelpRequest:
    request = asked(cast)
    child_of(request, cast.fenna)
    answers.answer(by=cast.fenna, request=request, kind="consultation", agreed="Vaste plek")
    request.refresh_from_db()
    return request


def test_the_asker_takes_a_question_back(cast: School) -> None:
    request = requests.withdraw(by=cast.marit, request=asked(cast), why="Het is opgelost")
    assert queries.state(request) is State.WITHDRAWN
    assert not holds(cast.jelle, request, Q.READ_REQUEST)
    with pytest.raises(NotNowError):
        requests.withdraw(by=cast.marit, request=request, why="Nog eens")


def test_a_question_that_nobody_had_yet_is_open_to_nobody_after_it_was_taken_back(cast: School) -> None:
    nobody_comes_here = site("OBS Verweg", cast.area, "07")
    request = requests.receive(by=cast.marit, site=nobody_comes_here, about="team", matter="x", reach="y")
    assert request.handler is None
    assert holds(cast.anouk, request, Q.READ_REQUEST)
    requests.withdraw(by=cast.marit, request=request, why="Het is opgelost")
    assert not any(holds(one, request, Q.READ_REQUEST) for one in (cast.anouk, cast.fenna, cast.jelle))


def test_who_did_not_ask_and_does_not_handle_takes_nothing_back(cast: School) -> None:
    with pytest.raises(Refused):
        requests.withdraw(by=cast.hylke, request=asked(cast), why="x")
    assert requests.withdraw(by=None, request=asked(cast), why="opgeruimd").withdrawn_why == "opgeruimd"


def test_two_questions_are_taken_together_and_both_askers_follow(cast: School) -> None:
    one, other = asked(cast), asked(cast, "Noor, groep 4")
    requests.pick_up(by=cast.fenna, request=one, how="met", at=timezone.now() + timedelta(hours=1))
    requests.join(by=cast.fenna, to=one, requests=[other], as_="together")
    other.refresh_from_db()
    assert queries.state(other) is State.JOINED
    assert other.picked_up_at is not None
    assert holds(cast.marit, other, Q.FOLLOW_REQUEST)
    assert not holds(cast.jelle, other, Q.READ_REQUEST)


def test_pick_up_of_the_joined_question_is_never_before_it_was_asked(cast: School) -> None:
    one = asked(cast)
    requests.pick_up(by=cast.fenna, request=one, how="met")
    later = asked(cast)
    requests.join(by=cast.fenna, to=one, requests=[later], as_="duplicate")
    later.refresh_from_db()
    assert later.picked_up_at == later.received_at


def test_an_open_question_joined_to_one_that_waits_keeps_waiting(cast: School) -> None:
    one, other = asked(cast), asked(cast)
    requests.join(by=cast.fenna, to=one, requests=[other], as_="duplicate")
    other.refresh_from_db()
    assert other.picked_up_at is None


def test_what_cannot_be_joined(cast: School) -> None:
    one, other, third = asked(cast), asked(cast), asked(cast)
    with pytest.raises(NotNowError):
        requests.join(by=cast.fenna, to=one, requests=[one], as_="duplicate")
    requests.join(by=cast.fenna, to=one, requests=[other], as_="together")
    with pytest.raises(NotNowError):
        requests.join(by=None, to=other, requests=[third], as_="together")
    with pytest.raises(NotNowError):
        requests.join(by=None, to=third, requests=[other], as_="together")
    with pytest.raises(NotNowError):
        requests.join(by=cast.fenna, to=third, requests=[one], as_="together")
    far = requests.receive(by=None, site=cast.elsewhere, about="team", matter="x", reach="y")
    with pytest.raises(NotNowError):
        requests.join(by=None, to=one, requests=[far], as_="together")


def test_a_site_without_a_supporter_is_served_by_the_desk(cast: School) -> None:
    desk = user("Douwe Balie", Role.COORDINATOR)
    staff.start_overseeing(by=None, user=desk, area=cast.area, sort=AreaDuty.Sort.DESK, from_on=LONG_AGO)
    empty = tests_cast.site("OBS Leeg", cast.area, "09")
    request = requests.receive(by=None, site=empty, about="team", matter="x", reach="y")
    assert request.handler is None
    assert holds(desk, request, Q.ASSIGN_REQUEST)
    staff.start_duty(by=None, user=cast.sytske, site=empty, weekdays=[1], from_on=timezone.localdate())
    assert holds(cast.sytske, request, Q.HANDLE_REQUEST)
    assert not holds(desk, request, Q.READ_REQUEST)


def test_a_site_without_area_has_nobody_and_still_takes_the_question(cast: School) -> None:
    cast.elsewhere.area = None
    cast.elsewhere.save()
    request = requests.receive(by=cast.hylke, site=cast.elsewhere, about="team", matter="x", reach="y")
    assert request.due_on == timezone.localdate() + timedelta(days=7)


def test_a_supporter_who_leaves_loses_the_open_questions_after_the_last_day(cast: School) -> None:
    request = asked(cast)
    duty = cast.jelle.duties.get()
    staff.stop_duty(by=None, duty=duty, until_on=timezone.localdate())
    assert holds(cast.jelle, request, Q.READ_REQUEST)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert not holds(cast.jelle, request, Q.READ_REQUEST)


def test_that_a_supporter_left_last_week_counts_from_now(cast: School) -> None:
    request = asked(cast)
    last_week = timezone.localdate() - timedelta(days=7)
    staff.stop_duty(by=None, duty=cast.jelle.duties.get(), until_on=last_week)
    assert not holds(cast.jelle, request, Q.READ_REQUEST)


def test_a_supporter_who_was_here_once_gets_no_open_questions(cast: School) -> None:
    request = asked(cast)
    once = user("Klaas Vroeger", Role.YOUTH_SUPPORTER)
    last_week = timezone.localdate() - timedelta(days=7)
    staff.start_duty(by=None, user=once, site=cast.site, weekdays=(1,), from_on=LONG_AGO, until_on=last_week)
    assert not Relation.objects.filter(user=once, subject_kind=request.relation_kind).exists()


def test_a_new_coordinator_sees_the_running_work(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    support = tests_cast.supported(cast)
    newcomer = user("Gerda Nieuw", Role.COORDINATOR)
    staff.start_overseeing(
        by=None, user=newcomer, area=cast.area, sort="coordinator", from_on=timezone.localdate()
    )
    assert holds(newcomer, request, Q.READ_REQUEST)
    assert holds(newcomer, child, Q.SEE_PERSON)
    assert holds(newcomer, support, Q.READ_FILE)
    assert not holds(newcomer, support, Q.WRITE_FILE)


def test_a_new_coordinator_sees_a_question_about_nobody_in_particular(cast: School) -> None:
    request = requests.receive(
        by=cast.marit, site=cast.site, about="group", about_words="groep 4", matter="Onrust", reach="nu"
    )
    newcomer = user("Gerda Nieuw", Role.COORDINATOR)
    staff.start_overseeing(
        by=None, user=newcomer, area=cast.area, sort="coordinator", from_on=timezone.localdate()
    )
    assert holds(newcomer, request, Q.READ_REQUEST)


def test_a_child_that_is_named_before_anyone_picked_up_opens_to_who_picks_up(cast: School) -> None:
    first, request = asked(cast), asked(cast, "weer Sem")
    child = child_of(first, cast.fenna)
    requests.name_child(by=cast.jelle, request=request, child=child)
    assert not holds(cast.jelle, child, Q.SEE_PERSON)
    requests.pick_up(by=cast.jelle, request=request, how="met")
    assert holds(cast.jelle, child, Q.SEE_PERSON)


def test_a_child_named_where_nobody_handles_the_question_opens_to_nobody(cast: School) -> None:
    child = child_of(asked(cast), cast.fenna)
    staff.stop_duty(by=None, duty=cast.sytske.duties.get(), until_on=timezone.localdate() - timedelta(days=1))
    request = requests.receive(
        by=cast.hylke, site=cast.elsewhere, about="child", parents_know="yes", matter="x", reach="y"
    )
    assert request.handler is None
    requests.name_child(by=None, request=request, child=child)
    assert not Relation.objects.filter(
        source_kind=request.relation_kind, source_id=request.pk, why="handles"
    ).exists()


def test_every_step_leaves_its_row(cast: School) -> None:
    request = _answered(cast)
    actions = set(LogEntry.objects.filter(object_key=request.key).values_list("action", flat=True))
    assert {
        "request.receive",
        "request.pick_up",
        "request.clarify",
        "request.name_child",
        "request.answer",
    } <= actions


def test_possible_duplicates_are_the_same_words_or_the_same_child(cast: School) -> None:
    one, other = asked(cast), asked(cast, "sem, GROEP 4")
    asked(cast, "Noor, groep 5")
    assert list(queries.possible_duplicates(one)) == [other]
    child = child_of(one, cast.fenna)
    third = asked(cast, "heel anders")
    requests.name_child(by=cast.fenna, request=third, child=child)
    one.refresh_from_db()
    assert list(queries.possible_duplicates(one)) == [third]
    unnamed = requests.receive(by=cast.marit, site=cast.site, about="unnamed", matter="x", reach="y")
    assert not queries.possible_duplicates(unnamed)
