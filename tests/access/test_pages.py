"""The privacy officer's pages, accounts, and coming in."""

import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access import actions, audit, subjects
from schakel.access.errors import OwnAccountError
from schakel.access.hashers import SmallArgon2
from schakel.access.models import FOREVER, LogEntry, Relation, Seal, User
from schakel.access.roles import Kind, Role
from schakel.casework.models import Support
from tests.cast import School, client_of, supported, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return user("Marijke Nauta", Role.PRIVACY_OFFICER)


@pytest.fixture
def administrator() -> User:
    return user("Piotr Mazur", Role.ADMINISTRATOR)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_officer_finds_a_child_and_reads_who_looked(
    cast: School, support: Support, officer: User
) -> None:
    client_of(cast.fenna).get(reverse("casework:support", args=[support.key]))
    client = client_of(officer)
    found = text(client, reverse("access:log") + "?over=sem")
    assert support.child is not None
    assert reverse("access:person_log", args=[support.child.key]) in found
    page = text(client, reverse("access:person_log", args=[support.child.key]))
    assert "Fenna de Boer, jeugdondersteuner" in page
    assert "Sem Bakker" in page


def test_the_search_narrows_by_who_what_and_when(cast: School, officer: User) -> None:
    supported(cast)
    today = timezone.localdate()
    rows = audit.rows
    assert rows(audit.Asked(actor="fenna")).count() > 0
    assert rows(audit.Asked(actor="niemand")).count() == 0
    assert set(rows(audit.Asked(event="refusal"))) == set()
    assert rows(audit.Asked(from_on=today, until_on=today)).count() == LogEntry.objects.count()
    assert rows(audit.Asked(from_on=today.replace(year=today.year + 1))).count() == 0
    assert "Geen regels gevonden" in text(client_of(officer), reverse("access:log") + "?wie=niemand")
    assert "Er klopt nog iets niet" in text(client_of(officer), reverse("access:log") + "?vanaf=ooit")


def test_looking_at_the_log_is_in_the_log(cast: School, support: Support, officer: User) -> None:
    text(client_of(officer), reverse("access:log"))
    row = LogEntry.objects.filter(event="look").latest("id")
    assert (row.actor_id, row.action) == (officer.pk, "access:log")
    assert support.child_id in row.persons


def test_who_can_see_this_child_and_why(cast: School, support: Support, officer: User) -> None:
    assert support.child is not None
    page = text(client_of(officer), reverse("access:who_can_see", args=[support.child.key]))
    assert "Fenna de Boer, jeugdondersteuner" in page
    assert "Is vaste contactpersoon." in page
    assert "Anouk Dijkstra, coördinator" in page
    assert "Jelle" not in page
    assert {seer.relation.user for seer in audit.who_can_see(support.child.pk)} == {cast.fenna, cast.anouk}


def test_a_relation_that_does_not_count_is_no_answer(cast: School, support: Support) -> None:
    assert support.child is not None
    Relation.objects.create(
        user=cast.marit, subject_kind=Kind.PERSON, subject_id=support.child.pk, why="team_member",
        source_kind=Kind.SUPPORT, source_id=support.pk,
    )  # fmt: skip
    assert cast.marit not in {seer.relation.user for seer in audit.who_can_see(support.child.pk)}


def test_a_row_is_a_sentence(cast: School, support: Support) -> None:
    sentences = audit.sentences(LogEntry.objects.order_by("id"))
    assert "pakte een vraag op" in {one.what for one in sentences}
    assert any(one.about == str(support.child) for one in sentences)
    assert {one.who for one in sentences} >= {"Fenna de Boer, jeugdondersteuner", "het systeem"}


def test_more_than_five_names_are_counted() -> None:
    row = LogEntry.objects.create(event="look", action="x", persons=list(range(900, 908)))
    [sentence] = audit.sentences([row])
    assert sentence.about.endswith("en 3 anderen")


def test_a_kind_that_no_room_claimed_has_no_names() -> None:
    with pytest.raises(KeyError):
        subjects.of(Kind.AREA)
    assert subjects.of(Kind.PERSON).key_of(0) is None


def test_the_administrator_opens_and_closes_an_account(administrator: User) -> None:
    client = client_of(administrator)
    filled = {
        "full_name": "Nieuwe Collega",
        "email": "Nieuw@School.example",
        "role": "teacher",
        "password": "een lang wachtwoord",
    }
    answer = client.post(reverse("access:open_account"), filled)
    made = User.objects.get(email="nieuw@school.example")
    assert answer["Location"] == reverse("access:account", args=[made.key])
    assert "dit account is open" in text(client, answer["Location"]).lower()
    client.post(answer["Location"], {"close": "1"})
    made.refresh_from_db()
    assert not made.is_active
    assert "gesloten" in text(client, reverse("access:accounts"))
    client.post(answer["Location"], {"open": "1"})
    made.refresh_from_db()
    assert made.is_active
    actions_done = LogEntry.objects.filter(actor_id=administrator.pk).values_list("action", flat=True)
    assert {"account.open", "account.close", "account.reopen"} <= set(actions_done)


def test_a_wrong_account_form_keeps_what_was_typed(administrator: User) -> None:
    filled = {
        "full_name": "X",
        "email": administrator.email.upper(),
        "role": "teacher",
        "password": "geheimpje",
    }
    answer = client_of(administrator).post(reverse("access:open_account"), filled)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dit e-mailadres heeft al een account." in page
    assert 'value="X"' in page
    assert "geheimpje" not in page


