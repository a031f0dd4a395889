"""One click, and the first page of every role shows something."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from schakel.access.models import LogEntry, User
from schakel.access.roles import Role
from schakel.demo import load, personas
from tests.cast import NOON
from tests.demo.towns import small

pytestmark = pytest.mark.django_db


@pytest.fixture
def visited(settings: Any) -> None:
    settings.DEMO = True
    load.load(small())


def _enter(client: Client, role: str) -> str:
    response = client.post(reverse("access:demo_sign_in", args=[role]), follow=True)
    assert response.status_code == 200, role
    return response.content.decode()


@pytest.mark.usefixtures("visited")
def test_every_persona_comes_in_with_one_click_and_sees_a_page() -> None:
    with time_machine.travel(NOON, tick=False):
        for persona in personas.all():
            assert persona.name.split()[0] in _enter(Client(), persona.role)


@pytest.mark.usefixtures("visited")
def test_the_privacy_officer_finds_what_happened_in_the_years_before() -> None:
    with time_machine.travel(NOON, tick=False):
        client = Client()
        _enter(client, Role.PRIVACY_OFFICER)
        page = client.get(reverse("access:log"))
    assert page.status_code == 200
    assert {"look", "write", "refusal", "sign_in"} <= set(
        LogEntry.objects.order_by().values_list("event", flat=True).distinct()
    )


@pytest.mark.usefixtures("visited")
def test_a_head_a_policy_officer_and_a_researcher_meet_no_child() -> None:
    children = [person for person in small().book.tables.persons if person.sort == "child"]
    with time_machine.travel(NOON, tick=False):
        for role in (Role.SCHOOL_HEAD, Role.POLICY_OFFICER, Role.RESEARCHER, Role.ADMINISTRATOR):
            shown = _enter(Client(), role)
            full_names = [f"{child.first_name} {child.last_name}" for child in children]
            assert not [name for name in full_names if name in shown]
    assert User.objects.filter(is_demo=False).count() == 0
