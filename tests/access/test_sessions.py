"""Where somebody is logged in; and that a new password or second step puts everybody else out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schakel.access import sessions
from schakel.access.models import LogEntry, User
from schakel.access.roles import Role
from tests.access.codes import PASSWORD, code_of, knows_password, secret_on, with_app, with_password
from tests.cast import user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile/15E148 Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
OWN = "access:own_account"


@pytest.fixture
def fenna() -> User:
    return with_password(user("Fenna de Boer", Role.YOUTH_SUPPORTER))


@pytest.fixture
def here(fenna: User) -> Client:
    return knows_password(fenna, Client(headers={"User-Agent": DESK}))


@pytest.fixture
def elsewhere(fenna: User, here: Client) -> Client:
    return knows_password(fenna, Client(headers={"User-Agent": PHONE}))


def is_in(client: Client) -> bool:
    return client.get(reverse(OWN)).status_code == 200


@pytest.mark.usefixtures("elsewhere")
def test_every_browser_is_listed_in_words(here: Client) -> None:
    page = here.get(reverse(OWN)).content.decode()
    assert "Firefox op Windows · hier" in " ".join(page.split())
    assert "Safari op iOS" in page


def test_one_press_ends_all_others_and_is_written(here: Client, elsewhere: Client, fenna: User) -> None:
    page = here.post(reverse("access:end_sessions"), follow=True).content.decode()
    assert "Je bent nu alleen hier ingelogd." in page
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert LogEntry.objects.get(action="account.end_sessions").detail == {"sessions": 1}
    here.post(reverse("access:end_sessions"))
    assert LogEntry.objects.filter(action="account.end_sessions").count() == 1


def test_a_new_password_puts_the_others_out(here: Client, elsewhere: Client) -> None:
    new = "nog veel langer dan dat"
    filled = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    here.post(reverse("account_change_password"), filled)
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_new_app_puts_the_others_out(here: Client, elsewhere: Client) -> None:
    secret = secret_on(here.get(reverse("access:app")).content.decode())
    here.post(reverse("access:app"), {"code": code_of(secret)})
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_an_administrator_who_takes_a_factor_away_ends_every_session(fenna: User) -> None:
    secret = with_app(fenna)
    client = knows_password(fenna)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)
    piotr = Client()
    piotr.force_login(user("Piotr Mazur", Role.ADMINISTRATOR))
    piotr.post(reverse("access:account", args=[fenna.key]), {"factor": "1"})
    assert not is_in(client)


def test_nobody_ends_the_session_of_another(here: Client) -> None:
    jelle = knows_password(with_password(user("Jelle Hoekstra", Role.YOUTH_SUPPORTER)))
    jelle.post(reverse("access:end_sessions"))
    assert is_in(here)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0", "Edge op Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36", "Chrome op Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605", "Safari op macOS"),
        ("curl/8", "een browser"),
    ],
)  # fmt: skip
def test_a_browser_reads_as_words(agent: str, words: str) -> None:
    assert sessions.device(agent) == words


def test_in_the_demo_one_press_is_a_session_too(settings: Any) -> None:
    settings.DEMO = True
    person = user("Fenna Demo", Role.YOUTH_SUPPORTER)
    User.objects.filter(pk=person.pk).update(is_demo=True)
    client = Client()
    client.post(reverse("access:demo_sign_in", args=["youth_supporter"]))
    assert "hier" in client.get(reverse(OWN)).content.decode()
    assert len(sessions.of(person, current=None)) == 1
