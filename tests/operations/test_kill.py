"""`kill -9` in the middle of writing: web server, worker with its sealer, database; at random moments, again and again.

Every write that was acknowledged is there, once, with its row in the log; the log verifies; the next start needs no hand.
"""

from __future__ import annotations

import random
import time

import pytest

from tests.operations.harness import Installation, eventually
from tests.operations.writing import Writers

# The worker holds the sealer and the tasks: it is killed in mid-seal as often as in mid-task. Three kills are each part once.
PARTS = ("web", "worker", "database", "worker")


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.slow)])
def test_nothing_acknowledged_is_lost_by_a_kill_in_mid_write(open_town: Installation, kills: int) -> None:
    dice = random.Random(kills)
    writers = Writers(open_town, patient=True)
    writers.start(teachers=4, supporters=1)
    for number in range(kills):
        time.sleep(dice.uniform(0.3, 2.0))
        part = PARTS[number % len(PARTS)]
        open_town.kill(part)
        time.sleep(dice.uniform(0.0, 0.5))
        open_town.start(part)
        open_town.await_pages()
    kept_so_far = len(writers.told.kept)
    eventually(lambda: len(writers.told.kept) > kept_so_far, "nobody could write after the last kill")
    told = writers.stop()
    stored = open_town.questions(writers.words)
    assert not set(told.kept) - set(stored), "acknowledged, and gone"
    assert len(stored) == len(set(stored)), "stored twice"
    assert open_town.unlogged() == 0
    assert open_town.stopped() == []
    open_town.verify()
