"""A visitor does not wait long for the town."""

import time

import pytest
from django.core.management import call_command

from schakel.access.models import LogEntry
from schakel.casework.models import HelpRequest

LIMIT_SECONDS = 20


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_town_is_made_and_loaded_within_twenty_seconds() -> None:
    started = time.monotonic()
    call_command("demo", today="2026-11-23")
    assert time.monotonic() - started < LIMIT_SECONDS
    assert HelpRequest.objects.count() > 2_500
    assert LogEntry.objects.count() > 150_000
