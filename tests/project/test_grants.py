"""The runtime role works with everything and rewrites nothing that must stay."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from schakel.project.cluster.place import RUNTIME

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_tests_run_as_the_runtime_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (RUNTIME,)


REWRITES = ["DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}", "ALTER TABLE {} DISABLE TRIGGER ALL"]


@pytest.mark.parametrize("table", ["access_logentry", "access_seal", "django_migrations"])
@pytest.mark.parametrize("statement", REWRITES)
def test_the_log_cannot_be_rewritten(table: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(statement.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM access_breakglass",
        "TRUNCATE access_breakglass",
        "UPDATE access_breakglass SET reason = 'iets anders'",
        "UPDATE access_breakglass SET opened_at = now()",
    ],
)
def test_the_reason_of_emergency_access_stays_as_it_was(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied"):
        run(statement)


def test_a_session_table_can_be_emptied_row_by_row() -> None:
    run("DELETE FROM django_session")


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_runs_as_the_runtime_role_too() -> None:
    test_tests_run_as_the_runtime_role()
