"""Two people have the same form open. The second is told, sees what stands there now, keeps the text, and chooses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from schakel.casework.actions import plan, requests, supports
from schakel.casework.models import Clarification, PlanVersion, SchoolHomeCard, Support
from schakel.people.models import ReachAgreement
from tests.cast import School, asked, client_of

pytestmark = pytest.mark.django_db
Open = Callable[[School, Support], str]
Rows = Callable[[], Any]


def write_plan(cast: School, support: Support) -> str:
    plan.offer(by=cast.fenna, support=support, answer="no")
    return reverse("casework:write_plan", args=[support.key])


def card(cast: School, support: Support) -> str:
    return reverse("casework:fill_card", args=[support.key])


def reach(cast: School, support: Support) -> str:
    return reverse("casework:reach", args=[support.child.key if support.child else ""])


def clarify(cast: School, support: Support) -> str:
    request = asked(cast, "Noor")
    requests.pick_up(by=cast.fenna, request=request, how="met")
    requests.assign(by=cast.anouk, request=request, to=cast.jelle)
    return reverse("casework:clarify", args=[request.key])


FORMS: dict[str, tuple[Open, str, dict[str, str], Rows]] = {
    "plan": (
        write_plan,
        "we_want",
        {"goes_well": "Buiten spelen"},
        lambda: PlanVersion.objects.order_by("number"),
    ),
    "card": (card, "works_at_school", {}, SchoolHomeCard.objects.all),
    "reach": (reach, "how", {"secret_address": "on"}, ReachAgreement.objects.all),
    "clarify": (clarify, "we_see", {"offered_first": "class"}, Clarification.objects.all),
}


def version_on(page: str) -> str:
    field = page.split('name="version"')[1]
    return field.split('value="')[1].split('"')[0]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("first_exists", [False, True])
def test_the_second_is_told_keeps_the_text_and_can_send_again(
    cast: School, support: Support, name: str, first_exists: bool
) -> None:
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    opens, field, more, rows = FORMS[name]
    address = opens(cast, support)
    quick = client_of(cast.jelle if name == "clarify" else cast.fenna)
    slow = client_of(cast.jelle)
    if first_exists:
        version = version_on(quick.get(address).content.decode())
        assert quick.post(address, {**more, field: "Van gisteren", "version": version}).status_code == 302
    seen = [version_on(client.get(address).content.decode()) for client in (quick, slow)]
    before = rows().count()
    assert quick.post(address, {**more, field: "Van de snelle", "version": seen[0]}).status_code == 302
    told = slow.post(address, {**more, field: "Van de trage", "version": seen[1]})
    page = told.content.decode()
    assert told.status_code == 422
    assert "Iemand anders heeft dit intussen aangepast. Jouw tekst staat hieronder." in page
    assert "Van de trage" in page
    assert "Van de snelle" in page
    assert "True" not in page
    assert getattr(rows().last(), field) == "Van de snelle"
    again = slow.post(address, {**more, field: "Van ons samen", "version": version_on(page)})
    assert again.status_code == 302
    assert getattr(rows().last(), field) == "Van ons samen"
    assert rows().count() == before + {"plan": 2}.get(name, 0 if first_exists else 1)
