"""Log-in by the organisation's own provider, against a real one: code flow, PKCE, and every way in which it is not enough."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from schakel.access import audit
from schakel.access.fresh import CONFIRMED_AT
from schakel.access.models import LogEntry, User
from schakel.access.roles import Role
from tests.access import identity
from tests.access.identity import CLIENT, OTHER_KEY, Provider
from tests.cast import user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
START, BACK = "/inloggen/organisatie/", "/inloggen/organisatie/terug/"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with identity.known_to(settings) as made:
        yield made


def to_provider(client: Client, **asked: str) -> str:
    return str(client.get(START, asked)["Location"])


def sent_back(link: str) -> str:
    """What the provider sends the browser back with."""
    answer = requests.get(link, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def came(client: Client, **asked: str) -> Any:
    return client.get(sent_back(to_provider(client, **asked)))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def refused_because(word: str) -> bool:
    row = LogEntry.objects.filter(event="refusal").latest("id")
    assert not any(part in str(row.__dict__) for part in ("fenna@", "u-1", "Fenna"))
    return row.rule == f"oidc {word}"


@pytest.mark.usefixtures("fenna")
def test_in_by_the_organisation_without_a_password_here(provider: Provider) -> None:
    client = Client()
    assert "Log in via je organisatie" in client.get(reverse("account_login")).content.decode()
    answer = came(client, next="/account/")
    assert answer["Location"] == "/account/"
    assert (
        client.get(reverse("casework:my_week")).status_code == 200
    )  # also where a second factor is compulsory
    [asked] = provider.asked
    assert (asked["response_type"], asked["code_challenge_method"], asked["acr_values"]) == (
        "code",
        "S256",
        "hoog substantieel",
    )
    assert "prompt" not in asked
    assert audit.words_of(LogEntry.objects.get(event="sign_in")) == "logde in via de eigen organisatie"
    assert LogEntry.objects.filter(action="account.tie").count() == 1


def test_later_the_subject_counts_also_when_the_address_changed(provider: Provider, fenna: User) -> None:
    came(Client())
    provider.says |= {"email": "f.deboer@elders.example", "email_verified": False}
    client = Client()
    came(client)
    assert client.session["_auth_user_id"] == str(fenna.pk)
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.usefixtures("fenna")
@pytest.mark.parametrize(
    ("says", "word"),
    [
        ({"acr": "laag"}, "acr"),
        ({"acr": None}, "acr"),
        ({"nonce": "van-een-ander"}, "nonce"),
        ({"exp": 1}, "expired"),
        ({"iss": "https://vals.example"}, "token"),
        ({"aud": "een-ander"}, "token"),
        ({"aud": [CLIENT, "een-ander"]}, "token"),
        ({"sub": ""}, "token"),
        ({"email_verified": False}, "email"),
        ({"email_verified": "true"}, "email"),
        ({"email": "niemand@school.example"}, "unknown"),
    ],
)
def test_what_is_not_enough_lets_nobody_in(provider: Provider, says: dict[str, Any], word: str) -> None:
    provider.wrong = says
    client = Client()
    answer = came(client)
    assert answer.status_code == 403
    assert "Inloggen lukte niet" in answer.content.decode()
    assert "fenna@" not in answer.content.decode()
    assert not is_in(client)
    assert refused_because(word)
    assert User.objects.count() == 1


@pytest.mark.usefixtures("fenna")
def test_a_token_that_somebody_else_signed_is_no_token(provider: Provider) -> None:
    provider.signs_with = OTHER_KEY
    client = Client()
    assert came(client).status_code == 403
    assert refused_because("token")


@pytest.mark.usefixtures("fenna")
def test_a_key_that_the_provider_does_not_publish_is_no_key(provider: Provider) -> None:
    provider.key_name = "two"
    assert came(Client()).status_code == 403
    assert refused_because("token")


@pytest.mark.usefixtures("fenna")
def test_a_state_of_another_browser_and_one_used_twice_open_nothing(provider: Provider) -> None:
    first, other = Client(), Client()
    link = sent_back(to_provider(first))
    assert other.get(link).status_code == 403
    assert refused_because("state")
    assert first.get(link).status_code == 302
    first.logout()
    assert first.get(link).status_code == 403


@pytest.mark.usefixtures("fenna")
def test_a_stolen_code_is_worth_nothing_without_the_verifier(provider: Provider) -> None:
    """The thief has the code and a session of their own: the provider itself refuses."""
    stolen = dict(parse_qsl(urlsplit(sent_back(to_provider(Client()))).query))["code"]
    thief = Client()
    mine = dict(parse_qsl(urlsplit(sent_back(to_provider(thief))).query))
    answer = thief.get(BACK, {"code": stolen, "state": mine["state"]})
    assert answer.status_code == 403
    assert refused_because("code")


@pytest.mark.usefixtures("fenna")
def test_who_cancels_there_is_told_to_begin_again(provider: Provider) -> None:
    client = Client()
    state = dict(parse_qsl(urlsplit(to_provider(client)).query))["state"]
    assert "Begin opnieuw" in client.get(BACK, {"error": "access_denied", "state": state}).content.decode()
    assert refused_because("cancelled")


def test_a_second_subject_does_not_take_over_an_account(provider: Provider, fenna: User) -> None:
    came(Client())
    provider.says["sub"] = "u-2"
    client = Client()
    assert came(client).status_code == 403
    assert not is_in(client)
    assert SocialAccount.objects.filter(user=fenna).count() == 1


def test_a_closed_account_stays_closed(provider: Provider, fenna: User) -> None:
    User.objects.filter(pk=fenna.pk).update(is_active=False)
    client = Client()
    came(client)
    assert not is_in(client)


def test_a_provider_that_is_another_or_silent_is_told(provider: Provider, settings: Any) -> None:
    settings.OIDC_ISSUER = "https://ander.example"
    assert came(Client()).status_code == 403
    assert refused_because("issuer")
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    link = sent_back(to_provider(client := Client()))
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    assert "geeft geen antwoord" in client.get(link).content.decode()
    assert "geeft geen antwoord" in Client().get(START).content.decode()


def test_confirming_asks_the_provider_to_ask_again(provider: Provider, fenna: User) -> None:
    client = Client()
    came(client)
    session = client.session
    session[CONFIRMED_AT] -= 3600
    session.save()
    assert "Bevestig via je organisatie" in client.get(reverse("access:confirm")).content.decode()
    provider.wrong = {"auth_time": 1}
    assert came(client, next="/account/app/").status_code == 403
    provider.wrong = {}
    assert came(client, next="/account/app/")["Location"] == "/account/app/"
    assert (provider.asked[-1]["prompt"], provider.asked[-1]["max_age"]) == ("login", "0")
    assert client.get("/account/app/").status_code == 200
    provider.says |= {"sub": "u-9", "email": user("Jelle Hoekstra", Role.YOUTH_SUPPORTER).email}
    assert came(client).status_code == 403
    assert client.session["_auth_user_id"] == str(fenna.pk)


def test_without_a_provider_there_is_no_such_page() -> None:
    assert Client().get(START).status_code == Client().get(BACK).status_code == 404
    assert "via je organisatie" not in Client().get(reverse("account_login")).content.decode()
