"""A password alone does not open a file: the app with codes, the recovery codes, and what waits until they are there."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from schakel.access import actions_factors, audit, factors
from schakel.access.adapters import AccountAdapter
from schakel.access.errors import LastFactorError, OwnAccountError
from schakel.access.forms_factors import CredentialField
from schakel.access.models import LogEntry, User
from schakel.access.roles import Role
from tests.access.codes import (
    code_of,
    knows_password,
    later,
    logged_in,
    recovery_codes,
    secret_on,
    with_app,
    with_password,
)
from tests.cast import client_of, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
CODE = "mfa_authenticate"


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def rows(action: str, event: str = "write") -> int:
    return LogEntry.objects.filter(action=action, event=event).count()


def typed(client: Client, code: str) -> Any:
    return client.post(reverse(CODE), {"code": code})


def test_the_password_alone_stops_at_the_code(fenna: User) -> None:
    secret = with_app(fenna)
    client = knows_password(fenna)
    assert not logged_in(client)
    assert client.get(reverse("casework:my_week")).status_code == 302
    assert "Nog één stap" in client.get(reverse(CODE)).content.decode()
    assert typed(client, code_of(secret)).status_code == 302
    assert logged_in(client)
    assert client.get(reverse("casework:my_week")).status_code == 200
    row = LogEntry.objects.get(event="sign_in")
    assert audit.words_of(row) == "logde in met wachtwoord en code"


def test_nobody_opens_an_account_for_themselves(rf: RequestFactory) -> None:
    assert not AccountAdapter().is_open_for_signup(rf.get("/"))


def test_the_code_page_without_a_password_leads_to_the_log_in() -> None:
    assert Client().get(reverse(CODE))["Location"] == reverse("account_login")


def test_a_wrong_code_says_so_and_is_written_without_the_code(fenna: User) -> None:
    with_app(fenna)
    client = knows_password(fenna)
    page = typed(client, "000000").content.decode()
    assert "Deze code klopt niet." in page
    assert not logged_in(client)
    row = LogEntry.objects.get(event="refusal")
    assert (row.actor_id, row.action, row.rule) == (fenna.pk, CODE, "code")
    assert "000000" not in str(row.detail)


def test_a_code_counts_once_also_half_a_minute_later(fenna: User) -> None:
    secret = with_app(fenna)
    code = code_of(secret)
    assert logged_in_with(fenna, code)
    assert not logged_in_with(fenna, code)
    with later(40):
        assert not logged_in_with(fenna, code)


def logged_in_with(who: User, code: str) -> bool:
    client = knows_password(who)
    typed(client, code)
    return logged_in(client)


def test_a_clock_that_is_half_a_minute_off_is_forgiven_and_more_is_not(fenna: User) -> None:
    secret = with_app(fenna)
    assert not logged_in_with(fenna, code_of(secret, ago=95))
    assert logged_in_with(fenna, code_of(secret, ago=30))


def test_codes_are_not_tried_without_end(fenna: User) -> None:
    secret = with_app(fenna)
    client = knows_password(fenna)
    for _try in range(5):
        typed(client, "000000")
    assert "Dit ging te vaak mis" in typed(client, code_of(secret)).content.decode()
    assert not logged_in(client)


def test_passwords_that_are_tried_too_often_are_written_as_refused(fenna: User) -> None:
    with_password(fenna)
    wrong = {"login": fenna.email, "password": "verkeerd wachtwoord"}
    pages = [Client().post(reverse("account_login"), wrong).content.decode() for _try in range(6)]
    assert "Dit ging te vaak mis" in pages[-1]
    rules = LogEntry.objects.filter(event="refusal").values_list("rule", flat=True)
    assert (list(rules).count("password"), list(rules).count("too often")) == (5, 1)
    assert not any("verkeerd" in str(row.__dict__) for row in LogEntry.objects.all())


def test_a_recovery_code_opens_once(fenna: User) -> None:
    with_app(fenna)
    code = recovery_codes(fenna)[3]
    assert logged_in_with(fenna, code)
    assert not logged_in_with(fenna, code)
    assert len(recovery_codes(fenna)) == 9
    assert audit.words_of(LogEntry.objects.get(event="sign_in")) == "logde in met wachtwoord en herstelcode"


def test_who_can_reach_a_child_or_decides_who_can_must_have_one() -> None:
    figures_only = {Role.SCHOOL_HEAD, Role.POLICY_OFFICER, Role.RESEARCHER}
    assert set(Role) - factors.ROLES == figures_only


@pytest.mark.usefixtures("required")
def test_without_one_nothing_opens_but_the_way_to_set_it_up(fenna: User) -> None:
    with_password(fenna)
    client = knows_password(fenna)
    for name in (
        "casework:my_week",
        "casework:home",
        "casework:children",
        "access:own_account",
        "casework:ask",
    ):
        assert client.get(reverse(name))["Location"] == reverse("access:second_factor"), name
    for name in ("web:draft", "web:discard_draft"):
        assert client.post(reverse(name))["Location"] == reverse("access:second_factor"), name
    assert "een wachtwoord alleen" in client.get(reverse("access:second_factor")).content.decode().lower()
    assert client.get(reverse("web:rights")).status_code == 200
    page = client.get(reverse("access:app")).content.decode()
    assert "Menu" not in page
    done = client.post(reverse("access:app"), {"code": code_of(secret_on(page))})
    assert done["Location"] == reverse("access:codes")
    assert client.get(reverse("casework:my_week")).status_code == 200
    assert rows("factor.add_app") == 1


@pytest.mark.usefixtures("required")
def test_who_sees_figures_only_may_come_with_a_password() -> None:
    client = client_of(user("Wim Bos", Role.SCHOOL_HEAD))
    assert client.get(reverse("casework:figures")).status_code == 200


@pytest.mark.usefixtures("required")
def test_an_open_session_without_one_is_asked_for_it_when_it_becomes_compulsory(fenna: User) -> None:
    secret = with_app(fenna)
    client = client_of(fenna)  # came in before the rule
    page = client.get(client.get(reverse("casework:my_week"))["Location"]).content.decode()
    assert reverse("access:confirm") in page
    client.post(reverse("access:confirm"), {"code": code_of(secret)})
    assert client.get(reverse("casework:my_week")).status_code == 200


def test_setting_up_shows_a_drawing_and_the_same_secret_until_the_first_code_fits(fenna: User) -> None:
    client = client_of(fenna)
    page = client.get(reverse("access:app")).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    wrong = client.post(reverse("access:app"), {"code": "12"})
    assert wrong.status_code == 422
    assert secret_on(wrong.content.decode()) == secret_on(page)
    assert not Authenticator.objects.exists()
    assert secret_on(page) not in str(dict(client.session))


def test_guessing_the_first_code_ends_after_five(fenna: User) -> None:
    client = client_of(fenna)
    secret = secret_on(client.get(reverse("access:app")).content.decode())
    for _try in range(5):
        client.post(reverse("access:app"), {"code": "000000"})
    page = client.post(reverse("access:app"), {"code": code_of(secret)}).content.decode()
    assert "Dit ging te vaak mis" in page


def test_recovery_codes_are_shown_until_they_are_kept(fenna: User) -> None:
    with_app(fenna)
    client, url = client_of(fenna), reverse("access:codes")
    first = recovery_codes(fenna)
    assert all(code in client.get(url).content.decode() for code in first)
    assert client.post(url, {"kept": "1"})["Location"] == "/"
    page = client.get(url).content.decode()
    assert "Je hebt nog 10 codes over." in page
    assert not any(code in page for code in first)
    client.post(url, {"renew": "1"})
    assert not set(recovery_codes(fenna)) & set(first)
    assert rows("factor.kept_codes") == rows("factor.renew_codes") == 1


def test_without_a_factor_there_are_no_recovery_codes(fenna: User) -> None:
    client = client_of(fenna)
    client.post(reverse("access:codes"), {"renew": "1"})
    assert not Authenticator.objects.exists()
    assert "krijg je als je een tweede stap instelt" in client.get(reverse("access:codes")).content.decode()


def test_another_phone_takes_the_place_of_the_first(fenna: User) -> None:
    old = with_app(fenna)
    client = client_of(fenna)
    new = secret_on(client.get(reverse("access:app")).content.decode())
    client.post(reverse("access:app"), {"code": code_of(new)})
    assert not logged_in_with(fenna, code_of(old))


def test_the_app_goes_with_its_codes_where_it_is_a_choice(fenna: User) -> None:
    with_app(fenna)
    client = client_of(fenna)
    client.post(reverse("access:remove_app"))
    assert not Authenticator.objects.exists()
    assert rows("factor.remove_app") == 1
    assert logged_in(knows_password(fenna))


@pytest.mark.usefixtures("required")
def test_where_it_is_compulsory_the_last_one_stays(fenna: User) -> None:
    secret = with_app(fenna)
    with pytest.raises(LastFactorError):
        actions_factors.remove_app(by=fenna)
    client = knows_password(fenna)
    typed(client, code_of(secret))
    page = client.post(reverse("access:remove_app"), follow=True).content.decode()
    assert "Dit is je enige tweede stap." in page
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_administrator_takes_a_lost_one_away_but_not_the_own(fenna: User) -> None:
    piotr = user("Piotr Mazur", Role.ADMINISTRATOR)
    with_app(fenna)
    with_app(piotr)
    client, url = client_of(piotr), reverse("access:account", args=[fenna.key])
    assert "Haal de tweede stap weg" in client.get(url).content.decode()
    client.post(url, {"factor": "1"})
    assert not Authenticator.objects.filter(user=fenna).exists()
    row = LogEntry.objects.get(action="factor.take_away")
    assert row.detail == {"account": str(fenna.key)}
    assert "Haal de tweede stap weg" not in client.get(url).content.decode()
    with pytest.raises(OwnAccountError):
        actions_factors.take_away(by=piotr, user=piotr)


def test_the_account_page_says_what_is_set_up(fenna: User) -> None:
    client = client_of(fenna)
    assert "Stel de app in" in client.get(reverse("access:own_account")).content.decode()
    with_app(fenna)
    client = client_of(fenna)
    page = client.get(reverse("access:own_account")).content.decode()
    assert "Haal de app weg" in page
    assert "Je hebt nog 10 codes over." in page


@pytest.mark.parametrize("place", ["http://[", "//elders.example/", "javascript:alert(1)"])
def test_after_log_in_nobody_is_sent_to_a_place_that_is_not_ours(db: None, place: str) -> None:
    page = Client().get("/inloggen/", {"next": place})
    assert page.status_code == 200
    assert f'name="next" value="{place}' not in page.content.decode()


def test_what_a_device_made_never_comes_back_on_the_page() -> None:
    class Form(forms.Form):
        credential = CredentialField()

    assert "geheim" not in str(Form({"credential": '"geheim"'})["credential"])


@pytest.mark.parametrize(
    "sent", ["1" * 5_000, "[" * 100_000], ids=["a number nobody makes", "brackets without end"]
)
def test_what_no_device_makes_is_refused_as_a_wrong_passkey(sent: str) -> None:
    with pytest.raises(ValidationError):
        CredentialField().to_python(sent)
