"""Two people save one thing in the same second: the row decides, the second is told and keeps the text."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from schakel.access.models import User
from schakel.casework.models import Support
from tests import cast as tests_cast
from tests.at_once import in_another_thread, somebody_waits
from tests.cast import supported

pytestmark = pytest.mark.django_db(transaction=True)


def send(user: User, support: Support) -> Any:
    client = Client()
    client.force_login(user)
    address = reverse("casework:update_support", args=[support.key])
    page = client.get(address).content.decode()
    assert 'name="version"' in page
    filled = {
        "version": support.version,
        "title": "Sem",
        "agreed": "Mijn eigen zin",
        "legal_track": support.legal_track,
    }
    return client.post(address, filled)


def test_who_was_slower_is_told_while_the_faster_one_still_saves() -> None:
    cast = tests_cast.school()
    support = supported(cast)
    faster = connection.copy()
    with ThreadPoolExecutor(1) as pool:
        try:
            faster.set_autocommit(False)
            with faster.cursor() as cursor:
                cursor.execute(
                    "UPDATE casework_support SET version = version + 1, agreed = 'Van een ander' WHERE id = %s",
                    [support.pk],
                )
            slower = pool.submit(in_another_thread(lambda: send(cast.fenna, support)))
            until = monotonic() + 30
            while not somebody_waits():
                assert monotonic() < until, "the form was never sent"
                sleep(0.02)
            faster.commit()
        finally:
            faster.close()
        answer = slower.result(timeout=30)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Mijn eigen zin" in page
    assert "Van een ander" in page
    support.refresh_from_db()
    assert support.agreed == "Van een ander"
