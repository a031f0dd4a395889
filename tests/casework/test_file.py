"""The file as its persons read it: who may, what two readers keep back, their own words, and the pages as PDF."""

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
from schakel.casework import queries_file
from schakel.casework.actions import consent, file, plan, supports
from schakel.casework.errors import (
    AlreadyThereError,
    NoSightError,
    NotNowError,
    OneReaderError,
    WordsNeededError,
)
from schakel.casework.models import Contact, OwnStatement, SecondReading, Support
from schakel.people import actions as people
from schakel.people import actions_family
from schakel.people.models import Person
from schakel.rules.file_access import Sight
from tests.cast import School, asked, child_of

pytestmark = pytest.mark.django_db


def child_in(support: Support) -> Person:
    assert support.child is not None
    return support.child


def mother_in(support: Support) -> Person:
    return child_in(support).authority.order_by("pk")[0].holder


def aged(cast: School, years: int) -> Support:
    """A running support of a child of this age that agreed, as did its parents."""
    today = timezone.localdate()
    born = today.replace(year=today.year - years, day=min(today.day, 28)) - timedelta(days=1)
    request = asked(cast)
    child = child_of(request, cast.fenna, birth_date=born)
    for person in (child, *(record.holder for record in child.authority.all())):
        consent.record(by=cast.fenna, child=child, person=person, said="given", how="talk")
    return supports.start(by=cast.fenna, request=request, title="x", support_for="child", agreed="Rustig aan")


def contact(cast: School, support: Support, note: str, whom: str = "parent") -> Contact:
    return supports.record_contact(by=cast.fenna, support=support, kind="call", with_whom=whom, note=note)


def read_by(support: Support, reader: Person) -> str:
    return str(queries_file.file_for(support, reader).as_values())


# -- R3: who may see it


@pytest.mark.parametrize(
    ("age", "child_sees", "parent_sees"),
    [(11, False, True), (12, True, True), (15, True, True), (16, True, False), (17, True, False)],
)
def test_who_may_see_the_file_at_each_age(
    cast: School, age: int, child_sees: bool, parent_sees: bool
) -> None:
    support = aged(cast, age)
    for reader, may in ((child_in(support), child_sees), (mother_in(support), parent_sees)):
        if may:
            assert file.hand_over(by=cast.fenna, support=support, reader=reader).startswith(b"%PDF")
        else:
            with pytest.raises(NoSightError):
                file.hand_over(by=cast.fenna, support=support, reader=reader)


def test_a_child_of_sixteen_lets_a_parent_look_along_and_takes_it_back(cast: School) -> None:
    support = aged(cast, 16)
    child, mother = child_in(support), mother_in(support)
    file.let_look_along(by=cast.fenna, child=child, person=mother)
    assert file.hand_over(by=cast.fenna, support=support, reader=mother)
    with pytest.raises(NotNowError):
        file.let_look_along(by=cast.fenna, child=child, person=mother)
    file.end_look_along(by=cast.fenna, child=child, person=mother)
    assert queries_file.sight(child, mother).sight is Sight.CHILD_MUST_CONSENT
    with pytest.raises(NotNowError):
        file.end_look_along(by=cast.fenna, child=child, person=mother)
    assert str(child.look_alongs.get()) == f"{mother} {timezone.localdate()}"


