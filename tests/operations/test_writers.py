"""Thirty-two people write at the same time: no error, no update lost, no gap in the log."""

from __future__ import annotations

import time

import pytest

from tests.operations.harness import Installation
from tests.operations.writing import Writers


@pytest.mark.parametrize("seconds", [5, pytest.param(600, marks=pytest.mark.slow)])
def test_32_writers_lose_nothing(open_town: Installation, seconds: int) -> None:
    """Each change of the shared support was made on the version before it: as many versions as acknowledgements."""
    writers = Writers(open_town)
    rows = "SELECT count(*) FROM access_logentry WHERE action = 'support.update' AND event = 'write'"
    versions = "SELECT sum(version) FROM casework_support"
    rows_before, versions_before = open_town.one(rows), open_town.one(versions)
    writers.start(teachers=16, supporters=16)
    time.sleep(seconds)
    told = writers.stop()
    assert not told.faults
    assert told.updates, "nobody changed anything"
    assert len(told.updates) == len(set(told.updates)), "two changes were made on one version"
    assert open_town.one(versions) - versions_before == len(told.updates)
    assert open_town.one(rows) - rows_before == len(told.updates)
    assert sorted(told.kept) == sorted(open_town.questions(writers.words))
    assert open_town.unlogged() == 0
    open_town.verify()
    print(
        f"{len(told.kept)} questions, {len(told.updates)} changes, {len(told.overtaken)} told to look again"
    )
