"""The second line: with the gate switched off, the runtime role still gives a page no person without a relation."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access import gates, second_line
from schakel.access.models import Relation, User
from schakel.access.roles import Permission, Role
from schakel.casework.actions import family, requests
from schakel.casework.models import Support
from schakel.people import actions as people
from schakel.people import actions_family
from schakel.people.models import Person
from schakel.project import row_security
from tests.access.test_breakglass import opened
from tests.cast import School, asked, child_of, supported, user
from tests.database import as_owner_for_a_moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(cast: School, settings: Any) -> Iterator[None]:
    """The tables ask their policies, for the length of this test."""
    settings.ROW_SECURITY = True
    with as_owner_for_a_moment(connection), connection.cursor() as cursor:
        row_security.apply(cursor, set(row_security.TABLES))
    yield
    second_line.widen()


@pytest.fixture
def gate_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody may reach everything, as far as the gate is concerned."""

    def all_of(_user: User, model: Any, _permission: Permission) -> Any:
        return model._default_manager.values_list("pk", flat=True)

    def any_at(*, model: Any, key: uuid.UUID, **_reach: Any) -> Any:
        return list(model._default_manager.filter(key=key))

    monkeypatch.setattr(gates, "related_ids", all_of)
    monkeypatch.setattr(gates, "_one", any_at)


def given_to(who: User) -> set[Person]:
    """What the database gives this account, asked without any gate."""
    with transaction.atomic():
        second_line.narrow(who)
        found = set(Person.objects.all())
        second_line.widen()
    return found


def client_of(who: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who)
    return client


@pytest.mark.usefixtures("kept", "gate_switched_off")
def test_with_the_gate_switched_off_no_person_without_a_relation(cast: School, support: Support) -> None:
    assert support.child is not None
    family_of_sem = {support.child, *(record.holder for record in support.child.authority.all())}
    assert given_to(cast.fenna) == given_to(cast.anouk) == family_of_sem
    for who in (cast.jelle, cast.sytske, cast.marit, user("Piotr Mazur", Role.ADMINISTRATOR)):
        assert given_to(who) == set()
        # The gate lets everybody through, and still there is nobody.
        with transaction.atomic():
            second_line.narrow(who)
            assert not gates.visible(who, Person, Permission.SEE_PERSON).exists()
            second_line.widen()


@pytest.mark.usefixtures("kept", "gate_switched_off")
def test_with_the_gate_switched_off_a_page_shows_nobody(cast: School, support: Support) -> None:
    assert support.child is not None
    address = reverse("casework:child", args=[support.child.key])
    assert client_of(cast.fenna).get(address).status_code == 200
    away = client_of(cast.sytske).get(address)
    assert away.status_code == 404
    assert "Sem Bakker" not in away.content.decode()
    listed = client_of(cast.sytske).get(reverse("casework:children")).content.decode()
    assert "Sem Bakker" not in listed
    assert (
        "Bakker"
        not in client_of(cast.sytske).get(reverse("casework:children") + "?zoek=sem").content.decode()
    )


@pytest.mark.usefixtures("kept")
def test_the_history_of_a_person_is_kept_back_too(cast: School, support: Support) -> None:
    assert support.child is not None
    people.update_person(
        by=None,
        person=support.child,
        first_name="Sam",
        last_name="Bakker",
        birth_date=support.child.birth_date,
    )
    for who, rows in ((cast.fenna, 1), (cast.sytske, 0)):
        with transaction.atomic(), connection.cursor() as cursor:
            second_line.narrow(who)
            cursor.execute("SELECT count(*) FROM people_personevent")
            assert cursor.fetchone() == (rows,)
            second_line.widen()


@pytest.mark.usefixtures("kept")
def test_a_relation_that_is_over_gives_nothing(cast: School) -> None:
    supported(cast)
    over = timezone.now() - timedelta(minutes=2)
    Relation.objects.filter(user=cast.fenna).update(from_at=over - timedelta(days=1), until_at=over)
    assert given_to(cast.fenna) == set()


