"""The owner of the tables, who alone may empty them and count them for the planner."""

import psycopg
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

_NAMES = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port", "NAME": "dbname"}


def connect() -> psycopg.Connection:
    """A connection as the owner, to the database that Django uses."""
    wanted = settings.OWNER_DATABASE | {"NAME": connection.settings_dict["NAME"]}
    named = {key: str(wanted[name]) for name, key in _NAMES.items() if wanted.get(name)}
    return psycopg.connect(make_conninfo(**named))


def analyze() -> None:
    """Let the planner know what was loaded; by itself it would find out a minute later."""
    with connect() as owner:
        owner.execute("ANALYZE")
