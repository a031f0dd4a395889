"""What is typed is kept for its author alone, also when the session is lost, and is gone after sending."""

from __future__ import annotations

import re
from datetime import timedelta

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from schakel.web import actions, drafts, tickets
from schakel.web.models import Draft, SentForm
from schakel.web.tickets import Ticket
from tests.web.people import at_keyboard, somebody

pytestmark = pytest.mark.django_db
PAGE = "/stijl/vraag/"
HTMX = {"HX-Request": "true"}
TYPED = {"matter": "Sem is stil sinds de herfstvakantie.", "about": "child"}
COMPLETE = TYPED | {"parents": "yes", "reach": "na 15:00"}


@pytest.fixture(autouse=True)
def _demo(settings: Settings) -> None:
    settings.DEMO = True
    settings.LOGIN_URL = "/inloggen/"


def ticket_on(client: Client, page: str = PAGE) -> str:
    """The ticket in the form on this page."""
    found = re.search(r'name="_ticket" value="([^"]+)"', client.get(page).content.decode())
    assert found is not None
    return found[1]


def test_typing_is_kept_and_the_line_says_when_and_who_sees_it() -> None:
    marit = at_keyboard(somebody())
    line = marit.post("/concept/", TYPED | {"_ticket": ticket_on(marit)}, headers=HTMX)
    assert re.search(r"Bewaard, \d\d:\d\d\. Alleen jij ziet dit\.", line.content.decode())
    assert "Sem is stil" in marit.get(PAGE).content.decode()


def test_nobody_else_ever_sees_a_draft() -> None:
    marit, hylke = at_keyboard(somebody()), at_keyboard(somebody("Hylke Postma"))
    marit.post("/concept/", TYPED | {"_ticket": ticket_on(marit)}, headers=HTMX)
    assert "Sem is stil" not in hylke.get(PAGE).content.decode()


def test_a_ticket_of_another_person_keeps_nothing() -> None:
    marit, hylke = at_keyboard(somebody()), at_keyboard(somebody("Hylke Postma"))
    answer = hylke.post("/concept/", TYPED | {"_ticket": ticket_on(marit)}, headers=HTMX)
    assert answer.status_code == 409
    assert not Draft.objects.exists()


@pytest.mark.parametrize("ticket", ["", "verzonnen", "a:b:c"])
def test_a_made_up_ticket_keeps_nothing(ticket: str) -> None:
    marit = at_keyboard(somebody())
    assert marit.post("/concept/", TYPED | {"_ticket": ticket}, headers=HTMX).status_code == 409
    assert not Draft.objects.exists()


def test_one_draft_per_author_subject_and_form() -> None:
    user = somebody()
    for subject, text in (("a", "eerst"), ("a", "later"), ("b", "ander kind")):
        ticket = tickets.fresh(user, "vraag", subject, PAGE)
        actions.save_draft(by=str(user.pk), ticket=ticket, fields={"matter": [text]})
    kept = {draft.subject: draft.fields["matter"] for draft in Draft.objects.all()}
    assert kept == {"a": ["later"], "b": ["ander kind"]}


def test_emptying_the_form_throws_the_draft_away() -> None:
    marit = at_keyboard(somebody())
    ticket = ticket_on(marit)
    marit.post("/concept/", TYPED | {"_ticket": ticket}, headers=HTMX)
    marit.post("/concept/", {"matter": "  ", "_ticket": ticket}, headers=HTMX)
    assert not Draft.objects.exists()


def test_passwords_and_tokens_are_never_kept() -> None:
    marit = at_keyboard(somebody())
    secret = {"password1": "geheim", "csrfmiddlewaretoken": "x" * 64, "toegangscode": "1234"}
    marit.post("/concept/", TYPED | secret | {"_ticket": ticket_on(marit)}, headers=HTMX)
    assert set(Draft.objects.get().fields) == set(TYPED)