@pytest.mark.usefixtures("kept")
def test_emergency_access_gives_the_child_and_no_sibling(cast: School, support: Support) -> None:
    assert support.child is not None
    sister = people.add_person(by=None, sort="child", first_name="Saar", last_name="Bakker")
    actions_family.add_tie(by=None, child=support.child, kind="sibling", other=sister)
    opened(cast.sytske)
    found = given_to(cast.sytske)
    assert support.child in found
    assert sister not in found


@pytest.mark.usefixtures("kept")
def test_who_may_not_read_a_person_changes_and_removes_none(cast: School, support: Support) -> None:
    with transaction.atomic():
        second_line.narrow(cast.sytske)
        assert Person.objects.filter(pk=support.child_id or 0).update(first_name="Anders") == 0
        assert Person.objects.filter(pk=support.child_id or 0).delete()[0] == 0
        second_line.widen()
    assert Person.objects.filter(first_name="Sem").exists()


@pytest.mark.usefixtures("kept")
def test_the_worker_a_command_and_the_release_before_read_as_the_system(cast: School) -> None:
    supported(cast)
    assert second_line.current() == second_line.SYSTEM
    assert Person.objects.count() == 3


@pytest.mark.usefixtures("kept")
def test_a_number_of_nobody_is_given_nothing(cast: School) -> None:
    supported(cast)
    assert given_to(User(pk=987_654_321)) == set()


# -- who reaches further, on purpose


@pytest.mark.usefixtures("kept")
def test_an_action_that_showed_its_right_writes_what_nobody_has_a_relation_with_yet(cast: School) -> None:
    request = asked(cast)
    requests.pick_up(by=cast.fenna, request=request, how="met")
    second_line.narrow(cast.fenna)
    child = family.add_child(
        by=cast.fenna, request=request, first_name="Noor", last_name="Nieuw", birth_date=None
    )
    assert child in given_to(cast.fenna)


@pytest.mark.usefixtures("kept")
def test_a_sibling_is_named_on_the_page_of_the_child(cast: School, support: Support) -> None:
    assert support.child is not None
    sister = people.add_person(by=None, sort="child", first_name="Saar", last_name="Bakker")
    actions_family.add_tie(by=None, child=support.child, kind="sibling", other=sister)
    page = client_of(cast.fenna).get(reverse("casework:child", args=[support.child.key])).content.decode()
    assert "Saar Bakker" in page
    assert sister not in given_to(cast.fenna)


@pytest.mark.usefixtures("kept")
def test_the_privacy_officer_names_whom_the_log_is_about(cast: School) -> None:
    supported(cast)
    officer = user("Marijke Nauta", Role.PRIVACY_OFFICER)
    page = client_of(officer).get(reverse("access:log") + "?over=sem").content.decode()
    assert "Sem Bakker" in page
    assert given_to(officer) == set()


@pytest.mark.usefixtures("kept")
def test_inside_another_transaction_the_reach_is_put_back(cast: School) -> None:
    supported(cast)
    before = second_line.current()
    client_of(cast.sytske).get(reverse("casework:my_week"))
    assert second_line.current() == before == second_line.SYSTEM
    with transaction.atomic():
        second_line.narrow(cast.fenna)
        with second_line.beyond():
            assert second_line.current() == second_line.SYSTEM
            with second_line.beyond():
                assert second_line.current() == second_line.SYSTEM
        assert second_line.current() == str(cast.fenna.pk)
        second_line.widen()


def test_without_the_second_line_nothing_is_asked_of_the_database(
    cast: School, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.ROW_SECURITY = False
    with django_assert_num_queries(0):
        second_line.narrow(cast.fenna)
        second_line.widen()
        with second_line.beyond():
            pass
    child_of(asked(cast), cast.fenna)
    assert Person.objects.exists()


@pytest.mark.usefixtures("kept")
def test_laying_the_policies_down_again_changes_nothing_and_switching_off_gives_all(
    cast: School, settings: Any
) -> None:
    supported(cast)
    settings.ROW_SECURITY = False
    with as_owner_for_a_moment(connection), connection.cursor() as cursor:
        row_security.apply(cursor, {"people_person", "another_table"})
    settings.ROW_SECURITY = True
    assert len(given_to(cast.sytske)) == 3
