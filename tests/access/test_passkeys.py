"""What a made-up passkey meets: a plain refusal, never an error page. The real ceremony: tests/browser/test_passkeys.py."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.test import Client
from django.urls import reverse

from schakel.access import actions_factors, passkeys
from schakel.access.models import LogEntry, User
from schakel.access.queries_factors import held
from schakel.access.roles import Role
from tests.access.codes import code_of, knows_password, with_app
from tests.cast import client_of, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]
ZEROES = dict.fromkeys(["authenticatorData", "signature", "attestationObject", "userHandle"], "AAAA")
MADE_UP = {
    "type": "public-key",
    "id": "AAAA",
    "rawId": "AAAA",
    "response": ZEROES | {"clientDataJSON": "e30"},
}
HALF = {"type": "x", "id": "a", "rawId": "a", "response": {}}
RUBBISH = ["", "null", "[]", "7", '"x"', "{", "{}", '{"response": 3}', json.dumps(HALF), json.dumps(MADE_UP)]


def held_by(who: User, name: str = "Laptop") -> Authenticator:
    """A passkey in the books; what the device itself does is tested in the browser."""
    return Authenticator.objects.create(user=who, type="webauthn", data={"name": name, "credential": {}})


@pytest.mark.parametrize("credential", RUBBISH)
def test_rubbish_is_refused_at_every_door(fenna: User, credential: str) -> None:
    sent = {"credential": credential, "name": "x"}
    asks = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
    outside = Client()
    assert "challenge" in outside.get(reverse("mfa_login_webauthn"), headers=asks).content.decode()
    assert outside.post(reverse("mfa_login_webauthn"), sent)["Location"] == reverse("account_login")
    assert "_auth_user_id" not in outside.session
    client = client_of(fenna)
    client.get(reverse("access:add_passkey"))
    assert client.post(reverse("access:add_passkey"), sent).status_code == 422
    with_app(fenna)
    half = knows_password(fenna)
    half.get(reverse("mfa_authenticate"))
    assert half.post(reverse("mfa_authenticate"), sent).status_code == 200
    assert "_auth_user_id" not in half.session
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_a_refused_passkey_is_written(fenna: User) -> None:
    Client().post(reverse("mfa_login_webauthn"), {"credential": '{"a": 1}'})
    row = LogEntry.objects.get(event="refusal")
    assert (row.actor_id, row.action, row.rule) == (None, "mfa_login_webauthn", "passkey")


def test_a_passkey_without_finger_face_or_code_is_not_taken(
    fenna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Unverified:
        def is_user_verified(self) -> bool:
            return False

    monkeypatch.setattr(webauthn, "parse_registration_response", lambda credential: None)
    monkeypatch.setattr(webauthn, "complete_registration", lambda credential: Unverified())
    client = client_of(fenna)
    sent = {"credential": "{}", "name": "x"}
    monkeypatch.setattr(passkeys, "to_make", lambda user: "{}")
    assert client.post(reverse("access:add_passkey"), sent).status_code == 422


def test_a_passkey_is_removed_by_a_handle_of_ones_own(fenna: User) -> None:
    mine, other = held_by(fenna), held_by(user("Jelle Hoekstra", Role.YOUTH_SUPPORTER))
    client = client_of(fenna)
    theirs = reverse("access:remove_passkey", args=[passkeys.handle_of(other)])
    assert client.post(theirs).status_code == 404
    client.post(reverse("access:remove_passkey", args=[passkeys.handle_of(mine)]))
    assert list(Authenticator.objects.all()) == [other]


def test_with_an_app_beside_it_a_passkey_may_go_where_it_is_compulsory(fenna: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    secret = with_app(fenna)
    mine = held_by(fenna)
    actions_factors.remove_passkey(by=fenna, passkey=mine)
    assert held(fenna).app is not None
    assert held(fenna).codes is not None
    assert code_of(secret)
