"""Asking for consent, a no in a running support, exceptions that do not fit, and the ground beside all that."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access.gates import Refused
from schakel.access.models import LogEntry, User
from schakel.casework import consent_records, queries_consent, week
from schakel.casework.actions import answers, asking_consent, consent, grounds, supports
from schakel.casework.errors import (
    ConsentMissingError,
    HelpStoppedError,
    LinkClosedError,
    NoAuthorityError,
    NoGroundError,
    NoLongerNeededError,
    NotNowError,
    NotThisWayError,
    UnfitError,
    WordsNeededError,
)
from schakel.casework.models import ConsentAsk, HelpConsent, ProcessingRecord, Support
from schakel.people import actions as people
from schakel.people import actions_family
from schakel.people.models import Person
from schakel.rules.consent_flow import Standing, Unfit
from schakel.web import links
from tests.cast import School, agreed_by_all, asked, child_of, client_of

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def child_in(support: Support) -> Person:
    assert support.child is not None
    return support.child


def holder(child: Person, place: int) -> Person:
    return child.authority.order_by("pk")[place].holder


def today() -> date:
    return timezone.localdate()


def years_ago(years: int, *, days: int = 0) -> date:
    now = today()
    return now.replace(year=now.year - years, day=min(now.day, 28)) - timedelta(days=days)


def new_child(cast: School, *, birth_date: date | None = None, parents: int = 2) -> Person:
    return child_of(asked(cast), cast.fenna, parents=parents, birth_date=birth_date or date(2017, 3, 4))


# -- asking, each apart


def test_each_parent_answers_through_an_own_link_once(cast: School) -> None:
    child = new_child(cast)
    ask_ma, _token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    ask_pa, _token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 1), way="link")
    said = asking_consent.answer(ask=ask_ma, said="given", note=" graag ")
    assert said is not None
    assert (said.person, said.said, said.how, said.note, said.recorded_by) == (
        holder(child, 0), "given", "link", "graag", None,
    )  # fmt: skip
    assert not queries_consent.panel(child).answer.allowed
    asking_consent.answer(ask=ask_pa, said="given")
    assert queries_consent.panel(child).answer.allowed
    row = LogEntry.objects.filter(action="consent.answer").order_by("-id")[0]
    assert (row.actor_id, row.on_behalf_of, row.persons) == (
        None, "ouder", sorted([child.pk, holder(child, 1).pk]),
    )  # fmt: skip
    with pytest.raises(LinkClosedError):
        asking_consent.answer(ask=ask_ma, said="refused")
    assert HelpConsent.objects.filter(child=child).count() == 2


def test_only_a_digest_of_the_link_is_kept(cast: School) -> None:
    child = new_child(cast)
    ask, token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    assert len(token) >= 32
    assert bytes(ask.token_digest or b"") == links.digest(token)
    assert token not in str(ConsentAsk.objects.values_list())
    letter, none = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 1), way="post")
    assert (none, letter.token_digest) == ("", None)
    assert str(letter).startswith("post ")


def test_a_link_ends_after_its_last_day(cast: School) -> None:
    child = new_child(cast)
    ask, _token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    assert ask.expires_on == today() + asking_consent.VALID_FOR
    ConsentAsk.objects.filter(pk=ask.pk).update(expires_on=today() - timedelta(days=1))
    with pytest.raises(LinkClosedError):
        asking_consent.answer(ask=ask, said="given")
    assert queries_consent.asked(child)[holder(child, 0).pk].is_late
    ConsentAsk.objects.filter(pk=ask.pk).update(expires_on=today())
    assert queries_consent.asked(child)[holder(child, 0).pk].is_open
    assert asking_consent.answer(ask=ask, said="given")


def test_asking_again_closes_the_link_before(cast: School) -> None:
    child = new_child(cast)
    first, _token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    other, _token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 1), way="link")
    asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    with pytest.raises(LinkClosedError):
        asking_consent.answer(ask=first, said="given")
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.outcome, other.outcome) == ("replaced", "")


@pytest.mark.parametrize("said", ["talk_first", "wrong_child"])
def test_who_wants_to_talk_or_is_not_the_parent_says_neither_yes_nor_no(cast: School, said: str) -> None:
    child = new_child(cast)
    ask, _token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    assert asking_consent.answer(ask=ask, said=said) is None
    ask.refresh_from_db()
    assert ask.outcome == said
    assert not HelpConsent.objects.exists()


def test_a_link_is_taken_back_once(cast: School) -> None:
    child = new_child(cast)
    ask, _token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    asking_consent.take_back(by=cast.fenna, ask=ask)
    with pytest.raises(LinkClosedError):
        asking_consent.answer(ask=ask, said="given")
    with pytest.raises(NotNowError):
        asking_consent.take_back(by=cast.fenna, ask=ask)


def test_who_has_no_say_is_not_asked_and_not_recorded(cast: School) -> None:
    child = new_child(cast)
    aunt = people.add_person(by=None, sort="adult", first_name="Tante")
    for person in (aunt, child):
        with pytest.raises(NoAuthorityError):
            asking_consent.ask(by=cast.fenna, child=child, person=person, way="link")
    with pytest.raises(NoAuthorityError) as refused:
        consent.record(by=cast.fenna, child=child, person=aunt, said="given", how="talk")
    assert refused.value.field == "person"
    record = child.authority.order_by("pk")[0]
    people.end_authority(by=None, record=record, until_on=today() - timedelta(days=1))
    with pytest.raises(NoAuthorityError):
        consent.record(by=cast.fenna, child=child, person=record.holder, said="given", how="talk")
    before = today() - timedelta(days=1)
    assert consent.record(
        by=cast.fenna, child=child, person=record.holder, said="given", how="talk", on=before
    )


def test_an_answer_that_comes_after_authority_ended_does_not_count(cast: School) -> None:
    child = new_child(cast)
    ask, _token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    people.end_authority(by=None, record=child.authority.order_by("pk")[0], until_on=today())
    with at(today() + timedelta(days=1)), pytest.raises(NoLongerNeededError):
        asking_consent.answer(ask=ask, said="given")
    assert asking_consent.answer(ask=ask, said="given")


WAYS: Sequence[tuple[dict[str, bool], set[str]]] = [
    ({}, set()),
    ({"secret_address": True}, {"link", "post"}),
    ({"never_link": True}, {"link"}),
    ({"never_post": True}, {"post"}),
    ({"never_call": True}, set()),
]


@pytest.mark.parametrize(("agreed", "closed"), WAYS)
def test_nothing_goes_out_against_a_safe_contact_or_to_a_secret_address(
    cast: School, agreed: dict[str, bool], closed: set[str]
) -> None:
    child = new_child(cast)
    actions_family.agree_reach(by=cast.fenna, person=holder(child, 0), **agreed)  # type: ignore[arg-type]  # booleans
    for way in ("link", "post", "in_person"):
        if way in closed:
            with pytest.raises(NotThisWayError) as refused:
                asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way=way)
            assert str(refused.value)
            assert not ConsentAsk.objects.filter(way=way).exists()
        else:
            asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way=way)


def test_a_stranger_asks_nobody(cast: School) -> None:
    child = new_child(cast)
    ask, _token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    for stranger in (cast.sytske, cast.marit):
        with pytest.raises(Refused):
            asking_consent.ask(by=stranger, child=child, person=holder(child, 0), way="link")
        with pytest.raises(Refused):
            asking_consent.take_back(by=stranger, ask=ask)


def test_the_database_itself_refuses_half_an_ask(cast: School) -> None:
    child = new_child(cast)
    fields: dict[str, Any] = {"child": child, "person": holder(child, 0), "expires_on": today()}
    with pytest.raises(IntegrityError, match="a_link_has_a_token"), transaction.atomic():
        ConsentAsk.objects.create(way="link", **fields)
    with pytest.raises(IntegrityError, match="an_ask_ends_with_an_outcome"), transaction.atomic():
        ConsentAsk.objects.create(way="post", ended_at=timezone.now(), **fields)


# -- age x authority x consent x track, straight at the action


YES, NO, BACK, SILENT = "given", "refused", "withdrawn", ""
Row = tuple[int, int, dict[str, str], bool]
TABLE: Sequence[Row] = [
    # age, parents with authority, who said what, may help start
    (11, 0, {}, False),
    (11, 1, {"0": YES}, True),
    (11, 1, {"0": NO}, False),
    (11, 2, {"0": YES}, False),
    (11, 2, {"0": YES, "1": YES}, True),
    (11, 2, {"0": YES, "1": NO}, False),
    (11, 2, {"0": YES, "1": BACK}, False),
    (11, 2, {"child": YES}, False),
    (12, 2, {"0": YES, "1": YES}, False),
    (12, 2, {"0": YES, "1": YES, "child": YES}, True),
    (12, 2, {"0": YES, "1": YES, "child": NO}, False),
    (12, 1, {"child": YES}, False),
    (15, 2, {"child": YES, "0": YES, "1": YES}, True),
    (15, 2, {"child": YES, "0": YES}, False),
    (16, 2, {"0": YES, "1": YES}, False),
    (16, 2, {"child": YES}, True),
    (16, 0, {"child": YES}, True),
    (16, 2, {"child": BACK, "0": YES, "1": YES}, False),
]
TRACKS = ["advice", "prevention", "free_youth_help", "individual_provision"]


@pytest.mark.parametrize(("age", "parents", "words", "may_start"), TABLE)
def test_help_starts_when_everybody_agreed_and_not_before(
    cast: School, age: int, parents: int, words: dict[str, str], may_start: bool
) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna, parents=parents, birth_date=years_ago(age, days=1))
    people.register_professional(by=None, user=cast.fenna, skj_number="100", registered_from=date(2020, 1, 1))
    for who, said in words.items():
        person = child if who == "child" else holder(child, int(who))
        consent.record(by=cast.fenna, child=child, person=person, said=said, how="talk")
    for track in TRACKS:  # the track changes who may decide, never whose consent is needed
        with transaction.atomic():
            try:
                supports.start(
                    by=cast.fenna,
                    request=request,
                    title="x",
                    support_for="child",
                    agreed="x",
                    legal_track=track,
                )
                started = True
            except ConsentMissingError:
                started = False
            transaction.set_rollback(True)
        assert started is may_start, track


# -- a no in a running support


DOINGS: dict[str, Callable[[School, Support], object]] = {
    "step": lambda cast, support: supports.add_step(by=cast.fenna, support=support, what="x", who="y"),
    "goal": lambda cast, support: supports.add_goal(
        by=cast.fenna, support=support, words="x", said_by="child"
    ),
    "up": lambda cast, support: supports.move(
        by=cast.fenna, support=support, to_rung="neighbourhood_team", reason="x", decided_by="y"
    ),
}
STILL: dict[str, Callable[[School, Support], object]] = {
    "talk": lambda cast, support: supports.record_contact(
        by=cast.fenna, support=support, kind="call", with_whom="parent"
    ),
    "down": lambda cast, support: supports.move(
        by=cast.fenna, support=support, to_rung="everyday", reason="x", decided_by="y"
    ),
    "close": lambda cast, support: supports.close(
        by=cast.fenna, support=support, closure_code="03", closing_words="Moeder trok de toestemming in."
    ),
}


@pytest.mark.parametrize("doing", DOINGS)
def test_new_help_stops_on_the_day_that_consent_is_taken_back(
    cast: School, support: Support, doing: str
) -> None:
    child = child_in(support)
    DOINGS[doing](cast, support)
    support.refresh_from_db()
    supports.move(by=cast.fenna, support=support, to_rung="everyday", reason="x", decided_by="y")
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="withdrawn", how="call")
    with pytest.raises(HelpStoppedError) as refused:
        DOINGS[doing](cast, support)
    assert [gap.person for gap in refused.value.answer.missing] == [str(holder(child, 0).key)]
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="given", how="call")
    DOINGS[doing](cast, support)


@pytest.mark.parametrize("doing", STILL)
def test_talking_scaling_down_and_closing_stay_possible(cast: School, support: Support, doing: str) -> None:
    child = child_in(support)
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="withdrawn", how="call")
    STILL[doing](cast, support)


def test_help_for_a_group_asks_nobody(cast: School) -> None:
    request = asked(cast)
    child_of(request, cast.fenna, parents=0)
    support = supports.start(by=cast.fenna, request=request, title="Groep 4", support_for="group", agreed="x")
    assert supports.add_step(by=cast.fenna, support=support, what="x", who="y")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], Standing.ASKED_NOBODY),
        ([(0, YES)], Standing.WAITING),
        ([(0, YES), (1, NO)], Standing.DISAGREE),
        ([(0, YES), (1, YES)], Standing.COMPLETE),
    ],
)
def test_the_panel_says_how_it_stands(
    cast: School, words: Sequence[tuple[int, str]], expected: Standing
) -> None:
    child = new_child(cast)
    for place, said in words:
        consent.record(by=cast.fenna, child=child, person=holder(child, place), said=said, how="talk")
    assert queries_consent.panel(child).standing is expected


def test_two_parents_who_disagree_are_both_named_and_nobody_is_outvoted(cast: School) -> None:
    child = new_child(cast)
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="given", how="talk")
    consent.record(
        by=cast.fenna, child=child, person=holder(child, 1), said="refused", how="talk", note="nu niet"
    )
    page = client_of(cast.fenna).get(reverse("casework:child", args=[child.key])).content.decode()
    assert "Niemand wordt overstemd" in page
    assert "nu niet" in page


# -- exceptions that do not fit are refused with the reason


@pytest.mark.parametrize(
    ("age", "words", "ground", "reason"),
    [
        (9, {}, "prevents_serious_harm", Unfit.NOT_12_TO_15),
        (16, {}, "child_persists", Unfit.NOT_12_TO_15),
        (13, {}, "prevents_serious_harm", Unfit.CHILD_DID_NOT_AGREE),
        (13, {"child": YES}, "child_persists", Unfit.NOBODY_REFUSED),
        (9, {"0": NO}, "presumed", Unfit.SOMEBODY_SAID_NO),
        (9, {"0": YES, "1": YES}, "presumed", Unfit.NOTHING_MISSING),
    ],
)
def test_an_exception_that_would_not_work_is_not_written(
    cast: School, age: int, words: dict[str, str], ground: str, reason: Unfit
) -> None:
    child = new_child(cast, birth_date=years_ago(age, days=1))
    for who, said in words.items():
        person = child if who == "child" else holder(child, int(who))
        consent.record(by=cast.fenna, child=child, person=person, said=said, how="talk")
    with pytest.raises(UnfitError) as refused:
        consent.record_exception(by=cast.fenna, child=child, ground=ground, reason="Daarom")
    assert reason in refused.value.reasons
    assert str(refused.value)
    assert not child.consent_exceptions.exists()


def test_going_on_without_parents_to_prevent_harm(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna, birth_date=years_ago(14))
    consent.record(by=cast.fenna, child=child, person=child, said="given", how="talk")
    consent.record_exception(
        by=cast.fenna, child=child, ground="prevents_serious_harm", reason="Thuis is het niet veilig"
    )
    support = supports.start(by=cast.fenna, request=request, title="x", support_for="child", agreed="x")
    assert support.consent is not None
    assert support.consent.way == "exception"
    assert supports.add_step(by=cast.fenna, support=support, what="x", who="y")


# -- birthdays


def lines_of(user: User) -> list[str]:
    found = week.of(user, today())
    return [f"{row.title} {row.text}" for row in (*found.lines, *found.later)]


def at(day: date, *, seconds: int = 0) -> Any:
    """The clock at the first moment of a day in Amsterdam, or some seconds from it."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)
    return time_machine.travel(midnight + timedelta(seconds=seconds))


