"""Five letters from what is recorded: none with a hole, none against a safe contact, each kept as it went out."""

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from schakel.access.gates import Refused
from schakel.access.models import LogEntry
from schakel.casework import queries_letters
from schakel.casework.actions import consent, grounds, letters, plan, sharing, supports
from schakel.casework.errors import (
    HelpStoppedError,
    MissingFieldError,
    NoAuthorityError,
    NoGroundError,
    NotNowError,
    NotThisWayError,
)
from schakel.casework.letters import setting
from schakel.casework.letters.text import Facts, compose
from schakel.casework.models import Letter, Support
from schakel.casework.words import LetterKind
from schakel.people import actions_family
from schakel.people.models import Person
from tests import cast as tests_cast
from tests.cast import School, client_of, supported

FULL = Facts(
    title="Sem en de ochtend",
    sender="Fenna de Boer",
    place="IKC De Wilgen",
    agreed="Wij beginnen rustig.",
    today=date(2026, 11, 23),
    day="23 november 2026",
    child_first_name="Sem",
    asked_on="2 november 2026",
    handler="Fenna de Boer",
    due_on="9 november 2026",
    shared=("Geef hem een vaste plek.",),
    goals=("Ik wil graag naar school.",),
    steps=("mama: samen ontbijten",),
    goes_well="Buiten spelen",
    we_want="Rust in huis",
    card=(("Wat werkt thuis?", "Op tijd naar bed"), ("Wat werkt op school?", "")),
    helpers=("Fenna de Boer",),
    closing_words="Hij gaat weer graag.",
    reached=("Ik wil graag naar school.",),
    look_back_on="18 januari 2027",
    counsellor="Jeugdstem 088 555 10 00",
)
KINDS = list(LetterKind)


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_names_the_rights_and_the_counsellor(kind: LetterKind) -> None:
    text = compose(kind, FULL, to="Ria Bakker")
    rights = " ".join(text.rights)
    for word in ("zien", "verbeteren", "wissen", "klacht", "vertrouwenspersoon", "gratis", "Jeugdstem"):
        assert word in rights
    assert text.greeting == "Beste Ria Bakker,"
    assert text.parts


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (LetterKind.CONFIRMATION, {"asked_on": ""}),
        (LetterKind.FEEDBACK, {"shared": ()}),
        (LetterKind.PLAN, {"we_want": ""}),
        (LetterKind.HANDOVER, {"child_first_name": ""}),
        (LetterKind.CLOSING, {"closing_words": ""}),
    ],
)
def test_a_letter_with_a_hole_is_not_made_and_says_what_is_missing(
    kind: LetterKind, missing: dict[str, Any]
) -> None:
    with pytest.raises(MissingFieldError) as hole:
        compose(kind, replace(FULL, **missing), to="Ria")
    assert str(hole.value.what) in str(hole.value)
    with pytest.raises(MissingFieldError):
        compose(kind, FULL, to=" ")


def test_what_is_empty_is_left_out_and_what_was_added_stands_at_the_end() -> None:
    bare = replace(
        FULL, goals=(), steps=(), reached=(), card=(), handler="", counsellor="", extra="Tot snel!"
    )
    for kind in KINDS:
        text = compose(kind, bare, to="Ria")
        assert all(any(part.lines) for part in text.parts)
        assert text.parts[-1].lines == ("Tot snel!",)
    handover = compose(LetterKind.HANDOVER, replace(FULL, we_want=""), to="Ria")
    assert any("Ik wil graag naar school." in part.lines for part in handover.parts)


def test_school_reads_only_what_was_shared() -> None:
    words = str(compose(LetterKind.FEEDBACK, FULL, to="Marit"))
    assert "Geef hem een vaste plek." in words
    for private in ("Rust in huis", "Wij beginnen rustig.", "Sem en de ochtend", "Ik wil graag naar school."):
        assert private not in words


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_words_give_the_same_bytes_and_a_tagged_page(kind: LetterKind) -> None:
    values = compose(kind, FULL, to='Ria "#Bakker" <b>').as_values()
    one, two = setting.as_pdf(values), setting.as_pdf(values)
    assert one == two
    assert setting.digest(one) == setting.digest(two)
    assert b"/StructTreeRoot" in one
    assert b"/Lang" in one
    assert setting.as_pdf({**values, "made_on": "2026-11-24"}) != one


