"""Behind a proxy the log says from where somebody really looked; without one nobody can say that they sit elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from schakel.access.models import LogEntry
from schakel.access.roles import Role
from tests.cast import user

pytestmark = pytest.mark.django_db


def seen_from(**headers: str) -> str | None:
    client = Client()
    client.force_login(user("Marijke Nauta", Role.PRIVACY_OFFICER))
    client.get("/wie-keek-wat/", headers=headers)
    return LogEntry.objects.order_by("-id").values_list("origin", flat=True).first()


@pytest.mark.parametrize(
    ("proxy", "said", "kept"),
    [
        (True, "192.0.2.7", "192.0.2.7"),
        (True, "2001:db8::7", "2001:db8::7"),
        (True, "nonsense; drop", "127.0.0.1"),
        (False, "192.0.2.7", "127.0.0.1"),
    ],
)
def test_the_address_in_the_log(settings: Any, proxy: bool, said: str, kept: str) -> None:
    settings.BEHIND_PROXY = proxy
    assert seen_from(**{"X-Real-IP": said}) == kept
