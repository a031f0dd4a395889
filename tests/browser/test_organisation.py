"""Log-in by one's own organisation in a real browser, from another site and back; and what a person sees who is not let in."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from schakel.access import audit
from schakel.access.models import LogEntry
from schakel.access.roles import Role
from tests.access import identity
from tests.access.identity import Provider
from tests.cast import user
from tests.web.browser import PHONE, Traffic, violations, wider_than_the_window

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
]
PASSWORD = "alleen bij de gemeente bekend"


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    cache.clear()
    with identity.known_to(settings) as made:
        made.password = PASSWORD
        yield made


@pytest.fixture
def page(browser: Browser, live_server: object) -> Iterator[Page]:
    """By name, where the provider goes by number: two sites, so that cookies count as they do outside."""
    address = str(live_server).replace("127.0.0.1", "localhost")
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]}, locale="nl-NL", base_url=address
    )
    yield context.new_page()
    context.close()


def logs_in_over_there(page: Page, provider: Provider) -> None:
    """From our log-in page to theirs, and what is typed there."""
    page.goto("/account/")
    page.get_by_role("link", name="Log in via je organisatie").click()
    page.wait_for_url(f"{provider.address}/authorize?**")
    page.get_by_label("Wachtwoord van de gemeente").fill("verkeerd")
    page.get_by_role("button", name="Verder naar Schakel").click()
    expect(page.get_by_role("heading", name="Log-in van de gemeente")).to_be_visible()
    page.get_by_label("Wachtwoord van de gemeente").fill(PASSWORD)
    page.get_by_role("button", name="Verder naar Schakel").click()


def test_to_the_organisation_and_back_where_one_was_going(page: Page, provider: Provider) -> None:
    fenna = user("Fenna de Boer", Role.YOUTH_SUPPORTER)
    traffic = Traffic(page)
    logs_in_over_there(page, provider)
    page.wait_for_url("**/account/")
    assert page.get_by_text(fenna.email).first.is_visible()
    page.goto("/mijn-week/")
    expect(page.get_by_role("heading", name="Wat mij nu nodig heeft")).to_be_visible()
    asked = provider.asked[-1]
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["code_challenge"]) == 43
    newest = LogEntry.objects.filter(event="sign_in").latest("id")
    assert (newest.actor_id, audit.words_of(newest)) == (fenna.pk, "logde in via de eigen organisatie")
    assert traffic.problems == []


def test_who_was_let_in_too_easily_over_there_reads_what_to_do(page: Page, provider: Provider) -> None:
    user("Fenna de Boer", Role.YOUTH_SUPPORTER)
    provider.wrong = {"acr": "laag"}
    logs_in_over_there(page, provider)
    expect(page.get_by_role("heading", name="Inloggen lukte niet")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Log daar in met een tweede stap, en probeer het opnieuw.")
    assert violations(page) == []
    assert wider_than_the_window(page) == []
    assert LogEntry.objects.filter(event="refusal").latest("id").rule == "oidc acr"
    page.goto("/mijn-week/")
    page.wait_for_url("**/inloggen/?**")
    provider.wrong = {}
    logs_in_over_there(page, provider)
    page.wait_for_url("**/account/")
