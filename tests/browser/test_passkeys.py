"""Passkeys with a real browser and an authenticator that Chromium itself pretends to have."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from schakel.access import audit
from schakel.access.models import LogEntry, User
from schakel.access.roles import Role
from tests.access.codes import PASSWORD, with_password
from tests.cast import user
from tests.web.browser import Traffic, log_in, violations

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    # Only a browser makes a passkey.
    pytest.mark.watched,
]


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


@pytest.fixture
def address(live_server: object) -> str:
    """By name: a browser gives no passkey to a number."""
    return str(live_server).replace("127.0.0.1", "localhost")


@pytest.fixture
def context(browser: Browser, address: str) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="nl-NL", base_url=address)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def device(page: Page, *, verifies: bool = True) -> tuple[CDPSession, str]:
    """A device with a fingerprint reader; `verifies`: the finger is the right one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, str(made["authenticatorId"])


def test_led_to_a_passkey_then_in_with_it_alone(page: Page, address: str) -> None:
    fenna = with_password(user("Fenna de Boer", Role.YOUTH_SUPPORTER))
    device(page)
    traffic = Traffic(page)
    page.goto("/inloggen/")
    page.get_by_label("E-mail").fill(fenna.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/tweede-stap/")
    page.get_by_role("link", name="Of gebruik een passkey").click()
    page.get_by_label("Hoe heet dit apparaat?").fill("Werktelefoon")
    page.get_by_role("button", name="Voeg een passkey toe").click()
    page.wait_for_url("**/account/herstelcodes/")
    page.get_by_role("button", name="Ik heb ze bewaard").click()
    page.wait_for_url("**/mijn-week/")
    page.goto("/account/")
    assert page.get_by_text("Werktelefoon").first.is_visible()
    assert violations(page) == []
    page.context.clear_cookies()
    page.goto("/inloggen/")
    page.get_by_role("button", name="Log in met een passkey").press("Enter")
    page.wait_for_url("**/mijn-week/")
    newest = LogEntry.objects.filter(event="sign_in").latest("id")
    assert (newest.actor_id, audit.words_of(newest)) == (fenna.pk, "logde in met een passkey")
    assert traffic.problems == []


def added(page: Page, address: str, who: User) -> None:
    """A passkey, made by the browser of somebody who is logged in."""
    client = Client()
    client.force_login(who)
    log_in(page.context, address, client.cookies["sessionid"].value)
    page.goto("/account/passkey/")
    page.get_by_label("Hoe heet dit apparaat?").fill("Laptop")
    page.get_by_role("button", name="Voeg een passkey toe").click()
    page.wait_for_url("**/account/herstelcodes/")


def test_after_the_password_and_before_a_dangerous_act(page: Page, address: str) -> None:
    fenna = with_password(user("Fenna de Boer", Role.YOUTH_SUPPORTER))
    device(page)
    added(page, address, fenna)
    page.context.clear_cookies()
    page.goto("/inloggen/")
    page.get_by_label("E-mail").fill(fenna.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/inloggen/code/")
    assert violations(page) == []
    page.get_by_role("button", name="Gebruik een passkey").click()
    page.wait_for_url("**/mijn-week/")
    page.goto("/bevestigen/?next=/account/")
    assert violations(page) == []
    page.get_by_role("button", name="Bevestig met een passkey").click()
    page.wait_for_url("**/account/")
    page.get_by_role("button", name="Haal weg").click()
    assert page.get_by_text("Dit is je enige tweede stap.").is_visible()
    assert Authenticator.objects.filter(user=fenna, type="webauthn").count() == 1


def test_a_wrong_finger_stays_outside_and_is_told(page: Page, address: str) -> None:
    session, number = device(page)
    added(page, address, user("Fenna de Boer", Role.YOUTH_SUPPORTER))
    page.context.clear_cookies()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    page.goto("/inloggen/")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.get_by_text("Dat lukte niet.").wait_for()
    assert page.url.endswith("/inloggen/")


def test_a_passkey_of_an_account_that_was_closed_opens_nothing(page: Page, address: str) -> None:
    fenna = user("Fenna de Boer", Role.YOUTH_SUPPORTER)
    device(page)
    added(page, address, fenna)
    page.context.clear_cookies()
    User.objects.filter(pk=fenna.pk).update(is_active=False)
    page.goto("/inloggen/")
    page.get_by_role("button", name="Log in met een passkey").click()
    page.wait_for_url("**/account-gesloten/")
    assert not LogEntry.objects.filter(event="sign_in", action="sign_in.webauthn").exists()