def test_word_holds_the_same_words_escaped() -> None:
    values = compose(
        LetterKind.PLAN, replace(FULL, we_want="Rust & <b>stilte</b> {{ day }}"), to="Ria"
    ).as_values()
    made = docx.Document(io.BytesIO(setting.as_word(values)))
    words = [paragraph.text for paragraph in made.paragraphs]
    assert "Rust & <b>stilte</b> {{ day }}" in words
    assert "mama: samen ontbijten" in words
    assert "U mag een klacht indienen." in words


def test_large_print_is_larger() -> None:
    values = compose(LetterKind.PLAN, FULL, to="Ria").as_values()
    large = compose(LetterKind.PLAN, FULL, to="Ria", large=True).as_values()
    assert len(setting.as_pages(large)) > len(setting.as_pages(values))


# -- issued


def mother_in(support: Support) -> Person:
    assert support.child is not None
    return support.child.authority.order_by("pk")[0].holder


def with_plan(cast: School, support: Support) -> None:
    plan.offer(by=cast.fenna, support=support, answer="no")
    plan.write(by=cast.fenna, support=support, goes_well="Buiten spelen", we_want="Rust in huis")


@pytest.mark.django_db
def test_the_plan_goes_to_the_family_and_answers_who_asked_for_paper(cast: School, support: Support) -> None:
    plan.ask_paper(by=cast.fenna, support=support)
    with_plan(cast, support)
    plan.fill_card(by=cast.fenna, support=support, works_at_home="Op tijd naar bed")
    mother = mother_in(support)
    letter = letters.issue(
        by=cast.fenna,
        support=support,
        kind="plan",
        way="in_person",
        person=mother,
        large=True,
        extra=" Tot snel! ",
    )
    assert support.papers.get().given_on == timezone.localdate()
    assert (letter.name, letter.large, letter.typed, str(letter)) == (
        str(mother), True, 9, f"plan {letter.issued_at:%Y-%m-%d}",
    )  # fmt: skip
    assert letter.reused > 100
    assert letter.digest == setting.digest(bytes(letter.pdf))
    row = LogEntry.objects.get(action="letter.issue")
    assert row.detail["digest"] == letter.digest
    assert set(row.persons) == {support.child_id, mother.pk}
    assert "Op tijd naar bed" in str(letter.values)


@pytest.mark.django_db
def test_a_kept_letter_gives_its_own_bytes_again(cast: School, support: Support) -> None:
    letter = letters.issue(by=cast.fenna, support=support, kind="confirmation", way="in_person", name="Marit")
    kept = Letter.objects.get(pk=letter.pk)
    with translation.override("nl"):
        assert setting.as_pdf(kept.values) == bytes(kept.pdf)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("agreed", "way", "goes"),
    [
        ({}, "post", True),
        ({"secret_address": True}, "post", False),
        ({"secret_address": True}, "in_person", True),
        ({"never_post": True}, "post", False),
        ({"never_link": True}, "post", True),
    ],
)
def test_no_letter_against_a_safe_contact_or_to_a_secret_address(
    cast: School, support: Support, agreed: dict[str, bool], way: str, goes: bool
) -> None:
    with_plan(cast, support)
    mother = mother_in(support)
    actions_family.agree_reach(by=cast.fenna, person=mother, **agreed)  # type: ignore[arg-type]  # booleans
    if goes:
        assert letters.issue(by=cast.fenna, support=support, kind="plan", way=way, person=mother)
    else:
        with pytest.raises(NotThisWayError):
            letters.issue(by=cast.fenna, support=support, kind="plan", way=way, person=mother)
        assert not Letter.objects.exists()


@pytest.mark.django_db
def test_the_family_letter_goes_to_the_family_and_to_nobody_else(cast: School, support: Support) -> None:
    with_plan(cast, support)
    stranger = tests_cast.child_of(tests_cast.asked(cast, "Tim"), cast.fenna, parents=0)
    for person in (None, stranger):
        with pytest.raises(NoAuthorityError):
            letters.issue(
                by=cast.fenna, support=support, kind="plan", way="in_person", person=person, name="x"
            )


