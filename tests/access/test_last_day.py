"""An account works until and with its last day; then nobody logs in with it, its sessions end, and it reaches nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access import actions, sessions
from schakel.access.errors import AccountOverError, LastDayError, OwnAccountError
from schakel.access.gates import holds
from schakel.access.models import Announcement, LogEntry, User
from schakel.access.roles import Permission, Role
from schakel.casework.models import Support
from schakel.people import actions as people
from schakel.people import ending
from tests.cast import School, client_of, user

pytestmark = pytest.mark.django_db

PASSWORD = "een lang wachtwoord"


@pytest.fixture
def administrator() -> User:
    return user("Piotr Mazur", Role.ADMINISTRATOR)


def fresh(who: User) -> User:
    return User.objects.get(pk=who.pk)


def until(who: User, day: date) -> User:
    User.objects.filter(pk=who.pk).update(expires_on=day)
    return fresh(who)


def today() -> date:
    return timezone.localdate()


@pytest.mark.parametrize(("days", "works"), [(1, True), (0, True), (-1, False)])
def test_an_account_works_on_its_last_day_and_not_the_day_after(
    cast: School, support: Support, days: int, works: bool
) -> None:
    client = client_of(cast.fenna)
    fenna = until(cast.fenna, today() + timedelta(days=days))
    assert fenna.is_active is works
    assert holds(fenna, support, Permission.READ_FILE) is works
    answer = client.get(reverse("casework:support", args=[support.key]))
    assert answer.status_code == (200 if works else 302)


def test_the_last_day_ends_at_midnight_in_amsterdam(cast: School) -> None:
    until(cast.fenna, date(2026, 11, 23))
    with time_machine.travel("2026-11-23T22:59:59Z", tick=False):
        assert fresh(cast.fenna).is_active
    with time_machine.travel("2026-11-23T23:00:00Z", tick=False):
        assert not fresh(cast.fenna).is_active


@pytest.mark.parametrize(("days", "comes_in"), [(0, True), (-1, False)])
def test_nobody_logs_in_after_the_last_day(cast: School, days: int, comes_in: bool) -> None:
    cache.clear()
    cast.fenna.set_password(PASSWORD)
    cast.fenna.save()
    until(cast.fenna, today() + timedelta(days=days))
    client = Client()
    sent = {"login": cast.fenna.email, "password": PASSWORD}
    page = client.post(reverse("account_login"), sent, follow=True).content.decode()
    cache.clear()
    assert ("_auth_user_id" in client.session) is comes_in
    assert ("Dit account is gesloten" in page) is not comes_in


def test_an_account_without_a_last_day_goes_on() -> None:
    assert not User(expires_on=None).is_over(date(9999, 1, 1))


def test_only_some_columns_are_read_without_a_query_more(cast: School) -> None:
    until(cast.fenna, today() - timedelta(days=1))
    assert User.objects.only("full_name").get(pk=cast.fenna.pk).full_name == "Fenna de Boer"


# -- the daily chore


def test_the_chore_closes_what_is_over_ends_its_sessions_and_says_so(cast: School) -> None:
    client_of(cast.fenna)
    client_of(cast.fenna)
    client_of(cast.jelle)
    until(cast.fenna, today() - timedelta(days=1))
    until(cast.jelle, today())
    call_command("watch_accounts", verbosity=0)
    open_now = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    assert cast.fenna.pk not in open_now
    assert cast.jelle.pk in open_now
    left = {one.get_decoded()["_auth_user_id"] for one in Session.objects.all()}
    assert left == {str(cast.jelle.pk)}
    row = LogEntry.objects.get(action="account.expire")
    assert (row.actor_id, row.detail) == (None, {"account": str(cast.fenna.key)})


def test_the_chore_done_again_does_nothing_more(cast: School, capsys: pytest.CaptureFixture[str]) -> None:
    until(cast.fenna, today() - timedelta(days=1))
    until(cast.jelle, today() + timedelta(days=28))
    call_command("watch_accounts")
    call_command("watch_accounts")
    said = capsys.readouterr().out.splitlines()
    assert said == ["1 accounts closed, 1 endings announced", "0 accounts closed, 0 endings announced"]


@pytest.mark.parametrize(("days", "said"), [(29, False), (28, True), (1, True), (0, True)])
def test_it_is_announced_four_weeks_ahead(cast: School, days: int, said: bool) -> None:
    day = today() + timedelta(days=days)
    until(cast.fenna, day)
    people.register_professional(
        by=None, user=cast.jelle, skj_number="1", registered_from=date(2020, 1, 1), registered_until=day
    )
    assert ending.announce(today()) == (2 if said else 0)
    announced = {(one.user, one.what, one.on) for one in Announcement.objects.all()}
    expected = {(cast.fenna, "account", day), (cast.jelle, "registration", day)}
    assert announced == (expected if said else set())


def test_a_new_last_day_is_announced_anew_and_a_closed_account_is_not(cast: School) -> None:
    until(cast.fenna, today() + timedelta(days=5))
    assert ending.announce(today()) == 1
    until(cast.fenna, today() + timedelta(days=9))
    assert ending.announce(today()) == 1
    row = LogEntry.objects.filter(action="account.announce").latest("id")
    day = (today() + timedelta(days=9)).isoformat()
    assert row.detail == {"account": str(cast.fenna.key), "what": "account", "on": day}
    assert str(Announcement.objects.latest("pk")) == f"{cast.fenna.pk} account {day}"
    User.objects.filter(pk=cast.jelle.pk).update(is_active=False, expires_on=today())
    assert ending.announce(today()) == 0


# -- who is told, on their own page


def page(who: User, name: str) -> str:
    return client_of(who).get(reverse(name)).content.decode()


def test_it_stands_on_the_own_week(cast: School) -> None:
    assert "Je account stopt" not in page(cast.fenna, "casework:my_week")
    until(cast.fenna, today() + timedelta(days=28))
    assert "Je account stopt" in page(cast.fenna, "casework:my_week")


@pytest.mark.parametrize(
    ("days", "words"), [(28, "loopt af"), (0, "loopt af"), (-1, "geldt niet meer"), (29, None)]
)
def test_the_own_registration_stands_on_the_own_week(cast: School, days: int, words: str | None) -> None:
    day = today() + timedelta(days=days)
    people.register_professional(
        by=None, user=cast.fenna, skj_number="1", registered_from=date(2020, 1, 1), registered_until=day
    )
    text = page(cast.fenna, "casework:my_week")
    assert (f"Je registratie (SKJ) {words}" in text) if words else ("registratie (SKJ)" not in text)


def test_the_coordinator_sees_what_ends_in_the_area(cast: School) -> None:
    assert "Binnenkort" not in page(cast.anouk, "casework:today")
    until(cast.fenna, today() + timedelta(days=10))
    text = page(cast.anouk, "casework:today")
    assert "Binnenkort" in text
    assert "Fenna de Boer: het account" in text
    elsewhere = user("Otto Elders", Role.COORDINATOR)
    assert "Fenna de Boer" not in page(elsewhere, "casework:today")


def test_what_ends_first_stands_on_top(cast: School) -> None:
    for who, days in ((cast.fenna, 9), (cast.jelle, 3), (cast.sytske, 29)):
        until(who, today() + timedelta(days=days))
    found = ending.endings_in([cast.area], today())
    assert [each.user for each in found] == [cast.jelle, cast.fenna]


# -- the administrator


def test_the_administrator_gives_a_last_day_and_takes_it_away(cast: School, administrator: User) -> None:
    client, address = client_of(administrator), reverse("access:last_day", args=[cast.fenna.key])
    assert client.get(address).status_code == 405
    day = today() + timedelta(days=40)
    answer = client.post(address, {"expires_on": f"{day:%d-%m-%Y}"})
    assert answer["Location"] == reverse("access:account", args=[cast.fenna.key])
    assert fresh(cast.fenna).expires_on == day
    row = LogEntry.objects.get(action="account.last_day")
    assert row.detail == {"account": str(cast.fenna.key), "until": day.isoformat()}
    client.post(address, {"expires_on": ""})
    assert fresh(cast.fenna).expires_on is None


@pytest.mark.parametrize("typed", ["01-01-2020", "ooit"])
def test_a_wrong_day_is_said_beside_the_field(cast: School, administrator: User, typed: str) -> None:
    address = reverse("access:last_day", args=[cast.fenna.key])
    answer = client_of(administrator).post(address, {"expires_on": typed})
    assert answer.status_code == 422
    assert fresh(cast.fenna).expires_on is None


def test_the_action_refuses_the_past_and_the_own_account(cast: School, administrator: User) -> None:
    with pytest.raises(LastDayError):
        actions.set_last_day(by=administrator, user=cast.fenna, expires_on=today() - timedelta(days=1))
    actions.set_last_day(by=administrator, user=cast.fenna, expires_on=today())
    with pytest.raises(OwnAccountError):
        actions.set_last_day(by=administrator, user=administrator, expires_on=None)
    own = reverse("access:last_day", args=[administrator.key])
    assert client_of(administrator).post(own, {"expires_on": ""}).status_code == 422


def test_an_account_that_is_over_opens_only_with_a_new_last_day(cast: School, administrator: User) -> None:
    fenna = until(cast.fenna, today() - timedelta(days=1))
    with pytest.raises(AccountOverError):
        actions.set_active(by=administrator, user=fenna, active=True)
    client = client_of(administrator)
    client.post(reverse("access:account", args=[fenna.key]), {"open": "1"})
    assert not fresh(fenna).is_active
    actions.set_last_day(by=administrator, user=fenna, expires_on=today())
    actions.set_active(by=administrator, user=fenna, active=True)
    assert fresh(fenna).is_active


def test_closing_an_account_ends_its_sessions_and_no_others(cast: School, administrator: User) -> None:
    client_of(cast.fenna)
    mine = client_of(administrator)
    actions.set_active(by=administrator, user=cast.fenna, active=False)
    assert sessions.end(cast.fenna) == 0
    assert mine.get(reverse("access:accounts")).status_code == 200
