"""The same seed and the same day give the same bytes; another seed or day another town."""

import hashlib
from datetime import timedelta

from schakel.demo import load, log_rows, make, plan, rows
from schakel.demo.make import Town
from tests.demo.towns import TODAY, small


def _digest(town: Town) -> str:
    """Of every line that would be copied, relations and log included."""
    bases = dict.fromkeys(rows.NUMBERED.values(), 0)
    digest = hashlib.sha256()
    for target in load.TARGETS:
        for block in rows.lines(target.row_type, getattr(town.book.tables, target.name), bases):
            digest.update(block.encode())
    for block in rows.relation_lines(town.book.relations, bases):
        digest.update(block.encode())
    for line in log_rows.lines(town, bases):
        digest.update(line.encode())
    return digest.hexdigest()


def test_the_same_seed_and_day_give_the_same_bytes() -> None:
    again = make.make(plan.plan("small", today=TODAY.toordinal(), seed=1))
    assert _digest(again) == _digest(small(seed=1))


def test_another_seed_gives_another_town() -> None:
    assert _digest(small(seed=2)) != _digest(small(seed=1))


def test_another_day_gives_another_town() -> None:
    other = make.make(plan.plan("small", today=(TODAY + timedelta(days=1)).toordinal(), seed=1))
    assert _digest(other) != _digest(small(seed=1))