def test_a_sixteenth_birthday_is_announced_four_weeks_ahead_and_then_the_child_decides_alone(
    cast: School,
) -> None:
    request = asked(cast)
    born = years_ago(15) - timedelta(days=300)
    child = child_of(request, cast.fenna, birth_date=born)
    for person in (child, holder(child, 0), holder(child, 1)):
        consent.record(by=cast.fenna, child=child, person=person, said="given", how="talk")
    support = supports.start(by=cast.fenna, request=request, title="x", support_for="child", agreed="x")
    turns = born.replace(year=born.year + 16)
    for days, announced in ((29, False), (28, True), (1, True), (0, False)):
        with at(turns - timedelta(days=days)):
            assert any("beslist het kind zelf" in line for line in lines_of(cast.fenna)) is announced, days
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="withdrawn", how="call")
    with at(turns, seconds=-1):
        assert len(consent_records.who_may_agree(child)) == 3
        with pytest.raises(HelpStoppedError):
            supports.add_step(by=cast.fenna, support=support, what="x", who="y")
    with at(turns):
        assert consent_records.who_may_agree(child) == [child]
        assert supports.add_step(by=cast.fenna, support=support, what="x", who="y")


def test_from_a_twelfth_birthday_new_help_waits_for_the_child(cast: School) -> None:
    request = asked(cast)
    born = years_ago(11) - timedelta(days=350)
    child = child_of(request, cast.fenna, birth_date=born)
    agreed_by_all(child, cast.fenna)
    support = supports.start(by=cast.fenna, request=request, title="x", support_for="child", agreed="x")
    assert any("zegt ook het kind zelf" in line for line in lines_of(cast.fenna))
    turns = born.replace(year=born.year + 12)
    with at(turns, seconds=-1):
        assert supports.add_step(by=cast.fenna, support=support, what="x", who="y")
    with at(turns):
        assert any("Toestemming is niet compleet" in line for line in lines_of(cast.fenna))
        with pytest.raises(HelpStoppedError):
            supports.add_step(by=cast.fenna, support=support, what="x", who="y")
        consent.record(by=cast.fenna, child=child, person=child, said="given", how="talk")
        assert supports.add_step(by=cast.fenna, support=support, what="x", who="y")


