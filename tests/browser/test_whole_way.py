"""In a real browser, all the way: from a teacher's first sentence to the figures and the log.

The walk is recorded: screenshots and page states of every step go to `var/recordings/` (`playwright show-trace`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from schakel.access.models import LogEntry, User
from schakel.access.roles import Role
from schakel.access.sealer import seal_pending
from schakel.access.verify import verify
from schakel.casework.models import HelpRequest, Support
from schakel.measures.models import OutcomeAnswer
from tests.cast import School, user
from tests.web.browser import PHONE, log_in, violations, wider_than_the_window

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

RECORDINGS = Path(__file__).resolve().parents[2] / "var" / "recordings"


@contextmanager
def seat(browser: Browser, address: str, who: User | None, *, record: str) -> Iterator[Page]:
    """Somebody at a phone, logged in; what they do is recorded."""
    context = browser.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        base_url=address,
    )
    context.tracing.start(screenshots=True, snapshots=True, title=record)
    if who is not None:
        client = Client()
        client.force_login(who)
        log_in(context, address, client.cookies["sessionid"].value)
    page = context.new_page()
    try:
        yield page
        assert violations(page) == []
        assert wider_than_the_window(page) == []
    finally:
        RECORDINGS.mkdir(parents=True, exist_ok=True)
        context.tracing.stop(path=RECORDINGS / f"{record}.zip")
        context.close()


def choose(page: Page, label: str) -> None:
    """Press a choice by its words."""
    page.locator("label.choice", has_text=label).first.click()


def send(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_from_a_question_to_the_figures_and_the_log(
    browser: Browser, live_server: object, cast: School
) -> None:
    address = str(live_server)
    with seat(browser, address, cast.marit, record="1-ask") as page:
        ask(page)
    with seat(browser, address, cast.fenna, record="2-help") as page:
        pick_up_and_clarify(page)
        name_child_and_parent(page)
        help_is_refused_without_consent(page)
        agree_and_start(page)
        scale_down(page)
        close(page)
        link = ask_for_their_opinion(page)
    with seat(browser, address, None, record="3-opinion") as page:
        give_opinion(page, link)
    with seat(browser, address, cast.anouk, record="4-figures") as page:
        figures(page)
    officer = user("Marijke Nauta", Role.PRIVACY_OFFICER)
    with seat(browser, address, officer, record="5-log") as page:
        every_look_is_there(page, cast)
    seal_pending()
    assert verify().sound


def ask(page: Page) -> None:
    page.goto(reverse("casework:ask"))
    choose(page, "Een kind")
    page.get_by_label("Voornaam en groep").fill("Sem, groep 4")
    page.get_by_label("Wat is er aan de hand?").fill("Sem is stil en wil 's ochtends niet naar binnen.")
    choose(page, "Ja")
    page.get_by_label("Hoe en wanneer bereiken we je?").fill("Na 15:00 op school")
    send(page, "Verstuur")
    expect(page.get_by_role("heading", name="Je vraag is binnen")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Fenna de Boer")


def pick_up_and_clarify(page: Page) -> None:
    page.goto(reverse("casework:my_week"))
    page.get_by_role("link", name="Bekijk en bel").click()
    page.get_by_role("link", name="Contact gehad: oppakken").click()
    choose(page, "gebeld")
    send(page, "Opgepakt")
    page.get_by_role("link", name="Verhelder").click()
    page.get_by_label("Wat zien we?").fill("Stil in de kring")
    page.get_by_label("Wat kan erachter zitten?").fill("De verhuizing")
    page.get_by_label("Wat vraagt dit van ons?").fill("Een vast begin van de dag")
    choose(page, "de klas of groep")
    send(page, "Bewaar")
    expect(page.locator("main")).to_contain_text("De verhuizing")


def name_child_and_parent(page: Page) -> None:
    page.get_by_role("link", name="Om welk kind gaat het?").click()
    page.get_by_label("Voornaam").fill("Sem")
    page.get_by_label("Achternaam").fill("Bakker")
    page.get_by_label("Geboortedatum").fill("4 maart 2018")
    send(page, "Bewaar")
    page.get_by_role("link", name="Ouder of voogd toevoegen").click()
    page.get_by_label("Voornaam").fill("Ria")
    page.get_by_label("Hoe is het gezag nagegaan?").fill("gezagsregister")
    send(page, "Bewaar")
    expect(page.locator("main")).to_contain_text("De toestemming is nog niet compleet.")


def help_is_refused_without_consent(page: Page) -> None:
    question = HelpRequest.objects.get()
    page.goto(reverse("casework:start_support", args=[question.key]))
    page.get_by_label("Waar gaat het om, in een paar woorden?").fill("Sem en de ochtend")
    page.get_by_label("Wat is afgesproken?").fill("Wij beginnen rustig.")
    send(page, "Begin")
    expect(page.locator(".errors")).to_contain_text("de toestemming is niet compleet")
    # What was typed is still there.
    expect(page.get_by_label("Wat is afgesproken?")).to_have_value("Wij beginnen rustig.")
    assert not Support.objects.exists()


def agree_and_start(page: Page) -> None:
    child = HelpRequest.objects.get().child
    assert child is not None
    page.goto(reverse("casework:record_consent", args=[child.key]))
    choose(page, "Ria")
    choose(page, "zegt ja")
    choose(page, "in een gesprek")
    send(page, "Bewaar")
    expect(page.locator("main")).to_contain_text("De toestemming is compleet.")
    page.goto(reverse("casework:start_support", args=[HelpRequest.objects.get().key]))
    page.get_by_label("Waar gaat het om, in een paar woorden?").fill("Sem en de ochtend")
    page.get_by_label("Wat is afgesproken?").fill("Wij beginnen rustig.")
    page.get_by_label("Wat wil het kind of het gezin?").fill("Ik wil weer graag naar school.")
    send(page, "Begin")
    expect(page.get_by_role("heading", name="Sem Bakker", level=1)).to_be_visible()


def scale_down(page: Page) -> None:
    page.get_by_role("link", name="Op- of afschalen").click()
    choose(page, "basisondersteuning op school")
    page.get_by_label("Waarom?").fill("Het lukt op school")
    page.get_by_label("Wie besloot dit?").fill("ouders en school")
    send(page, "Bewaar")
    expect(page.locator("main")).to_contain_text("Afgeschaald naar basisondersteuning op school")


def close(page: Page) -> None:
    page.get_by_role("link", name="Sluit af").click()
    choose(page, "Volgens plan")
    page.get_by_label("Wat heeft het gebracht?").fill("Hij gaat weer graag.")
    choose(page, "Ik wil weer graag naar school.")
    send(page, "Sluit af")
    expect(page.locator("main")).to_contain_text("Hij gaat weer graag.")


def ask_for_their_opinion(page: Page) -> str:
    page.get_by_role("link", name="Vraag wat zij ervan vonden").click()
    choose(page, "ouder")
    send(page, "Maak een link")
    expect(page.locator("svg.qr")).to_be_visible()
    return page.locator("bdi", has_text="/uw-mening/").inner_text().split("/uw-mening/")[1]


def give_opinion(page: Page, link: str) -> None:
    page.goto(f"/uw-mening/{link}")
    choose(page, "9")
    choose(page, "ja, grotendeels")
    send(page, "Verstuur")
    expect(page.get_by_role("heading", name="Dank je wel")).to_be_visible()
    said = OutcomeAnswer.objects.get()
    assert (said.usefulness, said.can_go_on, said.is_estimate) == (9, "mostly", False)
    page.goto(f"/uw-mening/{link}")
    expect(page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()


def figures(page: Page) -> None:
    page.goto(reverse("casework:figures"))
    shown = page.locator("main")
    expect(shown).to_contain_text("te weinig om te tonen")  # one question: nobody may be recognised
    expect(shown).to_contain_text("minder dan 10")


def every_look_is_there(page: Page, cast: School) -> None:
    page.goto(reverse("access:log"))
    page.get_by_label("Naar wie? (naam)").fill("Sem Bakker")
    send(page, "Zoek")
    page.get_by_role("link", name="wie keek Sem Bakker").click()
    expect(page.get_by_role("heading", name="Wie keek naar Sem Bakker")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Fenna de Boer, jeugdondersteuner")
    child = HelpRequest.objects.get().child
    assert child is not None
    looks = LogEntry.objects.filter(event="look", persons__contains=[child.pk], actor_id=cast.fenna.pk)
    assert looks.filter(action="casework:support").count() >= 3
    assert not LogEntry.objects.filter(persons__contains=[child.pk], actor_id=cast.jelle.pk).exists()
