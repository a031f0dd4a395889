"""Pages of the shell: what everybody may read, what goes wrong in plain Dutch, and no leak in either."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.checks import Error, Warning  # Django's names
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from schakel.web import checks
from schakel.web.templatetags.frame import HTMX
from tests.web.people import at_keyboard, somebody

pytestmark = pytest.mark.django_db
FULL = {
    "name": "Gemeente Wetterstad",
    "email": "jeugd@wetterstad.example",
    "phone": "058 123 4567",
    "counsellor": "Vertrouwenspersoon Jeugd",
    "counsellor_phone": "0800 1234",
    "privacy_officer_email": "fg@wetterstad.example",
    "complaints_url": "https://wetterstad.example/klacht",
    "security_contact": "mailto:veilig@wetterstad.example",
}


@override_settings(ORGANISATION=FULL)
def test_the_rights_page_names_every_right_and_whom_to_ask() -> None:
    page = Client().get("/uw-rechten/").content.decode()
    for word in (
        "vertrouwenspersoon",
        "gratis",
        "verbeteren",
        "wissen",
        "drie maanden",
        "klacht",
        "eigen verhaal",
    ):
        assert word in page
    assert 'href="tel:08001234"' in page
    assert "fg@wetterstad.example" in page
    assert "https://wetterstad.example/klacht" in page


def test_what_an_installation_did_not_fill_in_is_not_invented() -> None:
    page = Client().get("/uw-rechten/").content.decode()
    assert "tel:" not in page
    assert "mailto:" not in page


def test_the_statement_does_not_claim_a_register_entry_that_is_not_there() -> None:
    page = Client().get("/toegankelijkheid/").content.decode()
    assert "Er is nog geen verklaring in het landelijke register." in page


@override_settings(ORGANISATION=FULL)
def test_security_txt_says_whom_to_tell_and_is_never_expired() -> None:
    lines = Client().get("/.well-known/security.txt").content.decode().splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert told["Contact"] == "mailto:veilig@wetterstad.example"
    assert timezone.now() < datetime.fromisoformat(told["Expires"])


def test_without_a_contact_there_is_no_security_txt_and_the_deploy_check_says_so() -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
    (warning,) = checks.someone_can_report_a_leak(None)
    assert isinstance(warning, Warning)
    with override_settings(ORGANISATION=FULL):
        assert checks.someone_can_report_a_leak(None) == []


def test_the_theme_is_a_sheet_that_browsers_may_keep() -> None:
    with override_settings(THEME={"--basis-border-radius-md": "0px"}):
        answer = Client().get("/thema.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert b"--basis-border-radius-md: 0px" in answer.content
    again = Client().get("/thema.css", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 200


@override_settings(THEME={"--basis-color-accent-1-inverse-bg-default": "#ffee99"})
def test_a_theme_nobody_can_read_stops_the_check() -> None:
    (error,) = checks.theme_is_readable(None)
    assert isinstance(error, Error)


def test_the_language_is_chosen_by_a_button_and_stays() -> None:
    client = Client()
    client.post("/taal/", {"language": "en", "next": "/uw-rechten/"})
    assert '<html lang="en"' in client.get("/uw-rechten/").content.decode()
    client.post("/taal/", {"language": "nl", "next": "/uw-rechten/"})
    assert '<html lang="nl"' in client.get("/uw-rechten/").content.decode()


def test_the_language_button_leads_nowhere_else() -> None:
    answer = Client().post("/taal/", {"language": "en", "next": "https://example.org/"})
    assert "example.org" not in answer["Location"]


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "500.html", "403_csrf.html"])
def test_an_error_page_needs_no_request_and_tells_no_secret(template: str) -> None:
    page = render_to_string(template, {"exception": "No HelpRequest matches: Sem", "reason": "Sem"})
    assert "Sem" not in page
    assert "<h1>" in page
    assert "Traceback" not in page


def test_an_address_that_is_not_there_says_so_in_plain_dutch() -> None:
    answer = Client().get("/vragen/Sem/")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.content.decode()
    assert "Sem" not in answer.content.decode().replace("/vragen/Sem/", "")


def test_the_style_guide_is_for_demonstrations_only() -> None:
    with override_settings(DEMO=False):
        assert Client().get("/stijl/").status_code == 404
    with override_settings(DEMO=True):
        assert Client().get("/stijl/").status_code == 200


def test_every_page_forbids_the_browser_to_keep_or_run_anything() -> None:
    assert HTMX["historyEnabled"] is False
    assert HTMX["historyCacheSize"] == 0
    assert HTMX["allowEval"] is False
    assert HTMX["includeIndicatorStyles"] is False
    page = Client().get("/uw-rechten/").content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=")


def test_the_frame_of_a_page_costs_no_query_besides_session_and_user(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    marit = at_keyboard(somebody())
    # The session, the user, and the savepoint of the request.
    with override_settings(DEMO=True), django_assert_max_num_queries(4):
        marit.get("/stijl/week/")


def test_who_is_logged_in_sees_the_own_name_and_signs_out_by_a_button() -> None:
    with override_settings(DEMO=True):
        page = at_keyboard(somebody()).get("/stijl/week/").content.decode()
    assert "Marit Visser" in page
    assert 'method="post"' in page
