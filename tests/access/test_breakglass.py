"""Emergency access: who may, what opens, for how long, who is told, who judges. Every role, in every state of a file."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from schakel.access import actions_breakglass, audit, breakglass
from schakel.access.errors import AlreadyOpenError, NotYoursToJudgeError, ReasonError, ReviewedError
from schakel.access.gates import Refused, holds, visible
from schakel.access.models import LogEntry, Relation, User
from schakel.access.models_breakglass import BreakGlass, Verdict
from schakel.access.roles import Permission, Role, Why
from schakel.casework import queries_emergency, week_notices
from schakel.casework.actions import emergency, file, requests, staff, supports
from schakel.casework.errors_emergency import NobodyFoundError, TooManyTriesError
from schakel.casework.models import Support
from schakel.people import actions as people
from schakel.people import actions_family, actions_merge
from schakel.people.models import Person
from schakel.reference.models import Area
from tests import cast as tests_cast
from tests.cast import School, child_of, client_of, supported, user

pytestmark = pytest.mark.django_db

REASON = "De moeder belt: hij is weggelopen en Fenna is ziek."
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MAY = (Role.YOUTH_SUPPORTER, Role.COORDINATOR)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def opened(by: User, reason: str = REASON) -> BreakGlass:
    """Who knows Sem exists opens his file."""
    glass, _child = emergency.break_glass(
        by=by, first_name="Sem", last_name="Bakker", birth_date=date(2017, 3, 4), reason=reason
    )
    return glass


def reads(who: User, support: Support) -> bool:
    """Whether the page of the file answers, the list agrees, and the support stands on it."""
    assert support.child is not None
    answer = client_of(who).get(reverse("casework:emergency_file", args=[support.child.key]))
    listed = support.child in visible(who, Person, Permission.READ_IN_NEED)
    assert (answer.status_code == 200) == listed == holds(who, support, Permission.READ_IN_NEED)
    return listed


def sees_nothing_else(who: User, support: Support) -> bool:
    """No other page, no list, no permission."""
    assert support.child is not None
    ordinary = set(Permission) - {Permission.READ_IN_NEED}
    held = [one for one in ordinary if holds(who, support, one) or holds(who, support.child, one)]
    page = client_of(who).get(reverse("casework:support", args=[support.key])).status_code
    child = client_of(who).get(reverse("casework:child", args=[support.child.key])).status_code
    listed = client_of(who).get(reverse("casework:children")).content.decode()
    return not held and page == child == 404 and "Sem Bakker" not in listed


# -- who may


@pytest.mark.parametrize("role", Role)
def test_only_supporters_and_coordinators_have_emergency_access(cast: School, role: Role) -> None:
    supported(cast)
    stranger = user("Zoë Vreemd", role)
    page = client_of(stranger).get(reverse("casework:emergency")).status_code
    assert page == (200 if role in MAY else 404)
    if role in MAY:
        assert opened(stranger).user == stranger
    else:
        with pytest.raises(Refused):
            opened(stranger)
        assert not BreakGlass.objects.exists()


def test_a_closed_account_opens_nothing(cast: School) -> None:
    supported(cast)
    cast.sytske.is_active = False
    with pytest.raises(Refused):
        opened(cast.sytske)


def test_who_reads_the_file_already_needs_none(cast: School) -> None:
    supported(cast)
    for who in (cast.fenna, cast.anouk):
        with pytest.raises(AlreadyOpenError):
            opened(who)


def test_who_knows_the_child_but_not_the_file_may_open_it(cast: School, support: Support) -> None:
    again = tests_cast.asked(cast)
    requests.assign(by=cast.anouk, request=again, to=cast.jelle)
    assert support.child is not None
    requests.name_child(by=cast.jelle, request=again, child=support.child)
    assert holds(cast.jelle, support.child, Permission.SEE_PERSON)
    opened(cast.jelle)
    assert reads(cast.jelle, support)


# -- before, during, at three hours sharp, after


def test_before_during_at_three_hours_and_after(cast: School, clock: time_machine.Traveller) -> None:
    support = supported(cast)
    assert not reads(cast.sytske, support)
    assert sees_nothing_else(cast.sytske, support)
    glass = opened(cast.sytske)
    assert glass.until_at - glass.opened_at == timedelta(hours=3)
    for later, open_then in (
        (timedelta(0), True),
        (timedelta(hours=2, minutes=59, seconds=59, microseconds=999_999), True),
        (timedelta(hours=3), False),
        (timedelta(hours=3, microseconds=1), False),
        (timedelta(days=1), False),
    ):
        clock.move_to(NOW + later)
        assert reads(cast.sytske, support) is open_then, later
        assert glass.is_open(timezone.now()) is open_then, later
        assert sees_nothing_else(cast.sytske, support)


def test_it_is_not_open_before_it_was_opened(cast: School, clock: time_machine.Traveller) -> None:
    support = supported(cast)
    glass = opened(cast.sytske)
    clock.move_to(NOW - timedelta(microseconds=1))
    assert not glass.is_open(timezone.now())
    assert breakglass.open_for(cast.sytske) == []
    assert not reads(cast.sytske, support)


def test_it_cannot_be_lengthened_only_opened_again(cast: School, clock: time_machine.Traveller) -> None:
    support = supported(cast)
    first = opened(cast.sytske)
    clock.move_to(NOW + timedelta(hours=2))
    with pytest.raises(AlreadyOpenError):
        opened(cast.sytske)
    first.refresh_from_db()
    assert first.until_at == NOW + timedelta(hours=3)
    clock.move_to(NOW + timedelta(hours=3))
    second = opened(cast.sytske)
    assert reads(cast.sytske, support)
    assert (second.pk, second.until_at) != (first.pk, first.until_at)
    assert second.until_at == NOW + timedelta(hours=6)


def test_a_colleague_sees_nothing_of_it(cast: School, support: Support) -> None:
    opened(cast.sytske)
    assert not reads(cast.jelle, support)


@pytest.mark.parametrize("verdict", Verdict)
def test_not_right_ends_it_at_once_and_right_lets_it_end_by_itself(
    cast: School, clock: time_machine.Traveller, verdict: Verdict
) -> None:
    support = supported(cast)
    glass = opened(cast.sytske)
    clock.move_to(NOW + timedelta(hours=1))
    judged = actions_breakglass.review(by=cast.anouk, glass=glass, verdict=verdict, remark="Gebeld.")
    assert reads(cast.sytske, support) is (verdict == Verdict.RIGHT)
    ends = NOW + (timedelta(hours=3) if verdict == Verdict.RIGHT else timedelta(hours=1))
    assert judged.until_at == ends


def test_a_late_judgement_changes_no_time(cast: School, clock: time_machine.Traveller) -> None:
    supported(cast)
    glass = opened(cast.sytske)
    clock.move_to(NOW + timedelta(days=2))
    judged = actions_breakglass.review(by=cast.anouk, glass=glass, verdict="not_right", remark="Kon wachten.")
    assert judged.until_at == NOW + timedelta(hours=3)


def test_closing_the_account_ends_it(cast: School, support: Support) -> None:
    opened(cast.sytske)
    User.objects.filter(pk=cast.sytske.pk).update(is_active=False)
    cast.sytske.refresh_from_db()
    assert not holds(cast.sytske, support, Permission.READ_IN_NEED)


def test_another_role_ends_it(cast: School, support: Support) -> None:
    opened(cast.sytske)
    User.objects.filter(pk=cast.sytske.pk).update(role=Role.SUPPORT_STAFF)
    cast.sytske.refresh_from_db()
    assert not reads(cast.sytske, support)


# -- what opens


def test_the_child_its_grown_ups_and_its_supports_open_and_nothing_more(
    cast: School, support: Support
) -> None:
    assert support.child is not None
    glass = opened(cast.sytske)
    persons = set(visible(cast.sytske, Person, Permission.READ_IN_NEED))
    parents = {record.holder for record in support.child.authority.select_related("holder")}
    assert persons == {support.child, *parents}
    assert list(visible(cast.sytske, Support, Permission.READ_IN_NEED)) == [support]
    mine = Relation.objects.filter(user=cast.sytske, why=Why.BREAK_GLASS)
    assert {(one.source_kind, one.source_id, one.until_at) for one in mine} == {(7, glass.pk, glass.until_at)}


def test_a_sibling_is_counted_and_stays_closed(cast: School, support: Support) -> None:
    assert support.child is not None
    sister = people.add_person(by=None, sort="child", first_name="Saar", last_name="Bakker")
    actions_family.add_tie(by=None, child=support.child, kind="sibling", other=sister)
    opened(cast.sytske)
    assert not holds(cast.sytske, sister, Permission.READ_IN_NEED)
    page = client_of(cast.sytske).get(reverse("casework:emergency_file", args=[support.child.key]))
    assert "Saar" not in page.content.decode()
    assert "Er is 1 broer of zus." in page.content.decode()
    hers = reverse("casework:emergency_file", args=[sister.key])
    assert client_of(cast.sytske).get(hers).status_code == 404


def test_what_somebody_keeps_back_stays_back_until_it_is_released(cast: School, support: Support) -> None:
    assert support.child is not None
    for words in ("Gewoon gebeld", "Wat Sem in vertrouwen zei"):
        talk = supports.record_contact(
            by=cast.fenna, support=support, kind="call", with_whom="child", note=words
        )
    record = file.ask_second_reader(
        by=cast.fenna, support=support, part="contact", number=talk.pk, sensitive="child_talk", reason="x"
    )
    opened(cast.sytske)
    [work] = queries_emergency.file_of(cast.sytske, support.child).work
    assert ([one.note for one in work.contacts], work.left_out) == (["Gewoon gebeld"], 1)
    address = reverse("casework:emergency_file", args=[support.child.key])
    page = client_of(cast.sytske).get(address).content.decode()
    assert "in vertrouwen" not in page
    assert "1 contact staat hier niet" in page
    file.read_second(by=cast.anouk, record=record, outcome="withheld")
    [work] = queries_emergency.file_of(cast.sytske, support.child).work
    assert work.left_out == 1
    type(record).objects.filter(pk=record.pk).update(outcome="released")
    [work] = queries_emergency.file_of(cast.sytske, support.child).work
    assert work.left_out == 0


def test_a_part_of_life_that_is_kept_back_takes_no_contact_along(cast: School, support: Support) -> None:
    """A contact and a part of life may have the same number."""
    assert support.child is not None
    talk = supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent", note="x")
    support.second_readings.create(
        part="domain",
        number=talk.pk,
        sensitive="safety",
        reason="x",
        asked_by=cast.fenna,
        asked_on=NOW.date(),
    )
    opened(cast.sytske)
    [work] = queries_emergency.file_of(cast.sytske, support.child).work
    assert (len(work.contacts), work.left_out) == (1, 0)


def test_a_secret_address_and_a_safe_contact_are_kept_to(cast: School, support: Support) -> None:
    assert support.child is not None
    first, second = [record.holder for record in support.child.authority.order_by("pk")]
    Person.objects.filter(pk=first.pk).update(phone="06-11111111")
    Person.objects.filter(pk=second.pk).update(phone="06-22222222")
    actions_family.agree_reach(by=cast.fenna, person=first, secret_address=True, never_call=True)
    opened(cast.sytske)
    page = client_of(cast.sytske).get(reverse("casework:emergency_file", args=[support.child.key]))
    text = page.content.decode()
    assert "geheim adres" in text
    assert "Niet bellen." in text
    assert "06-11111111" not in text
    assert "06-22222222" in text


def test_only_the_newest_contacts_stand_on_the_page(cast: School, support: Support) -> None:
    assert support.child is not None
    for number in range(queries_emergency.LAST + 1):
        supports.record_contact(
            by=cast.fenna, support=support, kind="call", with_whom="parent", note=f"nummer {number}"
        )
    opened(cast.sytske)
    [work] = queries_emergency.file_of(cast.sytske, support.child).work
    assert len(work.contacts) == queries_emergency.LAST
    assert work.contacts[0].note == f"nummer {queries_emergency.LAST}"
    assert work.left_out == 0


def test_a_closed_case_opens_too_and_closing_one_closes_no_emergency(cast: School, support: Support) -> None:
    opened(cast.sytske)
    supports.close(by=cast.fenna, support=support, closure_code="01", closing_words="Het gaat goed.")
    assert reads(cast.sytske, support)
    support.refresh_from_db()
    supports.follow_up(by=cast.fenna, support=support)
    opened(cast.fenna)
    assert reads(cast.fenna, support)
    assert support.child is not None
    page = client_of(cast.fenna).get(reverse("casework:emergency_file", args=[support.child.key]))
    assert "Het gaat goed." in page.content.decode()


def test_a_child_with_only_a_question_shows_who_can_be_called(cast: School) -> None:
    request = tests_cast.asked(cast)
    child = child_of(request, cast.fenna)
    people.register_professional(by=None, user=cast.fenna, phone="06-33333333")
    opened(cast.sytske)
    page = client_of(cast.sytske).get(reverse("casework:emergency_file", args=[child.key])).content.decode()
    assert "heeft een vraag over dit kind in handen" in page
    assert "06-33333333" in page
    assert request.matter not in page


def test_the_page_costs_the_same_whatever_the_file_holds(
    cast: School, support: Support, django_assert_max_num_queries: object
) -> None:
    assert support.child is not None
    opened(cast.sytske)
    counted = django_assert_max_num_queries
    with counted(100) as few:  # type: ignore[operator]  # pytest-django's fixture
        queries_emergency.file_of(cast.sytske, support.child)
    for _more in range(5):
        supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent", note="x")
        supports.add_step(by=cast.fenna, support=support, what="x", who="y")
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="other")
    with counted(len(few)):  # type: ignore[operator]  # pytest-django's fixture
        queries_emergency.file_of(cast.sytske, support.child)


# -- finding the child


@pytest.mark.parametrize(
    ("first", "last", "born"),
    [
        ("Sem", "Bakker", date(2017, 3, 5)),
        ("Se", "Bakker", date(2017, 3, 4)),
        ("Sem", "Bakkers", date(2017, 3, 4)),
        ("Bakker", "Sem", date(2017, 3, 4)),
        ("Sem", "", date(2017, 3, 4)),
        ("", "Bakker", date(2017, 3, 4)),
        ("%", "%", date(2017, 3, 4)),
    ],
)
def test_a_name_that_is_not_exact_finds_nobody(cast: School, first: str, last: str, born: date) -> None:
    supported(cast)
    with pytest.raises(NobodyFoundError):
        emergency.break_glass(
            by=cast.sytske, first_name=first, last_name=last, birth_date=born, reason=REASON
        )
    assert not BreakGlass.objects.exists()


def test_capitals_accents_and_spaces_do_not_matter(cast: School, support: Support) -> None:
    assert support.child is not None
    Person.objects.filter(pk=support.child.pk).update(first_name="Zoë", last_name="de Bakker")
    glass, _child = emergency.break_glass(
        by=cast.sytske, first_name=" zoe", last_name="DE  bakker", birth_date=date(2017, 3, 4), reason=REASON
    )
    assert glass.person == support.child_id


def test_two_children_of_one_name_and_day_open_neither(cast: School) -> None:
    supported(cast)
    people.add_person(
        by=None, sort="child", first_name="Sem", last_name="Bakker", birth_date=date(2017, 3, 4)
    )
    with pytest.raises(NobodyFoundError):
        opened(cast.sytske)


def test_a_record_that_was_merged_away_is_not_found_and_taken_apart_it_is(
    cast: School, support: Support
) -> None:
    assert support.child is not None
    twin = people.add_person(
        by=None, sort="child", first_name="Sem", last_name="Bakker", birth_date=date(2017, 3, 4)
    )
    record = actions_merge.merge(by=None, kept=support.child, merged=twin, why="dubbel")
    assert opened(cast.sytske).person == support.child_id
    actions_merge.take_apart(by=None, record=record)
    with pytest.raises(NobodyFoundError):
        opened(cast.jelle)


def test_a_grown_up_is_never_opened_so(cast: School) -> None:
    people.add_person(by=None, sort="adult", first_name="Ans", last_name="Groot", birth_date=date(1980, 1, 1))
    with pytest.raises(NobodyFoundError):
        emergency.break_glass(
            by=cast.sytske, first_name="Ans", last_name="Groot", birth_date=date(1980, 1, 1), reason=REASON
        )


FORM = {"first_name": "Sem", "last_name": "Bakker", "birth_date": "04-03-2017", "reason": REASON}


def send(who: User, **other: str) -> tuple[int, str]:
    answer = client_of(who).post(reverse("casework:emergency"), {**FORM, **other})
    return answer.status_code, answer.content.decode()


def test_a_miss_is_a_refusal_in_the_log_without_a_name(cast: School, support: Support) -> None:
    status, page = send(cast.sytske, last_name="Verzonnen")
    assert status == 422
    assert "Er is niets geopend." in page
    row = LogEntry.objects.filter(event="refusal").latest("id")
    assert (row.actor_id, row.action, row.rule) == (cast.sytske.pk, "casework:emergency", "break_glass")
    assert (row.persons, row.detail, row.object_key) == ([], {}, None)
    assert support.child is not None
    assert str(support.child) not in page


def test_after_five_misses_in_an_hour_it_is_over_for_that_hour(cast: School) -> None:
    supported(cast)
    for _try in range(emergency.TRIES):
        assert "niet één kind" in send(cast.sytske, last_name="Verzonnen")[1]
    with pytest.raises(TooManyTriesError):
        opened(cast.sytske)
    assert "te vaak" in send(cast.sytske)[1]
    assert opened(cast.jelle).user == cast.jelle


def test_tries_of_an_hour_ago_no_longer_count(cast: School) -> None:
    supported(cast)
    for _try in range(emergency.TRIES):
        send(cast.sytske, last_name="Verzonnen")
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1), tick=False):
        assert opened(cast.sytske).user == cast.sytske


def test_refusals_at_other_places_do_not_count(cast: School, support: Support) -> None:
    for _try in range(emergency.TRIES + 1):
        client_of(cast.sytske).get(reverse("casework:support", args=[support.key]))
    assert opened(cast.sytske).user == cast.sytske


# -- the reason


@pytest.mark.parametrize("reason", ["", "nood", "x" * (breakglass.REASON_LEAST - 1), "a " * 10, " " * 40])
def test_a_reason_that_says_too_little_opens_nothing(cast: School, reason: str) -> None:
    supported(cast)
    with pytest.raises(ReasonError) as refused:
        opened(cast.sytske, reason)
    assert refused.value.field == "reason"
    assert "Schrijf in een zin" in str(refused.value)
    assert send(cast.sytske, reason=reason)[0] == 422
    assert not BreakGlass.objects.exists()


def test_the_shortest_reason_that_is_enough(cast: School) -> None:
    supported(cast)
    assert opened(cast.sytske, "x" * breakglass.REASON_LEAST).reason == "x" * breakglass.REASON_LEAST


def test_the_reason_stands_in_the_log_too(cast: School, support: Support) -> None:
    glass = opened(cast.sytske)
    row = LogEntry.objects.get(action="break_glass.open")
    assert row.detail == {"reason": REASON, "glass": str(glass.key)}
    assert (row.actor_id, row.rule, row.break_glass) == (cast.sytske.pk, "break_glass", True)
    assert row.persons == [support.child_id]


# -- the form and the page


def test_the_form_opens_the_file_and_the_place_shows_what_is_open(cast: School, support: Support) -> None:
    assert support.child is not None
    answer = client_of(cast.sytske).post(reverse("casework:emergency"), FORM)
    assert answer["Location"] == reverse("casework:emergency_file", args=[support.child.key])
    place = client_of(cast.sytske).get(reverse("casework:emergency")).content.decode()
    assert "Nu voor je open" in place
    assert "Sem Bakker" in place
    assert send(cast.sytske)[0] == 422
    assert BreakGlass.objects.count() == 1
    other = client_of(cast.jelle).get(reverse("casework:emergency")).content.decode()
    assert "Nu voor je open" not in other


def test_every_look_is_marked_and_no_other_look_is(cast: School, support: Support) -> None:
    assert support.child is not None
    opened(cast.sytske)
    client = client_of(cast.sytske)
    client.get(reverse("casework:emergency_file", args=[support.child.key]))
    client.get(reverse("casework:my_week"))
    looks = LogEntry.objects.filter(event="look", actor_id=cast.sytske.pk).order_by("id")
    assert [(row.action, row.rule, row.break_glass) for row in looks] == [
        ("casework:emergency_file", "read_in_need", True),
        ("casework:my_week", "", False),
    ]
    parents = {record.holder_id for record in support.child.authority.all()}
    assert set(looks[0].persons) == {support.child_id, *parents}


def test_the_privacy_officer_reads_that_it_is_open_and_why(cast: School, support: Support) -> None:
    assert support.child is not None
    opened(cast.sytske)
    seers = {(seer.relation.user, seer.why) for seer in audit.who_can_see(support.child.pk)}
    assert (cast.sytske, "gebruikt noodtoegang, met een reden") in seers


def test_nobody_finds_an_unlocked_file_by_an_address(cast: School) -> None:
    supported(cast)
    opened(cast.sytske)
    unknown = reverse("casework:emergency_file", args=[uuid.uuid4()])
    assert client_of(cast.sytske).get(unknown).status_code == 404


# -- who is told


def test_the_lead_is_told_on_mijn_week_until_it_was_read(cast: School, support: Support) -> None:
    glass = opened(cast.sytske)
    client = client_of(cast.fenna)
    page = client.get(reverse("casework:my_week")).content.decode()
    assert "Sytske Wiersma opende het dossier van Sem Bakker met noodtoegang" in page
    assert REASON in page
    row = LogEntry.objects.filter(event="look").latest("id")
    assert support.child_id in row.persons
    read = reverse("access:break_glass_seen", args=[glass.key])
    assert client.get(read).status_code == 405
    assert client.post(read)["Location"] == reverse("casework:my_week")
    assert "noodtoegang" not in "".join(
        str(line.title) for line in week_notices.opened_in_need(cast.fenna).lines
    )
    assert client.post(read).status_code == 404
    assert LogEntry.objects.filter(action="break_glass.seen", actor_id=cast.fenna.pk).count() == 1


def test_only_who_works_with_the_child_is_told(cast: School) -> None:
    supported(cast)
    glass = opened(cast.sytske)
    for who in (cast.jelle, cast.sytske, cast.anouk):
        assert breakglass.notices_for(who) == []
        with pytest.raises(Refused):
            actions_breakglass.acknowledge(by=who, glass=glass)
    assert client_of(cast.jelle).post(reverse("access:break_glass_seen", args=[glass.key])).status_code == 404


def test_who_takes_the_support_over_is_told_and_who_handed_it_over_no_longer(
    cast: School, support: Support
) -> None:
    opened(cast.sytske)
    supports.hand_over(by=cast.fenna, support=support, to=cast.jelle)
    # Fenna handled the question and still hears whether it helped: she knows the child, and is told too.
    Relation.objects.filter(user=cast.fenna, why=Why.HANDLES).update(until_at=timezone.now())
    assert breakglass.notices_for(cast.fenna) == []
    assert len(breakglass.notices_for(cast.jelle)) == 1


def test_each_who_works_with_the_child_reads_it_apart(cast: School, support: Support) -> None:
    glass = opened(cast.sytske)
    supports.hand_over(by=cast.fenna, support=support, to=cast.jelle)
    actions_breakglass.acknowledge(by=cast.jelle, glass=glass)
    assert breakglass.notices_for(cast.jelle) == []
    assert breakglass.notices_for(cast.fenna) == [glass]


def test_who_leads_and_opens_another_file_hears_nothing_of_oneself(cast: School, support: Support) -> None:
    opened(cast.jelle)
    supports.hand_over(by=cast.fenna, support=support, to=cast.jelle)
    assert breakglass.notices_for(cast.jelle) == []


# -- who judges


@pytest.fixture
def officer() -> User:
    return user("Marijke Nauta", Role.PRIVACY_OFFICER)


def test_the_coordinator_of_the_area_and_the_privacy_officer_judge(
    cast: School, support: Support, officer: User
) -> None:
    glass = opened(cast.sytske)
    for who in (cast.anouk, officer):
        client = client_of(who)
        page = client.get(reverse("access:break_glass")).content.decode()
        assert "Sem Bakker" in page
        assert REASON in page
        row = LogEntry.objects.filter(event="look").latest("id")
        assert row.persons == [support.child_id]
        detail = client.get(reverse("access:review_break_glass", args=[glass.key])).content.decode()
        assert "Opende een dossier met noodtoegang" in detail
    elsewhere = user("Otto Elders", Role.COORDINATOR)
    assert "Sem Bakker" not in client_of(elsewhere).get(reverse("access:break_glass")).content.decode()
    away = client_of(elsewhere).get(reverse("access:review_break_glass", args=[glass.key]))
    assert away.status_code == 404


def test_the_review_shows_what_was_looked_at(cast: School, support: Support, officer: User) -> None:
    assert support.child is not None
    glass = opened(cast.sytske)
    client_of(cast.sytske).get(reverse("casework:emergency_file", args=[support.child.key]))
    looks = breakglass.looks_of(glass)
    assert [row.action for row in looks] == ["break_glass.open", "casework:emergency_file"]
    page = client_of(officer).get(reverse("access:review_break_glass", args=[glass.key])).content.decode()
    assert "Las een dossier met noodtoegang" in page


def test_judging_empties_the_list_and_the_board(cast: School) -> None:
    supported(cast)
    glass = opened(cast.sytske)
    client = client_of(cast.anouk)
    assert "1 keer is nog niet nagekeken." in client.get(reverse("casework:today")).content.decode()
    address = reverse("access:review_break_glass", args=[glass.key])
    answer = client.post(address, {"verdict": "right", "remark": "Hij is gevonden."})
    assert answer["Location"] == reverse("access:break_glass")
    assert "Alles is nagekeken." in client.get(reverse("casework:today")).content.decode()
    page = client.get(reverse("access:break_glass")).content.decode()
    assert "Er is niets na te kijken." in page
    assert "Hij is gevonden." in page
    assert "Terecht" in client.get(address).content.decode()
    glass.refresh_from_db()
    assert (glass.reviewed_by, glass.verdict) == (cast.anouk, "right")
    row = LogEntry.objects.get(action="break_glass.review")
    assert (row.actor_id, row.detail) == (cast.anouk.pk, {"verdict": "right"})


def test_a_judgement_needs_a_remark(cast: School) -> None:
    supported(cast)
    glass = opened(cast.sytske)
    with pytest.raises(ReasonError) as refused:
        actions_breakglass.review(by=cast.anouk, glass=glass, verdict="right", remark="  ")
    assert refused.value.field == "remark"
    address = reverse("access:review_break_glass", args=[glass.key])
    assert client_of(cast.anouk).post(address, {"verdict": "right"}).status_code == 422


def test_it_is_judged_once(cast: School, officer: User) -> None:
    supported(cast)
    glass = opened(cast.sytske)
    actions_breakglass.review(by=cast.anouk, glass=glass, verdict="right", remark="x")
    with pytest.raises(ReviewedError):
        actions_breakglass.review(by=officer, glass=glass, verdict="not_right", remark="y")
    answer = client_of(officer).post(
        reverse("access:review_break_glass", args=[glass.key]), {"verdict": "not_right", "remark": "y"}
    )
    assert answer.status_code == 422
    glass.refresh_from_db()
    assert (glass.verdict, glass.remark) == ("right", "x")


def test_nobody_judges_their_own(cast: School, support: Support, officer: User) -> None:
    """A coordinator of the area who used it is judged by the privacy officer."""
    supports.close(by=cast.fenna, support=support, closure_code="01", closing_words="x")
    glass = opened(cast.anouk)
    assert not Relation.objects.filter(why=Why.REVIEWER).exists()
    with pytest.raises(NotYoursToJudgeError):
        actions_breakglass.review(by=cast.anouk, glass=glass, verdict="right", remark="x")
    Relation.objects.create(
        user=cast.anouk,
        subject_kind=7,
        subject_id=glass.pk,
        why=Why.REVIEWER,
        source_kind=7,
        source_id=glass.pk,
    )
    assert list(breakglass.to_review(cast.anouk)) == []
    address = reverse("access:review_break_glass", args=[glass.key])
    assert client_of(cast.anouk).get(address).status_code == 404
    assert list(breakglass.to_review(officer)) == [glass]


def test_who_may_not_judge_does_not(cast: School) -> None:
    supported(cast)
    glass = opened(cast.sytske)
    elsewhere = user("Otto Elders", Role.COORDINATOR)
    for who in (cast.fenna, cast.jelle, elsewhere):
        with pytest.raises(Refused):
            actions_breakglass.review(by=who, glass=glass, verdict="right", remark="x")
    glass.refresh_from_db()
    assert glass.reviewed_at is None


def test_who_lost_the_role_of_reviewer_does_not_judge(cast: School) -> None:
    supported(cast)
    glass = opened(cast.sytske)
    User.objects.filter(pk=cast.anouk.pk).update(role=Role.POLICY_OFFICER)
    cast.anouk.refresh_from_db()
    with pytest.raises(Refused):
        actions_breakglass.review(by=cast.anouk, glass=glass, verdict="right", remark="x")


def test_the_coordinators_of_every_area_with_work_for_the_child_judge(cast: School) -> None:
    """Also where the child only had a question, or is only at school."""
    area = Area.objects.create(name="Elders")
    there = tests_cast.site("OBS Verweg", area, "07")
    third = Area.objects.create(name="Nog verder")
    school = tests_cast.site("OBS Nieuw", third, "08")
    otto, ilse = user("Otto Elders", Role.COORDINATOR), user("Ilse Nieuw", Role.COORDINATOR)
    for who, where in ((otto, area), (ilse, third)):
        staff.start_overseeing(by=None, user=who, area=where, sort="coordinator", from_on=tests_cast.LONG_AGO)
    support = supported(cast)
    assert support.child is not None
    again = requests.receive(by=None, site=there, about="child", matter="x", reach="y")
    requests.name_child(by=None, request=again, child=support.child)
    people.enrol(by=None, child=support.child, site=school, group_name="5", from_on=timezone.localdate())
    glass = opened(cast.sytske)
    judges = Relation.objects.filter(why=Why.REVIEWER, subject_id=glass.pk).values_list("user", flat=True)
    assert set(judges) == {cast.anouk.pk, otto.pk, ilse.pk}


# -- what the database holds to


def test_the_database_refuses_a_half_judgement_and_a_judge_of_oneself(cast: School) -> None:
    supported(cast)
    glass = opened(cast.sytske)
    now = timezone.now()
    for wrong in (
        {"reviewed_by": cast.anouk},
        {"reviewed_at": now, "reviewed_by": cast.anouk, "verdict": "right"},
        {"reviewed_at": now, "reviewed_by": cast.sytske, "verdict": "right", "remark": "x"},
        {"until_at": glass.opened_at - timedelta(seconds=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            BreakGlass.objects.filter(pk=glass.pk).update(**wrong)


def test_the_records_read_as_words(cast: School, support: Support) -> None:
    glass = opened(cast.sytske)
    assert str(glass) == f"{cast.sytske.pk} -> {support.child_id}"
    actions_breakglass.acknowledge(by=cast.fenna, glass=glass)
    assert str(glass.seen.get()) == f"{glass.pk} {cast.fenna.pk}"
