"""A plan: the family first, in its own words, by who may, with every version kept and every page open."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access.gates import Refused
from schakel.access.models import LogEntry, User
from schakel.casework import queries_plan
from schakel.casework.actions import answers, consent, plan, supports
from schakel.casework.errors import (
    AlreadyThereError,
    DateError,
    FamilyPlanFirstError,
    HelpStoppedError,
    NoPlanError,
    NotNowError,
    NotRegisteredError,
    StaleError,
    WordsNeededError,
)
from schakel.casework.models import DomainNote, PlanAgreement, PlanVersion, SchoolHomeCard, Support
from schakel.people import actions as people
from schakel.people.models import Person
from schakel.rules.clock import ClockState
from schakel.rules.plan import NotYet, PlanState
from tests import cast as tests_cast
from tests.cast import School

pytestmark = pytest.mark.django_db


def child_in(support: Support) -> Person:
    assert support.child is not None
    return support.child


def written(cast: School, support: Support, we_want: str = "Rust in huis", **more: Any) -> PlanVersion:
    """A version by Fenna, after the family said no to making one itself."""
    if not support.plan_offers.exists():
        plan.offer(by=cast.fenna, support=support, answer="no")
    return plan.write(by=cast.fenna, support=support, goes_well="Buiten spelen", we_want=we_want, **more)


# -- R6: the family first


@pytest.mark.parametrize(
    ("answer", "refused"),
    [(None, NotYet.OFFER_FIRST), ("yes", NotYet.FAMILY_MAKES_IT), ("no", None), ("later", None)],
)
def test_nobody_writes_a_plan_before_the_family_was_asked(
    cast: School, support: Support, answer: str | None, refused: NotYet | None
) -> None:
    if answer:
        plan.offer(by=cast.fenna, support=support, answer=answer)
    if refused is None:
        assert plan.write(by=cast.fenna, support=support, goes_well="x", we_want="y").number == 1
        return
    with pytest.raises(FamilyPlanFirstError) as error:
        plan.write(by=cast.fenna, support=support, goes_well="x", we_want="y")
    assert error.value.why is refused
    assert str(error.value)
    by_family = plan.write(by=cast.fenna, support=support, goes_well="x", we_want="y", by_family=True)
    assert by_family.by_family


def test_a_plan_that_is_asked_by_law_has_its_clock(cast: School, support: Support) -> None:
    assert queries_plan.reading(support).clock is None
    Support.objects.filter(pk=support.pk).update(
        legal_track="free_youth_help", started_on=timezone.localdate() - timedelta(days=43)
    )
    support.refresh_from_db()
    reading = queries_plan.reading(support)
    assert reading.clock is not None
    assert reading.clock.state is ClockState.OVERDUE
    plan.offer(by=cast.fenna, support=support, answer="no")
    after = queries_plan.reading(support)
    assert after.clock is not None
    assert after.clock.days_left == 42


@pytest.mark.parametrize("track", ["advice", "prevention", "free_youth_help", "individual_provision"])
@pytest.mark.parametrize("is_registered", [True, False])
def test_establishing_a_plan_is_reserved_where_the_law_reserves_it(
    cast: School, support: Support, track: str, is_registered: bool
) -> None:
    Support.objects.filter(pk=support.pk).update(legal_track=track)
    support.refresh_from_db()
    if is_registered:
        people.register_professional(
            by=None, user=cast.fenna, skj_number="1", registered_from=date(2020, 1, 1)
        )
        cast.fenna = User.objects.get(pk=cast.fenna.pk)
    if track in ("advice", "prevention") or is_registered:
        assert written(cast, support).number == 1
    else:
        with pytest.raises(NotRegisteredError):
            written(cast, support)
    assert plan.write(by=None, support=support, goes_well="x", we_want="y")


# -- versions


def test_every_version_is_kept_with_goals_and_steps_as_they_stood(cast: School, support: Support) -> None:
    first = written(cast, support)
    supports.add_step(
        by=cast.fenna, support=support, what="Samen ontbijten", who="mama", due_on=date(2027, 1, 4)
    )
    second = written(cast, support, "Rust in huis en in de klas")
    assert (first.number, second.number, str(second)) == (1, 2, f"{support.pk}.2")
    first.refresh_from_db()
    assert (first.goals, first.steps) == (["Ik wil weer graag naar school."], [])
    assert second.steps == ["mama: Samen ontbijten (4 januari 2027)"]
    changes = queries_plan.compared(queries_plan.versions(support), 2)
    assert [change.part for change in changes] == ["we_want", "steps"]
    assert len(queries_plan.compared(queries_plan.versions(support), 1)) == 3


def test_who_was_quicker_keeps_the_version_and_the_other_is_told(cast: School, support: Support) -> None:
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    written(cast, support, expected=0)
    with pytest.raises(StaleError):
        plan.write(by=cast.jelle, support=support, goes_well="x", we_want="y", expected=0)
    assert plan.write(by=cast.jelle, support=support, goes_well="x", we_want="y", expected=1).number == 2
    with pytest.raises(IntegrityError, match="plan_version_once"), transaction.atomic():
        PlanVersion.objects.create(
            support=support, number=1, goes_well="x", we_want="y", on=timezone.localdate()
        )


def test_who_agrees_agrees_with_the_latest_version_once(cast: School, support: Support) -> None:
    first = written(cast, support)
    mother = child_in(support).authority.order_by("pk")[0].holder
    agreed = plan.agree(by=cast.fenna, plan=first, person=mother, how="talk")
    oma = plan.agree(by=cast.fenna, plan=first, name="Oma", how="call")
    assert (str(agreed), str(oma)) == (str(mother), "Oma")
    row = LogEntry.objects.filter(action="plan.agree").order_by("id")[0]
    assert row.persons == sorted([child_in(support).pk, mother.pk])
    for again in ({"person": mother}, {"name": "Oma"}):
        with pytest.raises(AlreadyThereError):
            plan.agree(by=cast.fenna, plan=first, how="talk", **again)
    with pytest.raises(WordsNeededError):
        plan.agree(by=cast.fenna, plan=first, how="talk", name=" ")
    second = written(cast, support, "Anders")
    with pytest.raises(StaleError):
        plan.agree(by=cast.fenna, plan=first, person=mother, how="talk")
    assert not second.agreements.exists()
    with pytest.raises(IntegrityError, match="somebody_agreed"), transaction.atomic():
        PlanAgreement.objects.create(plan=second, how="talk", on=timezone.localdate())


def test_without_consent_no_plan_is_written(cast: School, support: Support) -> None:
    child = child_in(support)
    consent.record(
        by=cast.fenna,
        child=child,
        person=child.authority.order_by("pk")[0].holder,
        said="refused",
        how="call",
    )
    with pytest.raises(HelpStoppedError):
        written(cast, support)


def test_on_paper_in_two_weeks_once_there_is_a_plan(cast: School, support: Support) -> None:
    assert queries_plan.paper_clock(support) is None
    with pytest.raises(NotNowError):
        plan.give_paper(by=cast.fenna, support=support)
    asked_for = plan.ask_paper(by=cast.fenna, support=support)
    assert str(asked_for) == str(timezone.localdate())
    with pytest.raises(AlreadyThereError):
        plan.ask_paper(by=cast.fenna, support=support)
    with pytest.raises(NoPlanError):
        plan.give_paper(by=cast.fenna, support=support)
    clock = queries_plan.paper_clock(support)
    assert clock is not None
    assert (clock.state, clock.days_left) == (ClockState.RUNNING, 14)
    written(cast, support)
    plan.give_paper(by=cast.fenna, support=support)
    given = queries_plan.paper_clock(support)
    assert given is not None
    assert given.state is ClockState.IN_TIME
    assert plan.ask_paper(by=cast.fenna, support=support)


def test_the_card_keeps_two_columns_and_two_writers_apart(cast: School, support: Support) -> None:
    plan.fill_card(
        by=cast.fenna, support=support, works_at_school=" vaste plek ", works_at_home="op tijd", expected=0
    )
    card = SchoolHomeCard.objects.get()
    assert (card.works_at_school, card.works_at_home, str(card)) == (
        "vaste plek",
        "op tijd",
        f"card of {support.pk}",
    )
    with pytest.raises(StaleError):
        plan.fill_card(by=cast.fenna, support=support, expected=0)
    plan.fill_card(by=cast.fenna, support=support, could_at_school="timer", could_at_home="pictogrammen")
    card.refresh_from_db()
    assert (card.could_at_school, card.could_at_home, card.works_at_home, card.version) == (
        "timer", "pictogrammen", "", 2,
    )  # fmt: skip


def test_a_part_of_life_is_written_only_with_a_reason(cast: School, support: Support) -> None:
    for reason, text in ((" ", "x"), ("x", " ")):
        with pytest.raises(WordsNeededError):
            plan.note_domain(by=cast.fenna, support=support, domain="money", reason=reason, text=text)
    note = plan.note_domain(
        by=cast.fenna, support=support, domain="money", reason="Schulden geven stress", text="x"
    )
    assert str(note) == "money"


def test_the_family_is_asked_again_and_never_before_help_or_tomorrow(cast: School, support: Support) -> None:
    today = timezone.localdate()
    for day in (support.started_on - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(DateError):
            plan.offer(by=cast.fenna, support=support, answer="no", on=day)
    asked = plan.offer(by=cast.fenna, support=support, answer="yes", on=today, note=" met oma ")
    assert (str(asked), asked.note) == (f"yes {today}", "met oma")
    plan.offer(by=cast.fenna, support=support, answer="no")
    assert queries_plan.reading(support).state is PlanState.TO_WRITE


def test_who_does_not_work_on_it_and_who_is_late_changes_nothing(cast: School, support: Support) -> None:
    version = written(cast, support)
    doings: list[Callable[[User], object]] = [
        lambda by: plan.offer(by=by, support=support, answer="no"),
        lambda by: plan.write(by=by, support=support, goes_well="x", we_want="y"),
        lambda by: plan.agree(by=by, plan=version, name="x", how="talk"),
        lambda by: plan.ask_paper(by=by, support=support),
        lambda by: plan.give_paper(by=by, support=support),
        lambda by: plan.fill_card(by=by, support=support),
        lambda by: plan.note_domain(by=by, support=support, domain="money", reason="x", text="y"),
    ]
    for doing in doings:
        for stranger in (cast.sytske, cast.marit, cast.anouk):
            with pytest.raises(Refused):
                doing(stranger)
    supports.close(by=cast.fenna, support=support, closure_code="01", closing_words="klaar")
    for doing in doings:
        with pytest.raises(NotNowError):
            doing(cast.fenna)


# -- the sheet


def test_the_sheet_says_who_helps_who_knows_and_who_looked(cast: School, support: Support) -> None:
    supports.add_member(by=cast.fenna, support=support, name="Ria", layer="neighbourhood_team")
    assert support.request is not None
    answers.share_answer(by=cast.fenna, request=support.request, text="Wij beginnen rustig.")
    client = Client()
    client.force_login(cast.fenna)
    client.get(reverse("casework:support", args=[support.key]))
    page = client.get(reverse("casework:sheet", args=[support.key])).content.decode()
    for words in (
        "Ria",
        "Wij beginnen rustig.",
        "Marit Visser",
        "Anouk Dijkstra",
        "Hoe stoppen we?",
        "Uw rechten",
    ):
        assert words in page, words
    found = queries_plan.sheet(support)
    assert [one.name for one in found.looked] == ["Fenna de Boer"]
    assert len(found.can_see) == 2


# -- the pages


def send(user: User, name: str, key: object, /, **filled: object) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(
        reverse(f"casework:{name}", args=[key]), {field: str(value) for field, value in filled.items()}
    )


def test_a_plan_is_made_by_pages(cast: School, support: Support) -> None:
    client = Client()
    client.force_login(cast.fenna)
    page = reverse("casework:plan", args=[support.key])
    assert "Vraag het gezin eerst" in client.get(page).content.decode()
    assert client.get(reverse("casework:agree_plan", args=[support.key])).status_code == 404
    early = send(cast.fenna, "write_plan", support.key, version=0, goes_well="Spelen", we_want="Rust")
    assert "Leg vast wat zij zeiden" in early.content.decode()
    today = timezone.localdate().strftime("%d-%m-%Y")
    assert send(cast.fenna, "offer_plan", support.key, answer="no", on=today).status_code == 302
    for number, words in enumerate(("Rust", "Rust en plezier")):
        assert (
            send(
                cast.fenna, "write_plan", support.key, version=number, goes_well="Spelen", we_want=words
            ).status_code
            == 302
        )
    stale = send(cast.fenna, "write_plan", support.key, version=0, goes_well="Spelen", we_want="Te laat")
    assert "Iemand anders heeft dit intussen" in stale.content.decode()
    assert "Te laat" in stale.content.decode()
    mother = child_in(support).authority.order_by("pk")[0].holder
    assert send(cast.fenna, "agree_plan", support.key, person=mother.key, how="talk").status_code == 302
    assert send(cast.fenna, "agree_plan", support.key, name="Oma", how="talk").status_code == 302
    shown = client.get(page).content.decode()
    for words in ("Rust en plezier", "<del><bdi>Rust</bdi></del>", str(mother), "Oma", "versie 2"):
        assert words in shown, words
    assert client.get(reverse("casework:write_plan", args=[support.key])).status_code == 200


def test_paper_card_and_life_by_pages(cast: School, support: Support) -> None:
    client = Client()
    client.force_login(cast.fenna)
    page = reverse("casework:plan", args=[support.key])
    assert client.get(reverse("casework:plan_paper", args=[support.key])).status_code == 405
    send(cast.fenna, "plan_paper", support.key)
    assert "Gevraagd op papier" in client.get(page).content.decode()
    send(cast.fenna, "plan_paper", support.key, given="1")
    assert "Gevraagd op papier" in client.get(page).content.decode()
    written(cast, support)
    send(cast.fenna, "plan_paper", support.key, given="1")
    assert "Het gezin heeft het plan op papier" in client.get(page).content.decode()
    assert (
        send(cast.fenna, "fill_card", support.key, version=0, works_at_home="vroeg naar bed").status_code
        == 302
    )
    assert client.get(reverse("casework:fill_card", args=[support.key])).status_code == 200
    assert send(cast.fenna, "note_domain", support.key, domain="money", text="x").status_code == 422
    assert (
        send(cast.fenna, "note_domain", support.key, domain="money", text="x", reason="stress").status_code
        == 302
    )
    shown = client.get(page).content.decode()
    assert "vroeg naar bed" in shown
    assert "stress" in shown
    assert DomainNote.objects.count() == 1


def test_a_plan_of_a_group_has_nobody_with_authority_to_agree(cast: School) -> None:
    request = tests_cast.asked(cast)
    tests_cast.child_of(request, cast.fenna, parents=0)
    group = supports.start(by=cast.fenna, request=request, title="Groep 4", support_for="group", agreed="x")
    written(cast, group)
    assert send(cast.fenna, "agree_plan", group.key, name="Juf Marit", how="talk").status_code == 302


def test_a_version_of_what_nobody_wrote_is_told_and_the_text_stays(cast: School, support: Support) -> None:
    told = send(cast.fenna, "fill_card", support.key, version=7, works_at_home="vroeg naar bed")
    assert told.status_code == 422
    assert "vroeg naar bed" in told.content.decode()