# -- the ground


@pytest.mark.parametrize(
    ("track", "ground"),
    [("prevention", "public_task"), ("free_youth_help", "legal_duty")],
)
def test_a_support_has_the_ground_of_its_track_from_its_first_day(
    cast: School, track: str, ground: str
) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    agreed_by_all(child, cast.fenna)
    people.register_professional(by=None, user=cast.fenna, skj_number="1", registered_from=date(2020, 1, 1))
    support = supports.start(
        by=cast.fenna, request=request, title="x", support_for="child", agreed="x", legal_track=track
    )
    record = ProcessingRecord.objects.get(support=support)
    assert (record.ground, record.from_on, record.recorded_by, str(record)) == (
        ground, support.started_on, cast.fenna, ground,
    )  # fmt: skip


def test_consent_never_repairs_a_missing_ground_and_a_no_ends_none(cast: School, support: Support) -> None:
    child = child_in(support)
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="withdrawn", how="call")
    grounds.require_ground(support)
    grounds.end(by=cast.fenna, support=support, why="bezwaar gegrond")
    agreed_by_all(child, cast.fenna)
    with pytest.raises(NoGroundError):
        grounds.require_ground(support)
    grounds.record(by=cast.fenna, support=support, ground="vital_interest", source="AVG art. 6 lid 1 d")
    grounds.require_ground(support)
    ended = support.grounds.order_by("pk")[0]
    assert (ended.ended_on, ended.ended_why) == (today() - timedelta(days=1), "bezwaar gegrond")


