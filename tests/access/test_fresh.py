"""Dangerous acts ask once more who is at the keyboard; nothing that was typed is lost, nothing is done behind a back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from schakel.access.fresh import CONFIRMED_AT
from schakel.access.models import LogEntry, User
from schakel.access.roles import Role
from schakel.web.models import Draft
from tests import cast as tests_cast
from tests.access.codes import PASSWORD, code_of, later, with_app, with_password
from tests.cast import supported, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
LUNCH = 3600


@pytest.fixture
def piotr() -> User:
    return with_password(user("Piotr Mazur", Role.ADMINISTRATOR))


@pytest.fixture
def client(piotr: User) -> Client:
    """Piotr logged in an hour ago."""
    return stale(piotr)


def stale(who: User) -> Client:
    client = Client()
    client.force_login(who)
    session = client.session
    session[CONFIRMED_AT] -= LUNCH
    session.save()
    return client


def confirm_for(url: str) -> str:
    return f"{reverse('access:confirm')}?next={url.replace('/', '%2F')}"


NEW = {
    "full_name": "Nieuwe Collega",
    "email": "nieuw@school.example",
    "role": "teacher",
    "password": "een heel lang wachtwoord",
}


def test_just_after_log_in_nothing_is_asked(piotr: User) -> None:
    client = Client()
    client.force_login(piotr)
    assert client.get(reverse("access:open_account")).status_code == 200


def test_later_the_page_asks_first_and_then_opens(client: Client) -> None:
    url = reverse("access:open_account")
    asked = client.get(url)
    assert asked["Location"] == confirm_for(url)
    page = client.get(asked["Location"]).content.decode()
    assert "Ben jij het nog?" in page
    done = client.post(asked["Location"], {"password": PASSWORD, "next": url})
    assert done["Location"] == url
    assert client.get(url).status_code == 200
    assert LogEntry.objects.filter(action="account.confirm").count() == 1


def test_a_form_that_was_sent_is_kept_without_its_password_and_not_done(piotr: User) -> None:
    client = Client()
    client.force_login(piotr)
    page = client.get(reverse("access:open_account")).content.decode()
    ticket = page.split('name="_ticket" value="')[1].split('"')[0]
    with later(LUNCH):
        asked = client.post(reverse("access:open_account"), NEW | {"_ticket": ticket})
        assert asked["Location"] == confirm_for(reverse("access:open_account"))
        assert not User.objects.filter(email=NEW["email"]).exists()
        assert Draft.objects.get().fields["full_name"] == ["Nieuwe Collega"]
        assert "heel lang" not in str(Draft.objects.get().fields) + str(dict(client.session))
        client.post(asked["Location"], {"password": PASSWORD})
        assert "Nieuwe Collega" in client.get(reverse("access:open_account")).content.decode()


def test_a_button_leads_back_to_its_page_to_be_pressed_again(client: Client) -> None:
    fenna = user("Fenna de Boer", Role.YOUTH_SUPPORTER)
    url = reverse("access:account", args=[fenna.key])
    assert client.get(url).status_code == 200  # looking asks nothing
    asked = client.post(url, {"close": "1"}, headers={"Referer": f"http://testserver{url}?a=1"})
    assert asked["Location"] == f"{confirm_for(url)}%3Fa%3D1"
    fenna.refresh_from_db()
    assert fenna.is_active
    assert "Druk daarna nog een keer." in client.get(asked["Location"]).content.decode()
    elsewhere = client.post(url, {"close": "1"}, headers={"Referer": "https://elders.example/kwaad/"})
    assert elsewhere["Location"] == confirm_for("/")
    here = client.post(url, {"close": "1"}, headers={"Referer": f"http://testserver{url}"})
    assert here["Location"] == confirm_for(url)


def test_a_part_of_a_page_sends_the_whole_page_to_confirm(client: Client) -> None:
    answer = client.get(reverse("access:open_account"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, confirm_for(reverse("access:open_account")))


def test_merging_handing_over_a_file_and_changing_factors_ask() -> None:
    cast = tests_cast.school()
    support = supported(cast)
    assert support.child is not None
    parent = support.child.authority.get(holder__first_name="Ouder0").holder
    client = stale(cast.fenna)
    sends = [
        reverse("casework:twins", args=[support.child.key]),
        reverse("casework:take_apart", args=[support.child.key, 1]),
        reverse("casework:file_pdf", args=[support.key, parent.key]),
        reverse("access:app"),
        reverse("access:remove_app"),
        reverse("access:codes"),
    ]
    for url in sends:
        assert client.post(url)["Location"].startswith(reverse("access:confirm")), url


def test_a_wrong_password_is_told_and_written(client: Client) -> None:
    answer = client.post(reverse("access:confirm"), {"password": "verkeerd", "next": "/accounts/"})
    assert answer.status_code == 422
    assert "Dit wachtwoord klopt niet." in answer.content.decode()
    assert 'value="/accounts/"' in answer.content.decode()
    row = LogEntry.objects.get(event="refusal")
    assert (row.action, row.rule) == ("access:confirm", "password")
    assert client.get(reverse("access:open_account")).status_code == 302


def test_passwords_are_not_guessed_here_either(client: Client) -> None:
    for _try in range(5):
        client.post(reverse("access:confirm"), {"password": "verkeerd"})
    assert (
        "Dit ging te vaak mis"
        in client.post(reverse("access:confirm"), {"password": PASSWORD}).content.decode()
    )


def test_a_code_confirms_too_and_a_wrong_one_is_written(piotr: User) -> None:
    secret = with_app(piotr)
    client = stale(piotr)
    assert client.post(reverse("access:confirm"), {"code": "000000"}).status_code == 422
    assert LogEntry.objects.get(event="refusal").action == "access:confirm"
    assert client.post(reverse("access:confirm"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("access:open_account")).status_code == 200


def test_in_the_demo_one_press_confirms_and_elsewhere_it_does_not(settings: Any) -> None:
    fenna = user("Fenna Demo", Role.ADMINISTRATOR)
    fenna.is_demo = True
    fenna.set_unusable_password()
    fenna.save()
    client, url = stale(fenna), reverse("access:confirm")
    assert "Log uit en log opnieuw in." in client.get(url).content.decode()
    client.post(url, {"press": "1"})
    assert client.get(reverse("access:open_account")).status_code == 302
    settings.DEMO = True
    client.post(url, {"press": "1"})
    assert client.get(reverse("access:open_account")).status_code == 200


def test_confirming_leads_nowhere_else(client: Client) -> None:
    answer = client.post(reverse("access:confirm"), {"password": PASSWORD, "next": "https://elders.example/"})
    assert answer["Location"] == "/"


def test_a_clock_that_was_turned_confirms_nothing(client: Client) -> None:
    session = client.session
    session[CONFIRMED_AT] += 3 * LUNCH
    session.save()
    assert client.get(reverse("access:open_account")).status_code == 302
