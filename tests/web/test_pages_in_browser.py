"""Every part, in a real browser, on a phone and on a desk, in both languages: axe finds nothing, nothing moves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from schakel.web.models import Draft
from tests.web import browser as measure
from tests.web.browser import DESK, PHONE, WIDTHS, Traffic
from tests.web.people import somebody

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/stijl/", "/stijl/week/", "/stijl/vraag/", "/uw-rechten/", "/toegankelijkheid/", "/nergens/"]
LANGUAGES = ["nl", "en"]
MOST_BYTES = 150_000
# A tenth of what counts as good; a late letter may move by a hair on a busy machine.
STILL = 0.01
OUTLINE = "getComputedStyle(document.activeElement.closest('.choice') ?? document.activeElement).outlineStyle"


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO = True
    settings.LOGIN_URL = "/inloggen/"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that counts layout shifts."""
    made = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    made.add_init_script(measure.SHIFTS)
    yield made
    made.close()


def opened(
    context: BrowserContext, server: LiveServer, path: str, size: dict[str, int], language: str
) -> Page:
    """A page in this language on a window of this size."""
    context.add_cookies([{"name": "django_language", "value": language, "url": server.url}])
    page = context.new_page()
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(server.url + path)
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_or_moves(
    context: BrowserContext, live_server: LiveServer, path: str, language: str
) -> None:
    # English differs in its words only: the narrow window, where words are tight, is enough.
    for size in WIDTHS if language == "nl" else [PHONE]:
        page = opened(context, live_server, path, size, language)
        assert page.locator("html").get_attribute("lang") == language
        assert measure.violations(page) == []
        assert measure.wider_than_the_window(page) == []
        assert measure.too_small_to_touch(page) == []
        # Last: while the others looked the line fell silent, for which this one waits half a second.
        assert measure.shifted(page) < STILL
        page.close()


