"""Whatever is sent to whatever address, by whomever: no fault, no leak, nothing half stored, no typed word lost.

The surface is asked from Schakel itself (`surface.py`), the judgement is `judging.py`, and each request is put back.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from django import forms

from tests.hostile.cases import requests, sweep
from tests.hostile.conftest import Target
from tests.hostile.luck import attacks
from tests.hostile.sending import Case
from tests.hostile.world import Secret
from tests.test_access_matrix import LEAD, TEACHER, addresses

pytestmark = pytest.mark.django_db

QUICK = 30
CASES = int(os.environ.get("HOSTILE_CASES", "5000"))
# Forms that no page of this world shows, each attacked where it is named.
ELSEWHERE = {
    "CodeForm": "between password and code: tests/access/test_second_factor.py",
    "ConfirmCodeForm": "to confirm with an app: tests/access/test_fresh.py",
    "ConfirmPasskeyForm": "to confirm with a passkey: tests/access/test_passkeys.py",
    "PasskeyForm": "the form that the other three are",
    "PlainForm": "what all forms are",
    "PlainModelForm": "what all forms are",
    "VersionedForm": "what forms are that two people fill in",
}


def test_every_address_and_every_form_stands_the_sweep_and_some_chance(target: Target) -> None:
    """A new address or a new form that nothing here would attack fails. One test, because looking around takes the longest."""
    _refuse_gaps(target)
    wrong = [
        (case, said) for case in sweep(target.pages, sorted(target.browsers)) for said in target.attack(case)
    ]
    assert not wrong, "\n".join(f"{said}\n  {case}" for case, said in wrong[:20])
    _attack_by_chance(target, QUICK)


def _refuse_gaps(target: Target) -> None:
    assert {page.name for page in target.pages} == set(addresses())
    shown = {form for page in target.pages for form in page.forms}
    missed = {form.__name__ for form in _forms()} - {form.__name__ for form in shown} - set(ELSEWHERE)
    assert missed == set()


def _forms() -> set[type[forms.BaseForm]]:
    """Every form class of ours, whatever room it is in."""
    found: set[type[forms.BaseForm]] = set()
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        of_this = waiting.pop().__subclasses__()
        found.update(of_this)
        waiting += of_this
    return {
        form
        for form in found
        if form.__module__.startswith("schakel.") and "styleguide" not in form.__module__
    }


@pytest.mark.slow
def test_whatever_is_sent_is_answered_decently(target: Target) -> None:
    _attack_by_chance(replace(target, pages=target.visited_by_all()), CASES)


def _attack_by_chance(target: Target, cases: int) -> None:
    everybody = sorted(target.browsers)

    @attacks(cases, requests(target.pages, everybody, target.keys))
    def attacked(case: Case) -> None:
        assert target.attack(case) == [], repr(case)

    attacked()


def test_the_judge_itself_can_find_something(here: Target) -> None:
    """A name that somebody may not see, a fault inside, a row too many: each is found, so that silence means something."""
    path = f"/ondersteuning/{here.world.keys['support']}/"
    target = replace(here, secrets=[Secret("Graag naar school", frozenset({TEACHER}))])
    assert target.attack(Case(LEAD, "casework:support", path)) == ["leaks Graag naar school"]
    target = replace(here, before=here.before | {"people_person": (0, 0)})
    unknown = Case(LEAD, "casework:support", "/ondersteuning/x/", "POST")
    assert any("stored something" in said for said in target.attack(unknown))
