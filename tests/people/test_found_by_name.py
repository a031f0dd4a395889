"""People are found by the letters that a Dutch keyboard has, also who was written down before that was so."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from schakel.people import actions, queries
from schakel.people.models import Person

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [str(one) for one in queries.matching(Person.objects.all(), text)]


def test_a_dotless_i_is_found_by_a_plain_one() -> None:
    actions.add_person(by=None, sort="child", first_name="Kerem", last_name="Yıldız")
    assert found("kerem yildiz") == found("YILDIZ") == found("Yıldız") == ["Kerem Yıldız"]


def test_who_was_written_down_before_is_found_after_the_migration() -> None:
    for last_name in ("Yıldız", "Wałęsa", "Bakker"):
        actions.add_person(by=None, sort="child", first_name="Kim", last_name=last_name)
    Person.objects.update(search_words=["ki", "kim"])
    with connection.schema_editor() as editor:
        import_module("schakel.people.migrations.0003_search_without_strange_letters").make_again(
            apps, editor
        )
    assert found("kim yildiz") == ["Kim Yıldız"]
    assert found("walesa") == ["Kim Wałęsa"]
    assert found("bakker") == []
