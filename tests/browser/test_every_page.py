"""axe finds nothing, nothing scrolls sideways and nothing moves, on any page of any role, on a phone and on a desk."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.casework.actions import emergency, letters, plan, sharing, supports
from schakel.casework.actions.asking_consent import ask
from schakel.measures import actions_goals
from schakel.measures.actions import invite
from tests import cast as tests_cast
from tests.cast import School, asked, supported, user
from tests.web.browser import DESK, PHONE, SHIFTS, Traffic, log_in, shifted, violations, wider_than_the_window

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# On a busy machine the font arrives a moment after its first paint, and a word moves by a pixel; a tenth is what people notice.
A_PIXEL = 0.001


def pages_of(cast: School) -> Iterator[tuple[User | None, list[str]]]:
    """Who, and which addresses."""
    support = supported(cast)
    supports.add_member(
        by=cast.fenna, support=support, name="Ria van het wijkteam", layer="neighbourhood_team"
    )
    supports.record_contact(
        by=cast.fenna, support=support, kind="home_visit", with_whom="parent", note="Fijn gesprek"
    )
    assert support.child is not None
    parents = [record.holder for record in support.child.authority.order_by("pk")]
    plan.offer(by=cast.fenna, support=support, answer="no")
    for words in ("Rust in huis", "Rust in huis en in de klas"):
        written = plan.write(by=cast.fenna, support=support, goes_well="Buiten spelen", we_want=words)
    plan.agree(by=cast.fenna, plan=written, name="Oma Bakker", how="talk")
    plan.fill_card(
        by=cast.fenna, support=support, works_at_school="Een vaste plek", works_at_home="Op tijd naar bed"
    )
    plan.ask_paper(by=cast.fenna, support=support)
    sharing.share(
        by=cast.fenna,
        support=support,
        kind="advice",
        with_user=cast.marit,
        text="Geef hem een vaste plek.",
        purpose="Rust in de klas",
        until=support.started_on + timedelta(days=90),
        family_told_on=support.started_on,
    )
    letter = letters.issue(
        by=cast.fenna, support=support, kind="plan", way="in_person", person=parents[0], large=True
    )
    goal = support.goals.get()
    levels = dict.fromkeys(actions_goals.WORDS, "Hij gaat zonder huilen naar binnen")
    actions_goals.set_scale(by=cast.fenna, goal=goal, weight=2, words=levels)
    for moment, score in (("baseline", -2), ("interim", 1)):
        actions_goals.score(
            by=cast.fenna, support=support, moment=moment, informant="parent", scores={goal.pk: score}
        )
    waiting = asked(cast, "Noor 🦊 <b>groep 5</b> أمينة")
    _invitation, token = invite(by=cast.fenna, support=support, informant="parent")
    _smile, smiley = invite(by=cast.fenna, support=support, informant="young_child")
    assert support.child is not None
    ask(by=cast.fenna, child=support.child, person=parents[0], way="in_person")
    _asked, consent_token = ask(by=cast.fenna, child=support.child, person=parents[1], way="link")
    work = ["my_week", "new_question", "children", "groups", "short_contact"]
    question = [
        "question",
        "pick_up",
        "clarify",
        "answer",
        "name_child",
        "join",
        "take_back",
        "start_support",
    ]
    case = [
        "support",
        "update_support",
        "contact",
        "step",
        "goal",
        "appointment",
        "move",
        "member",
        "hand_over",
        "close",
        "follow_up",
        "plan",
        "offer_plan",
        "write_plan",
        "agree_plan",
        "fill_card",
        "note_domain",
        "sheet",
        "sharing",
        "file",
        "add_statement",
        "share",
        "ground",
        "end_ground",
    ]
    child = [
        "child",
        "add_parent",
        "add_tie",
        "give_authority",
        "reach",
        "twins",
        "ask_consent",
        "record_consent",
        "consent_exception",
    ]
    yield (
        cast.fenna,
        [
            *(reverse(f"casework:{name}") for name in work),
            *(reverse(f"casework:{name}", args=[waiting.key]) for name in question),
            *(reverse(f"casework:{name}", args=[support.key]) for name in case),
            *(reverse(f"casework:{name}", args=[support.child.key]) for name in child),
            reverse("casework:withhold", args=[support.key, 1]),
            reverse("casework:unshare", args=[support.key, 1]),
            *(
                reverse("casework:write_letter", args=[support.key, kind])
                for kind in ("plan", "closing", "feedback")
            ),
            reverse("casework:letter", args=[support.key, letter.key]),
            reverse("casework:consent_letter", args=[support.child.key, 1]),
            *(reverse(f"measures:{name}", args=[support.key]) for name in ("invite", "estimate", "score")),
            reverse("measures:scale", args=[support.key, 1]),
        ],
    )
    asker = [reverse(f"casework:{name}") for name in ("ask", "my_questions", "shared_with_me")]
    own = [reverse(f"casework:{name}", args=[waiting.key]) for name in ("asked", "my_question", "withdraw")]
    yield cast.marit, asker + own
    glass, child_in_need = emergency.break_glass(
        by=cast.sytske,
        first_name="Sem",
        last_name="Bakker",
        birth_date=date(2017, 3, 4),
        reason="Er wordt gebeld dat dit kind weg is.",
    )
    in_need = [reverse("casework:emergency"), reverse("casework:emergency_file", args=[child_in_need.key])]
    yield cast.sytske, in_need
    judged = [
        reverse("access:break_glass"),
        reverse("access:review_break_glass", args=[glass.key]),
    ]
    board = [reverse(f"casework:{name}") for name in ("today", "questions", "whereabouts", "figures")]
    leaving = [reverse("casework:leaving"), reverse("casework:leave", args=[cast.fenna.key])]
    yield cast.anouk, [*board, *judged, *leaving, reverse("casework:assign", args=[waiting.key])]
    officer = user("Marijke Nauta", Role.PRIVACY_OFFICER)
    about = [reverse(f"access:{name}", args=[support.child.key]) for name in ("person_log", "who_can_see")]
    yield officer, [reverse("access:log"), reverse("people:rights"), *about]
    keeper = user("Piotr Mazur", Role.ADMINISTRATOR)
    accounts = [
        reverse("access:accounts"),
        reverse("access:open_account"),
        reverse("account_change_password"),
        *(
            reverse(f"access:{name}")
            for name in ("own_account", "app", "codes", "add_passkey", "second_factor", "confirm")
        ),
    ]
    yield keeper, [*accounts, reverse("access:account", args=[officer.key])]
    yield (
        None,
        [
            reverse("account_login"),
            reverse("account_inactive"),
            reverse("measures:outcome", args=[token]),
            reverse("measures:outcome", args=[smiley]),
            reverse("measures:thanks"),
            reverse("casework:consent_link", args=[consent_token]),
            reverse("casework:consent_thanks"),
            "/bestaat-niet/",
        ],
    )


# By default each page once, half of them as a telephone in Dutch and half as a desk in English, other halves the next time;
# each page in each language at each width in test-all.
@pytest.mark.parametrize("half", [0, 1])
def test_every_page(request: pytest.FixtureRequest, browser: Browser, live_server: object, half: int) -> None:
    seed_of_this_run = int(request.config.getoption("randomly_seed", 0))
    language, size = [("nl", PHONE), ("en", DESK)][half]
    visit(browser, str(live_server), language, size, slice((half + seed_of_this_run) % 2, None, 2))


@pytest.mark.slow
@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_in_each_language_at_each_width(
    browser: Browser, live_server: object, language: str, size: dict[str, int]
) -> None:
    visit(browser, str(live_server), language, size, slice(None))


def visit(browser: Browser, address: str, language: str, size: dict[str, int], part: slice) -> None:
    """Everybody's pages, or a part of them."""
    wrong = list[str]()
    for who, urls in list(pages_of(tests_cast.school())):
        context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam", base_url=address)
        context.add_init_script(SHIFTS)
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        if who is not None:
            client = Client()
            client.force_login(who)
            log_in(context, address, client.cookies["sessionid"].value)
        page = context.new_page()
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a size
        for url in urls[part]:
            wrong += judge(page, url, language)
        context.close()
    assert not wrong, "\n".join(wrong)


def judge(page: Page, url: str, language: str) -> list[str]:
    """Everything that is wrong with one page, at the width of its window."""
    traffic = Traffic(page)
    page.goto(url)
    said = violations(page)
    said += [f"too wide {one}" for one in wider_than_the_window(page)]
    said += [f"moved by {moved}"] if (moved := shifted(page)) > A_PIXEL else []
    said += ["not in this language"] if page.locator("html").get_attribute("lang") != language else []
    said += [one for one in traffic.problems if "404" not in one]
    return [f"{url} in {language}: {one}" for one in said]
