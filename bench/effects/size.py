"""Size, power and coverage on simulated municipalities: 63 schools, 9 of them treated in three waves.

`python bench/effects/size.py EFFECT NUMBER FIRST_SEED`, EFFECT as a share of the mean (0, -0.15, 0.15). Each
town: unequal schools, child-months of five years, costs with few children in care, lasting school
shocks (autocorrelation 0.8 a month) and a common trend; treated schools drawn by lot. Prints one JSON line
with rejection rates at nominal 5 % and coverage of each 95 % interval.
"""

import json
import sys
from datetime import date

import numpy as np
from numpy.typing import NDArray

from schakel.analysis.effects.build import build_sums
from schakel.analysis.effects.cells import Cells
from schakel.analysis.effects.checks import PanelCounts
from schakel.analysis.effects.estimators.aggregate import aggregate
from schakel.analysis.effects.estimators.group_time import group_time
from schakel.analysis.effects.estimators.imputation import fit, weighted
from schakel.analysis.effects.estimators.two_way import two_way
from schakel.analysis.effects.inference.jackknife import jackknife
from schakel.analysis.effects.inference.permutation import permutation
from schakel.analysis.effects.inference.wild import wild_restricted
from schakel.analysis.effects.question import Outcome, Question, SchoolExposure
from schakel.analysis.effects.roster import make_roster
from schakel.analysis.effects.verdict import decide, published, t_interval, t_test, tests_of

FIRST, MONTHS, SCHOOLS, WAVES = 24228, 60, 63, (30, 36, 42)
MEAN, DRAWS = 10_000.0, 399


def town(seed: int, effect: float) -> tuple[Question, Cells, float]:
    """Return one municipality grouped to cells (costs in cents), and the true effect per treated child-month."""
    random = np.random.default_rng(seed)
    names = tuple(f"S{i:02d}" for i in range(SCHOOLS))
    order = random.permutation(SCHOOLS)
    starts = {names[s]: FIRST + WAVES[k // 3] for k, s in enumerate(order[:9])}
    children = random.lognormal(np.log(200), 0.5, SCHOOLS).astype(np.int64) + 20
    late = np.array([[FIRST + t >= starts.get(n, 10**6) for t in range(MONTHS)] for n in names])
    level = MEAN * random.lognormal(0, 0.25, SCHOOLS)[:, None] * (1 + 0.003 * np.arange(MONTHS))
    mean = level * (1 + 0.08 * _lasting(random) + effect * late)
    spread = 60_000 * random.lognormal(0, 0.1, (SCHOOLS, 1)) / np.sqrt(children)[:, None]
    total = np.rint((mean + 0.35 * spread * random.normal(size=mean.shape)) * children[:, None]).astype(
        np.int64
    )
    size = children[:, None] * late
    truth = effect * float((level * size).sum() / size.sum())
    return _question(names, starts), _cells(names, children, np.maximum(total, 0)), truth


def _lasting(random: np.random.Generator) -> NDArray[np.float64]:
    shock = np.zeros((SCHOOLS, MONTHS))
    shock[:, 0] = random.normal(size=SCHOOLS)
    for t in range(1, MONTHS):
        shock[:, t] = 0.8 * shock[:, t - 1] + 0.6 * random.normal(size=SCHOOLS)
    return shock


def _question(names: tuple[str, ...], starts: dict[str, int]) -> Question:
    return Question(
        title="size",
        stored_on=date(2026, 1, 5),
        definition="size/1",
        outcome=Outcome("cost_cents", "cents per child-month"),
        schools=tuple(SchoolExposure(name, starts.get(name)) for name in names),
        chosen="lot",
        chosen_note="",
        first_month=FIRST,
        last_month=FIRST + MONTHS - 1,
        draws=DRAWS,
    )


def _cells(names: tuple[str, ...], children: NDArray[np.int64], total: NDArray[np.int64]) -> Cells:
    S = len(names)
    counts = PanelCounts(int(children.sum()) * MONTHS, 0, 0, 0, 0, FIRST, FIRST + MONTHS - 1)
    return Cells(
        schools=names,
        levels=("",),
        months=np.arange(FIRST, FIRST + MONTHS),
        school=np.arange(S),
        level=np.zeros(S, np.int64),
        attendance=np.ones((S, MONTHS), bool),
        children=children,
        total=total,
        counts=counts,
        data_hash="",
    )


def one(seed: int, effect: float) -> dict[str, tuple[float, float, float]]:
    """Return p-value and interval of every method on one town."""
    question, cells, truth = town(seed, effect)
    sums = build_sums(cells, question, make_roster(question, cells.schools))
    found = fit(sums)
    headline = weighted(found, found.overall)
    permuted = permutation(sums, found.known, DRAWS, seed)
    wild = wild_restricted(found, DRAWS, seed + 1)
    tests = tests_of(headline, permuted, wild, 9, 0.95)
    verdict = decide(tests, 0.95, ())
    out = {t.key: (t.p_value, *(t.interval or (np.nan, np.nan))) for t in tests}
    _, interval = published(tests) or ("", (np.nan, np.nan))
    out["verdict (largest p, published interval)"] = (verdict.p_value, *interval)
    usual, simple = two_way(sums), aggregate(group_time(sums), "simple")
    rows = {
        "imputation, leave-one-out, normal": (headline.value, headline.standard_error or np.nan, 1e6),
        "imputation, jackknife, t(8)": (headline.value, jackknife(found).standard_error or np.nan, 8),
        "two-way, clustered, normal": (usual.value, usual.standard_error, 1e6),
        "group-time simple, clustered, normal": (simple.value, simple.standard_error, 1e6),
        "group-time simple, clustered, t(8)": (simple.value, simple.standard_error, 8),
    }
    for name, (value, error, df) in rows.items():
        out[name] = (t_test(value, error, df), *t_interval(value, error, df, 0.95))
    out["_truth"] = (headline.value, truth, 0.0)
    return out


def run(effect: float, number: int, first: int) -> dict[str, object]:
    """Return rates over many towns."""
    rows = [one(first + seed, effect) for seed in range(number)]
    truth = np.array([row["_truth"][:2] for row in rows])
    out: dict[str, object] = {"effect": effect, "number": number}
    out["bias"] = float((truth[:, 0] - truth[:, 1]).mean() / abs(MEAN))
    out["spread"] = float((truth[:, 0] - truth[:, 1]).std() / MEAN)
    for key in rows[0]:
        if key == "_truth":
            continue
        values = np.array([row[key] for row in rows])
        covered = (values[:, 1] <= truth[:, 1]) & (truth[:, 1] <= values[:, 2])
        known = np.isfinite(values[:, 1])
        out[key] = {
            "rejects": float((values[:, 0] <= 0.05).mean()),
            "covers": float(covered[known].mean()) if known.any() else None,
        }
    return out


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))) + "\n")
