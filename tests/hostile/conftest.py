"""The world that is attacked: made once for a test, and put back after every request."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from schakel.casework.models import Support
from schakel.measures.actions import invite
from schakel.reference.models import SchoolSite
from tests.hostile.judging import fault_of, judge
from tests.hostile.sending import Case
from tests.hostile.surface import Page, clients, survey
from tests.hostile.world import Secret, secrets, stored, stranger
from tests.test_access_matrix import LEAD, World, made_world


@dataclass
class Target:
    """Everything a test attacks, and the judge of each answer."""

    world: World
    browsers: dict[str, Client]
    pages: list[Page]
    secrets: list[Secret]
    keys: tuple[str, ...]
    before: Any

    def visited_by(self, visitors: int) -> list[Page]:
        """The surface, as so many people find each address."""
        with transaction.atomic():
            pages = survey(self.world, self.browsers, visitors)
            transaction.set_rollback(True)
        return pages

    def visited_by_all(self) -> list[Page]:
        """The surface, as everybody finds it."""
        return self.visited_by(len(self.browsers))

    def attack(self, case: Case) -> list[str]:
        """Send, judge, and put everything back as it was."""
        faults: list[str] = []

        def note(**more: Any) -> None:
            faults.append(fault_of(sys.exc_info()))

        got_request_exception.connect(note)
        try:
            with transaction.atomic():
                answer = case.send(self.browsers[case.who])
                wrong = judge(case, answer, self.secrets, self.before, faults)
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(note)
        return wrong


@pytest.fixture
def here(db: None, settings: Any) -> Target:
    """The world, not yet looked around in."""
    settings.FRESH_FOR = 10**9
    return _target()


@pytest.fixture
def target(here: Target) -> Target:
    """The world and its surface, each address seen by one of those who get it."""
    return replace(here, pages=here.visited_by(1))


def _target() -> Target:
    world = made_world()
    child, matter = stranger(SchoolSite.objects.get(name="OBS Verweg"))
    support, lead = Support.objects.get(), world.people[LEAD]
    assert lead is not None
    _invitation, world.keys["token_of_child"] = invite(by=lead, support=support, informant="young_child")
    browsers = clients(world)
    keys = (str(child.key), str(child.pk), *(str(key) for key in world.keys.values()))
    return Target(world, browsers, [], secrets(world, child, matter), keys, stored())