def test_only_the_lead_changes_the_ground_and_says_why(cast: School, support: Support) -> None:
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    with pytest.raises(Refused):
        grounds.record(by=cast.jelle, support=support, ground="consent", source="x")
    with pytest.raises(Refused):
        grounds.end(by=cast.jelle, support=support, why="x")
    with pytest.raises(WordsNeededError):
        grounds.end(by=cast.fenna, support=support, why=" ")
    with pytest.raises(WordsNeededError):
        grounds.record(by=cast.fenna, support=support, ground="consent", source=" ")


# -- the pages


def send(client: Client, name: str, *args: object, **filled: object) -> Any:
    return client.post(
        reverse(f"casework:{name}", args=args), {key: str(value) for key, value in filled.items()}
    )


def test_a_link_is_shown_once_and_answers_without_an_account(cast: School) -> None:
    child = new_child(cast)
    worker = client_of(cast.fenna)
    made = send(worker, "ask_consent", child.key, person=holder(child, 0).key, way="link").content.decode()
    assert "qr-box" in made
    link = made.split("/uw-toestemming/")[1].split("/")[0]
    parent = client_of(None)
    page = parent.get(reverse("casework:consent_link", args=[link]))
    assert page.status_code == 200
    words = page.content.decode()
    assert "wil Sem graag helpen" in words
    assert "Bakker" not in words
    row = LogEntry.objects.filter(event="look").order_by("-id")[0]
    assert (row.action, row.persons, row.actor_id) == ("casework:consent_link", [child.pk], None)
    assert "Kies wat past" in send(parent, "consent_link", link).content.decode()
    answered = send(parent, "consent_link", link, said="refused", note="Nu even niet")
    assert answered["Location"] == reverse("casework:consent_thanks")
    assert "Uw antwoord is binnen" in parent.get(answered["Location"]).content.decode()
    assert HelpConsent.objects.get().note == "Nu even niet"
    used = parent.get(reverse("casework:consent_link", args=[link]))
    assert used.status_code == 410
    assert link not in worker.get(reverse("casework:ask_consent", args=[child.key])).content.decode()


