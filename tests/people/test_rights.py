"""Wie heeft welk recht, en waarom: the page, what needs attention, and the file."""

import csv
import io
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from schakel.access.gates import Refused
from schakel.access.models import LogEntry, User
from schakel.access.models_breakglass import BreakGlass
from schakel.access.roles import Role
from schakel.casework.models import Support
from schakel.people import actions as people
from schakel.people import actions_rights, rights, rights_file
from tests.cast import LONG_AGO, WHOLE_WEEK, School, client_of, supported, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return user("Marijke Nauta", Role.PRIVACY_OFFICER)


def line_of(who: User) -> rights.Line:
    now, today = timezone.now(), timezone.localdate()
    rows = rights.accounts(now, today).filter(pk=who.pk)
    return rights.lines(list(rows), now, today)[0]


def asked(words: str) -> set[User]:
    return set(rights.accounts(timezone.now(), timezone.localdate(), words))


def logged_in(*who: User) -> None:
    User.objects.filter(pk__in=[one.pk for one in who]).update(last_login=timezone.now())


def test_the_page_says_who_where_and_why(cast: School, officer: User) -> None:
    supported(cast)
    people.register_professional(
        by=None, user=cast.fenna, skj_number="1", registered_from=LONG_AGO, registered_until=date(2099, 1, 2)
    )
    page = client_of(officer).get(reverse("people:rights")).content.decode()
    assert "Fenna de Boer" in page
    assert "IKC De Wilgen" in page
    assert "is vaste contactpersoon: 4" in page
    assert "registratie (SKJ) tot en met 2 januari 2099" in page
    assert "Wetterstad (coördinator)" in page
    assert "Nog nooit ingelogd" in page
    assert "Sem Bakker" not in page


def test_the_rights_of_every_role_stand_below(cast: School, officer: User) -> None:
    page = client_of(officer).get(reverse("people:rights")).content.decode()
    for role in Role:
        assert str(role.label).capitalize() in page
    assert "Als deze persoon is vaste contactpersoon" in page


def test_relations_are_counted_by_reason_and_only_those_that_count(cast: School, support: Support) -> None:
    assert line_of(cast.anouk).relations[0][0] == "coördineert het lopende werk in dit gebied"
    before = dict(line_of(cast.fenna).relations)
    assert before["is vaste contactpersoon"] == 4
    assert "werkt op deze locatie" not in before
    User.objects.filter(pk=cast.fenna.pk).update(role=Role.TEACHER)
    assert line_of(cast.fenna).relations == []
    assert support.pk


def test_a_relation_that_is_over_does_not_count(cast: School) -> None:
    supported(cast)
    cast.fenna.relations.update(until_at=timezone.now())
    assert line_of(cast.fenna).relations == []


# -- what needs attention


def test_an_expired_registration_needs_attention_from_the_day_after(cast: School) -> None:
    today = timezone.localdate()
    for who, days in ((cast.fenna, -1), (cast.jelle, 0)):
        people.register_professional(
            by=None,
            user=who,
            skj_number="1",
            registered_from=LONG_AGO,
            registered_until=today + timedelta(days=days),
        )
    assert asked("registration") == {cast.fenna}
    assert "registratie (SKJ) verlopen" in line_of(cast.fenna).attention
    assert "registratie (SKJ) verlopen" not in line_of(cast.sytske).attention


@pytest.mark.parametrize(("days", "soon"), [(29, False), (28, True), (0, True)])
def test_who_stops_within_four_weeks_needs_attention(cast: School, days: int, soon: bool) -> None:
    User.objects.filter(pk=cast.fenna.pk).update(expires_on=timezone.localdate() + timedelta(days=days))
    assert asked("leaving") == ({cast.fenna} if soon else set())


def test_who_works_nowhere_needs_attention(cast: School, officer: User) -> None:
    lost, otto = user("Lotte Los", Role.TEACHER), user("Otto Elders", Role.COORDINATOR)
    gone = user("Gea Gegaan", Role.YOUTH_SUPPORTER)
    people.place(
        by=None,
        user=gone,
        site=cast.site,
        weekdays=WHOLE_WEEK,
        from_on=LONG_AGO,
        until_on=timezone.localdate() - timedelta(days=1),
    )
    assert asked("no_place") == {lost, otto, gone}
    assert line_of(officer).attention == []
    assert "werkt nergens" in line_of(lost).attention


def test_who_has_not_logged_in_for_ninety_days_needs_attention(cast: School, officer: User) -> None:
    now = timezone.now()
    users = User.objects
    users.filter(pk=cast.fenna.pk).update(last_login=now - timedelta(days=91))
    users.filter(pk=cast.jelle.pk).update(last_login=now - timedelta(days=89))
    users.filter(pk=cast.sytske.pk).update(created_at=now - timedelta(days=91))
    users.filter(pk=cast.marit.pk).update(
        created_at=now - timedelta(days=91), last_login=now - timedelta(days=1)
    )
    assert asked("unused") == {cast.fenna, cast.sytske}


