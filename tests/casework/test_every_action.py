"""Every action of a running support, straight at the action: age x authority x consent x legal track (R2 to R7).

What is new help waits for everybody who must agree, on every track. Talking, scaling down, stopping, and what the family itself
asks or says never waits.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from schakel.casework import keep
from schakel.casework.actions import (
    asking_consent,
    consent,
    file,
    grounds,
    kin,
    letters,
    plan,
    sharing,
    supports,
)
from schakel.casework.errors import FamilyPlanFirstError, HelpStoppedError, NotRegisteredError
from schakel.casework.models import ConsentDecision, Support
from schakel.measures import actions as measures
from schakel.people import actions as people
from schakel.people import actions_family
from schakel.people.models import Person
from tests.casework.test_consent_asked import TABLE, TRACKS
from tests.cast import LONG_AGO, School, asked, child_of

pytestmark = pytest.mark.django_db
Act = Callable[[School, Support], object]


def child_in(support: Support) -> Person:
    assert support.child is not None
    return support.child


def write_plan(cast: School, support: Support) -> None:
    plan.offer(by=cast.fenna, support=support, answer="no")
    plan.write(by=cast.fenna, support=support, goes_well="x", we_want="y")


def share(cast: School, support: Support) -> None:
    sharing.share(
        by=cast.fenna,
        support=support,
        kind="agreement",
        with_user=cast.marit,
        text="x",
        purpose="y",
        until=timezone.localdate() + timedelta(days=30),
        family_told_on=timezone.localdate(),
    )


def move(support: Support, cast: School, rung: str) -> None:
    supports.move(by=cast.fenna, support=support, to_rung=rung, reason="x", decided_by="y")


def close(cast: School, support: Support) -> None:
    supports.close(by=cast.fenna, support=support, closure_code="03", closing_words="x")


def let_the_child_speak(cast: School, support: Support) -> None:
    file.add_statement(by=cast.fenna, child=child_in(support), said_by=child_in(support), text="x")


NEW_HELP: dict[str, Act] = {
    "step": lambda cast, support: supports.add_step(by=cast.fenna, support=support, what="x", who="y"),
    "goal": lambda cast, support: supports.add_goal(
        by=cast.fenna, support=support, words="x", said_by="child"
    ),
    "up": lambda cast, support: move(support, cast, "neighbourhood_team"),
    "plan": write_plan,
    "share": share,
    "handover": lambda cast, support: letters.issue(
        by=cast.fenna, support=support, kind="handover", way="in_person", name="Sanne"
    ),
}
ALWAYS: dict[str, Act] = {
    "talk": lambda cast, support: supports.record_contact(
        by=cast.fenna, support=support, kind="call", with_whom="parent"
    ),
    "down": lambda cast, support: move(support, cast, "everyday"),
    "close": close,
    "appointment": lambda cast, support: supports.plan_next(by=cast.fenna, support=support, at=None),
    "offer": lambda cast, support: plan.offer(by=cast.fenna, support=support, answer="later"),
    "no": lambda cast, support: consent.record(
        by=cast.fenna, child=child_in(support), person=child_in(support), said="refused", how="talk"
    ),
    "tie": lambda cast, support: kin.add_tie(
        by=cast.fenna, child=child_in(support), kind="other", first_name="Oma"
    ),
    "reach": lambda cast, support: actions_family.agree_reach(
        by=cast.fenna, person=child_in(support), never_post=True
    ),
    "statement": let_the_child_speak,
    "opinion": lambda cast, support: measures.invite(by=cast.fenna, support=support, informant="child"),
    "no ground": lambda cast, support: grounds.end(by=cast.fenna, support=support, why="x"),
    "ask": lambda cast, support: [
        asking_consent.ask(by=cast.fenna, child=child_in(support), person=person, way="in_person")
        for person in keep.persons_of(child_in(support), timezone.localdate())[1:2]
        if child_in(support).birth_date and age_of(child_in(support)) < 16
    ],
}


def age_of(child: Person) -> int:
    assert child.birth_date is not None
    return (timezone.localdate() - child.birth_date).days * 4 // (4 * 365 + 1)


def running(cast: School, age: int, parents: int, words: dict[str, str]) -> Support:
    """A support that runs, whatever was said since: the words of today decide."""
    request = asked(cast)
    born = timezone.localdate() - timedelta(days=age * 365 + age // 4 + 2)
    child = child_of(request, cast.fenna, parents=parents, birth_date=born)
    holders = [record.holder for record in child.authority.select_related("holder").order_by("pk")]
    for who, said in words.items():
        person = child if who == "child" else holders[int(who)]
        consent.record(by=cast.fenna, child=child, person=person, said=said, how="talk")
    request.refresh_from_db()
    support = Support.objects.create(
        request=request,
        site=request.site,
        support_for="child",
        child=child,
        title="x",
        lead=cast.fenna,
        consent=ConsentDecision.objects.create(child=child, way="given", rule="R2", on=timezone.localdate()),
        agreed="x",
        started_on=timezone.localdate(),
    )
    grounds.usual(by=None, support=support)
    keep.open_support(support)
    return support


def went(act: Act, cast: School, support: Support) -> bool:
    """Whether the action was done; what it did is rolled back."""
    with transaction.atomic():
        try:
            act(cast, Support.objects.get(pk=support.pk))
            done = True
        except HelpStoppedError:
            done = False
        transaction.set_rollback(True)
    return done


# By default one track on which deciding is reserved and one on which it is not; all of them in test-all.
@pytest.mark.parametrize(
    "tracks",
    [["prevention", "individual_provision"], pytest.param(TRACKS, marks=pytest.mark.slow)],
    ids=["two", "all"],
)
@pytest.mark.parametrize(("age", "parents", "words", "complete"), TABLE)
def test_new_help_waits_for_consent_and_the_rest_never(
    cast: School, age: int, parents: int, words: dict[str, str], complete: bool, tracks: list[str]
) -> None:
    people.register_professional(by=None, user=cast.fenna, skj_number="100", registered_from=LONG_AGO)
    support = running(cast, age, parents, words)
    for track in tracks:
        Support.objects.filter(pk=support.pk).update(legal_track=track)
        done = {name: went(act, cast, support) for name, act in (NEW_HELP | ALWAYS).items()}
        assert done == dict.fromkeys(NEW_HELP, complete) | dict.fromkeys(ALWAYS, True), track


@pytest.mark.parametrize("track", TRACKS)
def test_deciding_is_reserved_on_the_tracks_of_youth_help_alone(cast: School, track: str) -> None:
    """R7: Fenna is not registered here. R6: the family is asked first, on every track."""
    support = running(cast, 9, 1, {"0": "given"})
    Support.objects.filter(pk=support.pk).update(legal_track=track)
    reserved = track in ("free_youth_help", "individual_provision")
    for act in (write_plan, NEW_HELP["up"], ALWAYS["close"]):
        with transaction.atomic():
            refused = False
            try:
                act(cast, Support.objects.get(pk=support.pk))
            except NotRegisteredError:
                refused = True
            transaction.set_rollback(True)
        assert refused is reserved
    with pytest.raises(FamilyPlanFirstError), transaction.atomic():
        plan.write(by=cast.fenna, support=support, goes_well="x", we_want="y")