def test_a_draft_that_grows_without_end_is_refused_in_words() -> None:
    marit = at_keyboard(somebody())
    long = {"matter": "x" * (actions.MOST_CHARACTERS + 1), "_ticket": ticket_on(marit)}
    answer = marit.post("/concept/", long, headers=HTMX)
    assert answer.status_code == 413
    assert "te lang om te bewaren" in answer.content.decode()


def test_without_javascript_a_button_keeps_the_text_and_comes_back() -> None:
    marit = at_keyboard(somebody())
    answer = marit.post("/concept/", TYPED | {"_ticket": ticket_on(marit)}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Je kunt later verder" in answer.content.decode()
    assert "Sem is stil" in answer.content.decode()


def test_a_draft_can_be_thrown_away() -> None:
    marit = at_keyboard(somebody())
    ticket = ticket_on(marit)
    marit.post("/concept/", TYPED | {"_ticket": ticket}, headers=HTMX)
    answer = marit.post("/concept/weg/", {"_ticket": ticket}, follow=True)
    assert "Sem is stil" not in answer.content.decode()
    assert not Draft.objects.exists()


def test_nobody_can_throw_away_the_draft_of_somebody_else() -> None:
    marit, hylke = at_keyboard(somebody()), at_keyboard(somebody("Hylke Postma"))
    ticket = ticket_on(marit)
    marit.post("/concept/", TYPED | {"_ticket": ticket}, headers=HTMX)
    assert hylke.post("/concept/weg/", {"_ticket": ticket}).status_code == 403
    assert Draft.objects.exists()


def test_sending_throws_the_draft_away() -> None:
    marit = at_keyboard(somebody())
    ticket = ticket_on(marit)
    marit.post("/concept/", TYPED | {"_ticket": ticket}, headers=HTMX)
    assert marit.post(PAGE, COMPLETE | {"_ticket": ticket}).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_that_arrives_after_its_form_was_sent_stays_away() -> None:
    marit = at_keyboard(somebody())
    ticket = ticket_on(marit)
    marit.post(PAGE, COMPLETE | {"_ticket": ticket})
    late = marit.post("/concept/", TYPED | {"_ticket": ticket}, headers=HTMX)
    assert late.content.decode().strip() == ""
    assert not Draft.objects.exists()


def test_an_error_keeps_the_ticket_and_the_text() -> None:
    marit = at_keyboard(somebody())
    ticket = ticket_on(marit)
    page = marit.post(PAGE, TYPED | {"_ticket": ticket}).content.decode()
    assert "Sem is stil" in page
    assert f'value="{ticket}"' in page or tickets_match(page, ticket)


def tickets_match(page: str, ticket: str) -> bool:
    """The number in the ticket is what counts; the seal carries the time."""
    found = re.search(r'name="_ticket" value="([^"]+)"', page)
    came, was = tickets.read(found[1]) if found else None, tickets.read(ticket)
    return came is not None and came == was


def test_when_the_session_is_lost_typing_says_so_and_keeps_nothing() -> None:
    marit = at_keyboard(somebody())
    ticket = ticket_on(marit)
    marit.logout()
    answer = marit.post("/concept/", TYPED | {"_ticket": ticket}, headers=HTMX)
    assert answer.status_code == 401
    assert "Je bent uitgelogd" in answer.content.decode()
    assert not Draft.objects.exists()


def test_sending_after_the_session_was_lost_keeps_the_text_for_its_author() -> None:
    user = somebody()
    marit = at_keyboard(user)
    ticket = ticket_on(marit)
    marit.logout()
    answer = marit.post(PAGE, COMPLETE | {"_ticket": ticket})
    assert answer.status_code == 302
    assert answer["Location"] == "/inloggen/?next=/stijl/vraag/"
    marit.force_login(user)
    page = marit.get(PAGE).content.decode()
    assert "Sem is stil" in page
    assert "Lees hem na voor je verstuurt" in page


def test_the_answer_to_a_lost_session_shows_nothing_of_the_text() -> None:
    marit = at_keyboard(somebody())
    ticket = ticket_on(marit)
    marit.logout()
    assert b"Sem" not in marit.post(PAGE, COMPLETE | {"_ticket": ticket}).content


def test_who_logs_in_on_the_same_computer_does_not_get_the_text_of_the_one_before() -> None:
    marits, hylke = somebody(), somebody("Hylke Postma")
    browser = at_keyboard(marits)
    ticket = ticket_on(browser)
    browser.force_login(hylke)
    answer = browser.post(PAGE, COMPLETE | {"_ticket": ticket})
    assert answer.status_code == 403
    assert "Sem is stil" not in answer.content.decode() + browser.get(PAGE).content.decode()
    assert Draft.objects.get().author_id == marits.pk
    assert not SentForm.objects.exists()


def test_a_ticket_older_than_a_day_puts_nothing_on_a_desk_without_a_session() -> None:
    user = somebody()
    marit = at_keyboard(user)
    yesterday = timezone.now() - timedelta(hours=25)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", yesterday.timestamp)
        ticket = tickets.fresh(user, "stijl-vraag", "", PAGE).sealed()
    marit.logout()
    marit.post(PAGE, COMPLETE | {"_ticket": ticket})
    assert not Draft.objects.exists()


def test_text_of_an_account_that_was_closed_is_not_kept() -> None:
    user = somebody()
    marit = at_keyboard(user)
    ticket = ticket_on(marit)
    marit.logout()
    user.is_active = False
    user.save()
    marit.post(PAGE, COMPLETE | {"_ticket": ticket})
    assert not Draft.objects.exists()


def test_a_page_that_was_too_old_for_csrf_keeps_the_text() -> None:
    marit = at_keyboard(somebody(), checks_csrf=True)
    answer = marit.post(PAGE, COMPLETE | {"_ticket": ticket_on(marit)})
    assert answer.status_code == 403
    assert "De tekst is bewaard" in answer.content.decode()
    assert "Sem is stil" in marit.get(PAGE).content.decode()
    assert not SentForm.objects.exists()


def test_a_forged_form_without_ticket_keeps_nothing() -> None:
    marit = at_keyboard(somebody(), checks_csrf=True)
    answer = marit.post(PAGE, COMPLETE)
    assert answer.status_code == 403
    assert "De tekst is bewaard" not in answer.content.decode()
    assert not Draft.objects.exists()


def test_drafts_and_used_tickets_go_after_thirty_days() -> None:
    user = somebody()
    now = timezone.now()
    for days, subject in ((29, "jong"), (31, "oud")):
        Draft.objects.create(
            author=user, form="vraag", subject=subject, updated_at=now - timedelta(days=days)
        )
        SentForm.objects.create(author=user, ticket=subject, sent_at=now - timedelta(days=days))
    assert actions.prune(now=now) == (1, 1, 0)
    assert Draft.objects.get().subject == "jong"
    assert SentForm.objects.get().ticket == "jong"


def test_a_desk_needs_somebody_behind_it() -> None:
    request = RequestFactory().get(PAGE)
    request.user = AnonymousUser()
    with pytest.raises(drafts.NobodyAtTheDesk):
        drafts.for_form(request, "vraag")


def test_history_of_records_never_tracks_a_draft() -> None:
    tracked = {getattr(model, "pgh_tracked_model", None) for model in apps.get_models()}
    assert tracked.isdisjoint({Draft, SentForm})
    watched = {model for model, _trigger in pgtrigger.registered()}
    assert watched.isdisjoint({Draft, SentForm})


def test_asking_for_a_form_costs_one_query_for_its_draft(
    django_assert_num_queries: DjangoAssertNumQueries, rf: RequestFactory
) -> None:
    user = somebody()
    request = rf.get(PAGE)
    request.user = user
    with django_assert_num_queries(1):
        desk = drafts.for_form(request, "vraag", subject="a")
        assert desk.draft is None
        assert isinstance(desk.ticket, Ticket)
        assert desk.draft is None
