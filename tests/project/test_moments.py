"""Moments come back aware and in UTC, whatever the time of year."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from psycopg.pq import Format

from schakel.project.moments import MOMENT, Moment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-07-01 12:00:00.123456+02", datetime(2026, 7, 1, 10, 0, 0, 123456, UTC)),
        ("2026-01-01 00:30:00+01", datetime(2025, 12, 31, 23, 30, tzinfo=UTC)),
        ("9999-12-31 00:00:00+00", datetime(9999, 12, 31, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_utc(written: str, moment: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text::timestamptz", [written])
        found = cursor.fetchone()[0]
    assert (found, found.tzinfo) == (moment, UTC)


def test_each_connection_reads_them_so() -> None:
    with connection.cursor() as cursor:
        assert cursor.connection.adapters.get_loader(MOMENT, Format.TEXT) is Moment