def test_a_child_of_twelve_is_asked_in_words_for_a_child(cast: School) -> None:
    child = new_child(cast, birth_date=today() - timedelta(days=13 * 366))
    _ask, token = asking_consent.ask(by=cast.fenna, child=child, person=child, way="link")
    page = client_of(None).get(reverse("casework:consent_link", args=[token])).content.decode()
    for words in ("Wil je deze hulp?", "Hoi Sem.", "Vind je dat goed?", "Dit gaat niet over mij"):
        assert words in page
    assert "mijn kind" not in page
    send(client_of(cast.fenna), "ask_consent", child.key, person=child.key, way="in_person")
    number = len(queries_consent.all_asks(child))
    address = reverse("casework:consent_letter", args=[child.key, number])
    letter = client_of(cast.fenna).get(address).content.decode()
    assert "Ik wil jou graag helpen." in letter
    assert "U mag" not in letter


def test_who_was_asked_is_no_longer_not_asked(cast: School) -> None:
    child = new_child(cast)
    page = reverse("casework:child", args=[child.key])
    assert client_of(cast.fenna).get(page).content.decode().count("nog niet gevraagd") == 2
    asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="in_person")
    words = client_of(cast.fenna).get(page).content.decode()
    assert words.count("nog niet gevraagd") == words.count("nog geen antwoord") == 1


