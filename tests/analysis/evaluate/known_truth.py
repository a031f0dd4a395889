"""Plant an effect, spoil the file, run the whole way, and look whether the effect comes back.

    python -m tests.analysis.evaluate.known_truth --seeds 500 --out table.csv

Every municipality is written as rows that are shuffled and partly doubled, cleaned and checked by the panel room,
grouped to cells, estimated, and judged. The truth is the mean difference with and without a supporter over the
treated child-months that were used, in the unit of the outcome.
"""

import argparse
import csv
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from schakel.analysis.effects.build import build_sums
from schakel.analysis.effects.cells import build_cells
from schakel.analysis.effects.estimators.imputation import fit, weighted
from schakel.analysis.effects.inference.permutation import permutation
from schakel.analysis.effects.inference.wild import wild_restricted
from schakel.analysis.effects.question import Outcome, Question, SchoolExposure
from schakel.analysis.effects.roster import make_roster
from schakel.analysis.effects.source import open_panel
from schakel.analysis.effects.verdict import decide, published, tests_of
from schakel.analysis.panel.simulate import Simulated, Town, school_name, simulate
from schakel.analysis.panel.store import prepare

FIRST = 2019 * 12 + 7
COLUMN = "light_care_days"
# Light care: many small amounts, so that 500 municipalities can show a bias. 63 schools, 9 treated in three waves.
TOWN = Town(
    schools=63, pupils=40, first_month=FIRST, months=36, late=0,
    waves=tuple((FIRST + 13 + 6 * wave, 3) for wave in range(3)),
)  # fmt: skip


@dataclass(frozen=True)
class Recovered:
    """One municipality: the planted truth, the estimate, the interval, whether it was called shown.

    `intervals` names the tests that give an interval, `held_by` those whose interval holds the truth.
    """

    seed: int
    effect: float
    truth: float
    without: float
    estimate: float
    low: float
    high: float
    shown: bool
    intervals: str = ""
    held_by: str = ""

    @property
    def covered(self) -> bool:
        """The interval holds the truth."""
        return self.low <= self.truth <= self.high


def question_of(made: Simulated, draws: int) -> Question:
    """The question that belongs to a simulated municipality."""
    starts = dict(made.starts)
    names = [school_name(number) for number in range(made.town.schools)]
    return Question(
        title="known truth",
        stored_on=date(2026, 11, 21),
        definition="light_care v1",
        outcome=Outcome(COLUMN, "days"),
        schools=tuple(SchoolExposure(name, starts.get(name)) for name in names),
        chosen="lot",
        chosen_note="",
        first_month=made.town.first_month,
        last_month=made.town.first_month + made.town.months - 1,
        draws=draws,
    )


def recover(seed: int, effect: float, folder: Path, draws: int = 199) -> Recovered:
    """Simulate, spoil, clean, estimate and judge one municipality."""
    made = simulate(replace(TOWN, seed=seed, effect=effect))
    question = question_of(made, draws)
    spoilt, clean = folder / "spoilt.parquet", folder / "clean.parquet"
    pq.write_table(_spoilt(made.panel, seed), spoilt)
    prepare(spoilt, clean, drop_duplicates=True)
    with open_panel(clean) as rows:
        cells = build_cells(rows, question)
    roster = make_roster(question, cells.schools)
    found = fit(build_sums(cells, question, roster))
    headline = weighted(found, found.overall)
    permuted = permutation(found.sums, found.known, draws, seed, 0.95)
    wild = wild_restricted(found, draws, seed + 1)
    tests = tests_of(headline, permuted, wild, len(found.sums.treated), 0.95)
    _, (low, high) = published(tests) or ("", (float("nan"), float("nan")))
    truth, with_interval = (
        made.truth,
        {test.key: test.interval for test in tests if test.interval is not None},
    )
    planted = truth.per_child_month[COLUMN]
    held = [key for key, (one, other) in with_interval.items() if one <= planted <= other]
    return Recovered(
        seed, effect, planted, truth.without[COLUMN], headline.value, low, high, decide(tests, 0.95, ()).shown,
        " ".join(with_interval), " ".join(held),
    )  # fmt: skip


def _spoilt(panel: pa.Table, seed: int) -> pa.Table:
    """Rows in another order, one in fifty twice; only the columns that this outcome needs."""
    rows = panel.select(["pseudonym", "school", "month", "current_school", COLUMN])
    rng = np.random.default_rng(seed)
    order = np.concatenate([np.arange(rows.num_rows), rng.integers(0, rows.num_rows, rows.num_rows // 50)])
    return rows.take(pa.array(rng.permutation(order)))


def summary(found: Iterable[Recovered]) -> dict[str, float]:
    """Bias (share of the mean without a supporter) with its standard error, coverage, how often shown."""
    rows = list(found)
    error = np.array([(row.estimate - row.truth) / row.without for row in rows])
    told = [row for row in rows if row.intervals]
    keys = sorted({key for row in told for key in row.intervals.split()})
    return {
        "seeds": len(rows),
        "planted": rows[0].effect,
        "bias": float(error.mean()),
        "bias_se": float(error.std(ddof=1) / np.sqrt(len(rows))),
        "spread": float(error.std(ddof=1)),
        "coverage": float(np.mean([row.covered for row in rows])),
        "shown": float(np.mean([row.shown for row in rows])),
        "half_width": float(np.mean([(row.high - row.low) / 2 / row.without for row in rows])),
        **{f"coverage_{key}": float(np.mean([key in row.held_by.split() for row in told])) for key in keys},
    }


def main() -> None:
    """Write one row per municipality as it is done, then print one line per planted effect; goes on where it stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--effects", type=float, nargs="+", default=[-0.15, 0.0, 0.15])
    parser.add_argument(
        "--minutes", type=float, default=600.0, help="stop in good time; the next run goes on"
    )
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    found, end = _read(args.out), time.monotonic() + 60 * args.minutes
    done = {(row.seed, row.effect) for row in found}
    wanted = [(seed, effect) for seed in range(args.seeds) for effect in args.effects]
    with args.out.open("a", newline="") as stream, tempfile.TemporaryDirectory() as folder:
        writer = csv.DictWriter(stream, [field.name for field in fields(Recovered)])
        if not found:
            writer.writeheader()
        for seed, effect in wanted:
            if (seed, effect) in done or time.monotonic() > end:
                continue
            found.append(recover(seed, effect, Path(folder)))
            writer.writerow(asdict(found[-1]))
            stream.flush()
    for effect in args.effects:
        print(summary(row for row in found if row.effect == effect))


def _read(path: Path) -> list[Recovered]:
    """The municipalities of an earlier run."""
    if not path.exists():
        return []
    numbers = ("effect", "truth", "without", "estimate", "low", "high")
    with path.open(newline="") as stream:
        rows = [dict(row) for row in csv.DictReader(stream)]
    return [
        Recovered(
            seed=int(row["seed"]),
            shown=row["shown"] == "True",
            intervals=row["intervals"],
            held_by=row["held_by"],
            **{name: float(row[name]) for name in numbers},
        )
        for row in rows
    ]


if __name__ == "__main__":
    main()
