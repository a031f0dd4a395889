"""The gate: one rule for the single record and for the list, equal to the spoken rule on random worlds.

The oracle below reads only the records of the work (who leads, who is in the team, what is open) and never the relation table.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeVar

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schakel.access import actions_breakglass, relations
from schakel.access.errors import AccessError
from schakel.access.gates import Refused, held, holds, may, numbered, one, require, show, visible
from schakel.access.http import Looks, Request
from schakel.access.models import LogEntry, Relation, User
from schakel.access.models_breakglass import BreakGlass
from schakel.access.roles import BY_RELATION, PAGES, Kind, Permission, Role, Why, granting, has_page, may_hold
from schakel.casework import queries
from schakel.casework.actions import answers, consent, emergency, family, leaving, requests, staff, supports
from schakel.casework.errors import CaseworkError
from schakel.casework.models import HelpRequest, Support
from schakel.casework.states import State
from schakel.people.models import AreaDuty, Person
from tests import cast as tests_cast
from tests.cast import LONG_AGO, School, user
from tests.database import as_owner_for_a_moment

pytestmark = pytest.mark.django_db

T = TypeVar("T")


@dataclass
class World:
    cast: School
    people: list[User]
    random: Random
    questions: list[HelpRequest] = field(default_factory=list)
    cases: list[Support] = field(default_factory=list)

    @property
    def supporters(self) -> list[User]:
        return [one for one in self.people if one.role == Role.YOUTH_SUPPORTER]


def build(seed: int, steps: int) -> World:
    """A world in which `steps` random things were done, each by someone who may, or by the system."""
    cast = tests_cast.school()
    bram, desk = user("Bram Kuipers", Role.SUPPORT_STAFF), user("Gerda Balie", Role.COORDINATOR)
    staff.start_overseeing(by=None, user=desk, area=cast.area, sort=AreaDuty.Sort.DESK, from_on=LONG_AGO)
    people = [cast.fenna, cast.jelle, cast.sytske, cast.marit, cast.hylke, cast.anouk, bram, desk]
    world = World(cast, people, Random(seed))
    for _step in range(steps):
        do = world.random.choice(STEPS)
        questions, cases = list(world.questions), list(world.cases)
        try:
            with transaction.atomic():
                do(world)
        except (CaseworkError, AccessError, IndexError, Refused):
            # What was asked in a step that failed was never asked.
            world.questions, world.cases = questions, cases
    return world


def ask(world: World) -> None:
    asker, place = world.random.choice(
        [
            (world.cast.marit, world.cast.site),
            (world.cast.hylke, world.cast.elsewhere),
            (None, world.cast.site),
        ]
    )
    world.questions.append(
        requests.receive(by=asker, site=place, about="child", parents_know="yes", matter="x", reach="y")
    )


def question(world: World) -> HelpRequest:
    """Mostly a recent one, so that things happen to it in a row."""
    picked = world.random.choice(world.questions[-3:] if world.random.random() < 0.7 else world.questions)
    picked.refresh_from_db()
    return picked


def case(world: World) -> Support:
    picked = world.random.choice(world.cases)
    picked.refresh_from_db()
    return picked


def pick_up(world: World) -> None:
    requests.pick_up(by=world.random.choice(world.supporters), request=question(world), how="met")


def assign(world: World) -> None:
    requests.assign(by=None, request=question(world), to=world.random.choice(world.supporters))


def clarify_and_name(world: World) -> None:
    found = question(world)
    by = found.handler or world.cast.fenna
    if found.picked_up_at is None:
        requests.pick_up(by=by, request=found, how="met")
    answers.clarify(by=by, request=found, we_see="x", offered_first="class")
    child = family.add_child(
        by=by, request=found, first_name="Kind", last_name=str(found.pk), birth_date=date(2017, 1, 1)
    )
    parent = family.add_parent(by=by, child=child, first_name="Ouder", verified_how="register")
    consent.record(by=by, child=child, person=parent.holder, said="given", how="talk")


def answer(world: World) -> None:
    answers.answer(by=None, request=question(world), kind="consultation", agreed="x", share=True)


def withdraw(world: World) -> None:
    requests.withdraw(by=None, request=question(world), why="x")


def join(world: World) -> None:
    requests.join(by=None, to=question(world), requests=[question(world)], as_="together")


def begin(world: World) -> None:
    """A fresh question all the way to a support."""
    others, world.questions = world.questions, []
    try:
        ask(world)
        clarify_and_name(world)
        start(world)
    finally:
        world.questions = others + world.questions


def start(world: World) -> None:
    found = question(world)
    before = queries.previous_support(world.cast.fenna, found.child)
    world.cases.append(
        supports.start(
            by=None,
            request=found,
            title="x",
            support_for="child",
            agreed="y",
            lead=world.random.choice(world.supporters),
            previous=before,
            repeat="relapse" if before else "",
        )
    )


def ask_again(world: World) -> None:
    """A child that had a support comes back with a new question."""
    known = case(world)
    again = requests.receive(
        by=None, site=known.site, about="child", parents_know="yes", matter="x", reach="y"
    )
    by = world.random.choice(world.supporters)
    requests.assign(by=None, request=again, to=by)
    requests.pick_up(by=by, request=again, how="met")
    answers.clarify(by=by, request=again, we_see="x", offered_first="class")
    assert known.child is not None
    requests.name_child(by=by, request=again, child=known.child)
    world.questions.append(again)


def join_team(world: World) -> None:
    supports.add_member(
        by=None,
        support=case(world),
        user=world.random.choice(world.supporters + world.people[6:7]),
        layer="other",
    )


def leave_team(world: World) -> None:
    team = list(case(world).team.filter(until_on=None))
    supports.end_member(by=None, member=team[0])


def hand_over(world: World) -> None:
    supports.hand_over(by=None, support=case(world), to=world.random.choice(world.supporters))


def close(world: World) -> None:
    supports.close(by=None, support=case(world), closure_code="01", closing_words="x")


def look_back(world: World) -> None:
    supports.follow_up(by=None, support=case(world))


def leave(world: World) -> None:
    """Somebody goes, mostly with a colleague who takes over. Later steps still try to give work to who is gone."""
    goes = world.random.choice(world.people)
    colleagues = [one for one in world.people if one.role == goes.role and one != goes]
    leaving.leave(by=None, user=goes, successor=world.random.choice([*colleagues, *colleagues, None]))


def break_glass(world: World) -> None:
    """Somebody who may opens the file of a child in need."""
    child = world.random.choice(list(Person.objects.filter(sort="child").order_by("pk")))
    assert child.birth_date is not None
    emergency.break_glass(
        by=world.random.choice(world.people),
        first_name=child.first_name,
        last_name=child.last_name,
        birth_date=child.birth_date,
        reason="Er is brand bij dit kind thuis.",
    )


def judge(world: World) -> None:
    """A coordinator judges one of them; not right ends it."""
    glass = world.random.choice(list(BreakGlass.objects.order_by("pk")))
    verdict = world.random.choice(["right", "not_right"])
    coordinator = in_place_of(world.cast.anouk)
    assert coordinator is not None
    actions_breakglass.review(by=coordinator, glass=glass, verdict=verdict, remark="x")


def three_hours_pass(world: World) -> None:
    """For what is open in need: it was opened three hours earlier than it was."""
    earlier = timedelta(hours=3)
    with as_owner_for_a_moment(connection):
        BreakGlass.objects.update(opened_at=F("opened_at") - earlier, until_at=F("until_at") - earlier)
    mine = Relation.objects.filter(why=Why.BREAK_GLASS)
    mine.update(from_at=F("from_at") - earlier, until_at=F("until_at") - earlier)


STEPS: list[Callable[[World], None]] = [
    ask, begin, begin, start, start, pick_up, assign, clarify_and_name, clarify_and_name,
    answer, withdraw, join, start, start, ask_again,
    join_team, leave_team, hand_over, close, look_back, break_glass, break_glass, judge, three_hours_pass, leave,
]  # fmt: skip


def reads_file(who: User, support: Support) -> bool:
    """The spoken rule: lead (until looked back), team (while it runs), coordinator of the area (while it runs)."""
    if support.is_open:
        in_team = support.team.filter(user=who, until_on=None).exists() and who.role != Role.TEACHER
        return who == support.lead or in_team or coordinates(who, support)
    kept = support.followed_up_on is None
    leads_next = Support.objects.filter(previous=support, lead=who, followed_up_on=None).exists()
    return (who == support.lead and kept) or leads_next


def coordinates(who: User, record: Support | HelpRequest) -> bool:
    return who.area_duties.filter(area=record.site.area, sort="coordinator").exists()


def reads_question(who: User, asked: HelpRequest) -> bool:
    """The spoken rule: supporters of the site and the coordinator while it is open; who handles it, also after."""
    if queries.is_open(asked):
        works_there = who.role == Role.YOUTH_SUPPORTER and who.duties.filter(site=asked.site).exists()
        desk = not asked.site.duties.filter(user__role=Role.YOUTH_SUPPORTER).exists()
        return (
            works_there or coordinates(who, asked) or who == asked.handler or (desk and is_desk(who, asked))
        )
    return who == in_place_of(asked.handler)


def in_place_of(user: User | None, since: datetime | None = None) -> User | None:
    """Who has the work of this person, as the log tells it: whoever took over when they left, and so on; nobody, perhaps.

    What came after they left (`since`) was not handed on.
    """
    leaving = LogEntry.objects.filter(action="staff.leave", at__gte=since or datetime(2001, 1, 1, tzinfo=UTC))
    left = user and leaving.filter(detail__account=str(user.key)).order_by("id").first()
    if not left:
        return user
    successor = left.detail["successor"]
    return in_place_of(User.objects.get(key=successor), since) if successor else None


def is_desk(who: User, asked: HelpRequest) -> bool:
    return who.area_duties.filter(area=asked.site.area, sort="desk").exists()


def sees_person(who: User, person: Person) -> bool:
    """The spoken rule: through a support one reads because of this child, or a question about it that one handles."""
    children = Person.objects.filter(authority__holder=person) | Person.objects.filter(pk=person.pk)
    for child in children.distinct():
        if any(_opens_child(who, support) for support in child.supports.all()):
            return True
        for asked in child.requests.all():
            if who == in_place_of(asked.handler) or (queries.is_open(asked) and coordinates(who, asked)):
                return True
    return False


def reads_in_need(who: User, child: Person) -> bool:
    """The spoken rule: for three hours after opening it, unless somebody judged that it was not right."""
    now = timezone.now()
    mine = BreakGlass.objects.filter(user=who, person=child.pk, opened_at__gt=now - timedelta(hours=3))
    return mine.exclude(verdict="not_right", reviewed_at__lte=now).exists()


def seen_in_need(who: User, person: Person) -> bool:
    """The child itself, or who has authority over a child that is open."""
    children = Person.objects.filter(authority__holder=person) | Person.objects.filter(pk=person.pk)
    return any(reads_in_need(who, child) for child in children.distinct())


def _opens_child(who: User, support: Support) -> bool:
    if support.is_open:
        return reads_file(who, support)
    return who == support.lead and support.followed_up_on is None


# Other worlds each time: each holds eight people, and every one of them asks for everything there is.
RANDOM = settings(
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(RANDOM, max_examples=4)
@given(st.integers(0, 2**32), st.integers(10, 45))
def test_lists_and_single_records_equal_the_spoken_rule_on_random_worlds(seed: int, steps: int) -> None:
    agree_in_a_world(seed, steps)


@pytest.mark.slow
@settings(RANDOM, max_examples=40)
@given(st.integers(0, 2**32), st.integers(10, 45))
def test_lists_and_single_records_equal_the_spoken_rule_on_many_more_worlds(seed: int, steps: int) -> None:
    agree_in_a_world(seed, steps)


def agree_in_a_world(seed: int, steps: int) -> None:
    with transaction.atomic():
        world = build(seed, steps)
        for who in world.people:
            compare(who)
        transaction.set_rollback(True)


def compare(who: User) -> None:
    """Who left reaches nothing at all; everybody else what the spoken rule says."""
    here = User.objects.get(pk=who.pk).is_active

    def those(rows: Iterable[T], rule: Callable[[User, T], bool]) -> set[T]:
        return {row for row in rows if here and rule(who, row)}

    every_support, every_question, every_person = (
        Support.objects.all(),
        HelpRequest.objects.all(),
        Person.objects.all(),
    )
    readable = visible(who, Support, Permission.READ_FILE)
    assert set(readable) == those(every_support, reads_file)
    assert set(visible(who, HelpRequest, Permission.READ_REQUEST)) == those(every_question, reads_question)
    assert set(visible(who, Person, Permission.SEE_PERSON)) == those(every_person, sees_person)
    for support in every_support:
        assert holds(who, support, Permission.READ_FILE) == (support in readable)
    assert set(visible(who, Person, Permission.READ_IN_NEED)) == those(every_person, seen_in_need)
    files = visible(who, Support, Permission.READ_IN_NEED)
    # A support that began after the file was opened is not part of it.
    assert set(files) <= those(every_support, opened_in_need)
    followed = visible(who, HelpRequest, Permission.FOLLOW_REQUEST)
    assert set(followed) == those(
        every_question, lambda who, asked: in_place_of(asked.asked_by, asked.received_at) == who
    )


def opened_in_need(who: User, support: Support) -> bool:
    return support.child is not None and reads_in_need(who, support.child)


def test_a_random_world_is_not_empty(db: None) -> None:
    with transaction.atomic():
        world = build(seed=4, steps=60)
        assert len(world.cases) > 3
        assert Support.objects.exclude(closed_on=None).exists()
        assert HelpRequest.objects.filter(answered_at__isnull=False).exists()
        assert BreakGlass.objects.exists()
        assert LogEntry.objects.filter(action="staff.leave").exists()
        assert {queries.state(asked) for asked in HelpRequest.objects.all()} >= {
            State.RECEIVED,
            State.ANSWERED,
        }
        transaction.set_rollback(True)


def request_of(who: User) -> Request:
    request = HttpRequest()
    request.user = who
    request.looks = Looks()  # type: ignore[attr-defined]  # the middleware puts it there
    return request  # type: ignore[return-value]  # as the middleware leaves it


def test_one_gives_the_record_and_stages_the_look(cast: School, support: Support) -> None:
    request = request_of(cast.fenna)
    assert one(request, Support, support.key, Permission.READ_FILE) == support
    assert request.looks.record == support
    assert request.looks.rule == "read_file"
    assert request.looks.persons == {support.child_id}


def test_one_brings_along_what_is_asked_for_and_no_more(cast: School, support: Support) -> None:
    alone = one(request_of(cast.fenna), Support, support.key, Permission.READ_FILE)
    assert not {"site", "lead"} & set(alone._state.fields_cache)
    joined = one(request_of(cast.fenna), Support, support.key, Permission.READ_FILE, joined=("site",))
    assert set(joined._state.fields_cache) == {"site"}


def test_the_parts_of_a_page_share_one_answer_about_its_record(cast: School) -> None:
    request, support = request_of(cast.fenna), tests_cast.supported(cast)
    with CaptureQueriesContext(connection) as asked_now:
        first, second = may(request, support), may(request, support)
    assert first == second == held(cast.fenna, support) >= {Permission.LEAD_FILE}
    assert len(asked_now) == 1


def test_a_row_of_a_page_is_counted_from_one(cast: School, support: Support) -> None:
    rows = ["first", "second"]
    assert [numbered(rows, place, support, Permission.READ_FILE) for place in (1, 2)] == rows
    for place in (-1, 0, 3):
        with pytest.raises(Refused) as refusal:
            numbered(rows, place, support, Permission.READ_FILE)
        assert (refusal.value.kind, refusal.value.key) == (Kind.SUPPORT, support.key)


def test_one_refuses_the_unknown_and_the_forbidden_alike(cast: School, support: Support) -> None:
    for who, key in ((cast.sytske, support.key), (cast.fenna, uuid.uuid4())):
        request = request_of(who)
        with pytest.raises(Refused) as refused:
            one(request, Support, key, Permission.READ_FILE)
        assert (refused.value.kind, refused.value.key) == (Kind.SUPPORT, key)
        assert not request.looks.happened


def test_a_list_holds_what_one_may_reach_and_nothing_else(cast: School, support: Support) -> None:
    assert list(visible(cast.fenna, Support, Permission.READ_FILE)) == [support]
    assert not visible(cast.jelle, Support, Permission.READ_FILE).exists()


def test_a_permission_of_another_page_opens_nothing(cast: School, support: Support) -> None:
    with pytest.raises(Refused):
        one(request_of(cast.anouk), Support, support.key, Permission.WRITE_FILE)


def test_a_list_stages_everyone_on_it(cast: School, support: Support) -> None:
    request = request_of(cast.fenna)
    assert show(request, [support]) == [support]
    assert request.looks.persons == {support.child_id}
    nothing = request_of(cast.fenna)
    show(nothing, [])
    assert nothing.looks.happened


def test_a_closed_account_reaches_nothing(cast: School, support: Support) -> None:
    cast.fenna.is_active = False
    assert not holds(cast.fenna, support, Permission.READ_FILE)


def test_a_relation_holds_from_its_first_moment_until_its_last(cast: School, support: Support) -> None:
    now = timezone.now()
    relations.grant(
        users=[cast.jelle], subject=support, why=Why.TEAM_MEMBER, from_at=now + timedelta(hours=1)
    )
    assert not holds(cast.jelle, support, Permission.READ_FILE)
    relations.grant(
        users=[cast.jelle], subject=support, why=Why.TEAM_MEMBER, from_at=now - timedelta(hours=1), until=now
    )
    assert not holds(cast.jelle, support, Permission.READ_FILE)
    relations.grant(
        users=[cast.jelle], subject=support, why=Why.TEAM_MEMBER, from_at=now - timedelta(hours=1)
    )
    assert holds(cast.jelle, support, Permission.READ_FILE)


def test_a_relation_that_the_role_cannot_hold_does_not_count(cast: School, support: Support) -> None:
    head = user("Wietske Hoofd", Role.SCHOOL_HEAD)
    relations.grant(users=[head, cast.marit], subject=support, why=Why.TEAM_MEMBER)
    for who in (head, cast.marit):
        assert not holds(who, support, Permission.READ_FILE)


def test_ending_a_relation_that_has_yet_to_begin_removes_it(cast: School, support: Support) -> None:
    later = timezone.now() + timedelta(days=3)
    relations.grant(users=[cast.jelle], subject=support, why=Why.TEAM_MEMBER, from_at=later)
    assert relations.end(source=support, whys=[Why.TEAM_MEMBER], subject=support) == 1
    assert not Relation.objects.filter(user=cast.jelle, subject_kind=Kind.SUPPORT).exists()


def test_ending_one_cause_leaves_the_other(cast: School) -> None:
    """Known through two supports: leaving one keeps the child in sight."""
    first = tests_cast.supported(cast)
    assert first.child is not None
    relations.grant(users=[cast.jelle], subject=first.child, why=Why.TEAM_MEMBER, source=first)
    relations.grant(users=[cast.jelle], subject=first.child, why=Why.TEAM_MEMBER, source=first.child)
    relations.end(source=first, whys=[Why.TEAM_MEMBER], user=cast.jelle)
    assert holds(cast.jelle, first.child, Permission.SEE_PERSON)


def test_require_lets_the_system_pass_and_nobody_else(cast: School, support: Support) -> None:
    require(None, support, Permission.LEAD_FILE)
    require(cast.fenna, support, Permission.LEAD_FILE)
    with pytest.raises(Refused):
        require(cast.jelle, support, Permission.LEAD_FILE)


NO_FILE = (
    Role.TEACHER, Role.CHILDCARE_WORKER, Role.CARE_COORDINATOR, Role.SCHOOL_HEAD, Role.POLICY_OFFICER, Role.RESEARCHER,
    Role.PRIVACY_OFFICER, Role.ADMINISTRATOR,
)  # fmt: skip


@pytest.mark.parametrize("role", NO_FILE)
def test_these_roles_never_read_a_file_or_a_person(role: Role) -> None:
    for permission in (
        Permission.READ_FILE,
        Permission.WRITE_FILE,
        Permission.SEE_PERSON,
        Permission.READ_REQUEST,
    ):
        assert granting(role, permission) == []


def test_every_role_is_spelled_out() -> None:
    assert set(PAGES) == set(Role)
    assert set(BY_RELATION) == set(Why)
    assert has_page(Role.PRIVACY_OFFICER, Permission.AUDIT)
    assert not has_page(Role.ADMINISTRATOR, Permission.AUDIT)
    assert granting(Role.COORDINATOR, Permission.READ_FILE) == [Why.AREA_COORDINATOR]
    assert granting(Role.YOUTH_SUPPORTER, Permission.LEAD_FILE) == [Why.CASE_LEAD]
    assert not may_hold(Role.POLICY_OFFICER, Why.WORKS_AT)
    assert may_hold(Role.SCHOOL_HEAD, Why.WORKS_AT)
