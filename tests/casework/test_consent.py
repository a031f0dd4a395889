"""Help for a child starts when the law's consent is there, and not before; from any side."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from schakel.access.gates import Refused
from schakel.casework import consent_records, queries_consent
from schakel.casework.actions import answers, consent, family, supports
from schakel.casework.errors import ChildNeededError, ConsentMissingError, DateError, WordsNeededError
from schakel.casework.models import Answer, ConsentDecision, HelpRequest, Support
from schakel.people.models import Person
from schakel.rules.consent import Act, Party, Way
from tests.cast import School, agreed_by_all, asked, child_of

pytestmark = pytest.mark.django_db


def years_ago(years: int, *, days: int = 0) -> date:
    today = timezone.localdate()
    return today.replace(year=today.year - years, day=min(today.day, 28)) - timedelta(days=days)


def holder(child: Person, place: int) -> Person:
    return child.authority.order_by("pk")[place].holder


def start(cast: School, request: HelpRequest) -> Support:
    return supports.start(
        by=cast.fenna, request=request, title="Sem", support_for="child", agreed="Rustig beginnen"
    )


def test_one_of_two_parents_is_not_enough(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="given", how="talk")
    with pytest.raises(ConsentMissingError) as refused:
        start(cast, request)
    assert [gap.person for gap in refused.value.answer.missing] == [str(holder(child, 1).key)]
    assert Act.ADVICE_WITHOUT_NAME in refused.value.answer.meanwhile
    assert not Support.objects.exists()
    assert not Answer.objects.exists()


def test_with_both_parents_help_starts_and_the_decision_is_kept(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    agreed_by_all(child, cast.fenna)
    support = start(cast, request)
    assert support.consent is not None
    assert support.consent.rule == "R2:under-12"
    assert support.consent.way == Way.GIVEN


def test_a_child_of_twelve_says_yes_as_well(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna, birth_date=years_ago(12, days=1))
    agreed_by_all(child, cast.fenna)
    with pytest.raises(ConsentMissingError) as refused:
        start(cast, request)
    assert [gap.party for gap in refused.value.answer.missing] == [Party.CHILD]
    consent.record(by=cast.fenna, child=child, person=child, said="given", how="talk")
    assert start(cast, request).is_open


def test_a_child_of_sixteen_decides_alone(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna, birth_date=years_ago(16, days=1))
    assert consent_records.who_may_agree(child) == [child]
    said = consent.record(by=cast.fenna, child=child, person=child, said="given", how="talk")
    assert (said.person, said.recorded_by) == (child, cast.fenna)
    assert start(cast, request).is_open


def test_taking_consent_back_counts_from_that_day(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    agreed_by_all(child, cast.fenna)
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="withdrawn", how="call")
    with pytest.raises(ConsentMissingError):
        start(cast, request)


def test_nobody_with_authority_blocks(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna, parents=0)
    panel = queries_consent.panel(child)
    assert [gap.party for gap in panel.unknown] == [Party.NOBODY_WITH_AUTHORITY]
    with pytest.raises(ConsentMissingError):
        start(cast, request)


def test_an_exception_between_twelve_and_sixteen_needs_a_ground_that_fits(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna, birth_date=years_ago(13))
    consent.record(by=cast.fenna, child=child, person=child, said="given", how="talk")
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="refused", how="talk")
    exception = consent.record_exception(
        by=cast.fenna, child=child, ground="child_persists", reason="Zij blijft dit willen"
    )
    assert exception.decided_by == cast.fenna
    support = start(cast, request)
    assert support.consent is not None
    assert support.consent.way == Way.EXCEPTION


def test_presumed_consent_needs_a_reason_and_never_overrules_a_no(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    with pytest.raises(WordsNeededError):
        consent.record_exception(by=cast.fenna, child=child, ground="presumed", reason=" ")
    consent.record_exception(by=cast.fenna, child=child, ground="presumed", reason="Een gesprekje op school")
    assert consent_records.answer_for(child, Act.CHILD_HELP, timezone.localdate()).way is Way.PRESUMED
    consent.record(by=cast.fenna, child=child, person=holder(child, 1), said="refused", how="call")
    assert not consent_records.answer_for(child, Act.CHILD_HELP, timezone.localdate()).allowed


def test_the_week_and_the_child_agree_about_a_presumption(cast: School) -> None:
    """The list reads the same records in another way than the page of one child."""
    child = child_of(asked(cast), cast.fenna)
    today = timezone.localdate()
    assert consent_records.children_without_consent([child], today) == {child.pk}
    consent.record_exception(by=cast.fenna, child=child, ground="presumed", reason="Ouders zijn op reis.")
    assert consent_records.answer_for(child, Act.CHILD_HELP, today).allowed
    assert consent_records.children_without_consent([child], today) == set()


def test_a_later_exception_does_not_work_back_in_time(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    consent.record_exception(by=cast.fenna, child=child, ground="presumed", reason="Klein gebaar")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert not consent_records.answer_for(child, Act.CHILD_HELP, yesterday).allowed


@pytest.mark.parametrize("kind", ["short_intervention", "return_to_school_plan", "referral"])
def test_child_specific_answers_ask_for_consent(cast: School, kind: str) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna)
    with pytest.raises(ConsentMissingError):
        answers.answer(by=cast.fenna, request=request, kind=kind, agreed="Samen oefenen")
    agreed_by_all(child, cast.fenna)
    given = answers.answer(by=cast.fenna, request=request, kind=kind, agreed="Samen oefenen")
    assert given.for_child
    assert given.consent is not None


def test_advice_without_a_name_needs_nobody(cast: School) -> None:
    request = asked(cast)
    child_of(request, cast.fenna, parents=0)
    given = answers.answer(
        by=cast.fenna, request=request, kind="expertise_transfer", agreed="Vaste plek in de klas"
    )
    assert not given.for_child


def test_help_for_a_child_needs_to_know_which_child(cast: School) -> None:
    from schakel.casework.actions import requests

    request = asked(cast)
    requests.pick_up(by=cast.fenna, request=request, how="met")
    answers.clarify(by=cast.fenna, request=request, we_see="Stil", offered_first="home")
    with pytest.raises(ChildNeededError):
        answers.answer(by=cast.fenna, request=request, kind="consultation", agreed="x", for_child=True)
    with pytest.raises(ChildNeededError):
        start(cast, request)


def test_the_database_itself_refuses_help_for_a_child_without_a_decision(cast: School) -> None:
    """From a shell, an import, an admin page: whoever writes the row."""
    request = asked(cast)
    child = child_of(request, cast.fenna)
    with pytest.raises(IntegrityError, match="no_support_of_a_child_without_consent"), transaction.atomic():
        Support.objects.create(
            request=request,
            site=cast.site,
            support_for="child",
            child=child,
            title="x",
            lead=cast.fenna,
            agreed="x",
            started_on=timezone.localdate(),
        )
    with pytest.raises(IntegrityError, match="no_help_for_a_child_without_consent"), transaction.atomic():
        Answer.objects.create(
            request=request, kind="short_intervention", agreed="x", for_child=True, by=cast.fenna
        )
    with pytest.raises(IntegrityError, match="a_blocked_answer_is_no_decision"), transaction.atomic():
        ConsentDecision.objects.create(child=child, way="blocked", rule="R2", on=timezone.localdate())


def test_consent_is_not_given_tomorrow(cast: School) -> None:
    child = child_of(asked(cast), cast.fenna)
    with pytest.raises(DateError) as refused:
        consent.record(
            by=cast.fenna,
            child=child,
            person=holder(child, 0),
            said="given",
            how="talk",
            on=timezone.localdate() + timedelta(days=1),
        )
    assert refused.value.field == "on"


def test_who_does_not_know_the_child_records_nothing(cast: School) -> None:
    child = child_of(asked(cast), cast.fenna)
    for stranger in (cast.sytske, cast.marit):
        with pytest.raises(Refused):
            consent.record(by=stranger, child=child, person=child, said="given", how="talk")
        with pytest.raises(Refused):
            consent.record_exception(by=stranger, child=child, ground="presumed", reason="x")
        with pytest.raises(Refused):
            family.add_parent(by=stranger, child=child, first_name="X", verified_how="y")


def test_the_panel_says_who_is_missing_since_when_and_what_changes(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna, birth_date=years_ago(11, days=200))
    consent.record(by=cast.fenna, child=child, person=holder(child, 0), said="given", how="talk")
    panel = queries_consent.panel(child)
    assert [(line.person, line.is_missing) for line in panel.lines] == [
        (holder(child, 0), False),
        (holder(child, 1), True),
    ]
    assert panel.lines[1].missing_since == timezone.localdate(), (
        "not since birth: nobody here knew the child then"
    )
    assert panel.lines[0].said is not None
    change = panel.answer.next_change
    assert change is not None
    assert change.age == 12
    with time_machine.travel(change.on):
        assert queries_consent.panel(child).lines[0].person == child


def test_a_parent_added_later_is_known_to_who_works_with_the_child(cast: School, support: Support) -> None:
    assert support.child is not None
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    record = family.add_parent(
        by=cast.fenna, child=support.child, first_name="Oma", verified_how="voogdij", quality="guardian"
    )
    from schakel.access.gates import holds
    from schakel.access.roles import Permission

    for user in (cast.fenna, cast.jelle, cast.anouk):
        assert holds(user, record.holder, Permission.SEE_PERSON)
    assert not holds(cast.sytske, record.holder, Permission.SEE_PERSON)
