"""The week, the board and the figures: who is on them, in words, in a fixed number of queries."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access.models import User
from schakel.access.roles import Role
from schakel.casework import board, figures, queries, week
from schakel.casework.actions import answers, consent, requests, staff, supports
from schakel.casework.figures import Share
from schakel.casework.models import HelpRequest, Support
from schakel.people import actions as people
from schakel.people.models import AreaDuty
from schakel.people.queries import professional
from tests import cast as tests_cast
from tests.cast import LONG_AGO, School, agreed_by_all, asked, child_of, client_of, supported, user

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def titles(who: User) -> list[str]:
    return [str(line.title) for line in week.of(who, today()).lines]


def test_a_new_question_stands_on_the_week_of_the_supporters_of_the_site(cast: School) -> None:
    asked(cast)
    assert titles(cast.fenna) == titles(cast.jelle) == ["Vraag van Marit Visser over Sem, groep 4"]
    assert titles(cast.sytske) == []


def test_a_question_that_must_be_picked_up_today_says_so(cast: School) -> None:
    request = asked(cast)
    HelpRequest.objects.filter(pk=request.pk).update(due_on=today())
    line = week.of(cast.fenna, today()).lines[0]
    assert (str(line.when), line.tone, line.main) == ("vandaag oppakken", "today", True)
    assert "Ouders weten ervan." in str(line.text)


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("child", "een kind"),
        ("group", "een groep"),
        ("team", "het team"),
        ("unnamed", "iets dat nog geen naam heeft"),
    ],
)
def test_a_question_without_a_name_is_still_a_sentence(cast: School, about: str, words: str) -> None:
    requests.receive(
        by=cast.marit, site=cast.site, about=about, parents_know="advice_first", matter="x", reach="y"
    )
    line = week.of(cast.fenna, today()).lines[0]
    assert str(line.title).endswith(words)
    assert ("weten het nog niet" in str(line.text)) == (about == "child")


def test_once_picked_up_it_leaves_the_week_of_the_colleague(cast: School) -> None:
    request = asked(cast)
    requests.pick_up(by=cast.fenna, request=request, how="met")
    assert titles(cast.fenna) == ["Uitzoeken wat er speelt: Sem, groep 4"]
    assert titles(cast.jelle) == []


def test_missing_consent_is_a_line_of_its_own(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    assert titles(cast.fenna) == ["Toestemming is niet compleet: Sem Bakker"]
    agreed_by_all(child, cast.fenna)
    assert titles(cast.fenna) == ["Antwoord geven: Sem, groep 4"]


def test_a_support_without_anything_planned_says_so(cast: School, support: Support) -> None:
    assert titles(cast.fenna) == ["Nog niets gepland: Sem Bakker"]
    supports.plan_next(by=cast.fenna, support=support, at=timezone.now() + timedelta(days=1))
    assert titles(cast.fenna) == ["Afspraak"]
    supports.add_step(by=cast.fenna, support=support, what="x", who="y", due_on=today())
    assert titles(cast.fenna) == ["Een stap staat open: Sem Bakker", "Afspraak"]


def test_what_is_further_than_a_week_ahead_is_folded(cast: School, support: Support) -> None:
    supports.plan_next(by=cast.fenna, support=support, at=timezone.now() + timedelta(days=9))
    mine = week.of(cast.fenna, today())
    assert mine.lines == []
    assert len(mine.later) == 1
    assert support.child is not None
    assert mine.persons == {support.child.pk}


def test_a_birthday_that_changes_consent_is_announced(cast: School) -> None:
    request = asked(cast)
    turning = today() + timedelta(days=5)
    child = child_of(request, cast.fenna, birth_date=turning.replace(year=turning.year - 12))
    agreed_by_all(child, cast.fenna)
    supports.start(by=cast.fenna, request=request, title="x", support_for="child", agreed="y")
    assert titles(cast.fenna) == ["Binnenkort jarig: Sem Bakker"]


def test_looking_back_comes_onto_the_week(cast: School, support: Support) -> None:
    supports.close(
        by=cast.fenna,
        support=support,
        closure_code="01",
        closing_words="x",
        follow_up_on=today() + timedelta(days=3),
    )
    assert titles(cast.fenna) == ["Terugkijken: Sem Bakker"]


def room_in_words(cast: School) -> str:
    return week.room(professional(cast.fenna), week.of(cast.fenna, today()).leads).words


def test_room_is_said_in_words(cast: School) -> None:
    assert "lopen nu" in room_in_words(cast)
    people.register_professional(by=None, user=cast.fenna, room=2)
    cast.fenna.refresh_from_db()
    assert room_in_words(cast) == "Er is ruimte voor ongeveer 2 gezinnen erbij."
    supported(cast)
    assert room_in_words(cast) == "Er is ruimte voor ongeveer 1 gezin erbij."
    people.register_professional(by=None, user=cast.fenna, room=1)
    cast.fenna.refresh_from_db()
    assert room_in_words(cast).startswith("De week is vol.")


def test_on_a_day_that_nobody_is_there_the_table_is_empty(cast: School) -> None:
    new = user("Wiebe Nieuw", Role.YOUTH_SUPPORTER)
    staff.start_duty(by=None, user=new, site=cast.site, weekdays=(1,), from_on=LONG_AGO)
    days = dict(dict(board.whereabouts([cast.area], today()))[cast.site])
    assert "Wiebe Nieuw" in days["maandag"]
    assert "Wiebe Nieuw" not in days["dinsdag"]


def test_the_board_groups_by_days_left(cast: School) -> None:
    for days in (-1, 0, 2, 3):
        request = asked(cast, f"kind {days}")
        HelpRequest.objects.filter(pk=request.pk).update(due_on=today() + timedelta(days=days))
    requests.pick_up(by=cast.fenna, request=asked(cast, "gehoord"), how="met")
    groups = board.by_days_left(board.waiting(cast.anouk), today())
    assert [[one.title for one in group.questions] for group in groups] == [
        ["kind -1", "kind 0"],
        ["kind 2"],
        ["kind 3"],
        ["gehoord"],
    ]


def test_of_what_is_in_good_hands_the_board_shows_the_first_and_leads_to_the_rest(cast: School) -> None:
    for number in range(board.MOST_FOLDED + 1):
        requests.pick_up(by=cast.fenna, request=asked(cast, f"gehoord {number:02}"), how="met")
    page = client_of(cast.anouk).get(reverse("casework:today")).content.decode()
    assert page.count(">gehoord ") == board.MOST_FOLDED
    assert f": {board.MOST_FOLDED + 1}</summary>" in page, "all are counted"
    assert reverse("casework:questions") in page.partition("gehoord 11")[2]


def test_the_room_of_a_team_is_a_bandwidth_and_never_a_name(cast: School) -> None:
    supported(cast)
    room = board.room_of([cast.area], today())
    assert room.words == "3 jeugdondersteuners, samen 1 ondersteuning."
    assert room.room_words == "De afgesproken ruimte is nog niet ingevuld."
    for one in (cast.fenna, cast.jelle, cast.sytske):
        people.register_professional(by=None, user=one, room=1)
    room = board.room_of([cast.area], today())
    assert (room.agreed, room.full) == (3, 1)
    assert room.room_words == "Samen ruimte voor ongeveer 2 erbij."
    assert board.room_of([], today()).words.startswith("In dit gebied")


def test_a_site_without_a_supporter_stands_on_the_board(cast: School) -> None:
    empty = tests_cast.site("OBS Leeg", cast.area, "09")
    requests.receive(by=None, site=empty, about="team", matter="x", reach="y")
    assert [(one.site, one.open) for one in board.sites_without_supporter([cast.area], today())] == [
        (empty, 1)
    ]


def test_who_is_where_per_weekday(cast: School) -> None:
    rows = dict(board.whereabouts([cast.area], today()))
    assert rows[cast.site][0] == ("maandag", ["Fenna de Boer", "Jelle Hoekstra"])
    assert rows[cast.elsewhere][4] == ("vrijdag", ["Sytske Wiersma"])


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (85, 100, "85 van de 100"),
        (100, 100, "100 van de 100"),
        (0, 40, "0 van de 100"),
        (5, 9, "te weinig om te tonen"),
        (9, 100, "niet te tonen: het gaat om minder dan 10"),
        (91, 100, "niet te tonen: het gaat om minder dan 10"),
    ],
)
def test_a_share_of_few_is_not_shown(part: int, whole: int, words: str) -> None:
    assert Share(part, whole).words == words


def test_the_few_times_that_we_were_late_are_told() -> None:
    assert Share(93, 100, about_families=False).words == "93 van de 100"
    assert Share(8, 9, about_families=False).words == "te weinig om te tonen"


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 20, "b": 30}, set()),
        ({"a": 20, "b": 3}, {"a", "b"}),
        ({"a": 20, "b": 3, "c": 40}, {"a", "b"}),
        ({"a": 3, "b": 4, "c": 40}, {"a", "b"}),
        ({"a": 3}, {"a"}),
        ({}, set()),
    ],
)
def test_one_hidden_count_cannot_be_found_by_subtraction(counts: dict[str, int], hidden: set[str]) -> None:
    assert {name for name, words in figures.shown(counts) if words == "niet getoond"} == hidden


def test_what_still_waits_counts_as_not_in_time(cast: School) -> None:
    for number in range(12):
        request = asked(cast, f"kind {number}")
        requests.pick_up(by=cast.fenna, request=request, how="met")
    late = asked(cast, "te laat")
    HelpRequest.objects.filter(pk=late.pk).update(due_on=today() - timedelta(days=1))
    young = asked(cast, "pas gevraagd")
    assert young.picked_up_at is None
    found = figures.of_areas([cast.area], today())
    assert (found.in_time.part, found.in_time.whole) == (12, 13)
    assert (found.received, found.waiting, found.late) == (14, 2, 1)
    assert found.waiting_words == "2, van wie 1 te lang"
    assert found.answers == []


def test_the_figures_count_moves_answers_and_referrals(cast: School, support: Support) -> None:
    supports.move(by=cast.fenna, support=support, to_rung="youth_care", reason="x", decided_by="y")
    supports.move(by=cast.fenna, support=support, to_rung="short_support", reason="x", decided_by="y")
    other = asked(cast, "Noor")
    requests.pick_up(by=cast.fenna, request=other, how="met")
    answers.clarify(by=cast.fenna, request=other, we_see="x", offered_first="team")
    answers.answer(by=cast.fenna, request=other, kind="consultation", agreed="y")
    found = figures.of_areas([cast.area], today())
    assert (found.scaled_up, found.scaled_down, found.closed) == (1, 1, 0)
    assert (found.without_referral.part, found.without_referral.whole) == (1, 2)
    assert (found.up_words, found.down_words, found.closed_words) == ("minder dan 10", "minder dan 10", "0")
    assert found.waiting_words == "0"
    assert {name for name, _number in found.answers} == {"Ondersteuning", "Meedenken (consultatie)"}


def test_whose_figures_someone_sees(cast: School) -> None:
    head, policy = user("Wietske Hoofd", Role.SCHOOL_HEAD), user("Lotte Beleid", Role.POLICY_OFFICER)
    staff.start_duty(by=None, user=head, site=cast.site, weekdays=[1], from_on=LONG_AGO)
    for who in (head, policy, cast.anouk):
        assert queries.areas_for_figures(who) == [cast.area]
    staff.start_overseeing(
        by=None, user=cast.anouk, area=cast.area, sort=AreaDuty.Sort.DESK, from_on=LONG_AGO
    )
    assert queries.areas_of(cast.anouk) == [cast.area]


def many(cast: School, number: int) -> list[Support]:
    """So many children in support, and as many questions waiting."""
    made = []
    for place in range(number):
        request = asked(cast, f"kind {place}")
        child = child_of(request, cast.fenna)
        agreed_by_all(child, cast.fenna)
        made.append(
            supports.start(
                by=cast.fenna, request=request, title=f"s {place}", support_for="child", agreed="x"
            )
        )
        child_of(asked(cast, f"wacht {place}"), cast.fenna)
    return made


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("fenna", ["my_week", "children", "groups"]),
        ("anouk", ["today", "questions", "children"]),
        ("marit", ["my_questions"]),
    ],
)
def test_a_list_of_eight_costs_as_many_queries_as_a_list_of_two(
    cast: School, who: str, names: list[str], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client, few = Client(), dict[str, int]()
    client.force_login(getattr(cast, who))
    many(cast, 2)
    for url in (reverse(f"casework:{name}") for name in names):
        client.get(url)  # the first page of a process loads what every page shares
        with django_assert_max_num_queries(100) as asked_now:
            assert client.get(url).status_code == 200
        few[url] = len(asked_now)
    many(cast, 6)
    for url, most in few.items():
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200


def test_a_case_page_costs_the_same_with_many_contacts(
    cast: School, support: Support, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = Client()
    client.force_login(cast.fenna)
    url = reverse("casework:support", args=[support.key])
    client.get(url)
    with django_assert_max_num_queries(100) as few:
        client.get(url)
    for _place in range(10):
        supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom="parent", note="x")
        supports.add_step(by=cast.fenna, support=support, what="x", who="y")
        supports.add_goal(by=cast.fenna, support=support, words="x", said_by="child")
    assert support.child is not None
    consent.record(by=cast.fenna, child=support.child, person=support.child, said="given", how="talk")
    with django_assert_max_num_queries(len(few)):
        client.get(url)
