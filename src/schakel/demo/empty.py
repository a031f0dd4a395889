"""Take a demonstration out of a database: every table that hangs on an account, and the log with its seals.

Only the owner of the tables may do that; the runtime role can add to the log and nothing else.
"""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from schakel.demo.load import check_nobody_works_here
from schakel.demo.owner import connect
from schakel.demo.places import MUNICIPALITY

ROOTS = (
    "access.User",
    "access.LogEntry",
    "access.Seal",
    "people.Person",
    "casework.ShortContact",
)
# Sites that were read from the national register stay.
_INVENTED_SITES = "DELETE FROM reference_schoolsite WHERE municipality = %s"
_EMPTY_AREAS = """
    DELETE FROM reference_area WHERE NOT EXISTS (
        SELECT 1 FROM reference_schoolsite WHERE reference_schoolsite.area_id = reference_area.id)
"""


def empty() -> None:
    """Remove it all. Raises `DemoRefused` where people work."""
    check_nobody_works_here()
    connection.close()
    with connect() as owner:
        owner.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(_tables()))
        owner.execute(_INVENTED_SITES, [MUNICIPALITY])
        owner.execute(_EMPTY_AREAS)
    Path(settings.LOG_SEAL_WITNESS).unlink(missing_ok=True)


def _tables() -> sql.Composable:
    """The roots, and every table of kept history; what points at a root goes with it."""
    names = [apps.get_model(root)._meta.db_table for root in ROOTS]
    rooms = ("access", "people", "casework", "measures")
    names += [
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.app_label in rooms and model.__name__.endswith("Event")
    ]
    return sql.SQL(", ").join(map(sql.Identifier, names))