def test_a_link_that_never_was_is_refused_and_written(cast: School) -> None:
    assert client_of(None).get(reverse("casework:consent_link", args=["verzonnen"])).status_code == 404
    assert LogEntry.objects.filter(event="refusal", action="casework:consent_link").count() == 1


def test_the_link_of_who_lost_their_say_explains_itself(cast: School) -> None:
    child = new_child(cast)
    _ask, token = asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    record = child.authority.order_by("pk")[0]
    people.end_authority(by=None, record=record, until_on=today() - timedelta(days=1))
    page = send(client_of(None), "consent_link", token, said="given")
    assert "niet meer nodig" in page.content.decode()
    assert not HelpConsent.objects.exists()


def test_a_letter_is_there_to_print_and_can_be_taken_back(cast: School) -> None:
    child = new_child(cast)
    worker = client_of(cast.fenna)
    printed = send(worker, "ask_consent", child.key, person=holder(child, 1).key, way="in_person")
    letter = worker.get(printed["Location"]).content.decode()
    for words in ("Handtekening", str(holder(child, 1)), "vertrouwenspersoon", "klacht"):
        assert words in letter
    page = worker.get(reverse("casework:child", args=[child.key])).content.decode()
    assert "Gevraagd op" in page
    assert "Vraag intrekken" in page
    assert worker.get(reverse("casework:end_ask", args=[child.key, 1])).status_code == 405
    assert send(worker, "end_ask", child.key, 1).status_code == 302
    assert send(worker, "end_ask", child.key, 1).status_code == 302
    assert ConsentAsk.objects.get().outcome == "withdrawn"
    for number in (0, 2):
        assert worker.get(reverse("casework:consent_letter", args=[child.key, number])).status_code == 404


