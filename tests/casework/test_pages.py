"""Every page of the work opens for who needs it."""

import pytest
from django.test import Client
from django.urls import reverse

from schakel.access.models import LogEntry, User
from schakel.casework.actions import requests, supports
from schakel.casework.models import Support
from schakel.casework.views.supports import RECENT
from tests.cast import School, asked, child_of

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, name: str, *args: object) -> str:
    """The page as this person gets it."""
    response = signed_in(user).get(reverse(name, args=args))
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def test_the_pages_of_a_supporter_open(cast: School, support: Support) -> None:
    waiting = asked(cast, "Noor, groep 5")
    for name in ("my_week", "new_question", "children", "groups", "short_contact"):
        page(cast.fenna, f"casework:{name}")
    for name in (
        "question",
        "pick_up",
        "clarify",
        "answer",
        "name_child",
        "join",
        "take_back",
        "start_support",
    ):
        page(cast.fenna, f"casework:{name}", waiting.key)
    for name in (
        "support", "update_support", "contact", "step", "goal", "appointment", "move", "member", "hand_over", "close",
    ):  # fmt: skip
        page(cast.fenna, f"casework:{name}", support.key)
    assert support.child is not None
    for name in (
        "child",
        "add_parent",
        "add_tie",
        "give_authority",
        "reach",
        "twins",
        "record_consent",
        "consent_exception",
    ):
        page(cast.fenna, f"casework:{name}", support.child.key)


def test_the_pages_of_an_asker_open(cast: School) -> None:
    request = asked(cast)
    assert "Fenna" in page(cast.marit, "casework:ask")
    assert "Sem, groep 4" in page(cast.marit, "casework:my_questions")
    page(cast.marit, "casework:my_question", request.key)
    page(cast.marit, "casework:asked", request.key)
    page(cast.marit, "casework:withdraw", request.key)


def test_the_pages_of_a_coordinator_open(cast: School) -> None:
    request = asked(cast)
    for name in ("today", "questions", "whereabouts", "figures", "children"):
        page(cast.anouk, f"casework:{name}")
    page(cast.anouk, "casework:question", request.key)
    page(cast.anouk, "casework:assign", request.key)


def test_a_page_about_a_child_leaves_exactly_one_look(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    before = LogEntry.objects.filter(event="look").count()
    page(cast.fenna, "casework:child", child.key)
    looks = LogEntry.objects.filter(event="look").order_by("-id")
    assert looks.count() == before + 1
    assert child.pk in looks[0].persons


def test_a_stranger_gets_the_same_answer_as_for_nothing(cast: School, support: Support) -> None:
    response = signed_in(cast.sytske).get(reverse("casework:support", args=[support.key]))
    assert response.status_code == 404
    assert LogEntry.objects.filter(event="refusal", object_key=support.key).count() == 1


def test_a_move_stands_on_the_case_page_with_its_reason(cast: School, support: Support) -> None:
    for rung, reason in (("school_basic", "Het lukt weer"), ("short_support", "Toch nog even")):
        supports.move(by=cast.fenna, support=support, to_rung=rung, reason=reason, decided_by="ouders")
    shown = page(cast.fenna, "casework:support", support.key)
    assert "Afgeschaald naar" in shown
    assert "Opgeschaald naar" in shown
    assert "Het lukt weer" in shown


def test_who_may_have_asked_the_same_is_shown_and_logged(cast: School) -> None:
    request, other = asked(cast), asked(cast)
    child = child_of(other, cast.fenna)
    requests.name_child(by=cast.fenna, request=request, child=child)
    page(cast.fenna, "casework:question", request.key)
    look = LogEntry.objects.filter(event="look").latest("id")
    assert child.pk in look.persons


def test_closing_asks_for_no_goals_where_there_are_none(cast: School, support: Support) -> None:
    assert 'name="reached"' in page(cast.fenna, "casework:close", support.key)
    support.goals.all().delete()
    assert 'name="reached"' not in page(cast.fenna, "casework:close", support.key)


def test_a_case_page_shows_the_newest_contacts_and_all_of_them_when_asked(
    cast: School, support: Support
) -> None:
    for number in range(RECENT + 1):
        note = f"gesprek nummer {number}."
        supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent", note=note)
    client = signed_in(cast.fenna)
    address = reverse("casework:support", args=[support.key])
    page = client.get(address).content.decode()
    assert "gesprek nummer 12." in page
    assert "gesprek nummer 0." not in page
    assert "gesprek nummer 0." in client.get(address, {"contacten": "alle"}).content.decode()