@pytest.mark.django_db
def test_without_a_ground_no_letter_and_without_consent_no_handover(cast: School, support: Support) -> None:
    assert letters.issue(by=cast.fenna, support=support, kind="handover", way="in_person", name="Wijkteam")
    assert support.child is not None
    consent.record(
        by=cast.fenna, child=support.child, person=mother_in(support), said="withdrawn", how="call"
    )
    with pytest.raises(HelpStoppedError):
        letters.issue(by=cast.fenna, support=support, kind="handover", way="in_person", name="Wijkteam")
    assert letters.issue(by=cast.fenna, support=support, kind="confirmation", way="in_person", name="Marit")
    grounds.end(by=cast.fenna, support=support, why="bezwaar")
    with pytest.raises(NoGroundError):
        letters.issue(by=cast.fenna, support=support, kind="confirmation", way="in_person", name="Marit")


@pytest.mark.django_db
def test_the_closing_letter_follows_closing_until_somebody_looked_back(
    cast: School, support: Support
) -> None:
    mother = mother_in(support)
    with pytest.raises(MissingFieldError):
        letters.issue(by=cast.fenna, support=support, kind="closing", way="in_person", person=mother)
    supports.close(
        by=cast.fenna,
        support=support,
        closure_code="01",
        closing_words="Hij gaat weer graag.",
        reached=[goal.pk for goal in support.goals.all()],
    )
    letter = letters.issue(by=cast.fenna, support=support, kind="closing", way="in_person", person=mother)
    assert "Ik wil weer graag naar school." in str(letter.values)
    Support.objects.filter(pk=support.pk).update(followed_up_on=timezone.localdate())
    with pytest.raises(NotNowError):
        letters.issue(by=cast.fenna, support=support, kind="closing", way="in_person", person=mother)


@pytest.mark.django_db
def test_feedback_names_what_may_be_read_today(cast: School, support: Support) -> None:
    for text, days in (("Vaste plek", 30), ("Timer", 30)):
        sharing.share(
            by=cast.fenna, support=support, kind="advice", with_user=cast.marit, text=text, purpose="rust",
            until=timezone.localdate() + timedelta(days=days), family_told_on=timezone.localdate(),
        )  # fmt: skip
    sharing.withdraw(by=cast.fenna, item=queries_letters.sharings(support)[0].item, why="x")
    letter = letters.issue(by=cast.fenna, support=support, kind="feedback", way="in_person", name="Marit")
    assert "Vaste plek" in str(letter.values)
    assert "Timer" not in str(letter.values)


@pytest.mark.django_db
def test_a_letter_about_a_group_names_whom_it_is_for(cast: School) -> None:
    request = tests_cast.asked(cast)
    tests_cast.child_of(request, cast.fenna, parents=0)
    group = supports.start(by=cast.fenna, request=request, title="Groep 4", support_for="group", agreed="x")
    supports.close(by=cast.fenna, support=group, closure_code="01", closing_words="Het gaat beter.")
    assert (
        letters.issue(by=cast.fenna, support=group, kind="closing", way="post", name="Groep 4").name
        == "Groep 4"
    )
    with pytest.raises(MissingFieldError):
        letters.issue(by=cast.fenna, support=group, kind="handover", way="post", name="Wijkteam")


@pytest.mark.django_db
def test_strangers_issue_nothing(cast: School, support: Support) -> None:
    for stranger in (cast.sytske, cast.marit, cast.anouk):
        with pytest.raises(Refused):
            letters.issue(by=stranger, support=support, kind="confirmation", way="in_person", name="x")


