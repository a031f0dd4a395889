"""Somebody leaves: everything goes over in one transaction, or nothing. Then they reach nothing, and somebody else all of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from schakel.access import actions, actions_breakglass, log, relations
from schakel.access.errors import OwnAccountError
from schakel.access.gates import Refused, holds, visible
from schakel.access.models import LogEntry, Relation, User
from schakel.access.roles import Permission, Role, Why
from schakel.casework import keep, queries_leaving
from schakel.casework.actions import answers, leaving, requests, sharing, staff, supports
from schakel.casework.errors_leaving import GoneError, LeftBehindError, SuccessorError
from schakel.casework.models import HelpRequest, Support
from schakel.people import actions as people
from schakel.people.errors import PeriodError
from schakel.people.models import Person
from schakel.reference.models import Area, SchoolSite
from tests import cast as tests_cast
from tests.access.test_breakglass import opened
from tests.at_once import in_another_thread, somebody_waits
from tests.cast import LONG_AGO, School, agreed_by_all, asked, child_of, client_of, supported, user

pytestmark = pytest.mark.django_db

KINDS = (
    (Person, Permission.SEE_PERSON),
    (HelpRequest, Permission.READ_REQUEST),
    (HelpRequest, Permission.HANDLE_REQUEST),
    (HelpRequest, Permission.ASSIGN_REQUEST),
    (HelpRequest, Permission.FOLLOW_REQUEST),
    (Support, Permission.READ_FILE),
    (Support, Permission.WRITE_FILE),
    (Support, Permission.LEAD_FILE),
    (SchoolSite, Permission.WORK_AT),
)


def reach(who: User) -> set[tuple[str, str, int]]:
    """Everything that somebody reaches, by permission."""
    who = User.objects.get(pk=who.pk)
    return {
        (model.__name__, permission.value, record.pk)
        for model, permission in KINDS
        for record in visible(who, model, permission)
    }


def busy(cast: School) -> Support:
    """Fenna with a bit of everything: a support, a closed one to look back on, questions in every state, a membership."""
    support = supported(cast)
    supports.plan_next(by=cast.fenna, support=support, at=timezone.now() + timedelta(days=1), what="Bellen")
    asked(cast, "Noor, groep 5")
    held = asked(cast, "Ali, groep 6")
    requests.pick_up(by=cast.fenna, request=held, how="met")
    done = asked(cast, "Lot, groep 7")
    requests.pick_up(by=cast.fenna, request=done, how="met")
    answers.clarify(by=cast.fenna, request=done, we_see="x", offered_first="class")
    answers.answer(by=cast.fenna, request=done, kind="consultation", agreed="Een vaste plek.")
    own = requests.receive(by=cast.fenna, site=cast.elsewhere, about="team", matter="x", reach="y")
    assert own.pk
    again = asked(cast, "Sem nog eens")
    requests.pick_up(by=cast.fenna, request=again, how="met")
    answers.clarify(by=cast.fenna, request=again, we_see="x", offered_first="class")
    assert support.child is not None
    requests.name_child(by=cast.fenna, request=again, child=support.child)
    closed = supports.start(by=cast.fenna, request=again, title="Sem eerder", support_for="child", agreed="y")
    supports.close(by=cast.fenna, support=closed, closure_code="01", closing_words="x")
    helped = HelpRequest.objects.get(about_words="Noor, groep 5")
    requests.pick_up(by=cast.jelle, request=helped, how="met")
    answers.clarify(by=cast.jelle, request=helped, we_see="x", offered_first="class")
    other = supports.start(
        by=cast.jelle, request=helped, title="Noor en de klas", support_for="class", agreed="y"
    )
    supports.add_member(by=cast.jelle, support=other, user=cast.fenna, layer="other")
    return support


# -- the whole of it


def test_afterwards_the_leaver_reaches_nothing_and_the_successor_everything(cast: School) -> None:
    busy(cast)
    before = reach(cast.fenna)
    assert len({kind for kind, _permission, _number in before}) == 4
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    assert reach(cast.fenna) == set()
    assert before <= reach(cast.sytske)
    assert not Relation.objects.filter(user=cast.fenna, until_at__gt=timezone.now()).exists()


def test_the_family_has_another_regular_contact_with_a_date(cast: School) -> None:
    support = busy(cast)
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    support.refresh_from_db()
    assert support.lead == cast.sytske
    assert support.next_what == "Bellen"
    assert not Support.objects.filter(lead=cast.fenna).exists()
    row = LogEntry.objects.get(action="support.hand_over", object_key=support.key)
    assert (row.actor_id, row.detail) == (cast.anouk.pk, {"to": str(cast.sytske.key)})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lead_id, pgh_created_at::date FROM casework_supportevent WHERE pgh_obj_id = %s"
            " ORDER BY pgh_id DESC LIMIT 1",
            [support.pk],
        )
        lead, day = cursor.fetchone()
    assert (lead, day) == (cast.fenna.pk, timezone.now().date())


def test_questions_memberships_and_days_go_over(cast: School) -> None:
    busy(cast)
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    assert not queries_leaving.handled_by(cast.fenna).exists()
    assert {one.about_words for one in queries_leaving.handled_by(cast.sytske)} >= {"Ali, groep 6"}
    assert [one.support.title for one in queries_leaving.helped_by(cast.sytske)] == ["Noor en de klas"]
    today = timezone.localdate()
    assert not cast.fenna.duties.filter(until_on=None).exists()
    days = {duty.site: duty for duty in queries_leaving.duties_of(cast.sytske, today)}
    assert set(days) == {cast.site, cast.elsewhere}
    assert (days[cast.site].from_on, days[cast.site].weekdays) == (today, [1, 2, 3, 4, 5])


def test_who_answered_is_not_rewritten(cast: School) -> None:
    busy(cast)
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    done = HelpRequest.objects.get(about_words="Lot, groep 7")
    assert done.handler == cast.fenna
    assert holds(cast.sytske, done, Permission.READ_REQUEST)


def test_the_account_closes_and_its_sessions_end(cast: School) -> None:
    busy(cast)
    client = client_of(cast.fenna)
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    assert not User.objects.get(pk=cast.fenna.pk).is_active
    assert client.get(reverse("casework:my_week")).status_code == 302
    assert not any(one.get_decoded()["_auth_user_id"] == str(cast.fenna.pk) for one in Session.objects.all())


def test_it_is_written(cast: School) -> None:
    busy(cast)
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    row = LogEntry.objects.get(action="staff.leave")
    assert row.actor_id == cast.anouk.pk
    assert row.detail == {
        "account": str(cast.fenna.key),
        "successor": str(cast.sytske.key),
        "supports": 2,
        "questions": 1,
        "helps": 1,
        "places": 1,
    }
    written = set(LogEntry.objects.filter(actor_id=cast.anouk.pk).values_list("action", flat=True))
    assert written >= {
        "support.hand_over",
        "request.assign",
        "support.member_end",
        "support.member",
        "duty.end",
        "duty.place",
        "account.close",
    }


def test_another_lead_can_be_chosen_for_one_support(cast: School) -> None:
    support = busy(cast)
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske, leads={support.key: cast.jelle})
    support.refresh_from_db()
    assert support.lead == cast.jelle
    assert not holds(cast.sytske, support, Permission.READ_FILE)
    assert Support.objects.get(title="Sem eerder").lead == cast.sytske


def test_a_closed_support_is_looked_back_on_by_the_successor_and_not_longer(cast: School) -> None:
    busy(cast)
    closed = Support.objects.get(title="Sem eerder")
    ends = Relation.objects.get(
        user=cast.fenna, subject_kind=3, subject_id=closed.pk, why=Why.CASE_LEAD
    ).until_at
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    mine = Relation.objects.get(user=cast.sytske, subject_kind=3, subject_id=closed.pk, why=Why.CASE_LEAD)
    assert mine.until_at == ends
    assert not holds(cast.anouk, closed, Permission.READ_FILE)
    supports.follow_up(by=cast.sytske, support=closed)


def test_the_successor_who_leads_or_helps_already_is_not_added_twice(cast: School) -> None:
    busy(cast)
    other = Support.objects.get(title="Noor en de klas")
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.jelle)
    assert not other.team.filter(until_on=None).exists()
    assert not Relation.objects.filter(user=cast.jelle, why=Why.TEAM_MEMBER).exists()
    assert cast.jelle.duties.count() == 1
    third = user("Tine Derde", Role.YOUTH_SUPPORTER)
    supports.add_member(by=cast.jelle, support=other, user=cast.sytske, layer="other")
    supports.add_member(by=cast.jelle, support=other, user=third, layer="other")
    staff.start_duty(by=None, user=third, site=cast.site, weekdays=[1], from_on=LONG_AGO)
    leaving.leave(by=cast.anouk, user=third, successor=cast.sytske)
    assert [one.user for one in other.team.filter(until_on=None)] == [cast.sytske]


def test_what_was_for_one_person_alone_goes_to_nobody(cast: School, support: Support) -> None:
    sharing.share(
        by=cast.fenna,
        support=support,
        kind="advice",
        with_user=cast.marit,
        text="Geef hem een vaste plek.",
        purpose="Rust",
        until=timezone.localdate() + timedelta(days=30),
        family_told_on=timezone.localdate(),
    )
    assert support.request is not None
    leaving.leave(by=cast.anouk, user=cast.marit, successor=cast.hylke)
    assert not holds(cast.hylke, support.request, Permission.READ_SHARED)
    assert holds(cast.hylke, support.request, Permission.FOLLOW_REQUEST)
    opened(cast.sytske)
    leaving.leave(by=cast.anouk, user=cast.sytske, successor=cast.jelle)
    assert not holds(cast.jelle, support, Permission.READ_IN_NEED)


def test_who_has_nothing_in_hand_leaves_without_a_successor(cast: School) -> None:
    asked(cast)
    leaving.leave(by=cast.anouk, user=cast.marit)
    assert reach(cast.marit) == set()
    assert not User.objects.get(pk=cast.marit.pk).is_active


def test_days_that_have_yet_to_begin_go_over_with_their_day(cast: School) -> None:
    later = timezone.localdate() + timedelta(days=20)
    third = tests_cast.site("OBS Straks", cast.area, "09")
    staff.start_duty(by=None, user=cast.fenna, site=third, weekdays=[2], from_on=later)
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    duty = cast.sytske.duties.get(site=third)
    assert (duty.from_on, duty.weekdays, duty.until_on) == (later, [2], None)
    assert not Relation.objects.filter(user=cast.fenna, until_at__gt=timezone.now()).exists()


# -- a coordinator leaves


def test_a_coordinator_hands_over_areas_desks_and_what_waits_for_judgement(cast: School) -> None:
    support = busy(cast)
    glass = opened(cast.sytske)
    staff.start_overseeing(by=None, user=cast.anouk, area=cast.area, sort="desk", from_on=LONG_AGO)
    alone = tests_cast.site("OBS Alleen", cast.area, "05")
    waiting = requests.receive(by=None, site=alone, about="team", matter="x", reach="y")
    next_one = user("Bea Nieuw", Role.COORDINATOR)
    chief = user("Chris Chef", Role.COORDINATOR)
    staff.start_overseeing(by=None, user=chief, area=cast.area, sort="coordinator", from_on=LONG_AGO)
    before = reach(cast.anouk)
    leaving.leave(by=chief, user=cast.anouk, successor=next_one)
    assert reach(cast.anouk) == set()
    assert before <= reach(next_one)
    assert holds(next_one, support, Permission.OVERSEE)
    assert holds(next_one, waiting, Permission.ASSIGN_REQUEST)
    actions_breakglass.review(by=next_one, glass=glass, verdict="right", remark="x")
    today = timezone.localdate()
    sorts = {one.sort for one in queries_leaving.area_duties_of(next_one, today)}
    assert sorts == {"coordinator", "desk"}
    assert not cast.anouk.area_duties.filter(until_on=None).exists()
    assert not holds(cast.anouk, cast.area, Permission.OVERSEE)


def test_an_area_that_the_successor_has_already_is_not_given_twice(cast: School) -> None:
    other = user("Bea Nieuw", Role.COORDINATOR)
    staff.start_overseeing(by=None, user=other, area=cast.area, sort="coordinator", from_on=LONG_AGO)
    leaving.leave(by=None, user=cast.anouk, successor=other)
    assert other.area_duties.count() == 1


def test_overseeing_does_not_end_before_it_began(cast: School) -> None:
    duty = cast.anouk.area_duties.get()
    with pytest.raises(PeriodError):
        people.end_overseeing(by=None, duty=duty, until_on=LONG_AGO - timedelta(days=1))


# -- refused


def unchanged(cast: School, support: Support) -> bool:
    support.refresh_from_db()
    fenna = User.objects.get(pk=cast.fenna.pk)
    return (
        support.lead == cast.fenna
        and fenna.is_active
        and holds(fenna, support, Permission.LEAD_FILE)
        and cast.fenna.duties.filter(until_on=None).exists()
        and not LogEntry.objects.filter(action__in=["staff.leave", "support.hand_over"]).exists()
    )


def test_without_a_successor_nothing_is_left_behind(cast: School) -> None:
    support = busy(cast)
    with pytest.raises(LeftBehindError) as refused:
        leaving.leave(by=cast.anouk, user=cast.fenna)
    assert "Sem en thuis" in str(refused.value)
    assert unchanged(cast, support)
    chosen = {one.key: cast.jelle for one in queries_leaving.led_by(cast.fenna)}
    with pytest.raises(LeftBehindError) as still:
        leaving.leave(by=cast.anouk, user=cast.fenna, leads=chosen)
    assert still.value.titles == (
        "open vragen",
        "ondersteuningen waarin iemand meehelpt",
        "dagen op locaties",
    )
    assert unchanged(cast, support)


def test_an_area_is_not_left_without_anybody(cast: School) -> None:
    with pytest.raises(LeftBehindError) as refused:
        leaving.leave(by=None, user=cast.anouk)
    assert refused.value.titles == ("gebieden",)


def test_a_supporter_who_only_has_days_needs_a_successor_and_support_staff_does_not(cast: School) -> None:
    with pytest.raises(LeftBehindError):
        leaving.leave(by=cast.anouk, user=cast.jelle)
    bram = user("Bram Kuipers", Role.SUPPORT_STAFF)
    staff.start_duty(by=None, user=bram, site=cast.site, weekdays=[1], from_on=LONG_AGO)
    leaving.leave(by=cast.anouk, user=bram)
    assert not User.objects.get(pk=bram.pk).is_active


@pytest.mark.parametrize("wrong", ["closed", "over", "role", "self"])
def test_who_cannot_take_over_is_refused(cast: School, wrong: str) -> None:
    support = busy(cast)
    successor = {"role": cast.marit, "self": cast.fenna}.get(wrong, cast.sytske)
    if wrong == "closed":
        User.objects.filter(pk=successor.pk).update(is_active=False)
    if wrong == "over":
        User.objects.filter(pk=successor.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(SuccessorError) as refused:
        leaving.leave(by=cast.anouk, user=cast.fenna, successor=successor)
    assert refused.value.field == "successor"
    assert unchanged(cast, support)


def test_a_lead_who_is_no_supporter_or_is_gone_leaves_the_support_behind(cast: School) -> None:
    support = busy(cast)
    User.objects.filter(pk=cast.jelle.pk).update(is_active=False)
    for wrong in (cast.marit, cast.anouk, cast.jelle, cast.fenna):
        with pytest.raises(LeftBehindError) as refused:
            leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske, leads={support.key: wrong})
        assert refused.value.titles == ("Sem en thuis",)
        assert unchanged(cast, support)


def test_a_reserved_track_goes_to_a_registered_colleague_only(cast: School) -> None:
    support = busy(cast)
    Support.objects.filter(pk=support.pk).update(legal_track="individual_provision")
    with pytest.raises(LeftBehindError) as refused:
        leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    assert refused.value.titles == ("Sem en thuis",)
    people.register_professional(by=None, user=cast.jelle, skj_number="1", registered_from=LONG_AGO)
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske, leads={support.key: cast.jelle})
    support.refresh_from_db()
    assert support.lead == cast.jelle


def test_to_look_back_needs_no_registration(cast: School) -> None:
    busy(cast)
    closed = Support.objects.get(title="Sem eerder")
    Support.objects.filter(pk=closed.pk).update(legal_track="individual_provision")
    leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    closed.refresh_from_db()
    assert closed.lead == cast.sytske


def test_nobody_sees_oneself_off(cast: School) -> None:
    with pytest.raises(OwnAccountError):
        leaving.leave(by=cast.anouk, user=cast.anouk)


def test_only_a_coordinator_of_an_area_where_somebody_works(cast: School) -> None:
    support = busy(cast)
    elsewhere = Area.objects.create(name="Elders")
    otto = user("Otto Elders", Role.COORDINATOR)
    staff.start_overseeing(by=None, user=otto, area=elsewhere, sort="coordinator", from_on=LONG_AGO)
    for who in (otto, cast.jelle, cast.marit, user("Piotr Mazur", Role.ADMINISTRATOR)):
        with pytest.raises(Refused):
            leaving.leave(by=who, user=cast.fenna, successor=cast.sytske)
    User.objects.filter(pk=cast.anouk.pk).update(is_active=False)
    with pytest.raises(Refused):
        leaving.leave(by=User.objects.get(pk=cast.anouk.pk), user=cast.fenna, successor=cast.sytske)
    assert unchanged(cast, support)


def test_an_account_that_ended_by_itself_is_still_handed_over(cast: School) -> None:
    support = busy(cast)
    User.objects.filter(pk=cast.fenna.pk).update(expires_on=timezone.localdate() - timedelta(days=3))
    leaving.leave(by=cast.anouk, user=User.objects.get(pk=cast.fenna.pk), successor=cast.sytske)
    support.refresh_from_db()
    assert support.lead == cast.sytske


@pytest.mark.parametrize("place", ["hand_on", "set_active", "wrote"])
def test_when_it_fails_half_way_nothing_changed(
    cast: School, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    support = busy(cast)
    before = reach(cast.fenna)
    client = client_of(cast.fenna)

    def fails(**arguments: Any) -> None:
        if place != "wrote" or arguments.get("action") == "staff.leave":
            raise RuntimeError("the power went out")

    home = {"hand_on": relations, "set_active": actions, "wrote": log}[place]
    monkeypatch.setattr(home, place, fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
    monkeypatch.undo()
    assert unchanged(cast, support)
    assert reach(cast.fenna) == before
    assert client.get(reverse("casework:my_week")).status_code == 200


# -- nobody gets work who is gone


def test_who_is_gone_gets_no_work(cast: School, support: Support) -> None:
    """Also when the page was opened before they left: the account is read again."""
    request = asked(cast)
    ready = asked(cast)
    child = child_of(ready, cast.fenna)
    agreed_by_all(child, cast.fenna)
    User.objects.filter(pk=cast.jelle.pk).update(is_active=False)
    for give in (
        lambda: requests.assign(by=cast.anouk, request=request, to=cast.jelle),
        lambda: requests.pick_up(by=cast.jelle, request=request, how="met"),
        lambda: supports.hand_over(by=cast.fenna, support=support, to=cast.jelle),
        lambda: supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="other"),
        lambda: supports.start(
            by=cast.fenna, request=ready, title="x", support_for="child", agreed="y", lead=cast.jelle
        ),
    ):
        with pytest.raises(GoneError), transaction.atomic():
            give()


# -- the page


def test_the_coordinator_sees_a_colleague_off(cast: School) -> None:
    support = busy(cast)
    client = client_of(cast.anouk)
    assert reverse("casework:leaving") in client.get(reverse("casework:whereabouts")).content.decode()
    listed = client.get(reverse("casework:leaving")).content.decode()
    address = reverse("casework:leave", args=[cast.fenna.key])
    assert address in listed
    assert reverse("casework:leave", args=[cast.anouk.key]) not in listed
    page = client.get(address).content.decode()
    assert "Sem Bakker: Sem en thuis" in page
    assert "1 ondersteuning die jij niet ziet" in page
    row = LogEntry.objects.filter(event="look").latest("id")
    assert row.persons == [support.child_id]
    filled = {"successor": str(cast.sytske.key), f"support-{support.key}": str(cast.jelle.key)}
    assert client.post(address, filled)["Location"] == reverse("casework:whereabouts")
    support.refresh_from_db()
    assert support.lead == cast.jelle
    assert "Alles is overgedragen." in client.get(reverse("casework:whereabouts")).content.decode()
    assert address not in client.get(reverse("casework:leaving")).content.decode()


def test_the_page_says_what_would_be_left_behind(cast: School) -> None:
    support = busy(cast)
    address = reverse("casework:leave", args=[cast.fenna.key])
    answer = client_of(cast.anouk).post(address, {"successor": ""})
    assert answer.status_code == 422
    assert "Kies eerst wie dit overneemt" in answer.content.decode()
    assert unchanged(cast, support)


def test_the_page_offers_colleagues_of_the_same_role_and_takes_no_other(cast: School) -> None:
    support = busy(cast)
    elsewhere = user("Eva Elders", Role.YOUTH_SUPPORTER)
    address = reverse("casework:leave", args=[cast.fenna.key])
    page = client_of(cast.anouk).get(address).content.decode()
    assert "Eva Elders" not in page
    assert str(cast.marit.key) not in page
    answer = client_of(cast.anouk).post(address, {"successor": str(elsewhere.key)})
    assert answer.status_code == 422
    assert unchanged(cast, support)


def test_a_coordinator_is_followed_by_any_other_coordinator(cast: School) -> None:
    chief, away = user("Chris Chef", Role.COORDINATOR), user("Bea Ver", Role.COORDINATOR)
    staff.start_overseeing(by=None, user=chief, area=cast.area, sort="coordinator", from_on=LONG_AGO)
    page = client_of(chief).get(reverse("casework:leave", args=[cast.anouk.key])).content.decode()
    assert str(away.key) in page


def test_a_successor_whose_last_day_has_been_is_not_offered(cast: School) -> None:
    User.objects.filter(pk=cast.sytske.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    found = queries_leaving.successors(cast.fenna, cast.anouk, timezone.localdate())
    assert found == [cast.jelle]


def test_the_page_of_a_stranger_is_not_there(cast: School) -> None:
    stranger = user("Eva Elders", Role.YOUTH_SUPPORTER)
    for who in (stranger, cast.anouk):
        answer = client_of(cast.anouk).get(reverse("casework:leave", args=[who.key]))
        assert answer.status_code == 404


def test_colleagues_are_found_by_name_and_listed_fifty_at_a_time_in_as_many_queries(
    cast: School, django_assert_max_num_queries: Any
) -> None:
    client, address = client_of(cast.anouk), reverse("casework:leaving")

    def cost() -> int:
        client.get(address)
        with django_assert_max_num_queries(20) as found:
            assert client.get(address).status_code == 200
        return len(found)

    few = cost()
    for number in range(60):
        many = user(f"Collega{number} Achternaam", Role.TEACHER)
        staff.start_duty(by=None, user=many, site=cast.site, weekdays=[1], from_on=LONG_AGO)
    assert cost() <= few
    listed = client.get(address).content.decode()
    assert listed.count("Achternaam") == 50
    assert "na=" in listed
    found = client.get(f"{address}?zoek=achternaam+COLLEGA17").content.decode()
    assert "Collega17" in found
    assert "Collega18" not in found
    nobody = client.get(f"{address}?zoek=bestaatniet").content.decode()
    assert "Niemand gevonden met “bestaatniet”" in nobody


def test_what_somebody_has_none_of_is_not_named(cast: School) -> None:
    supported(cast)
    page = client_of(cast.anouk).get(reverse("casework:leave", args=[cast.fenna.key])).content.decode()
    assert "Sem Bakker" in page
    assert "open vragen" not in page
    assert "helpt mee" not in page


# -- at the same moment


@pytest.mark.django_db(transaction=True)
def test_work_given_in_the_same_moment_waits_and_is_refused() -> None:
    """Jelle hands a support to Fenna while Fenna is being seen off: it never lands with a closed account."""
    cast = tests_cast.school()
    supported(cast)
    request = HelpRequest.objects.create(
        site=cast.site, requester="teacher", about="team", matter="x", reach="y", due_on=timezone.localdate()
    )
    keep.open_request(request)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            leaving.leave(by=cast.anouk, user=cast.fenna, successor=cast.sytske)
            give = in_another_thread(
                lambda: requests.assign(
                    by=cast.anouk, request=request, to=User(pk=cast.fenna.pk, role=cast.fenna.role)
                )
            )
            later = pool.submit(give)
            until = monotonic() + 30
            while not somebody_waits():
                assert monotonic() < until, "nobody waited for the account"
                sleep(0.02)
        with pytest.raises(GoneError):
            later.result(timeout=30)
    request.refresh_from_db()
    assert request.handler is None
