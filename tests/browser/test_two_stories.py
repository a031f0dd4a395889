"""Two families, from first question to close, in a real browser on a phone; their log reads as plain sentences.

1. A girl of 9. Her parents have joint authority and one hesitates. A plan with three goals, one thing shared with school,
   closed without referral.
2. A boy of 15 who turns 16 during the support: announced, and from that day he decides alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from schakel.access import audit
from schakel.access.models import LogEntry
from schakel.casework import consent_records, queries_letters
from schakel.casework.models import HelpRequest, Letter, Support
from schakel.people.models import Person
from tests.browser.test_whole_way import RECORDINGS, choose, pick_up_and_clarify, seat, send
from tests.browser.test_whole_way import ask as ask_a_question
from tests.cast import School

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def child() -> Person:
    found = HelpRequest.objects.get().child
    assert found is not None
    return found


def support() -> Support:
    return Support.objects.get()


def open_page(page: Page, name: str, *args: object) -> None:
    page.goto(reverse(f"casework:{name}", args=args))


def name_child(page: Page, first_name: str, born: date) -> None:
    page.get_by_role("link", name="Om welk kind gaat het?").click()
    page.get_by_label("Voornaam").fill(first_name)
    page.get_by_label("Achternaam").fill("Bakker")
    page.get_by_label("Geboortedatum").fill(born.strftime("%d-%m-%Y"))
    send(page, "Bewaar")
    for parent in ("Ria", "Jan"):
        open_page(page, "add_parent", child().key)
        page.get_by_label("Voornaam").fill(parent)
        page.get_by_label("Hoe is het gezag nagegaan?").fill("gezagsregister")
        send(page, "Bewaar")
    expect(page.locator("main")).to_contain_text("Het gezag is gezamenlijk")


def link_for(page: Page, parent: str) -> str:
    """A link for one parent; it is shown once."""
    open_page(page, "ask_consent", child().key)
    choose(page, parent)
    choose(page, "met een link")
    send(page, "Vraag het")
    return page.locator("bdi", has_text="/uw-toestemming/").inner_text().split("/uw-toestemming/")[1]


def answer_link(browser: Browser, address: str, link: str, words: str) -> None:
    """A parent without an account, on an own phone."""
    with seat(browser, address, None, record=f"story-{link[:6]}") as page:
        page.goto(f"/uw-toestemming/{link}")
        choose(page, words)
        send(page, "Verstuur")
        expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()


def says(page: Page, who: str, words: str) -> None:
    open_page(page, "record_consent", child().key)
    choose(page, who)
    choose(page, words)
    choose(page, "in een gesprek")
    send(page, "Bewaar")


def begin(page: Page) -> None:
    open_page(page, "start_support", HelpRequest.objects.get().key)
    page.get_by_label("Waar gaat het om, in een paar woorden?").fill("Samen weer graag naar school")
    page.get_by_label("Wat is afgesproken?").fill("Wij beginnen rustig.")
    page.get_by_label("Wat wil het kind of het gezin?").fill("Ik wil weer graag naar school.")
    send(page, "Begin")


def test_a_girl_of_nine_whose_father_hesitates(browser: Browser, live_server: object, cast: School) -> None:
    address, today = str(live_server), timezone.localdate()
    with seat(browser, address, cast.marit, record="girl-1-ask") as page:
        ask_a_question(page)
    with seat(browser, address, cast.fenna, record="girl-2-agree") as page:
        pick_up_and_clarify(page)
        name_child(page, "Noor", date(today.year - 9, 1, 2))
        mother, father = link_for(page, "Ria"), link_for(page, "Jan")
    answer_link(browser, address, mother, "Ja, dat vind ik goed")
    answer_link(browser, address, father, "Ik wil eerst praten")
    with seat(browser, address, cast.fenna, record="girl-3-plan") as page:
        begin(page)
        expect(page.locator(".errors")).to_contain_text("de toestemming is niet compleet")
        open_page(page, "child", child().key)
        expect(page.locator("main")).to_contain_text("wil eerst praten")
        says(page, "Jan", "zegt ja")
        begin(page)
        three_goals(page)
        make_a_plan(page)
        share_one_thing(page, today)
    with seat(browser, address, cast.marit, record="girl-4-school") as page:
        open_page(page, "shared_with_me")
        expect(page.locator("main")).to_contain_text("Geef haar een vaste plek.")
        expect(page.locator("main")).not_to_contain_text("Rust in huis")
    with seat(browser, address, cast.fenna, record="girl-5-close") as page:
        close_with_a_letter(page)
    assert support().moves.count() == 0  # closed without a referral
    assert Letter.objects.get().kind == "closing"
    counted = queries_letters.burden_of(support())
    assert counted.reused_share == 1.0
    the_log_reads_as_sentences("girl")
    assert "ouder gaf antwoord op een vraag om toestemming" in (RECORDINGS / "girl-log.txt").read_text(
        "utf-8"
    )


def three_goals(page: Page) -> None:
    for words in ("Samen eten zonder ruzie", "Op tijd slapen"):
        open_page(page, "goal", support().key)
        page.get_by_label("Wat willen jullie?").fill(words)
        choose(page, "ouder")
        send(page, "Bewaar")
    page.get_by_role("link", name="Beschrijf de trappen").first.click()
    for label in (
        "Wat is goed genoeg?",
        "Wat is beter dan verwacht? (+1)",
        "Wat is veel beter? (+2)",
        "Wat is minder dan verwacht? (−1)",
        "Wat is veel minder? (−2)",
    ):
        page.get_by_label(label).fill(f"Zo is het dan: {label}")
    send(page, "Bewaar")
    page.get_by_role("link", name="Waar staan jullie nu?").click()
    choose(page, "bij het begin")
    choose(page, "ouder")
    choose(page, "-2")
    send(page, "Bewaar")
    expect(page.locator("main")).to_contain_text("Lees dit getal nooit alleen")


def make_a_plan(page: Page) -> None:
    open_page(page, "offer_plan", support().key)
    choose(page, "nee, maak het samen met ons")
    send(page, "Bewaar")
    page.get_by_role("link", name="Schrijf het plan").click()
    page.get_by_label("Wat gaat er goed?").fill("Buiten spelen")
    page.get_by_label("Wat willen wij?").fill("Rust in huis")
    send(page, "Bewaar")
    page.get_by_role("link", name="Wie is het eens?").click()
    choose(page, "Jan")
    choose(page, "in een gesprek")
    send(page, "Bewaar")
    expect(page.locator("main")).to_contain_text("is het eens")


def share_one_thing(page: Page, today: date) -> None:
    open_page(page, "share", support().key)
    choose(page, "Marit Visser")
    choose(page, "een advies of tip")
    page.get_by_label("De zin die diegene leest").fill("Geef haar een vaste plek.")
    page.get_by_label("Waarvoor?").fill("Rust in de klas")
    page.get_by_label("Tot en met wanneer is het te lezen?").fill(
        (today + timedelta(days=30)).strftime("%d-%m-%Y")
    )
    send(page, "Deel dit")
    expect(page.locator("main")).to_contain_text("Geef haar een vaste plek.")


def close_with_a_letter(page: Page) -> None:
    open_page(page, "close", support().key)
    choose(page, "Volgens plan")
    page.get_by_label("Wat heeft het gebracht?").fill("Het gaat goed thuis en op school.")
    send(page, "Sluit af")
    open_page(page, "write_letter", support().key, "closing")
    expect(page.locator("main")).to_contain_text("Het gaat goed thuis en op school.")
    choose(page, "Ria")
    send(page, "Geef de brief uit")
    expect(page.locator("main")).to_contain_text("Kenmerk van de pdf")


def the_log_reads_as_sentences(story: str) -> None:
    """No row of this story shows the name of a program. All of it is kept beside the recording, to read."""
    rows = LogEntry.objects.filter(persons__contains=[child().pk]).order_by("id")
    told = [
        f"{line.who} {line.what}: {line.about}." + (f" Recht: {line.right}." if line.right else "")
        for line in audit.sentences(rows)
    ]
    (RECORDINGS / f"{story}-log.txt").write_text("\n".join(told), encoding="utf-8")
    assert len(told) > 20
    assert [one for one in told if "_" in one] == []
    assert [row.action for row in rows if row.action in audit.words_of(row)] == []
    assert [
        row.rule for row in rows if row.rule and not row.rule.startswith("R") and not audit.right_of(row)
    ] == []


@contextmanager
def in_days(days: int) -> Iterator[None]:
    """The whole house so many days later."""
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=True):
        yield


def test_a_boy_who_turns_sixteen(browser: Browser, live_server: object, cast: School) -> None:
    address, today = str(live_server), timezone.localdate()
    turns = today + timedelta(days=20)
    born = date(turns.year - 16, turns.month, min(turns.day, 28))
    with seat(browser, address, cast.marit, record="boy-1-ask") as page:
        ask_a_question(page)
    with seat(browser, address, cast.fenna, record="boy-2-fifteen") as page:
        pick_up_and_clarify(page)
        name_child(page, "Tim", born)
        for who in ("Tim", "Ria", "Jan"):
            says(page, who, "zegt ja")
        begin(page)
        page.goto(reverse("casework:my_week"))
        expect(page.locator("main")).to_contain_text("beslist het kind zelf over hulp")
        says(page, "Jan", "trekt de toestemming in")
        expect(page.locator("main")).to_contain_text("Nieuwe hulp stopt vandaag")
        open_page(page, "step", support().key)
        page.get_by_label("Wat gaat er gebeuren?").fill("Samen fietsen")
        page.get_by_label("Wie doet het?").fill("Tim")
        send(page, "Bewaar")
        expect(page.locator(".errors")).to_contain_text("de toestemming is niet compleet")
    with in_days(21), seat(browser, address, cast.fenna, record="boy-3-sixteen") as page:
        assert [one.first_name for one in consent_records.who_may_agree(child())] == ["Tim"]
        open_page(page, "step", support().key)
        page.get_by_label("Wat gaat er gebeuren?").fill("Samen fietsen")
        page.get_by_label("Wie doet het?").fill("Tim")
        send(page, "Bewaar")
        expect(page.locator("main")).to_contain_text("Samen fietsen")
        open_page(page, "file", support().key)
        expect(page.locator("main")).to_contain_text("mag alleen zien als het kind het goed vindt")
        open_page(page, "close", support().key)
        choose(page, "Volgens plan")
        page.get_by_label("Wat heeft het gebracht?").fill("Hij fietst weer.")
        send(page, "Sluit af")
        expect(page.locator("main")).to_contain_text("Hij fietst weer.")
    the_log_reads_as_sentences("boy")
