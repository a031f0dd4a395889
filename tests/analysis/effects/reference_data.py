"""Data whose answers are published, with the question asked of them."""

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa

from schakel.analysis.effects.build import build_sums
from schakel.analysis.effects.cells import build_cells
from schakel.analysis.effects.question import Outcome, Question, SchoolExposure
from schakel.analysis.effects.roster import make_roster
from schakel.analysis.effects.school_sums import SchoolSums

FOLDER = Path(__file__).parents[2] / "reference"


@cache
def mpdta_rows() -> pa.Table:
    """Counties as schools, each with one 'child', one row a year in January."""
    with (FOLDER / "mpdta.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return pa.table(
        {
            "pseudonym": [row["county"] for row in rows],
            "school": [row["county"] for row in rows],
            "month": pa.array([int(row["year"]) * 12 for row in rows], pa.int32()),
            "log_employment": [int(row["log_employment_e12"]) for row in rows],
            "first": [int(row["first_treated"]) for row in rows],
        }
    )


@cache
def mpdta_question() -> Question:
    first = dict(zip(mpdta_rows()["school"].to_pylist(), mpdta_rows()["first"].to_pylist(), strict=True))
    return Question(
        title="Minimum wage and teen employment",
        stored_on=date(2026, 1, 5),
        definition="log employment/1",
        outcome=Outcome("log_employment", "log points", 1e-12, signed=True),
        schools=tuple(SchoolExposure(county, year * 12 if year else None) for county, year in first.items()),
        chosen="unknown",
        chosen_note="",
        first_month=2003 * 12,
        last_month=2007 * 12,
        period_months=12,
    )


@cache
def mpdta_sums() -> SchoolSums:
    cells = build_cells(ibis.memtable(mpdta_rows()), mpdta_question())
    return build_sums(cells, mpdta_question(), make_roster(mpdta_question(), cells.schools))


def columns(name: str) -> dict[str, np.ndarray]:
    """Read a reference file as columns of numbers."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}


@cache
def lalonde_sums() -> SchoolSums:
    """Everybody is a school of one; zero before, earnings after, so that the change is the earnings."""
    data = columns("lalonde_nsw.csv")
    names = [f"P{i:03d}" for i in range(len(data["treat"]))]
    cents = np.rint(data["re78"] * 1e6).astype(np.int64)
    rows = pa.table(
        {
            "pseudonym": names * 2,
            "school": names * 2,
            "month": pa.array([1977 * 12] * len(names) + [1978 * 12] * len(names), pa.int32()),
            "earnings": np.concatenate([np.zeros(len(names), np.int64), cents]),
        }
    )
    question = replace(
        mpdta_question(),
        outcome=Outcome("earnings", "dollar", 1e-6),
        schools=tuple(
            SchoolExposure(name, 1978 * 12 if treated else None)
            for name, treated in zip(names, data["treat"], strict=True)
        ),
        first_month=1977 * 12,
        last_month=1978 * 12,
    )
    cells = build_cells(ibis.memtable(rows), question)
    return build_sums(cells, question, make_roster(question, cells.schools))
