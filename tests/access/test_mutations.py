"""The tests of the gate notice every planted change of the gate, of the relations behind it and of the roles."""

from types import ModuleType

import pytest

from schakel.access import gates, relations, roles
from tests import cast as tests_cast
from tests.access import test_gates, test_relations
from tests.mutation import scenes, survivors

EQUIVALENT: dict[str, str] = {
    "gates.reached_ids: True -> False": "as a subquery it selects the same one column either way",
    "relations._take_on: known.until_at < one.until_at -> known.until_at <= one.until_at": "the same end again",
    "relations.carry: fresh.until_at < relation.until_at -> fresh.until_at <= relation.until_at": "the same end again",
}


# The roles by default: the table that everything rests on. The gate and the relations take minutes.
@pytest.mark.unwatched
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("module", "tests"),
    [
        pytest.param(gates, [test_gates], marks=pytest.mark.slow),
        pytest.param(relations, [test_relations, test_gates], marks=pytest.mark.slow),
        (roles, [test_gates]),
    ],
    ids=["gates", "relations", "roles"],
)
def test_every_planted_change_of_the_gate_is_noticed(module: ModuleType, tests: list[ModuleType]) -> None:
    name = module.__name__.rsplit(".", 1)[-1]
    equivalent = {key: why for key, why in EQUIVALENT.items() if key.startswith(f"{name}.")}
    fixtures = {"support": tests_cast.supported}
    checks = scenes(fixtures, tests_cast.school(), *tests)
    assert survivors([module], checks, equivalent) == []
