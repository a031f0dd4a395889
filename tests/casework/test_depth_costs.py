"""The pages of a support's depth cost the same with much in them as with little."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.casework.actions import (
    asking_consent,
    consent,
    emergency,
    file,
    kin,
    letters,
    plan,
    sharing,
    supports,
)
from schakel.casework.actions import family as parents
from schakel.casework.models import Support
from schakel.measures import actions_goals
from schakel.people import actions_family
from tests.cast import School, asked, child_of, user

pytestmark = pytest.mark.django_db
Fill = Callable[[School, Support, int], object]


def family(cast: School, support: Support, number: int) -> None:
    assert support.child is not None
    child = support.child
    tie = kin.add_tie(by=cast.fenna, child=child, kind="other", first_name=f"Oom{number}")
    parents.add_parent(by=cast.fenna, child=child, first_name=f"Voogd{number}", verified_how="gezagsregister")
    kin.add_tie(by=cast.fenna, child=child, kind="sibling", first_name=f"Zus{number}")
    assert tie.other is not None
    actions_family.agree_reach(by=cast.fenna, person=tie.other, how="bellen")
    parent = child.authority.order_by("pk")[0].holder
    consent.record(by=cast.fenna, child=child, person=parent, said="given", how="talk")


def asks(cast: School, support: Support, number: int) -> None:
    """Asked again and again; the letter that counts is the last one."""
    assert support.child is not None
    parent = support.child.authority.order_by("pk")[number % 2].holder
    asking_consent.ask(by=cast.fenna, child=support.child, person=parent, way="in_person")


def doubles(cast: School, support: Support, number: int) -> None:
    """The same child is written down once more, in a question of its own."""
    child_of(asked(cast, f"Sem {number}"), cast.fenna)


def versions(cast: School, support: Support, number: int) -> None:
    plan.offer(by=cast.fenna, support=support, answer="no")
    made = plan.write(by=cast.fenna, support=support, goes_well="x", we_want=f"versie {number}")
    plan.agree(by=cast.fenna, plan=made, name=f"Oma {number}", how="talk")
    plan.note_domain(by=cast.fenna, support=support, domain="money", reason="x", text="y")


def shared(cast: School, support: Support, number: int) -> None:
    today = timezone.localdate()
    helper = user(f"Helper{number} Bos", Role.SUPPORT_STAFF)
    supports.add_member(by=cast.fenna, support=support, user=helper, layer="support_staff")
    sharing.share(
        by=cast.fenna,
        support=support,
        kind="advice",
        with_user=cast.marit,
        text=f"Tip {number}",
        purpose="rust",
        until=today + timedelta(days=9),
        family_told_on=today,
    )
    letters.issue(
        by=cast.fenna, support=support, kind="confirmation", way="in_person", name=f"Marit {number}"
    )


def parts(cast: School, support: Support, number: int) -> None:
    assert support.child is not None
    made = supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent", note="x")
    file.ask_second_reader(
        by=cast.fenna, support=support, part="contact", number=made.pk, sensitive="safety", reason="x"
    )
    parent = support.child.authority.order_by("pk")[0].holder
    file.add_statement(by=cast.fenna, child=support.child, said_by=parent, text=f"verhaal {number}")


def goals(cast: School, support: Support, number: int) -> None:
    goal = supports.add_goal(by=cast.fenna, support=support, words=f"Doel {number}", said_by="child")
    levels = dict.fromkeys(actions_goals.WORDS, "zo")
    actions_goals.set_scale(by=cast.fenna, goal=goal, weight=1, words=levels)
    actions_goals.score(
        by=cast.fenna, support=support, moment="interim", informant="parent", scores={goal.pk: 1}
    )


OF_CHILD = (
    "child",
    "add_tie",
    "give_authority",
    "twins",
    "ask_consent",
    "record_consent",
    "emergency_file",
)


def cost(who: User, address: str, counting: Any) -> int:
    client = Client()
    client.force_login(who)
    client.get(address)
    with counting(100) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("name", "fill", "who", "most"),
    [
        ("child", family, "fenna", 33),
        ("plan", versions, "fenna", 24),
        ("sharing", shared, "fenna", 14),
        ("shared_with_me", shared, "marit", 10),
        ("file", parts, "fenna", 20),
        ("sheet", shared, "fenna", 18),
        ("support", goals, "fenna", 40),
        ("add_tie", family, "fenna", 16),
        ("give_authority", family, "fenna", 16),
        ("twins", doubles, "fenna", 16),
        ("ask_consent", asks, "fenna", 20),
        ("record_consent", asks, "fenna", 20),
        ("consent_letter", asks, "fenna", 16),
        ("write_plan", versions, "fenna", 14),
        ("agree_plan", versions, "fenna", 18),
        ("share", shared, "fenna", 14),
        ("write_letter", shared, "fenna", 26),
        ("letter", shared, "fenna", 12),
        ("add_statement", family, "fenna", 18),
        ("withhold", parts, "fenna", 18),
        ("close", goals, "fenna", 18),
        ("measures:score", goals, "fenna", 18),
        ("emergency_file", parts, "sytske", 30),
    ],
)
def test_much_costs_as_many_queries_as_little(
    cast: School,
    support: Support,
    name: str,
    fill: Fill,
    who: str,
    most: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(2):
        fill(cast, support, number)
    if name == "emergency_file":
        opened(cast, support)
    address = address_of(name, support)
    few = cost(getattr(cast, who), address, django_assert_max_num_queries)
    for number in range(2, 6):
        fill(cast, support, number)
    assert cost(getattr(cast, who), address, django_assert_max_num_queries) <= few
    assert few <= most


def opened(cast: School, support: Support) -> None:
    emergency.break_glass(
        by=cast.sytske,
        first_name="Sem",
        last_name="Bakker",
        birth_date=date(2017, 3, 4),
        reason="Er wordt gebeld dat dit kind weg is.",
    )


def address_of(name: str, support: Support) -> str:
    assert support.child is not None
    child = support.child.key
    arguments: dict[str, list[Any]] = {
        "shared_with_me": [],
        "write_letter": [support.key, "feedback"],
        "withhold": [support.key, 2],
        "consent_letter": [child, 1],
    }
    if name in OF_CHILD:
        arguments[name] = [child]
    if name == "letter":
        arguments["letter"] = [support.key, support.letters.order_by("pk")[0].key]
    full = name if ":" in name else f"casework:{name}"
    return reverse(full, args=arguments.get(name, [support.key]))
