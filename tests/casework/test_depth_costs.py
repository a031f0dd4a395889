"""The pages of a support's depth cost the same with much in them as with little."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access.models import User
from schakel.casework.actions import consent, file, kin, letters, plan, sharing, supports
from schakel.casework.models import Support
from schakel.measures import actions_goals
from schakel.people import actions_family
from tests.cast import School, supported

pytestmark = pytest.mark.django_db
Fill = Callable[[School, Support, int], object]


def family(cast: School, support: Support, number: int) -> None:
    assert support.child is not None
    child = support.child
    tie = kin.add_tie(by=cast.fenna, child=child, kind="other", first_name=f"Oom{number}")
    kin.add_tie(by=cast.fenna, child=child, kind="sibling", first_name=f"Zus{number}")
    assert tie.other is not None
    actions_family.agree_reach(by=cast.fenna, person=tie.other, how="bellen")
    parent = child.authority.order_by("pk")[0].holder
    consent.record(by=cast.fenna, child=child, person=parent, said="given", how="talk")


def versions(cast: School, support: Support, number: int) -> None:
    plan.offer(by=cast.fenna, support=support, answer="no")
    made = plan.write(by=cast.fenna, support=support, goes_well="x", we_want=f"versie {number}")
    plan.agree(by=cast.fenna, plan=made, name=f"Oma {number}", how="talk")
    plan.note_domain(by=cast.fenna, support=support, domain="money", reason="x", text="y")


def shared(cast: School, support: Support, number: int) -> None:
    today = timezone.localdate()
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
    ],
)
def test_much_costs_as_many_queries_as_little(
    cast: School, name: str, fill: Fill, who: str, most: int, django_assert_max_num_queries: Any
) -> None:
    support = supported(cast)
    about = {"child": [support.child.key if support.child else ""], "shared_with_me": []}
    address = reverse(f"casework:{name}", args=about.get(name, [support.key]))
    for number in range(2):
        fill(cast, support, number)
    few = cost(getattr(cast, who), address, django_assert_max_num_queries)
    for number in range(2, 6):
        fill(cast, support, number)
    assert cost(getattr(cast, who), address, django_assert_max_num_queries) <= few
    assert few <= most
