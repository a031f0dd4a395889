"""What the attack found once, each by itself and in a second: faults, lost words, and a reader without a limit."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from schakel.access.models import User
from schakel.casework.models import Support
from schakel.web import places, tables
from tests.cast import School, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fenna(cast: School) -> Client:
    return client_of(cast.fenna)


@pytest.mark.parametrize(
    "name", ["account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn"]
)
def test_an_address_that_is_none_to_go_on_to_is_no_fault(name: str, fenna: Client) -> None:
    for client in (Client(), fenna):
        assert client.get(reverse(name), {"next": "http://["}).status_code in {200, 302}


def test_nobody_is_sent_on_to_another_site_after_logging_out(fenna: Client) -> None:
    answer = fenna.post(reverse("account_logout"), {"next": "//kwaad.example/"})
    assert "kwaad" not in answer["Location"]


@pytest.mark.parametrize("made_up", ["9" * 5_000, "[" * 100_000, '{"id": "\\ud800"}', "null"])
def test_a_passkey_that_no_device_makes_is_no_passkey(made_up: str) -> None:
    answer = Client().post(reverse("mfa_login_webauthn"), {"credential": made_up})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("account_login")


@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"]
)
def test_a_report_of_the_browser_that_is_a_form_is_not_read(kind: str) -> None:
    assert Client().generic("POST", "/csp-melding/", b"a=b", kind).status_code == 204


def test_a_report_of_no_known_length_is_not_read() -> None:
    report = json.dumps({"csp-report": {"effective-directive": "img-src"}})
    answer = Client().generic(
        "POST", "/csp-melding/", report, "application/csp-report", CONTENT_LENGTH="\u0663x"
    )
    assert answer.status_code == 204


def test_a_place_in_one_list_is_no_place_in_another(fenna: Client) -> None:
    """Both lists have two keys; a name from the one is no date in the other."""
    order = ("full_name", "key")
    nowhere = UUID(int=0)
    place = places.seal(["Anouk", nowhere], tables._name_of(User, order))
    assert fenna.get(reverse("casework:children"), {"na": place}).status_code == 200


def test_looking_back_before_the_end_is_told_and_not_done(support: Support) -> None:
    """A press without a form: somebody had the page open, or typed the address."""
    lead = support.lead
    assert lead is not None
    answer = client_of(lead).post(reverse("casework:follow_up", args=[support.key]))
    assert answer.status_code == 409
    assert "iemand heeft deze stap al gezet" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    support.refresh_from_db()
    assert support.followed_up_on is None


def test_who_lost_the_last_location_while_typing_gets_the_words_back(cast: School) -> None:
    cast.marit.duties.all().delete()
    answer = client_of(cast.marit).post(reverse("casework:ask"), {"matter": "Zij eet niet meer."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Zij eet niet meer." in page
    assert "nog aan geen locatie gekoppeld" in page


def test_a_reason_typed_for_a_twin_that_is_gone_comes_back(support: Support) -> None:
    lead, child = support.lead, support.child
    assert lead is not None
    assert child is not None
    address = reverse("casework:twins", args=[child.key])
    answer = client_of(lead).post(
        address, {"merged": str(child.key), "why": "Zelfde kind, twee keer gevraagd"}
    )
    assert answer.status_code == 422
    assert "Zelfde kind, twee keer gevraagd" in answer.content.decode()


@pytest.mark.parametrize("letters", ["rot13", "utf-7", "utf-16", "base64", "unicode_escape", "idna"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_letters_that_no_browser_sends_are_refused_before_they_are_read(letters: str, kind: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n+2AA-\r\n--x--\r\n'
    answer = Client().generic("POST", reverse("account_login"), body, f"{kind}; charset={letters}")
    assert answer.status_code == 400
    assert "Dit konden wij niet lezen" in answer.content.decode()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "WAT"])
def test_a_method_that_no_form_has_does_nothing(method: str, support: Support) -> None:
    lead = support.lead
    assert lead is not None
    answer = client_of(lead).generic(method, reverse("casework:follow_up", args=[support.key]))
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


class Poisoned:
    """A body that says how long it is, and may not be looked at before it is refused."""

    def __init__(self, length: int) -> None:
        self.left, self.largest = length, 0

    def read(self, size: int = -1) -> bytes:
        self.largest = max(self.largest, size)
        given = min(size, self.left)
        self.left -= given
        return b"x" * given

    readline = read


@pytest.mark.parametrize(
    ("path", "length"), [("/inloggen/", 3_000_000), ("/beheer/scholen-inlezen/", 27_000_000)]
)
def test_what_is_too_large_is_refused_and_never_kept(path: str, length: int) -> None:
    """It is let through in small pieces, because a browser reads the answer only after it has sent everything."""
    body = Poisoned(length)
    more: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
    answer = Client().generic("POST", path, content_type="multipart/form-data; boundary=x", **more)
    assert answer.status_code == 413
    assert "Dit is te groot" in answer.content.decode()
    assert f"Hier past {2 if path == '/inloggen/' else 25} MB" in answer.content.decode()
    assert (body.left, body.largest) == (0, 64 * 1024)
