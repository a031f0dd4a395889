"""What was open to one person opens to another: each until its own end, nothing shorter than it was."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from schakel.access import relations
from schakel.access.gates import holds
from schakel.access.models import Relation, User
from schakel.access.roles import Kind, Permission, Why
from schakel.casework.models import HelpRequest, Support
from schakel.people.models import Person
from tests.cast import School, asked

pytestmark = pytest.mark.django_db


def test_what_goes_on_shortens_nothing_and_opens_again_what_was_over(cast: School, support: Support) -> None:
    now = timezone.now() + timedelta(minutes=1)
    short, long = now + timedelta(days=1), now + timedelta(days=9)

    def of_jelle(question: HelpRequest) -> Relation:
        return Relation.objects.get(
            user=cast.jelle, why=Why.HANDLES, subject_kind=Kind.REQUEST, subject_id=question.pk
        )

    first, second, third = (asked(cast, f"nummer {number}") for number in range(3))
    for question, mine, theirs in ((first, long, short), (second, short, long), (third, long, now)):
        relations.grant(users=[cast.fenna], subject=question, why=Why.HANDLES, until=mine)
        relations.grant(
            users=[cast.jelle],
            subject=question,
            why=Why.HANDLES,
            from_at=now - timedelta(days=400),
            until=theirs,
        )
    later = asked(cast, "later")
    relations.grant(
        users=[cast.fenna], subject=later, why=Why.HANDLES, from_at=now + timedelta(days=2), until=long
    )
    open_before = Relation.objects.filter(user=cast.fenna, until_at__gt=now).count()
    with time_machine.travel(now, tick=False):
        ended = relations.hand_on(user=cast.fenna, to=cast.jelle, whys=[Why.HANDLES])
    assert [of_jelle(one).until_at for one in (first, second, third, later)] == [long, long, long, long]
    assert of_jelle(later).from_at == now + timedelta(days=2)
    assert of_jelle(third).from_at >= now
    assert ended == open_before
    assert not Relation.objects.filter(user=cast.fenna, until_at__gt=now).exists()
    assert not holds(cast.jelle, support, Permission.READ_FILE)


def test_a_role_takes_on_only_what_it_can_hold(cast: School) -> None:
    question = asked(cast)
    relations.hand_on(user=cast.fenna, to=cast.marit, whys=[Why.SITE_SUPPORTER])
    assert not Relation.objects.filter(user=cast.marit, why=Why.SITE_SUPPORTER).exists()
    relations.hand_on(user=cast.jelle, to=None, whys=list(Why))
    assert not holds(cast.jelle, question, Permission.READ_REQUEST)


def test_two_records_that_become_one_keep_the_longer_period_and_get_their_own_back(
    cast: School, support: Support
) -> None:
    child, twin = support.child, Person.objects.create(sort="child", first_name="Sam")
    assert child is not None
    short, long = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=9)
    periods = {(cast.jelle, child): long, (cast.jelle, twin): short, (cast.sytske, child): short}
    periods[cast.sytske, twin] = long

    def of(one: User, person: Person) -> datetime:
        return Relation.objects.get(
            user=one, why=Why.TEAM_MEMBER, subject_kind=Kind.PERSON, subject_id=person.pk
        ).until_at

    for (one, person), until in periods.items():
        relations.grant(users=[one], subject=person, why=Why.TEAM_MEMBER, source=support, until=until)
    carried = relations.carry(subject=twin, to=child)
    assert (of(cast.jelle, child), of(cast.sytske, child)) == (long, long)
    assert not holds(cast.jelle, twin, Permission.SEE_PERSON)
    relations.carry_back(carried)
    assert {key: of(*key) for key in periods} == periods
