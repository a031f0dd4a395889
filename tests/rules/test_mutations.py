"""The tables of the rules notice every planted change."""

from types import ModuleType

import pytest

from schakel.rules import (
    absence,
    age,
    basis,
    clock,
    consent,
    consent_flow,
    contact,
    family,
    file_access,
    file_view,
    grounds,
    names,
    plan,
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
    test_consent_flow,
    test_contact,
    test_file_access,
    test_file_view,
    test_grounds,
    test_names,
    test_plan,
    test_retention,
    test_sharing,
    test_track,
    test_work_allocation,
)

EQUIVALENT: dict[str, str] = {
    "consent_flow.exception_unfit: 0 -> 1": "an unknown age counts as a child far from twelve, 0 or 1 alike"
}


@pytest.mark.unwatched
@pytest.mark.parametrize(
    ("rule", "table"),
    [
        (absence, test_absence),
        (age, test_age),
        (basis, test_basis),
        (clock, test_clock),
        (consent, test_consent),
        (consent_flow, test_consent_flow),
        (contact, test_contact),
        (family, test_consent),
        (file_access, test_file_access),
        (file_view, test_file_view),
        (grounds, test_grounds),
        (names, test_names),
        (plan, test_plan),
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