def test_who_lost_authority_no_longer_sees_it(cast: School, support: Support) -> None:
    record = child_in(support).authority.order_by("pk")[0]
    people.end_authority(by=None, record=record, until_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(NoSightError):
        file.hand_over(by=cast.fenna, support=support, reader=record.holder)


def test_a_file_of_a_group_is_handed_to_nobody(cast: School) -> None:
    request = asked(cast)
    child = child_of(request, cast.fenna, parents=1)
    group = supports.start(by=cast.fenna, request=request, title="Groep", support_for="group", agreed="x")
    with pytest.raises(NotNowError):
        file.hand_over(by=cast.fenna, support=group, reader=child)


# -- what stands in it


def test_the_file_in_plain_words_with_who_looked(cast: School, support: Support) -> None:
    contact(cast, support, "Fijn gesprek over de ochtend")
    plan.offer(by=cast.fenna, support=support, answer="no")
    plan.write(by=cast.fenna, support=support, goes_well="Buiten spelen", we_want="Rust in huis")
    mother = mother_in(support)
    file.add_statement(
        by=cast.fenna, child=child_in(support), said_by=mother, text=" Het was een zwaar jaar. "
    )
    words = read_by(support, mother)
    for said in (
        "Fijn gesprek over de ochtend",
        "Rust in huis",
        "Het was een zwaar jaar.",
        "Ik wil weer graag naar school.",
        "Fenna de Boer begon een ondersteuning",
        "zegt ja",
    ):
        assert said in words, said
    assert "staan hier niet in" not in words


def test_what_a_child_told_alone_is_read_by_the_child_and_not_by_its_parents(cast: School) -> None:
    support = aged(cast, 13)
    contact(cast, support, "Ik ben bang voor papa", "child")
    assert "bang voor papa" in read_by(support, child_in(support))
    for_mother = read_by(support, mother_in(support))
    assert "bang voor papa" not in for_mother
    assert "1 delen staan hier niet in" in for_mother


def test_rows_that_would_tell_of_a_secret_address_are_left_out(cast: School, support: Support) -> None:
    mother = mother_in(support)
    actions_family.agree_reach(by=cast.fenna, person=child_in(support), secret_address=True)
    words = read_by(support, mother)
    assert "legde vast hoe iemand bereikt wordt" not in words
    assert "staan hier niet in" in words


def a_worry_is_kept_back(cast: School, support: Support, outcome: str | None) -> None:
    """Fenna asks for a second reader; Jelle decided, or did not look yet."""
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    kept = contact(cast, support, "Zorg om de veiligheid")
    record = file.ask_second_reader(
        by=cast.fenna,
        support=support,
        part="contact",
        number=kept.pk,
        sensitive="safety",
        reason="meldcode loopt",
    )
    if outcome:
        file.read_second(by=cast.jelle, record=record, outcome=outcome)


@pytest.mark.parametrize(("outcome", "is_told"), [(None, False), ("withheld", False), ("released", True)])
def test_rows_that_would_tell_that_something_is_kept_back_are_left_out(
    cast: School, support: Support, outcome: str | None, is_told: bool
) -> None:
    a_worry_is_kept_back(cast, support, outcome)
    words = read_by(support, mother_in(support))
    assert ("vroeg een tweede lezer" in words) is is_told
    assert ("besloot als tweede lezer" in words) is is_told
    assert ("delen staan hier niet in" in words) is not is_told


def test_what_somebody_did_more_often_on_a_day_is_one_line(cast: School, support: Support) -> None:
    for note in ("een", "twee", "drie"):
        contact(cast, support, note)
    words = read_by(support, mother_in(support))
    assert words.count("Fenna de Boer legde een contact vast") == 1
    assert "Fenna de Boer legde een contact vast (3 keer)" in words


def test_a_child_reads_its_own_file_in_words_for_a_child(cast: School, support: Support) -> None:
    child = child_in(support)
    Person.objects.filter(pk=child.pk).update(birth_date=timezone.localdate() - timedelta(days=13 * 366))
    support.refresh_from_db()
    text = queries_file.file_for(support, child_in(support))
    assert (text.title, text.rights_title) == ("Jouw dossier", "Jouw rechten")
    assert "Je mag een klacht indienen." in text.rights


@pytest.mark.parametrize(("outcome", "is_read"), [(None, False), ("withheld", False), ("released", True)])
def test_a_part_is_kept_back_until_a_second_reader_decides(
    cast: School, support: Support, outcome: str | None, is_read: bool
) -> None:
    a_worry_is_kept_back(cast, support, outcome)
    assert ("Zorg om de veiligheid" in read_by(support, mother_in(support))) is is_read


def test_a_part_of_life_can_be_kept_back_too(cast: School, support: Support) -> None:
    note = plan.note_domain(
        by=cast.fenna, support=support, domain="money", reason="stress", text="Schuld van oom"
    )
    assert "Schuld van oom" in read_by(support, mother_in(support))
    file.ask_second_reader(
        by=cast.fenna,
        support=support,
        part="domain",
        number=note.pk,
        sensitive="other_person",
        reason="over oom",
    )
    assert "Schuld van oom" not in read_by(support, mother_in(support))


# -- two readers


def test_one_reader_is_not_two(cast: School, support: Support) -> None:
    kept = contact(cast, support, "x")
    asking: dict[str, Any] = {"support": support, "part": "contact", "number": kept.pk, "sensitive": "safety"}
    with pytest.raises(WordsNeededError):
        file.ask_second_reader(by=cast.fenna, reason=" ", **asking)
    record = file.ask_second_reader(by=cast.fenna, reason="meldcode", **asking)
    with pytest.raises(AlreadyThereError):
        file.ask_second_reader(by=cast.fenna, reason="meldcode", **asking)
    with pytest.raises(OneReaderError):
        file.read_second(by=cast.fenna, record=record, outcome="withheld")
    with pytest.raises(Refused):
        file.read_second(by=cast.sytske, record=record, outcome="withheld")
    file.read_second(by=cast.anouk, record=record, outcome="withheld")
    with pytest.raises(NotNowError):
        file.read_second(by=cast.anouk, record=record, outcome="released")
    record.refresh_from_db()
    assert str(record) == "contact withheld"
    with pytest.raises(IntegrityError, match="the_second_reader_is_another"), transaction.atomic():
        SecondReading.objects.filter(pk=record.pk).update(read_by=cast.fenna)
    with pytest.raises(IntegrityError, match="a_reading_has_an_outcome"), transaction.atomic():
        SecondReading.objects.filter(pk=record.pk).update(outcome="")


def test_what_is_not_of_this_file_is_not_kept_back(cast: School, support: Support) -> None:
    with pytest.raises(NotNowError):
        file.ask_second_reader(
            by=cast.fenna, support=support, part="contact", number=0, sensitive="safety", reason="x"
        )


def test_only_the_family_adds_its_own_words(cast: School, support: Support) -> None:
    stranger = people.add_person(by=None, sort="adult", first_name="Buurman")
    with pytest.raises(NoSightError):
        file.add_statement(by=cast.fenna, child=child_in(support), said_by=stranger, text="x")
    with pytest.raises(WordsNeededError):
        file.add_statement(by=cast.fenna, child=child_in(support), said_by=mother_in(support), text=" ")
    made = file.add_statement(
        by=cast.fenna, child=child_in(support), said_by=child_in(support), text="Ik vond het fijn"
    )
    assert str(made) == f"{child_in(support)} {timezone.localdate()}"


@pytest.mark.parametrize("who", ["sytske", "marit"])
def test_strangers_do_nothing_with_a_file(cast: School, support: Support, who: str) -> None:
    stranger, child, mother = getattr(cast, who), child_in(support), mother_in(support)
    kept = contact(cast, support, "x")
    doings: list[Callable[[], object]] = [
        lambda: file.add_statement(by=stranger, child=child, said_by=mother, text="x"),
        lambda: file.hand_over(by=stranger, support=support, reader=mother),
        lambda: file.let_look_along(by=stranger, child=child, person=mother),
        lambda: file.end_look_along(by=stranger, child=child, person=mother),
        lambda: file.ask_second_reader(
            by=stranger, support=support, part="contact", number=kept.pk, sensitive="safety", reason="x"
        ),
    ]
    for doing in doings:
        with pytest.raises(Refused):
            doing()


# -- the pages


def send(who: User, name: str, /, *args: object, **filled: object) -> Any:
    client = Client()
    client.force_login(who)
    return client.post(
        reverse(f"casework:{name}", args=args), {field: str(value) for field, value in filled.items()}
    )


def page_of(who: User, support: Support) -> str:
    client = Client()
    client.force_login(who)
    return client.get(reverse("casework:file", args=[support.key])).content.decode()


def test_the_page_says_who_may_see_it_and_hands_it_over_as_pdf(cast: School, support: Support) -> None:
    shown = page_of(cast.fenna, support)
    assert "mag zien: heeft gezag" in shown
    assert "mag nog niet zelf zien" in shown
    mother = mother_in(support)
    made = send(cast.fenna, "file_pdf", support.key, mother.key)
    assert made["Content-Type"] == "application/pdf"
    assert b"/StructTreeRoot" in made.content
    row = LogEntry.objects.get(action="file.hand_over")
    assert mother.pk in row.persons
    assert row.rule == "R3:under-16"
    for reader in (child_in(support).key, cast.site.key):
        assert send(cast.fenna, "file_pdf", support.key, reader).status_code == 404
    client = Client()
    client.force_login(cast.fenna)
    for name in ("file_pdf", "look_along"):
        assert client.get(reverse(f"casework:{name}", args=[support.key, mother.key])).status_code == 405


def test_looking_along_by_a_press(cast: School) -> None:
    support = aged(cast, 16)
    mother = mother_in(support)
    assert "mag alleen zien als het kind het goed vindt" in page_of(cast.fenna, support)
    send(cast.fenna, "look_along", support.key, mother.key)
    assert "het kind vindt het goed" in page_of(cast.fenna, support)
    send(cast.fenna, "look_along", support.key, mother.key)
    assert queries_file.sight(child_in(support), mother).sight is Sight.CHILD_MUST_CONSENT
    assert send(cast.fenna, "look_along", support.key, child_in(support).key).status_code == 302
    assert send(cast.fenna, "look_along", support.key, cast.site.key).status_code == 404


def test_keeping_back_and_reading_along_by_pages(cast: School, support: Support) -> None:
    contact(cast, support, "Zorg om de veiligheid")
    assert send(cast.fenna, "second_read", support.key, 1, outcome="withheld").status_code == 404
    for number in (0, 2):
        assert send(cast.fenna, "withhold", support.key, number).status_code == 404
    stored = send(cast.fenna, "withhold", support.key, 1, sensitive="safety", reason="meldcode loopt")
    assert stored.status_code == 302
    assert "Wacht op een tweede lezer" in page_of(cast.anouk, support)
    own = send(cast.fenna, "second_read", support.key, 1, outcome="withheld")
    assert "De tweede lezer moet iemand anders zijn" in own.content.decode()
    assert send(cast.anouk, "second_read", support.key, 1, outcome="withheld").status_code == 302
    assert "Blijft achter: Anouk Dijkstra" in page_of(cast.fenna, support)


def test_an_own_story_by_page_and_no_page_for_a_group(cast: School, support: Support) -> None:
    mother = mother_in(support)
    assert (
        send(cast.fenna, "add_statement", support.key, said_by=mother.key, text="Mijn verhaal").status_code
        == 302
    )
    assert "Mijn verhaal" in page_of(cast.fenna, support)
    assert OwnStatement.objects.get().on == timezone.localdate()
    request = asked(cast, "Groep 4")
    child_of(request, cast.fenna, parents=0, birth_date=date(2018, 1, 1))
    group = supports.start(by=cast.fenna, request=request, title="Groep", support_for="group", agreed="x")
    client = Client()
    client.force_login(cast.fenna)
    assert client.get(reverse("casework:file", args=[group.key])).status_code == 404
