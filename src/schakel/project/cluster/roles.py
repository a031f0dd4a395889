"""Two roles in the private cluster: the owner migrates, the runtime role works.

The runtime role can write no table definition and cannot rewrite the log (see `schakel.project.grants`). The
owner is a member of it, so that tests can take its place.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from schakel.project.cluster.place import DATABASE, OWNER, RUNTIME, Place

ADMIN = "schakel_admin"
ATTRIBUTES = {OWNER: "LOGIN CREATEDB", RUNTIME: "LOGIN"}


def connect(place: Place) -> psycopg.Connection:
    """A connection as the cluster's superuser, for laying down roles only."""
    return psycopg.connect(
        host=str(place.socket), user=ADMIN, dbname="postgres", autocommit=True, connect_timeout=5
    )


def lay_down(place: Place) -> None:
    """Make the roles and the database where they are missing."""
    with connect(place) as connection:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role, attributes in ATTRIBUTES.items():
            if role not in known:
                statement = sql.SQL("CREATE ROLE {} " + attributes).format(sql.Identifier(role))
                connection.execute(statement)
        if connection.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", (OWNER, RUNTIME)).fetchone() != (True,):
            names = (sql.Identifier(RUNTIME), sql.Identifier(OWNER))
            connection.execute(sql.SQL("GRANT {} TO {}").format(*names))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            names = (sql.Identifier(DATABASE), sql.Identifier(OWNER))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*names))