@pytest.mark.django_db
def test_from_preview_to_pdf_and_word_by_pages(cast: School, support: Support) -> None:
    client = client_of(cast.fenna)
    write = reverse("casework:write_letter", args=[support.key, "plan"])
    assert "er ontbreekt iets" in client.get(write).content.decode()
    assert client.get(reverse("casework:write_letter", args=[support.key, "verzonnen"])).status_code == 404
    with_plan(cast, support)
    preview = client.get(write).content.decode()
    assert "Zo ziet de brief eruit" in preview
    assert "Rust in huis" in preview
    mother = mother_in(support)
    sent = client.post(write, {"person": str(mother.key), "way": "in_person", "extra": "Tot snel!"})
    assert sent.status_code == 302, sent.content.decode()[:3000]
    page = client.get(sent["Location"]).content.decode()
    letter = Letter.objects.get()
    assert letter.digest in page
    pdf = client.get(reverse("casework:letter_pdf", args=[support.key, letter.key]))
    assert (pdf["Content-Type"], pdf.content) == ("application/pdf", bytes(letter.pdf))
    assert pdf["Cache-Control"] == "no-store"
    word = client.get(reverse("casework:letter_word", args=[support.key, letter.key]))
    assert docx.Document(io.BytesIO(word.content)).paragraphs
    listed = client.get(reverse("casework:sharing", args=[support.key])).content.decode()
    assert str(letter.key) in listed
    other = supported(cast)
    assert client.get(reverse("casework:letter", args=[other.key, letter.key])).status_code == 404
    assert client_of(cast.sytske).get(sent["Location"]).status_code == 404


@pytest.mark.django_db
def test_a_letter_is_seen_as_it_will_go_out_before_it_goes(cast: School, support: Support) -> None:
    with_plan(cast, support)
    write = reverse("casework:write_letter", args=[support.key, "plan"])
    client, mother, child = client_of(cast.fenna), mother_in(support), support.child
    assert "Beste …," in client.get(write).content.decode()
    chosen = {"person": str(mother.key), "way": "in_person", "large": "on", "extra": "Tot dinsdag!"}
    seen = client.post(write, {**chosen, "_look": "1"})
    page = seen.content.decode()
    assert seen.status_code == 200
    assert not Letter.objects.exists()
    assert f"Beste {mother}," in page
    assert page.count("Tot dinsdag!") == 2
    assert "letter--large" in page
    assert child is not None
    page = client.post(write, {"person": str(child.key), "_look": "1"}).content.decode()
    assert "Je mag zien wat er over jou staat, en wie keek." in page
    assert "U hoeft geen reden" not in page
    sent = client.post(write, chosen)
    assert sent.status_code == 302
    assert Letter.objects.get().values["to"] == str(mother)


def test_a_child_is_spoken_to_as_a_child() -> None:
    for kind in (LetterKind.PLAN, LetterKind.CLOSING):
        text = compose(kind, replace(FULL, to_child=True), to="Sem")
        assert text.rights_title == "Jouw rechten"
        assert "Je mag een klacht indienen." in text.rights
        assert "Jeugdstem" in text.rights[-1]
        assert not any(word in ("U", "u", "uw") for word in str(text).replace("'", " ").split())


def test_the_confirmation_says_what_happened_since() -> None:
    waiting = str(compose(LetterKind.CONFIRMATION, FULL, to="Marit").parts)
    assert "U hoort uiterlijk 9 november 2026" in waiting
    spoken = str(
        compose(LetterKind.CONFIRMATION, replace(FULL, picked_up_on="3 november 2026"), to="Marit").parts
    )
    assert "Fenna de Boer had op 3 november 2026 contact met u." in spoken
    assert "uiterlijk" not in spoken


@pytest.mark.django_db
def test_the_asker_is_filled_in_and_a_letter_to_nobody_comes_back(cast: School, support: Support) -> None:
    client = client_of(cast.fenna)
    write = reverse("casework:write_letter", args=[support.key, "confirmation"])
    assert "Beste Marit Visser," in client.get(write).content.decode()
    refused = client.post(write, {"name": "", "way": "in_person"})
    assert refused.status_code == 422
    assert "Vul dit in" in refused.content.decode()
    assert client.get(reverse("casework:write_letter", args=[support.key, "handover"])).status_code == 200
    sent = client.post(write, {"name": "Marit", "way": "in_person"})
    assert client.get(sent["Location"]).status_code == 200


def test_a_letter_names_who_took_the_question_up_also_when_another_leads(
    cast: School, support: Support
) -> None:
    assert queries_letters.facts(support).handler == cast.fenna.full_name
    assert support.request is not None
    support.request.handler = cast.jelle
    assert queries_letters.facts(support).handler == cast.jelle.full_name
