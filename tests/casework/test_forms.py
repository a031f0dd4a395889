"""Every form, sent in: what is right is stored once, what is wrong is said beside the field and the text stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.casework.actions import answers, consent, counting, requests, staff, supports
from schakel.casework.models import HelpConsent, HelpRequest, Support
from schakel.people.models import Person
from tests.cast import LONG_AGO, School, agreed_by_all, asked, child_of, user

pytestmark = pytest.mark.django_db


def send(actor: User, page_name: str, key: object = None, **filled: Any) -> Any:
    client = Client()
    client.force_login(actor)
    url = reverse(f"casework:{page_name}", args=[key] if key else [])
    return client.post(url, {name: str(value) for name, value in filled.items()})


def stored(actor: User, page_name: str, key: object = None, **filled: Any) -> None:
    answer = send(actor, page_name, key, **filled)
    assert answer.status_code == 302, answer.content.decode()[:4000]


def refused(actor: User, page_name: str, key: object = None, *, saying: str, **filled: Any) -> str:
    answer = send(actor, page_name, key, **filled)
    page: str = answer.content.decode()
    assert answer.status_code == 422
    assert saying in page
    return page


ASKED = {"about": "child", "matter": "Stil", "parents_know": "yes", "reach": "na drie uur"}


def test_a_teacher_asks(cast: School) -> None:
    stored(cast.marit, "ask", site=cast.site.pk, **ASKED)
    assert HelpRequest.objects.get().asked_by == cast.marit


def test_about_a_group_nothing_about_parents_is_asked(cast: School) -> None:
    stored(cast.marit, "ask", site=cast.site.pk, **(ASKED | {"about": "group"}))
    assert HelpRequest.objects.get().parents_know == ""


def test_about_a_child_the_parents_are_asked_after(cast: School) -> None:
    page = refused(
        cast.marit,
        "ask",
        site=cast.site.pk,
        saying="Weten de ouders het nog niet",
        **(ASKED | {"parents_know": ""}),
    )
    assert "Stil</textarea>" in page
    assert not HelpRequest.objects.exists()


def test_ten_thousand_characters_are_too_long_and_stay_on_the_page(cast: School) -> None:
    long = "a" * 10_000
    page = refused(
        cast.marit, "ask", site=cast.site.pk, saying="Dit is te lang", **(ASKED | {"matter": long})
    )
    assert long in page


def test_script_and_strange_signs_are_text(cast: School) -> None:
    words = "<script>alert(1)</script> 🦊 أمينة"
    stored(cast.marit, "ask", site=cast.site.pk, **(ASKED | {"matter": words}))
    client = Client()
    client.force_login(cast.fenna)
    page = client.get(reverse("casework:question", args=[HelpRequest.objects.get().key])).content.decode()
    assert "<script>alert" not in page
    assert "🦊 أمينة" in page


def test_a_supporter_enters_a_question_of_a_parent(cast: School) -> None:
    refused(
        cast.fenna,
        "new_question",
        site=cast.site.pk,
        requester="parent",
        saying="Vul in wie het vraagt",
        **ASKED,
    )
    stored(cast.fenna, "new_question", site=cast.site.pk, requester="parent", requester_name="Ria", **ASKED)
    assert HelpRequest.objects.get().requester_name == "Ria"
    stored(cast.fenna, "new_question", site=cast.site.pk, requester="youth_supporter", **ASKED)


def test_who_works_nowhere_is_told_so(cast: School) -> None:
    client = Client()
    client.force_login(user("Nieuw Hier", Role.TEACHER))
    assert "aan geen locatie gekoppeld" in client.get(reverse("casework:ask")).content.decode()


def test_who_works_at_two_sites_chooses(cast: School) -> None:
    staff.start_duty(by=None, user=cast.marit, site=cast.elsewhere, weekdays=[1], from_on=LONG_AGO)
    refused(cast.marit, "ask", saying="Kies wat past", **ASKED)
    stored(cast.marit, "ask", site=cast.elsewhere.pk, **ASKED)


def test_a_question_goes_from_hand_to_hand(cast: School) -> None:
    request = asked(cast)
    stored(cast.anouk, "assign", request.key, to=cast.jelle.pk)
    request.refresh_from_db()
    stored(cast.jelle, "pick_up", request.key, how="met", version=request.version)
    request.refresh_from_db()
    three = {"we_see": "Stil", "offered_first": "class"}
    refused(
        cast.jelle,
        "clarify",
        request.key,
        version=0,
        saying="waarom niet",
        **(three | {"offered_first": "none"}),
    )
    stored(cast.jelle, "clarify", request.key, version=0, **three)
    stored(cast.jelle, "clarify", request.key, version=1, **three)
    refused(cast.jelle, "clarify", request.key, version=1, saying="Iemand anders heeft dit intussen", **three)
    request.refresh_from_db()
    stored(
        cast.jelle,
        "answer",
        request.key,
        kind="consultation",
        agreed="Vaste plek",
        share="on",
        version=request.version,
    )
    assert request.answers.count() == 1


def test_an_answer_for_one_child_is_refused_beside_the_field(cast: School) -> None:
    request = asked(cast)
    child_of(request, cast.fenna)
    page = refused(
        cast.fenna,
        "answer",
        request.key,
        kind="short_intervention",
        agreed="Samen oefenen",
        version=request.version,
        saying="de toestemming is niet compleet",
    )
    assert "Samen oefenen" in page


def test_two_people_at_one_question_and_the_second_keeps_the_text(cast: School) -> None:
    request = asked(cast)
    old = request.version
    requests.assign(by=cast.anouk, request=request, to=cast.jelle)
    refused(
        cast.fenna, "pick_up", request.key, how="met", version=old, saying="Iemand anders heeft dit intussen"
    )


def test_a_child_needs_a_name_and_a_birth_date_that_can_be(cast: School) -> None:
    request = requests.pick_up(by=cast.fenna, request=asked(cast), how="met")
    refused(cast.fenna, "name_child", request.key, saying="Vul de voornaam in")
    refused(
        cast.fenna,
        "name_child",
        request.key,
        first_name="Sem",
        birth_date="31-02-2018",
        saying="Dit is geen datum",
    )
    future = (timezone.localdate() + timedelta(days=1)).strftime("%d-%m-%Y")
    refused(
        cast.fenna, "name_child", request.key, first_name="Sem", birth_date=future, saying="nog niet geweest"
    )
    refused(
        cast.fenna,
        "name_child",
        request.key,
        first_name="Sem",
        birth_date="01-01-1899",
        saying="te lang geleden",
    )
    assert not Person.objects.exists()
    stored(cast.fenna, "name_child", request.key, first_name="Sem", birth_date="4-3-2018")


def test_a_child_that_is_known_is_chosen(cast: School) -> None:
    known = child_of(asked(cast), cast.fenna)
    second = requests.pick_up(by=cast.fenna, request=asked(cast), how="met")
    stored(cast.fenna, "name_child", second.key, known=known.key)
    second.refresh_from_db()
    assert second.child == known


def test_parents_and_what_they_said(cast: School) -> None:
    child = child_of(asked(cast), cast.fenna, parents=1)
    stored(cast.fenna, "add_parent", child.key, first_name="Opa", quality="guardian", verified_how="register")
    holder = child.authority.order_by("pk")[1].holder
    today = timezone.localdate().strftime("%d-%m-%Y")
    stored(cast.fenna, "record_consent", child.key, person=holder.key, said="given", how="talk", on=today)
    assert HelpConsent.objects.get().person == holder
    refused(cast.fenna, "consent_exception", child.key, ground="presumed", saying="Vul dit in.")
    stored(cast.fenna, "consent_exception", child.key, ground="presumed", reason="Een gesprekje")


def test_questions_are_joined_on_the_page(cast: School) -> None:
    one, other = asked(cast), asked(cast)
    stored(cast.fenna, "join", one.key, requests=other.key, as_="together")
    other.refresh_from_db()
    assert other.joined_to == one


def test_a_question_is_taken_back_by_asker_or_supporter(cast: School) -> None:
    stored(cast.marit, "withdraw", asked(cast).key, why="Opgelost")
    stored(cast.fenna, "take_back", asked(cast).key, why="Moeder belde af")
    assert HelpRequest.objects.filter(withdrawn_at__isnull=False).count() == 2


def test_a_support_starts_and_everything_on_it_is_sent(cast: School) -> None:
    request = asked(cast)
    agreed_by_all(child_of(request, cast.fenna), cast.fenna)
    form = {
        "support_for": "child",
        "title": "Sem",
        "agreed": "Rustig",
        "legal_track": "prevention",
        "goal_by": "child",
    }
    stored(cast.fenna, "start_support", request.key, goal="Ik wil rust", version=request.version, **form)
    support = Support.objects.get()
    today = timezone.localdate().strftime("%d-%m-%Y")
    stored(
        cast.fenna,
        "update_support",
        support.key,
        title="Anders",
        agreed="Nieuw",
        legal_track="advice",
        version=1,
    )
    stored(cast.fenna, "contact", support.key, kind="call", with_whom="parent", on=today)
    stored(cast.fenna, "step", support.key, what="Kaart maken", who="juf")
    stored(cast.fenna, "goal", support.key, in_words="Wij willen rust", said_by="parent")
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d-%m-%Y")
    stored(cast.fenna, "appointment", support.key, day=tomorrow, time="14:30", what="Huisbezoek")
    refused(cast.fenna, "member", support.key, layer="other", saying="Kies een collega of vul een naam in.")
    stored(cast.fenna, "member", support.key, layer="other", name="Ria")
    support.refresh_from_db()
    stored(
        cast.fenna,
        "move",
        support.key,
        to_rung="school_basic",
        reason="Het lukt",
        decided_by="ouders",
        on=today,
        version=support.version,
    )
    presses(cast.fenna, support)


def presses(who: User, support: Support) -> None:
    """The buttons that need no form; a number that is not there is not found."""
    client = Client()
    client.force_login(who)
    for name in ("step_done", "member_leaves"):
        for _press in range(2):
            assert client.post(reverse(f"casework:{name}", args=[support.key, 1])).status_code == 302
        assert client.post(reverse(f"casework:{name}", args=[support.key, 9])).status_code == 404
    assert support.steps.get().done_on == timezone.localdate()
    assert support.team.get().until_on == timezone.localdate()


def test_a_support_is_handed_over_closed_and_looked_back_on(cast: School, support: Support) -> None:
    stored(cast.fenna, "hand_over", support.key, to=cast.jelle.pk, version=support.version)
    support.refresh_from_db()
    later = (timezone.localdate() + timedelta(days=30)).strftime("%d-%m-%Y")
    form = {"closure_code": "01", "closing_words": "Goed", "follow_up_on": later}
    stored(cast.jelle, "close", support.key, reached="1", version=support.version, **form)
    assert support.goals.get().reached is True
    stored(cast.jelle, "follow_up", support.key)
    support.refresh_from_db()
    assert support.followed_up_on == timezone.localdate()


def test_a_support_without_goals_closes_and_a_relapse_is_told(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    agreed_by_all(child, cast.fenna)
    first = supports.start(by=cast.fenna, request=request, title="x", support_for="child", agreed="y")
    supports.close(by=cast.fenna, support=first, closure_code="01", closing_words="z")
    again = requests.pick_up(by=cast.fenna, request=asked(cast), how="met")
    answers.clarify(by=cast.fenna, request=again, we_see="x", offered_first="home")
    requests.name_child(by=cast.fenna, request=again, child=child)
    again.refresh_from_db()
    form = {"support_for": "child", "title": "x", "agreed": "y", "legal_track": "prevention"}
    stored(cast.fenna, "start_support", again.key, repeat="relapse", version=again.version, **form)
    assert Support.objects.get(previous=first).repeat == "relapse"


def test_a_tap_counts_and_goes_back_where_it_came_from(cast: School) -> None:
    answer = send(cast.fenna, "tap", cast.site.key, with_whom="child", back="week")
    assert answer["Location"] == reverse("casework:my_week")
    assert send(cast.fenna, "tap", cast.site.key, with_whom="iemand")["Location"] == reverse(
        "casework:short_contact"
    )


def test_lists_can_be_searched_and_show_what_is_closed(cast: School, support: Support) -> None:
    supports.close(by=cast.fenna, support=support, closure_code="01", closing_words="x")
    client = Client()
    client.force_login(cast.fenna)
    url = reverse("casework:children")
    assert "Sem Bakker" not in client.get(url).content.decode()
    assert "Sem Bakker" in client.get(url + "?ook=afgesloten").content.decode()
    assert "Sem Bakker" in client.get(url + "?zoek=bak").content.decode()
    assert "Niemand gevonden" in client.get(url + "?zoek=b").content.decode()


def test_records_read_as_words(cast: School, support: Support) -> None:
    supports.record_contact(by=None, support=support, kind="call", with_whom="parent")
    supports.add_step(by=None, support=support, what="Kaart", who="juf")
    other = child_of(asked(cast, "Noor, groep 5"), cast.fenna)
    tapped = counting.count_short_contact(by=None, site=cast.site, with_whom="child")
    exception = consent.record_exception(by=cast.fenna, child=other, ground="presumed", reason="Klein gebaar")
    move = supports.move(by=None, support=support, to_rung="everyday", reason="x", decided_by="y")
    assert support.request is not None
    request = support.request
    item = answers.share_answer(by=None, request=request, text="x")
    records: list[object] = [
        request,
        support,
        request.clarification,
        *request.answers.all(),
        support.consent,
        move,
        item,
        tapped,
        exception,
    ]
    records += [*support.contacts.all(), *support.steps.all(), *HelpConsent.objects.all()]
    assert all(str(record) for record in records)
