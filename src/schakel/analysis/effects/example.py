"""A small invented town for documentation and notebooks: the method pages run on it.

Twenty-four schools, three years, six schools with a supporter (two waves); children come and go. The
planted effect is -4.00 euro per child and month. Nothing here is about a real school or child.
"""

from datetime import date

import ibis
import numpy as np
import pyarrow as pa
from ibis.expr.types import Table

from schakel.analysis.effects.question import Outcome, Question, SchoolExposure

FIRST = 24240
MONTHS = 36
SCHOOLS = 24
WAVES = {18: (2, 7, 11), 24: (4, 13, 20)}
EFFECT = -4.0


def small_town(seed: int = 7) -> tuple[Question, Table]:
    """Return the question and the child-month rows."""
    starts = {f"S{s:02d}": FIRST + place for place, schools in WAVES.items() for s in schools}
    return _question(starts), ibis.memtable(_rows(np.random.default_rng(seed), starts))


def _question(starts: dict[str, int]) -> Question:
    names = [f"S{s:02d}" for s in range(SCHOOLS)]
    return Question(
        title="Does a supporter at school change the cost of youth care?",
        stored_on=date(2026, 1, 5),
        definition="care-cost/1",
        outcome=Outcome("cost_cents", "euro per child-month", 0.01),
        schools=tuple(SchoolExposure(name, starts.get(name)) for name in names),
        chosen="lot",
        chosen_note="drawn by a notary",
        first_month=FIRST,
        last_month=FIRST + MONTHS - 1,
        draws=199,
    )


def _rows(random: np.random.Generator, starts: dict[str, int]) -> pa.Table:
    parts = []
    for s in range(SCHOOLS):
        name, children = f"S{s:02d}", int(random.integers(25, 60))
        first = random.integers(0, 8, children)
        last = random.integers(MONTHS - 8, MONTHS, children)
        child, month = np.nonzero(
            (np.arange(MONTHS) >= first[:, None]) & (np.arange(MONTHS) <= last[:, None])
        )
        own = random.gamma(2.0, 15.0, children)[child]
        shared = random.normal(0, 1.2, MONTHS)[month] + 0.2 * month
        treated = FIRST + month >= starts.get(name, 10**6)
        euro = 20 + own + shared + random.normal(0, 6, len(child)) + EFFECT * treated
        parts.append(_part(name, child, month, np.rint(np.maximum(euro, 0) * 100).astype(np.int64)))
    return pa.concat_tables(parts)


def _part(name: str, child: np.ndarray, month: np.ndarray, cents: np.ndarray) -> pa.Table:
    return pa.table(
        {
            "pseudonym": [f"{name}-{c}" for c in child],
            "school": [name] * len(child),
            "month": pa.array(FIRST + month, pa.int32()),
            "cost_cents": cents,
        }
    )
