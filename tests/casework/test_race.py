"""Two people save one thing in the same second: the row decides, the second is told and keeps the text."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from schakel.access.models import User
from schakel.casework.models import SchoolHomeCard
from tests import cast as tests_cast
from tests.at_once import in_another_thread, somebody_waits
from tests.cast import supported

pytestmark = pytest.mark.django_db(transaction=True)


def send(user: User, address: str, **filled: object) -> Any:
    client = Client()
    client.force_login(user)
    assert 'name="version"' in client.get(address).content.decode()
    return client.post(address, filled)


def overtaken(statements: list[tuple[str, list[int]]], slower: Callable[[], Any]) -> str:
    """The page that somebody gets whose row is held by another, who then saves first."""
    faster = connection.copy()
    with ThreadPoolExecutor(1) as pool:
        try:
            faster.set_autocommit(False)
            with faster.cursor() as cursor:
                for statement, values in statements:
                    cursor.execute(statement, values)
            sent = pool.submit(in_another_thread(slower))
            until = monotonic() + 30
            while not somebody_waits():
                assert monotonic() < until, "the form was never sent"
                sleep(0.02)
            faster.commit()
        finally:
            faster.close()
        answer = sent.result(timeout=30)
    assert answer.status_code == 422
    return str(answer.content.decode())


def test_who_was_slower_is_told_while_the_faster_one_still_saves() -> None:
    cast = tests_cast.school()
    support = supported(cast)
    page = overtaken(
        [
            (
                "UPDATE casework_support SET version = version + 1, agreed = 'Van een ander' WHERE id = %s",
                [support.pk],
            )
        ],
        lambda: send(
            cast.fenna,
            reverse("casework:update_support", args=[support.key]),
            version=support.version,
            title="Sem",
            agreed="Mijn eigen zin",
            legal_track=support.legal_track,
        ),
    )
    assert "Mijn eigen zin" in page
    assert "Van een ander" in page
    support.refresh_from_db()
    assert support.agreed == "Van een ander"


def test_of_two_who_write_the_first_card_the_slower_is_told_and_keeps_the_text() -> None:
    cast = tests_cast.school()
    support = supported(cast)
    columns = ("works_at_school", "could_at_school", "works_at_home", "could_at_home")
    page = overtaken(
        [
            ("SELECT 1 FROM casework_support WHERE id = %s FOR UPDATE", [support.pk]),
            (
                f"INSERT INTO casework_schoolhomecard (support_id, {', '.join(columns)}, at, version)"
                " VALUES (%s, 'Van een ander', '', '', '', now(), 1)",
                [support.pk],
            ),
        ],
        lambda: send(
            cast.fenna,
            reverse("casework:fill_card", args=[support.key]),
            version=0,
            works_at_school="Mijn eigen zin",
        ),
    )
    assert "Mijn eigen zin" in page
    assert "Iemand anders heeft dit intussen aangepast" in page
    assert SchoolHomeCard.objects.get(support=support).works_at_school == "Van een ander"
