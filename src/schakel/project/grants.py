"""What the runtime role may do: work with every table, but only add to and read the log.

Applied after every migration, so that a new table works at once and a table that must not be rewritten never
is. A trigger alone would not do: it cannot stop TRUNCATE, and a role that owns a table can drop its triggers.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db import ProgrammingError, connections, transaction

from schakel.project import log_clock, row_security
from schakel.project.cluster.place import RUNTIME

APPEND_ONLY = ("access_logentry", "access_seal")
READ_ONLY = ("django_migrations",)
# Added to, and then only these columns once more: a reason of emergency access stays as it was written.
JUDGED = {"access_breakglass": "reviewed_by_id, reviewed_at, verdict, remark, until_at"}


class RuntimeRoleMissing(RuntimeError):
    """The runtime role does not exist and this log-in may not make it."""


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """The last step of `migrate`."""
    call_command("createcachetable", database=using, verbosity=0)
    apply(using)
    log_clock.catch_up(using)


def apply(using: str = "default") -> None:
    """Give the runtime role its rights; the same again changes nothing.

    Raises:
        RuntimeRoleMissing: with the statements that a database administrator runs once.
    """
    connection = connections[using]
    ensure_role(using)
    present = set(connection.introspection.table_names())
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {RUNTIME}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {RUNTIME}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {RUNTIME}")
        for table in present.intersection(APPEND_ONLY):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {RUNTIME}")
        for table in present.intersection(JUDGED):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {RUNTIME}")
            cursor.execute(f"GRANT UPDATE ({JUDGED[table]}) ON {table} TO {RUNTIME}")
        for table in present.intersection(READ_ONLY):
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {RUNTIME}")
        row_security.apply(cursor, present)


def ensure_role(using: str = "default") -> None:
    """Make the runtime role where it is missing. Raises `RuntimeRoleMissing` when this log-in may not."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [RUNTIME])
        if cursor.fetchone():
            return
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {RUNTIME} NOLOGIN")
            cursor.execute(f"GRANT {RUNTIME} TO CURRENT_USER")
    except ProgrammingError as error:
        user = connection.settings_dict["USER"]
        raise RuntimeRoleMissing(
            f"The role {RUNTIME} does not exist and {user} may not make it. As a database administrator "
            f"run once: CREATE ROLE {RUNTIME} NOLOGIN; GRANT {RUNTIME} TO {user};"
        ) from error
