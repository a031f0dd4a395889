"""The tests of the actions notice every planted change: what is refused, what is stored, what is opened and closed."""

from types import ModuleType

import pytest
import time_machine

from schakel.casework import keep, ladder, states, visits, worklist
from schakel.casework.actions import (
    answers,
    asking_consent,
    common,
    consent,
    counting,
    emergency,
    family,
    file,
    grounds,
    kin,
    leaving,
    letters,
    plan,
    requests,
    sharing,
    staff,
    supports,
)
from tests import cast as tests_cast
from tests.access import test_breakglass
from tests.casework import (
    test_answers,
    test_consent,
    test_consent_asked,
    test_file,
    test_kin,
    test_ladder,
    test_leaving,
    test_letters,
    test_plan_actions,
    test_requests,
    test_sharing,
    test_states,
    test_supports,
    test_visits,
    test_worklist,
)
from tests.mutation import scenes, survivors, tables

EQUIVALENT: dict[str, str] = {
    "keep._grant: until > timezone.now() -> until >= timezone.now()": "the same microsecond",
    "answers.clarify: 0 -> 1": "a version only has to be another one than before",
    "common.moved_on: 1 -> 2": "a version only has to be another one",
    "ladder.direction: steps > 0 -> steps >= 0": "no steps at all were refused before",
}


def equivalent_in(module: ModuleType) -> dict[str, str]:
    name = module.__name__.rsplit(".", 1)[-1]
    return {key: why for key, why in EQUIVALENT.items() if key.startswith(f"{name}.")}


pytestmark = pytest.mark.unwatched


@pytest.mark.parametrize(
    ("module", "table"),
    [(ladder, test_ladder), (states, test_states), (visits, test_visits), (worklist, test_worklist)],
)
def test_every_planted_change_of_a_pure_idea_is_noticed(module: ModuleType, table: ModuleType) -> None:
    assert survivors([module], tables(table), equivalent_in(module)) == []


# Each part of the writer with the tests that are about it.
ACTIONS: tuple[tuple[ModuleType, tuple[ModuleType, ...]], ...] = (
    (answers, (test_answers, test_requests, test_consent, test_supports)),
    (asking_consent, (test_consent_asked,)),
    (common, (test_supports, test_plan_actions, test_leaving)),
    (consent, (test_consent, test_consent_asked, test_sharing)),
    (counting, (test_answers, test_supports)),
    (emergency, (test_breakglass,)),
    (family, (test_consent, test_kin, test_supports)),
    (file, (test_file,)),
    (grounds, (test_consent_asked,)),
    (keep, (test_requests, test_answers, test_consent, test_supports, test_consent_asked, test_sharing)),
    (kin, (test_kin,)),
    (leaving, (test_leaving,)),
    (letters, (test_letters,)),
    (plan, (test_plan_actions,)),
    (requests, (test_requests, test_answers)),
    (sharing, (test_sharing,)),
    (staff, (test_requests, test_answers, test_supports)),
    (supports, (test_supports, test_consent_asked)),
)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("module", "tests"), ACTIONS, ids=lambda each: getattr(each, "__name__", ""))
def test_every_planted_change_of_an_action_is_noticed(
    module: ModuleType, tests: tuple[ModuleType, ...]
) -> None:
    fixtures = {
        "support": tests_cast.supported,
        "picked_up": test_answers.picked_up_by_fenna,
        "clock": lambda _cast: time_machine.travel(test_breakglass.NOW, tick=False),
    }
    checks = scenes(fixtures, tests_cast.school(), *tests)
    unnoticed = survivors([module], checks, equivalent_in(module))
    assert not unnoticed, "\n".join(unnoticed)
