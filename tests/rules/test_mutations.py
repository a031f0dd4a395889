"""The tables of the rules notice every planted change."""

from types import ModuleType

import pytest

from schakel.rules import (
    absence,
    age,
    basis,
    clock,
    consent,
    family,
    file_access,
    names,
    retention,
    sharing,
    track,
    work_allocation,
)
from tests.mutation import survivors, tables
from tests.rules import (
    test_absence,
    test_age,
    test_basis,
    test_clock,
    test_consent,
    test_file_access,
    test_names,
    test_retention,
    test_sharing,
    test_track,
    test_work_allocation,
)

EQUIVALENT: dict[str, str] = {}


@pytest.mark.parametrize(
    ("rule", "table"),
    [
        (absence, test_absence),
        (age, test_age),
        (basis, test_basis),
        (clock, test_clock),
        (consent, test_consent),
        (family, test_consent),
        (file_access, test_file_access),
        (names, test_names),
        (retention, test_retention),
        (sharing, test_sharing),
        (track, test_track),
        (work_allocation, test_work_allocation),
    ],
)
def test_every_planted_change_of_a_rule_is_noticed_by_its_table(rule: ModuleType, table: ModuleType) -> None:
    name = rule.__name__.rsplit(".", 1)[-1]
    equivalent = {key: why for key, why in EQUIVALENT.items() if key.startswith(f"{name}.")}
    assert survivors([rule], tables(table), equivalent) == []