def test_nobody_closes_the_account_they_are_in(administrator: User) -> None:
    with pytest.raises(OwnAccountError):
        actions.set_active(by=administrator, user=administrator, active=False)
    client_of(administrator).post(reverse("access:account", args=[administrator.key]), {"close": "1"})
    administrator.refresh_from_db()
    assert administrator.is_active


def test_a_closed_account_is_out_at_once(cast: School) -> None:
    client = client_of(cast.fenna)
    User.objects.filter(pk=cast.fenna.pk).update(is_active=False)
    assert client.get(reverse("casework:my_week")).status_code == 302


def test_the_demo_opens_with_one_press_in_demo_mode_only(settings: Any) -> None:
    person = user("Fenna Demo", Role.YOUTH_SUPPORTER)
    User.objects.filter(pk=person.pk).update(is_demo=True)
    url = reverse("access:demo_sign_in", args=["youth_supporter"])
    settings.DEMO = False
    assert Client().post(url).status_code == 404
    assert "Demo" not in Client().get(reverse("account_login")).content.decode()
    settings.DEMO = True
    assert "Fenna Demo" in Client().get(reverse("account_login")).content.decode()
    assert Client().get(url).status_code == 405
    assert Client().post(reverse("access:demo_sign_in", args=["teacher"])).status_code == 404
    client = Client()
    assert client.post(url).status_code == 302
    assert client.get(reverse("casework:my_week")).status_code == 200


def test_an_account_that_the_demo_did_not_make_is_never_opened_so(settings: Any) -> None:
    settings.DEMO = True
    user("Echte Fenna", Role.YOUTH_SUPPORTER)
    assert Client().post(reverse("access:demo_sign_in", args=["youth_supporter"])).status_code == 404


def test_too_many_wrong_passwords_are_stopped(cast: School) -> None:
    cache.clear()
    cast.fenna.set_password("een lang wachtwoord")
    cast.fenna.save()
    for _try in range(6):
        Client().post(
            reverse("account_login"), {"login": cast.fenna.email, "password": "verkeerd wachtwoord"}
        )
    right = Client().post(
        reverse("account_login"), {"login": cast.fenna.email, "password": "een lang wachtwoord"}
    )
    cache.clear()
    assert right.status_code == 200  # the form again, with the reason, and nobody logged in
    assert "_auth_user_id" not in right.client.session


def test_passwords_are_kept_with_argon2_in_nineteen_megabytes() -> None:
    kept = SmallArgon2().encode("een lang wachtwoord", "zoutzoutzout")
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in kept


def test_a_password_is_changed_and_written(cast: School) -> None:
    cast.fenna.set_password("een lang wachtwoord")
    cast.fenna.save()
    client = client_of(cast.fenna)
    filled = {
        "old_password": "een lang wachtwoord",
        "new_password1": "nog veel langer dan dat",
        "new_password2": "nog veel langer dan dat",
    }
    wrong = client.post(reverse("account_change_password"), filled | {"new_password2": "anders"})
    assert wrong.status_code == 200
    assert client.post(reverse("account_change_password"), filled).status_code == 302
    cast.fenna.refresh_from_db()
    assert cast.fenna.check_password("nog veel langer dan dat")
    assert LogEntry.objects.filter(action="account.password").count() == 1


def test_records_read_as_words(cast: School) -> None:
    assert (str(cast.fenna), cast.fenna.get_full_name(), cast.fenna.first_name) == (
        "Fenna de Boer",
        "Fenna de Boer",
        "Fenna",
    )
    assert User.objects.get_by_natural_key("FENNA@school.example") == cast.fenna
    relation = Relation(user=cast.fenna, why="asked", subject_kind=1, subject_id=2, until_at=FOREVER)
    assert str(relation) == f"{cast.fenna.pk} asked 1:2"
    assert str(Seal(number=4)) == "seal 4"


@pytest.mark.parametrize("name", ["access:person_log", "access:who_can_see"])
def test_the_officer_gets_nothing_for_nobody(officer: User, name: str) -> None:
    nobody = uuid.uuid4()
    assert client_of(officer).get(reverse(name, args=[nobody])).status_code == 404
    assert LogEntry.objects.filter(event="refusal", object_key=nobody).count() == 1


def test_the_administrator_gets_nothing_for_no_account(administrator: User) -> None:
    assert client_of(administrator).get(reverse("access:account", args=[uuid.uuid4()])).status_code == 404


def test_the_language_that_someone_chose_comes_along_to_another_browser(officer: User) -> None:
    here = client_of(officer)
    assert "Wie keek wat" in text(here, reverse("access:log"))
    here.post(reverse("web:language"), {"language": "en"})
    assert "Who looked at what" in text(here, reverse("access:log"))
    assert "Who looked at what" in text(client_of(officer), reverse("access:log"))
    assert LogEntry.objects.filter(action="account.language").count() == 1


def test_a_language_that_is_not_there_changes_nothing(officer: User) -> None:
    client = client_of(officer)
    client.cookies["django_language"] = "xx"
    assert "Wie keek wat" in text(client, reverse("access:log"))
    officer.refresh_from_db()
    assert officer.language == ""