def test_emergency_access_that_nobody_judged_needs_attention(cast: School) -> None:
    now = timezone.now()
    glass = BreakGlass.objects.create(
        user=cast.sytske, person=1, reason="x", until_at=now + timedelta(hours=3)
    )
    assert asked("emergency") == {cast.sytske}
    BreakGlass.objects.filter(pk=glass.pk).update(
        reviewed_at=now, reviewed_by=cast.anouk, verdict="right", remark="x"
    )
    assert asked("emergency") == set()


def test_everything_that_needs_attention_together(cast: School) -> None:
    lost = user("Lotte Los", Role.TEACHER)
    User.objects.filter(pk=cast.fenna.pk).update(expires_on=timezone.localdate())
    assert asked("aandacht") == {lost, cast.fenna}
    assert asked("iets anders") == set(User.objects.all())


def test_a_closed_account_needs_no_attention(cast: School) -> None:
    lost = user("Lotte Los", Role.TEACHER)
    User.objects.filter(pk=lost.pk).update(is_active=False)
    assert asked("no_place") == asked("aandacht") == set()
    assert line_of(lost).attention == []


def test_the_filter_is_on_the_page(cast: School, officer: User) -> None:
    user("Lotte Los", Role.TEACHER)
    page = client_of(officer).get(reverse("people:rights") + "?toon=no_place").content.decode()
    assert "Lotte Los" in page
    assert "Jelle" not in page
    empty = client_of(officer).get(reverse("people:rights") + "?toon=emergency").content.decode()
    assert "Niemand." in empty


def test_the_page_costs_the_same_whatever_there_is(
    cast: School, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    now, today = timezone.now(), timezone.localdate()
    with django_assert_max_num_queries(10) as few:
        rights.lines(list(rights.accounts(now, today)), now, today)
    for number in range(20):
        more = user(f"Extra{number} Collega", Role.YOUTH_SUPPORTER)
        people.place(by=None, user=more, site=cast.site, weekdays=WHOLE_WEEK, from_on=LONG_AGO)
    supported(cast)
    with django_assert_max_num_queries(len(few)):
        rights.lines(list(rights.accounts(now, today)), now, today)


# -- the file


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_holds_everybody_and_is_written_in_the_log(cast: School, officer: User) -> None:
    supported(cast)
    logged_in(cast.fenna)
    User.objects.filter(pk=cast.jelle.pk).update(expires_on=date(2099, 1, 2), is_active=False)
    people.register_professional(
        by=None, user=cast.fenna, skj_number="1", registered_from=LONG_AGO, registered_until=date(2099, 3, 4)
    )
    client = client_of(officer)
    assert client.get(reverse("people:rights_export")).status_code == 405
    answer = client.post(reverse("people:rights_export"), {"toon": ""})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="rechten.csv"' in answer["Content-Disposition"]
    rows = rows_of(answer.content)
    assert len(rows) == 1 + User.objects.count()
    fenna = next(row for row in rows if row[0] == "Fenna de Boer")
    assert fenna[2:5] == ["jeugdondersteuner", "ja", "IKC De Wilgen"]
    assert "is vaste contactpersoon: 4" in fenna[5]
    assert fenna[6:9] == [f"{timezone.now():%Y-%m-%d}", "2099-03-04", ""]
    jelle = next(row for row in rows if row[0] == "Jelle Hoekstra")
    assert (jelle[3], jelle[8]) == ("nee", "2099-01-02")
    row = LogEntry.objects.get(action="rights.export")
    assert (row.actor_id, row.detail) == (officer.pk, {"rows": User.objects.count()})


def test_the_file_of_a_filter_holds_only_that(cast: School, officer: User) -> None:
    lost = user("Lotte Los", Role.TEACHER)
    content = actions_rights.export(by=officer, asked="no_place")
    assert [row[0] for row in rows_of(content)[1:]] == [lost.full_name]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+31", "'+31"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("Fenna", "Fenna"),
        ("", ""),
        ("a=b", "a=b"),
    ],
)
def test_a_cell_that_would_be_calculated_is_text(cell: str, safe: str) -> None:
    assert rights_file.harmless(cell) == safe


def test_a_name_that_is_a_formula_is_harmless_in_the_file(officer: User) -> None:
    User.objects.create_user("boos@school.example", full_name='=cmd|"/C calc"!A0', role=Role.TEACHER)
    names = [row[0] for row in rows_of(actions_rights.export(by=officer))]
    assert '\'=cmd|"/C calc"!A0' in names


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.YOUTH_SUPPORTER, Role.RESEARCHER])
def test_nobody_else_gets_page_or_file(role: Role) -> None:
    other = user("Iemand Anders", role)
    assert client_of(other).get(reverse("people:rights")).status_code == 404
    assert client_of(other).post(reverse("people:rights_export")).status_code == 404
    with pytest.raises(Refused):
        actions_rights.export(by=other)


def test_the_administrator_goes_on_to_an_account(cast: School) -> None:
    administrator = user("Piotr Mazur", Role.ADMINISTRATOR)
    page = client_of(administrator).get(reverse("people:rights")).content.decode()
    assert reverse("access:account", args=[cast.fenna.key]) in page
    assert str(uuid.UUID(int=0)) not in page
