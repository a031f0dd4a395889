"""Two people at the same moment: work in a thread of its own, and whether it waits for the other."""

from collections.abc import Callable
from typing import Any

from django.db import connection, connections


def in_another_thread(work: Callable[[], Any]) -> Callable[[], Any]:
    """With a database connection of its own, closed afterwards."""

    def closing() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    return closing


def somebody_waits() -> bool:
    """Whether somebody waits for a row that another holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
