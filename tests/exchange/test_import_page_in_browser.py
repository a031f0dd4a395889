"""An administrator takes in the schools in a real browser, on a phone and on a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.exchange import tasks
from schakel.exchange.models import Upload
from schakel.reference.models import SchoolSite
from schakel.web.models import Job
from tests.web import browser as measure
from tests.web.browser import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)

REGISTER = Path(__file__).parent / "files" / "sites-2019.csv"


@pytest.fixture
def signed_in(browser: Browser, live_server: LiveServer, settings: Settings) -> Iterator[BrowserContext]:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.create_user("b@x.example", full_name="Bo", role=Role.ADMINISTRATOR))
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    measure.log_in(context, live_server.url, client.cookies["sessionid"].value)
    yield context
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_schools_are_taken_in_and_the_page_is_accessible_all_the_way(
    signed_in: BrowserContext, live_server: LiveServer, size: dict[str, int]
) -> None:
    page = signed_in.new_page()
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(f"{live_server.url}/beheer/scholen-inlezen/")
    assert measure.violations(page) == []
    assert measure.wider_than_the_window(page) == []
    page.get_by_label("Bestand").set_input_files(REGISTER)
    page.get_by_label("Datum van de lijst").fill("1 oktober 2019")
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_role("heading", name="Scholen inlezen")).to_be_visible()
    expect(page.get_by_text("Wacht op zijn beurt")).to_be_visible()
    assert measure.violations(page) == []
    work()
    expect(page.get_by_text("4 nieuw")).to_be_visible(timeout=10_000)
    assert measure.violations(page) == []
    page.get_by_role("link", name="Bekijk het resultaat").click()
    expect(page.get_by_text("4 vestigingen open")).to_be_visible()
    assert measure.wider_than_the_window(page) == []
    assert SchoolSite.objects.count() == 4


def work() -> None:
    """What the worker does with what waits."""
    job, upload = Job.objects.get(), Upload.objects.get()
    tasks.take_in_sites.call(
        job=str(job.key), upload=str(upload.key), published_on="2019-10-01", municipality=""
    )


def test_a_wrong_file_is_told_next_to_the_field_and_what_was_typed_stays(
    signed_in: BrowserContext, live_server: LiveServer, tmp_path: Path
) -> None:
    wrong = tmp_path / "utf8.csv"
    wrong.write_bytes(REGISTER.read_bytes().decode("cp1252").encode())
    page = signed_in.new_page()
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(f"{live_server.url}/beheer/scholen-inlezen/")
    page.get_by_label("Bestand").set_input_files(wrong)
    page.get_by_label("Alleen deze gemeente").fill("Meerstad")
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_role("alert")).to_contain_text("Regel 2, teken 46: de letters zijn anders opgeslagen")
    expect(page.get_by_label("Alleen deze gemeente")).to_have_value("Meerstad")
    assert measure.violations(page) == []
    assert measure.wider_than_the_window(page) == []