def test_a_link_has_no_letter(cast: School) -> None:
    child = new_child(cast)
    asking_consent.ask(by=cast.fenna, child=child, person=holder(child, 0), way="link")
    worker = client_of(cast.fenna)
    assert worker.get(reverse("casework:consent_letter", args=[child.key, 1])).status_code == 404


def test_the_page_refuses_a_link_to_a_secret_address_and_says_what_to_do(cast: School) -> None:
    child = new_child(cast)
    actions_family.agree_reach(by=cast.fenna, person=holder(child, 0), secret_address=True)
    refused = send(client_of(cast.fenna), "ask_consent", child.key, person=holder(child, 0).key, way="link")
    assert refused.status_code == 422
    assert "Het adres is geheim. Geef het mee in een gesprek." in refused.content.decode()


def test_the_page_says_why_new_help_waits_and_what_may_be_done(cast: School, support: Support) -> None:
    child = child_in(support)
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="withdrawn", how="call")
    worker = client_of(cast.fenna)
    assert (
        "Nieuwe hulp stopt vandaag"
        in worker.get(reverse("casework:support", args=[support.key])).content.decode()
    )
    refused = send(worker, "step", support.key, what="Oefenen", who="juf")
    assert "Nieuwe hulp voor dit kind kan nu niet" in refused.content.decode()
    assert "Oefenen" in refused.content.decode()


def test_the_ground_is_changed_and_ended_by_pages(cast: School, support: Support) -> None:
    worker = client_of(cast.fenna)
    page = reverse("casework:support", args=[support.key])
    assert "Taak van de gemeente" in worker.get(page).content.decode()
    assert send(worker, "end_ground", support.key, why="bezwaar").status_code == 302
    assert "Er is nu geen grondslag" in worker.get(page).content.decode()
    assert send(worker, "ground", support.key, ground="legal_duty", source="AVG art. 6").status_code == 302
    assert "Plicht uit de wet" in worker.get(page).content.decode()


def test_advice_without_a_name_needs_nobody_whatever_was_said(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="refused", how="talk")
    given = answers.answer(
        by=cast.fenna, request=request, kind="consultation", agreed="Vaste plek in de klas"
    )
    assert not given.for_child