def test_a_form_with_errors_is_as_accessible_as_one_without(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = opened(context, live_server, "/stijl/", PHONE, "nl")
    page.get_by_label("Telefoonnummer").fill("bel maar")
    page.get_by_role("button", name="Verstuur").click()
    assert measure.violations(page) == []
    assert measure.wider_than_the_window(page) == []
    summary = page.get_by_role("alert")
    assert page.evaluate("document.activeElement.classList.contains('errors')")
    summary.get_by_role("link", name="Telefoonnummer").click()
    field = page.get_by_label("Telefoonnummer")
    assert field.evaluate("each => each === document.activeElement")
    assert field.input_value() == "bel maar"
    described = field.get_attribute("aria-describedby") or ""
    assert "Dit is geen telefoonnummer" in page.locator(f"#{described.split()[-1]}").inner_text()


@pytest.mark.parametrize("size", WIDTHS)
def test_the_page_reads_at_twice_the_letter_size(
    context: BrowserContext, live_server: LiveServer, size: dict[str, int]
) -> None:
    half = {"width": size["width"] // 2 if size == DESK else 320, "height": size["height"] // 2}
    page = opened(context, live_server, "/stijl/", half, "nl")
    assert measure.wider_than_the_window(page) == []


def test_a_first_visit_weighs_less_than_the_budget_and_asks_nobody_else(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = context.new_page()
    traffic = Traffic(page)
    page.goto(live_server.url + "/stijl/week/")
    page.wait_for_load_state("networkidle")
    assert traffic.hosts == {"localhost"} or traffic.hosts == {"127.0.0.1"}
    assert traffic.problems == []
    assert traffic.weight() < MOST_BYTES


def test_the_keyboard_reaches_everything_and_the_focus_is_always_seen(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = opened(context, live_server, "/stijl/vraag/", DESK, "nl")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Naar de inhoud"
    assert page.locator(".nl-skip-link").bounding_box() is not None
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page.keyboard.press("Tab")
    fields = ["about", "name", "matter", "parents", "reach", "Verstuur"]
    reached: list[str] = []
    while "Verstuur" not in reached and len(reached) < 20:
        assert page.evaluate(OUTLINE) != "none", page.evaluate(
            "document.activeElement.outerHTML.slice(0, 200)"
        )
        reached.append(
            page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
        )
        page.keyboard.press("Tab")
    assert [each for each in reached if each in fields] == fields


def test_on_a_phone_the_menu_is_one_bar_at_the_thumb_and_the_rest_opens_with_a_tap(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = opened(context, live_server, "/stijl/week/", PHONE, "nl")
    menu = page.get_by_role("navigation", name="Menu")
    box = menu.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1)
    assert box["height"] <= 64
    assert not menu.get_by_role("link", name="In de buurt").is_visible()
    menu.get_by_text("Meer").click()
    assert menu.get_by_role("link", name="In de buurt").is_visible()
    assert measure.violations(page) == []
    page.keyboard.press("Escape")
    assert not menu.get_by_role("link", name="In de buurt").is_visible()


def test_without_javascript_the_page_reads_and_sends(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(live_server.url + "/stijl/vraag/")
    page.get_by_text("Een groep").click()
    page.get_by_label("Wat is er aan de hand?").fill("Veel ruzie buiten.")
    page.get_by_role("button", name="Verstuur").click()
    assert "Er kloppen nog 2 dingen niet" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Wat is er aan de hand?").input_value() == "Veel ruzie buiten."
    page.get_by_text("Ja", exact=True).click()
    page.get_by_label("Wanneer kan Fenna je bellen?").fill("na 15:00")
    page.get_by_role("button", name="Verstuur").click()
    assert page.get_by_text("Verstuurd.").is_visible()
    context.close()


def _signed_in(context: BrowserContext, server: LiveServer) -> Client:
    client = Client()
    client.force_login(somebody())
    measure.log_in(context, server.url, client.session.session_key or "")
    return client


def test_typing_is_kept_every_few_seconds_and_nothing_stays_in_the_browser(
    context: BrowserContext, live_server: LiveServer
) -> None:
    _signed_in(context, live_server)
    page = opened(context, live_server, "/stijl/vraag/", PHONE, "nl")
    traffic = Traffic(page)
    with page.expect_response(lambda answer: "stil." in (answer.request.post_data or "")):
        page.get_by_label("Wat is er aan de hand?").press_sequentially("Sem is stil.", delay=20)
    page.get_by_text("Alleen jij ziet dit.").wait_for()
    assert traffic.problems == []
    page.goto(live_server.url + "/stijl/vraag/")
    assert page.get_by_label("Wat is er aan de hand?").input_value() == "Sem is stil."
    assert page.get_by_text("Hier was je gebleven").is_visible()
    assert measure.violations(page) == []
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert kept == "[{},{}]"
    assert page.evaluate("indexedDB.databases()") == []


def test_when_the_session_ends_while_typing_the_text_survives_log_in(
    context: BrowserContext, live_server: LiveServer
) -> None:
    client = _signed_in(context, live_server)
    page = opened(context, live_server, "/stijl/vraag/", PHONE, "nl")
    client.logout()
    page.get_by_label("Wat is er aan de hand?").press_sequentially("Sem is stil.", delay=20)
    page.get_by_role("alert").filter(has_text="Je bent uitgelogd").wait_for(timeout=8000)
    assert page.get_by_label("Wat is er aan de hand?").input_value() == "Sem is stil."
    page.get_by_role("button", name="Verstuur").click()
    assert "next=/stijl/vraag/" in page.url
    assert Draft.objects.get().fields["matter"] == ["Sem is stil."]


def test_a_broken_connection_never_looks_like_kept(context: BrowserContext, live_server: LiveServer) -> None:
    _signed_in(context, live_server)
    page = opened(context, live_server, "/stijl/vraag/", PHONE, "nl")
    page.route("**/concept/", lambda route: route.abort())
    page.get_by_label("Wat is er aan de hand?").press_sequentially("Sem", delay=20)
    page.get_by_text("Nu niet bewaard").wait_for(timeout=8000)
    assert page.locator(".draft--lost").count() == 1


def test_on_paper_stands_the_text_and_nothing_to_press(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = opened(context, live_server, "/stijl/week/", DESK, "nl")
    page.emulate_media(media="print")
    assert page.get_by_text("Toestemming van vader ontbreekt").first.is_visible()
    assert not page.get_by_role("navigation", name="Menu").is_visible()
    assert page.locator(".nl-button:visible").count() == 0


def test_forced_colours_keep_every_border_and_choice(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = opened(context, live_server, "/stijl/vraag/", DESK, "nl")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.get_by_text("Een kind").click()
    chosen = page.locator(".choice:has(input:checked)")
    assert chosen.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    assert (
        page.get_by_role("button", name="Verstuur").evaluate("each => getComputedStyle(each).borderStyle")
        == "solid"
    )
