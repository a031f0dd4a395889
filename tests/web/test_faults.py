"""A fault that passes by itself says so, and gives back what was typed; a defect shows nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from psycopg import errors

from schakel.web import faults

SECRET = "postgresql://schakel:secret@db"


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """What the last resort makes of this error."""
    try:
        raise error
    except Exception:
        made = faults.server_error(request)
    assert isinstance(made, HttpResponse)
    return made


def sent(**fields: object) -> HttpRequest:
    return RequestFactory().post("/vraag-stellen/", fields)


def test_a_database_that_is_away_gives_a_plain_page_and_a_moment_to_try_again() -> None:
    made = answer(RequestFactory().get("/mijn-week/"), OperationalError(SECRET))
    page = made.content.decode()
    assert (made.status_code, made["Retry-After"], made["Cache-Control"]) == (503, "30", "no-store")
    assert "Schakel is er even niet" in page
    assert 'href="/mijn-week/"' in page
    assert "112" in page, "in danger nobody waits for a web site"
    assert "secret" not in page


def test_what_was_typed_is_in_the_page_and_goes_with_one_press() -> None:
    page = answer(
        sent(matter='Stil & "teruggetrokken" <b>', csrfmiddlewaretoken="abc", about=["a", "b"]),
        OperationalError(),
    ).content.decode()
    assert 'action="/vraag-stellen/"' in page
    assert 'name="matter" value="Stil &amp; &quot;teruggetrokken&quot; &lt;b&gt;"' in page
    assert 'name="csrfmiddlewaretoken" value="abc"' in page
    assert page.count('name="about"') == 2
    assert "Nog een keer versturen" in page


@pytest.mark.parametrize("name", ["password", "new_password1", "code", "otp_token"])
def test_a_secret_is_never_written_into_a_page(name: str) -> None:
    page = answer(sent(**{name: "hunter22", "login": "a@b.nl"}), OperationalError()).content.decode()
    assert "hunter22" not in page
    assert "Ga terug en probeer het over een minuut nog een keer." in page


def test_a_file_cannot_be_carried_and_that_is_said() -> None:
    page = answer(sent(file=SimpleUploadedFile("x.csv", b"x"), name="y"), OperationalError()).content.decode()
    assert "is niet bewaard. Ga terug" in page


@pytest.mark.parametrize(
    ("cause", "status"),
    [(errors.ReadOnlySqlTransaction(), 503), (errors.InternalError_(), 500)],
)
def test_a_database_that_may_only_be_read_passes_but_a_broken_one_does_not(
    cause: Exception, status: int
) -> None:
    error = InternalError()
    error.__cause__ = cause
    assert answer(sent(matter="x"), error).status_code == status


@pytest.mark.parametrize("error", [DataError("Sanne"), ValueError("Sanne")])
def test_a_defect_is_a_500_that_shows_nothing(error: Exception) -> None:
    made = answer(sent(matter="x"), error)
    assert made.status_code == 500
    assert b"Sanne" not in made.content
    assert "Er ging iets mis" in made.content.decode()
