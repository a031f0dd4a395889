"""The page for jurists names every rule with the source that the code names."""

from pathlib import Path

import pytest

from schakel.rules.absence import ABSENCE
from schakel.rules.basis import Basis
from schakel.rules.clock import HELP_PLAN, PICK_UP, WRITTEN_PLAN
from schakel.rules.consent import CONSENT
from schakel.rules.contact import CONTACT
from schakel.rules.file_access import FILE_ACCESS
from schakel.rules.grounds import GROUNDS
from schakel.rules.retention import RETENTION
from schakel.rules.sharing import SHARING
from schakel.rules.track import TRACKS
from schakel.rules.work_allocation import ALLOCATION

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
RULES = (
    ABSENCE,
    ALLOCATION,
    CONSENT,
    CONTACT,
    FILE_ACCESS,
    GROUNDS,
    HELP_PLAN,
    PICK_UP,
    RETENTION,
    SHARING,
    TRACKS,
    WRITTEN_PLAN,
)


@pytest.mark.parametrize("basis", [rule.basis for rule in RULES], ids=str)
def test_the_page_names_each_rule_with_its_source(basis: Basis) -> None:
    assert f"| {basis.key} | {basis.source} |" in PAGE


def test_no_reading_claims_to_be_confirmed() -> None:
    assert {rule.basis.confirmed_by for rule in RULES} == {""}
