"""Who stands around a child, who has authority until when, how to reach somebody, and one person in here twice."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from schakel.access import audit
from schakel.access.gates import Refused, holds
from schakel.access.models import LogEntry, Relation, User
from schakel.access.roles import Permission
from schakel.casework.actions import consent, family, kin, supports
from schakel.casework.errors import WordsNeededError
from schakel.casework.models import Support
from schakel.people import actions as people
from schakel.people import actions_family, actions_merge, around
from schakel.people.errors import MergeError, OverwrittenError, PeriodError, TieError
from schakel.people.models import FamilyTie, Person, PersonMerge, ReachAgreement
from schakel.rules.contact import Channel, SafeContact
from tests.cast import School, agreed_by_all, asked, child_of, client_of, supported

pytestmark = pytest.mark.django_db


def child_in(support: Support) -> Person:
    assert support.child is not None
    return support.child


def today() -> date:
    return timezone.localdate()


def names_around(child: Person) -> list[str]:
    return [each.name for each in around.around(child, today())]


def test_a_grandmother_stands_beside_the_parents_and_can_be_reached(cast: School, support: Support) -> None:
    child = child_in(support)
    tie = kin.add_tie(
        by=cast.fenna,
        child=child,
        kind="other",
        first_name="Ans",
        last_name="Bakker",
        words="oma",
        home="together",
    )
    assert names_around(child) == ["Ouder0", "Ouder1", "Ans Bakker"]
    line = around.around(child, today())[2]
    assert (line.words, line.as_member().at_home, line.authority) == ("oma", True, None)
    assert tie.other is not None
    for user in (cast.fenna, cast.anouk):
        assert holds(user, tie.other, Permission.SEE_PERSON)
    assert not holds(cast.sytske, tie.other, Permission.SEE_PERSON)
    assert LogEntry.objects.filter(action="person.tie", persons=sorted([child.pk, tie.other.pk])).exists()


def test_a_parent_with_authority_is_one_line_also_with_a_tie(cast: School, support: Support) -> None:
    child = child_in(support)
    holder = child.authority.order_by("pk")[0].holder
    kin.add_tie(by=cast.fenna, child=child, kind="parent", known=holder, words="mama", home="together")
    lines = around.around(child, today())
    assert [(line.name, line.words) for line in lines] == [("Ouder0", "mama"), ("Ouder1", "")]
    assert lines[0].as_member().has_authority


def test_an_unknown_sibling_stays_a_name(cast: School, support: Support) -> None:
    before = Person.objects.count()
    tie = kin.add_tie(by=cast.fenna, child=child_in(support), kind="sibling", first_name="Noor")
    assert (tie.other, tie.name, str(tie)) == (None, "Noor", "Noor")
    assert Person.objects.count() == before


def test_siblings_are_linked_from_both_sides_and_their_files_stay_apart(
    cast: School, support: Support
) -> None:
    child = child_in(support)
    sister = child_of(asked(cast, "Noor, groep 6"), cast.fenna, parents=0, birth_date=date(2015, 5, 6))
    kin.add_tie(by=cast.fenna, child=child, kind="sibling", known=sister)
    assert str(sister) in names_around(child)
    assert str(child) in names_around(sister)
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    assert holds(cast.jelle, child, Permission.SEE_PERSON)
    Relation.objects.filter(user=cast.jelle, subject_id=sister.pk).delete()
    actions_family.agree_reach(by=cast.fenna, person=child)
    assert not holds(cast.jelle, sister, Permission.SEE_PERSON)
    with pytest.raises(TieError):
        kin.add_tie(by=cast.fenna, child=sister, kind="sibling", known=child)


def test_a_tie_that_cannot_be_is_refused(cast: School, support: Support) -> None:
    child = child_in(support)
    holder = child.authority.order_by("pk")[0].holder
    for kind, other in (("sibling", holder), ("parent", child), ("sibling", child)):
        with pytest.raises(TieError) as refused:
            actions_family.add_tie(by=None, child=child, kind=kind, other=other)
        assert refused.value.field == "known"
    with pytest.raises(TieError) as nobody:
        actions_family.add_tie(by=None, child=child, kind="other", name=" ")
    assert nobody.value.field == "name"
    with pytest.raises(WordsNeededError):
        kin.add_tie(by=cast.fenna, child=child, kind="other", first_name=" ")
    actions_family.add_tie(by=None, child=child, kind="parent", other=holder)
    with pytest.raises(TieError):
        actions_family.add_tie(by=None, child=child, kind="parent", other=holder)


def test_a_tie_ends_once_and_not_before_it_began(cast: School, support: Support) -> None:
    child = child_in(support)
    tie = kin.add_tie(by=cast.fenna, child=child, kind="sibling", first_name="Noor")
    with pytest.raises(PeriodError):
        actions_family.end_tie(by=None, tie=tie, until_on=tie.from_on - timedelta(days=1))
    yesterday = today() - timedelta(days=1)
    FamilyTie.objects.filter(pk=tie.pk).update(from_on=yesterday)
    tie.refresh_from_db()
    actions_family.end_tie(by=None, tie=tie, until_on=yesterday)
    assert "Noor" not in names_around(child)
    with pytest.raises(PeriodError):
        kin.end_tie(by=cast.fenna, tie=tie)


def test_the_database_itself_refuses_a_tie_with_nobody(cast: School, support: Support) -> None:
    with pytest.raises(IntegrityError, match="tie_with_someone"), transaction.atomic():
        FamilyTie.objects.create(child=child_in(support), kind="other", from_on=today())


def test_authority_ends_on_a_day_and_the_parent_stays_in_the_picture(cast: School, support: Support) -> None:
    child = child_in(support)
    record = child.authority.order_by("pk")[1]
    kin.end_authority(by=cast.fenna, record=record, until_on=today())
    assert around.around(child, today())[1].authority is not None
    tomorrow = around.around(child, today() + timedelta(days=1))
    assert [(line.name, line.authority is not None) for line in tomorrow] == [
        ("Ouder0", True),
        ("Ouder1", False),
    ]
    kin.end_authority(by=cast.fenna, record=record, until_on=today() - timedelta(days=1))
    assert FamilyTie.objects.filter(child=child, other=record.holder).count() == 1


def test_who_stands_there_can_get_authority_with_how_it_was_verified(cast: School, support: Support) -> None:
    child = child_in(support)
    tie = kin.add_tie(by=cast.fenna, child=child, kind="foster_parent", first_name="Wim")
    assert tie.other is not None
    record = kin.give_authority(
        by=cast.fenna,
        child=child,
        holder=tie.other,
        quality="guardian",
        verified_how="beschikking",
        from_on=today(),
    )
    assert (record.verified_by, record.verified_on) == (cast.fenna, today())
    assert around.around(child, today())[2].kind == "pleegouder"
    with pytest.raises(WordsNeededError):
        kin.give_authority(
            by=cast.fenna, child=child, holder=tie.other, quality="parent", verified_how=" ", from_on=today()
        )


def test_what_was_agreed_about_reaching_is_what_the_rule_reads(cast: School, support: Support) -> None:
    holder = child_in(support).authority.order_by("pk")[0].holder
    assert around.safe_contact(holder) is None
    actions_family.agree_reach(
        by=cast.fenna,
        person=holder,
        how=" na drie uur ",
        never_call=True,
        never_post=True,
        never_link=True,
        secret_address=True,
        language="Arabisch",
        interpreter=True,
        never_words="niets over school",
    )
    assert around.safe_contact(holder) == SafeContact(
        frozenset({Channel.CALL, Channel.POST, Channel.LINK}), secret_address=True
    )
    record = ReachAgreement.objects.get(person=holder)
    assert (record.how, record.language, record.interpreter, str(record)) == (
        "na drie uur", "Arabisch", True, "na drie uur",
    )  # fmt: skip
    actions_family.agree_reach(by=cast.fenna, person=holder, expected=1)
    assert around.safe_contact(holder) == SafeContact()


def test_two_who_change_an_agreement_lose_nothing(cast: School, support: Support) -> None:
    holder = child_in(support).authority.order_by("pk")[0].holder
    actions_family.agree_reach(by=cast.fenna, person=holder, secret_address=True, expected=0)
    with pytest.raises(OverwrittenError):
        actions_family.agree_reach(by=cast.anouk, person=holder, secret_address=False, expected=0)
    assert ReachAgreement.objects.get(person=holder).secret_address


@pytest.mark.parametrize("who", ["sytske", "marit"])
def test_a_stranger_changes_nothing_about_a_family(cast: School, support: Support, who: str) -> None:
    stranger, child = getattr(cast, who), child_in(support)
    record = child.authority.order_by("pk")[0]
    tie = kin.add_tie(by=cast.fenna, child=child, kind="sibling", first_name="Noor")
    given: dict[str, Any] = {
        "holder": record.holder,
        "quality": "parent",
        "verified_how": "x",
        "from_on": today(),
    }
    attempts: list[Callable[[], object]] = [
        lambda: kin.add_tie(by=stranger, child=child, kind="sibling", first_name="X"),
        lambda: kin.end_tie(by=stranger, tie=tie),
        lambda: kin.end_authority(by=stranger, record=record, until_on=today()),
        lambda: actions_family.agree_reach(by=stranger, person=record.holder),
        lambda: kin.merge(by=stranger, kept=child, merged=record.holder, why="x"),
        lambda: kin.give_authority(by=stranger, child=child, **given),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()


def test_knowing_one_child_is_not_knowing_the_other(cast: School, support: Support) -> None:
    child = child_in(support)
    other = child_of(asked(cast, "Tim"), cast.jelle, parents=0)
    record = child.authority.order_by("pk")[0]
    given: dict[str, Any] = {
        "holder": record.holder,
        "quality": "parent",
        "verified_how": "x",
        "from_on": today(),
    }
    attempts: list[Callable[[], object]] = [
        lambda: kin.add_tie(by=cast.jelle, child=other, kind="sibling", known=child),
        lambda: kin.merge(by=cast.jelle, kept=other, merged=child, why="x"),
        lambda: kin.give_authority(by=cast.jelle, child=other, **given),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()


def test_only_who_works_with_the_child_takes_apart(cast: School) -> None:
    sem, again, _support = twice(cast)
    record = kin.merge(by=cast.anouk, kept=sem, merged=again, why="zelfde")
    with pytest.raises(Refused):
        kin.take_apart(by=cast.sytske, record=record)


# -- one person in here twice


def twice(cast: School) -> tuple[Person, Person, Support]:
    """Fenna helps Sem; Jelle was asked about Sem too, and wrote him down again, with one parent."""
    support = supported(cast)
    again = child_of(asked(cast, "Sem nog eens"), cast.jelle, parents=1)
    return child_in(support), again, support


def test_the_second_sem_is_found_with_the_reasons_by_who_may_see_both(cast: School) -> None:
    sem, again, _support = twice(cast)
    found = around.twins(sem, Person.objects.all())
    assert [(twin.person, [reason.value for reason in twin.reasons]) for twin in found] == [
        (again, ["same_name", "same_birth_date"])
    ]
    page = client_of(cast.anouk).get(reverse("casework:twins", args=[sem.key])).content.decode()
    assert "dezelfde naam, dezelfde geboortedatum" in page
    assert (
        "Niemand die jij mag zien"
        in client_of(cast.fenna).get(reverse("casework:twins", args=[sem.key])).content.decode()
    )


def test_adults_are_found_by_how_they_are_reached(cast: School, support: Support) -> None:
    mother = people.add_person(
        by=None, sort="adult", first_name="Ria", phone="06 12345678", email="ria@example.org"
    )
    again = people.add_person(by=None, sort="adult", first_name="Ria", email="ria@example.org")
    assert [twin.person for twin in around.twins(again, Person.objects.all())] == [mother]
    people.add_person(by=None, sort="adult", first_name="Ans", phone="06 12345678")
    assert len(around.twins(mother, Person.objects.all())) == 1


def test_merged_everything_stands_with_one_child_and_everybody_finds_it(cast: School) -> None:
    sem, again, _support = twice(cast)
    record = kin.merge(by=cast.anouk, kept=sem, merged=again, why="nagevraagd bij moeder")
    assert record.reasons == ["same_name", "same_birth_date"]
    assert again.requests.count() == again.authority.count() == 0
    assert sem.requests.count() == 2
    assert sem.authority.count() == 3
    assert holds(cast.jelle, sem, Permission.SEE_PERSON)
    assert not holds(cast.jelle, again, Permission.SEE_PERSON)
    assert list(around.merges_of(sem)) == [record]
    assert str(record) == f"{again.pk} -> {sem.pk}"


def test_taken_apart_each_has_their_own_again(cast: School) -> None:
    sem, again, _support = twice(cast)
    open_before = {
        user: {child: holds(user, child, Permission.SEE_PERSON) for child in (sem, again)}
        for user in (cast.fenna, cast.jelle, cast.anouk, cast.sytske)
    }
    record = kin.merge(by=cast.anouk, kept=sem, merged=again, why="leek zo")
    written_after = consent.record(
        by=cast.fenna, child=sem, person=sem.authority.order_by("pk")[0].holder, said="given", how="talk"
    )
    kin.take_apart(by=cast.anouk, record=record)
    assert (sem.requests.count(), again.requests.count()) == (1, 1)
    assert (sem.authority.count(), again.authority.count()) == (2, 1)
    for user, children in open_before.items():
        assert {child: holds(user, child, Permission.SEE_PERSON) for child in children} == children
    written_after.refresh_from_db()
    assert written_after.child == sem
    assert not around.merges_of(sem).exists()
    with pytest.raises(MergeError):
        actions_merge.take_apart(by=None, record=record)
    again_record = kin.merge(by=cast.anouk, kept=again, merged=sem, why="toch wel, andersom")
    assert again_record.kept == again


def test_the_same_parent_twice_keeps_one_authority(cast: School, support: Support) -> None:
    """What would say the same twice stays with the record that went; taken apart, it is where it was."""
    child = child_in(support)
    one, two = (record.holder for record in child.authority.order_by("pk"))
    actions_family.agree_reach(by=cast.fenna, person=one, how="bellen")
    actions_family.agree_reach(by=cast.fenna, person=two, how="appen")
    record = kin.merge(by=cast.fenna, kept=one, merged=two, why="twee keer ingevoerd")
    assert child.authority.filter(holder=two).count() == 1
    assert ReachAgreement.objects.get(person=two).how == "appen"
    assert one.consents_given.count() == 2
    kin.take_apart(by=cast.fenna, record=record)
    assert one.consents_given.count() == two.consents_given.count() == 1


def test_the_wrong_persons_are_not_merged(cast: School) -> None:
    sem, again, _support = twice(cast)
    holder = sem.authority.order_by("pk")[0].holder
    for kept, merged, why in ((sem, sem, "x"), (sem, holder, "x"), (sem, again, " ")):
        with pytest.raises(MergeError):
            actions_merge.merge(by=None, kept=kept, merged=merged, why=why)
    actions_merge.merge(by=None, kept=sem, merged=again, why="zelfde")
    with pytest.raises(MergeError):
        actions_merge.merge(by=None, kept=sem, merged=again, why="zelfde")


def test_a_relation_that_is_there_already_keeps_its_longest_end(cast: School) -> None:
    sem, again, _support = twice(cast)
    mine = Relation.objects.filter(user=cast.anouk, subject_kind=1, subject_id=sem.pk).first()
    assert mine is not None
    soon = timezone.now() + timedelta(days=1)
    later = timezone.now() + timedelta(days=3)
    fields = {
        name: getattr(mine, name) for name in ("user", "subject_kind", "why", "source_kind", "source_id")
    }
    Relation.objects.filter(pk=mine.pk).update(until_at=soon)
    Relation.objects.create(**fields, subject_id=again.pk, until_at=later)
    future = Relation.objects.create(
        user=cast.jelle, subject_kind=1, subject_id=again.pk, why="team_member", source_kind=3, source_id=0,
        from_at=soon, until_at=later,
    )  # fmt: skip
    record = actions_merge.merge(by=None, kept=sem, merged=again, why="zelfde")
    mine.refresh_from_db()
    future.refresh_from_db()
    assert (mine.until_at, future.until_at) == (later, soon)
    actions_merge.take_apart(by=None, record=record)
    mine.refresh_from_db()
    future.refresh_from_db()
    assert (mine.until_at, future.until_at) == (soon, later)
    assert not Relation.objects.filter(user=cast.jelle, subject_id=sem.pk, why="team_member").exists()


# -- the pages


def send(user: User, name: str, *args: object, **filled: object) -> Any:
    return client_of(user).post(
        reverse(f"casework:{name}", args=args), {key: str(value) for key, value in filled.items()}
    )


def test_the_page_of_a_child_draws_the_family_and_says_it_in_words(cast: School, support: Support) -> None:
    child = child_in(support)
    holder = child.authority.order_by("pk")[0].holder
    sister = child_of(asked(cast, "Noor, groep 6"), cast.fenna, parents=0, birth_date=date(2015, 5, 6))
    kin.add_tie(by=cast.fenna, child=child, kind="sibling", known=sister)
    actions_family.agree_reach(
        by=cast.fenna, person=holder, secret_address=True, never_call=True, language="Fries"
    )
    actions_family.agree_reach(by=cast.fenna, person=child, interpreter=True)
    page = client_of(cast.fenna).get(reverse("casework:child", args=[child.key])).content.decode()
    for words in (
        'class="family" role="img"',
        "Het gezag is gezamenlijk",
        "gezagsregister",
        "geheim adres",
        "veilig contact",
        "Taal",
        "Met tolk.",
        "Eigen pagina",
        "Niet bellen.",
    ):
        assert words in page, words
    row = LogEntry.objects.filter(event="look", action="casework:child").order_by("-id")[0]
    assert {child.pk, holder.pk, sister.pk} <= set(row.persons)


def test_ties_and_authority_are_kept_by_pages(cast: School, support: Support) -> None:
    child = child_in(support)
    assert (
        "Vul een voornaam in"
        in send(cast.fenna, "add_tie", child.key, kind="other", home="unknown").content.decode()
    )
    assert (
        send(
            cast.fenna, "add_tie", child.key, kind="foster_parent", first_name="Wim", home="elsewhere"
        ).status_code
        == 302
    )
    wim = FamilyTie.objects.get().other
    assert wim is not None
    given = send(
        cast.fenna, "give_authority", child.key, holder=wim.key, quality="guardian",
        from_on=today().strftime("%d-%m-%Y"), verified_how="beschikking",
    )  # fmt: skip
    assert given.status_code == 302, given.content.decode()[:3000]
    too_early = send(cast.fenna, "end_authority", child.key, 3, until_on="1-1-2020")
    assert "De laatste dag ligt voor de eerste" in too_early.content.decode()
    assert (
        send(cast.fenna, "end_authority", child.key, 3, until_on=today().strftime("%d-%m-%Y")).status_code
        == 302
    )
    assert child.authority.get(holder=wim).until_on == today()


def test_a_sibling_that_this_worker_knows_is_chosen_from_a_list(cast: School, support: Support) -> None:
    child = child_in(support)
    sister = child_of(asked(cast, "Noor, groep 6"), cast.fenna, parents=0, birth_date=date(2015, 5, 6))
    form = client_of(cast.fenna).get(reverse("casework:add_tie", args=[child.key])).content.decode()
    assert str(sister.key) in form
    stored = send(cast.fenna, "add_tie", child.key, kind="sibling", known=sister.key, home="together")
    assert stored.status_code == 302
    assert FamilyTie.objects.get().other == sister


def test_a_press_ends_a_tie_and_a_number_that_is_none_is_not_found(cast: School, support: Support) -> None:
    child = child_in(support)
    kin.add_tie(by=cast.fenna, child=child, kind="sibling", first_name="Noor")
    assert client_of(cast.fenna).get(reverse("casework:end_tie", args=[child.key, 3])).status_code == 405
    for number in (0, 1, 4):  # nobody, a parent with authority, beyond the last
        assert send(cast.fenna, "end_tie", child.key, number).status_code == 404
    for number in (3, 9):  # a sibling has no authority, beyond the last
        assert send(cast.fenna, "end_authority", child.key, number).status_code == 404
    assert send(cast.fenna, "end_tie", child.key, 3).status_code == 302
    assert "Noor" not in names_around(child)


def test_how_to_reach_is_kept_by_a_page_that_leads_back_to_the_child(cast: School, support: Support) -> None:
    child = child_in(support)
    holder = child.authority.order_by("pk")[0].holder
    stored = send(cast.fenna, "reach", holder.key, version=0, how="na drie uur", secret_address="on")
    assert stored["Location"] == reverse("casework:child", args=[child.key])
    stale = send(cast.fenna, "reach", holder.key, version=0, how="altijd")
    assert "Iemand anders heeft dit intussen aangepast" in stale.content.decode()
    assert send(cast.fenna, "reach", child.key, version=0)["Location"] == stored["Location"]
    again = client_of(cast.fenna).get(reverse("casework:reach", args=[holder.key])).content.decode()
    assert "na drie uur" in again


def test_a_grown_up_whose_child_is_closed_to_the_reader_leads_to_the_list(
    cast: School, support: Support
) -> None:
    child = child_in(support)
    holder = child.authority.order_by("pk")[0].holder
    Relation.objects.filter(user=cast.fenna, subject_kind=1, subject_id=child.pk).delete()
    stored = send(cast.fenna, "reach", holder.key, version=0, how="x")
    assert stored["Location"] == reverse("casework:children")


def test_merging_and_taking_apart_by_pages(cast: School) -> None:
    sem, again, _support = twice(cast)
    assert send(cast.anouk, "twins", sem.key, merged=again.key, why="nagevraagd").status_code == 302
    page = client_of(cast.anouk).get(reverse("casework:twins", args=[sem.key])).content.decode()
    assert "Haal uit elkaar" in page
    assert client_of(cast.anouk).get(reverse("casework:take_apart", args=[sem.key, 1])).status_code == 405
    assert send(cast.anouk, "take_apart", sem.key, 2).status_code == 404
    assert send(cast.anouk, "take_apart", sem.key, 1).status_code == 302
    assert PersonMerge.objects.get().undone_by == cast.anouk


def test_agreed_help_goes_on_after_a_merge(cast: School) -> None:
    """The consent of the one counts for the child that is left, with all who have authority now."""
    sem, again, support = twice(cast)
    agreed_by_all(again, cast.jelle)
    kin.merge(by=cast.anouk, kept=sem, merged=again, why="zelfde")
    assert family.add_parent(by=cast.fenna, child=sem, first_name="X", verified_how="y").child == sem
    assert support.child == sem


def test_what_was_done_with_either_record_is_in_the_log_of_the_one(cast: School) -> None:
    """Also through two merges, and no longer when they turn out to be two."""
    sem, again, _support = twice(cast)
    third = child_of(asked(cast, "Sem"), cast.jelle, parents=1)

    def log_of(person: Person) -> set[int]:
        return set(audit.rows(audit.Asked(person=person.pk)).values_list("pk", flat=True))

    before = log_of(again) - log_of(sem)
    assert before
    assert not before & log_of(third)
    actions_merge.merge(by=cast.anouk, kept=sem, merged=again, why="zelfde", reasons=[])
    record = actions_merge.merge(by=cast.anouk, kept=third, merged=sem, why="zelfde", reasons=[])
    assert before <= log_of(third)
    actions_merge.take_apart(by=cast.anouk, record=record)
    assert not before & log_of(third)
    assert before <= log_of(sem)
