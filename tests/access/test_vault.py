"""Secrets in fields: unreadable without the key, bound to whose they are, and readable after a new key."""

import json
from hashlib import blake2b
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from schakel.access import actions_factors, vault
from schakel.access.roles import Role
from schakel.access.vault import SecretUnreadable
from tests.access.codes import code_of, knows_password, logged_in, recovery_codes, with_app
from tests.cast import user


def key(name: str) -> bytes:
    return blake2b(name.encode(), digest_size=32).digest()


@pytest.fixture(autouse=True)
def _one_key(settings: Any) -> None:
    settings.FIELD_KEYS = [key("first")]


def test_a_sealed_text_opens_again_and_is_never_the_same_twice() -> None:
    once, twice = vault.seal("JBSWY3DP", about="a"), vault.seal("JBSWY3DP", about="a")
    assert once != twice
    assert vault.unseal(once, about="a") == vault.unseal(twice, about="a") == "JBSWY3DP"
    assert "JBSWY3DP" not in once


@pytest.mark.parametrize(
    "spoiled", ["", "1", "1.x.y", "plain text", "2.{name}.{body}", "1.{name}.AAAA", "1.{name}.A{body}"]
)
def test_what_was_changed_does_not_open(spoiled: str) -> None:
    _, name, body = vault.seal("geheim", about="a").split(".")
    with pytest.raises(SecretUnreadable):
        vault.unseal(spoiled.format(name=name, body=body), about="a")


def test_a_text_moved_to_somebody_else_does_not_open() -> None:
    with pytest.raises(SecretUnreadable, match="somebody else"):
        vault.unseal(vault.seal("geheim", about="fenna"), about="jelle")


def test_an_older_key_still_reads_and_the_newest_writes(settings: Any) -> None:
    old = vault.seal("geheim", about="a")
    settings.FIELD_KEYS = [key("second"), key("first")]
    assert vault.unseal(old, about="a") == "geheim"
    assert not vault.is_current(old)
    assert vault.is_current(vault.seal("geheim", about="a"))
    settings.FIELD_KEYS = [key("second")]
    with pytest.raises(SecretUnreadable, match="SCHAKEL_FIELD_KEYS_BEFORE"):
        vault.unseal(old, about="a")


@pytest.mark.django_db
def test_the_database_holds_no_readable_secret() -> None:
    fenna = user("Fenna de Boer", Role.YOUTH_SUPPORTER)
    secret = with_app(fenna)
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert not any(code in stored for code in recovery_codes(fenna))


@pytest.mark.django_db
def test_an_app_moved_to_another_account_opens_nothing() -> None:
    """Who can write in the database still cannot come in with the own phone."""
    fenna, jelle = user("Fenna de Boer", Role.YOUTH_SUPPORTER), user("Jelle Hoekstra", Role.YOUTH_SUPPORTER)
    mine = with_app(jelle)
    with_app(fenna)
    Authenticator.objects.filter(user=fenna).delete()
    Authenticator.objects.filter(user=jelle, type="totp").update(user=fenna)
    client = knows_password(fenna)
    with pytest.raises(SecretUnreadable):
        client.post(reverse("mfa_authenticate"), {"code": code_of(mine)})
    assert not logged_in(client)


@pytest.mark.django_db
def test_after_rotation_the_old_key_can_go_and_the_phone_still_works(settings: Any, capsys: Any) -> None:
    fenna = user("Fenna de Boer", Role.YOUTH_SUPPORTER)
    secret, codes = with_app(fenna), recovery_codes(fenna)
    settings.FIELD_KEYS = [key("second"), key("first")]
    call_command("rotate_keys")
    assert "2 secrets sealed again" in capsys.readouterr().out
    assert actions_factors.reseal() == 0
    settings.FIELD_KEYS = [key("second")]
    assert recovery_codes(fenna) == codes
    client: Client = knows_password(fenna)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert logged_in(client)


@pytest.mark.django_db
def test_a_secret_that_nobody_can_open_stops_the_rotation_as_a_whole(settings: Any) -> None:
    with_app(user("Fenna de Boer", Role.YOUTH_SUPPORTER))
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    settings.FIELD_KEYS = [key("second")]
    with pytest.raises(SecretUnreadable):
        actions_factors.reseal()
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before
