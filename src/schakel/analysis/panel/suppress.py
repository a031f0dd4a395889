"""What may be published: threshold, dominance, p %, rounding, and the totals that would give it away.

1. A cell is the children in it, each with an amount (`Contributions`). `unsafe` applies the primary rules.
2. `complementary` withholds more cells until no sum of the table gives a withheld one away.
3. `differencing` compares with everything published before: a cell that differs by fewer children than the
   threshold repeats its earlier figures, so that two reports side by side tell nothing about one child.
4. What is left is rounded: counts to 5, means to three digits.

The input of an estimator is not suppressed; its published cells are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.analysis.panel import complementary
from schakel.analysis.panel.differencing import Ledger
from schakel.analysis.panel.errors import SuppressionError

Contributions = Mapping[str, float]
TOTAL = "total"


@dataclass(frozen=True)
class Policy:
    """The rules, with the values of the published statistics: threshold 10, (2, 90 %), p 10 %, base 5.

    `threshold` children at least; the `top` largest amounts together at most `dominance` of the total; the
    total without the two largest at least `p` of the largest; counts rounded to `base`, means to `digits`
    digits.
    """

    threshold: int = 10
    top: int = 2
    dominance: float = 0.90
    p: float = 0.10
    base: int = 5
    digits: int = 3


DEFAULT = Policy()


@dataclass(frozen=True)
class Published:
    """A cell as others see it; `count` and `mean` are None when withheld. Why is not told: that too
    informs.
    """

    count: int | None
    mean: float | None

    @property
    def withheld(self) -> bool:
        """Nothing is shown."""
        return self.count is None


WITHHELD = Published(None, None)


def unsafe(cell: Contributions, policy: Policy = DEFAULT) -> str | None:
    """The first primary rule that the cell breaks, or None. An empty cell is safe: nobody is in it.

    Rules (Hundepool et al. 2012, Statistical Disclosure Control, ch. 4): minimum frequency, (n, k) dominance,
    p % on the two largest amounts. Amounts count without their sign.
    """
    return unsafe_amounts(len(cell), sorted((abs(value) for value in cell.values()), reverse=True), policy)


def unsafe_amounts(
    children: int, amounts: list[float], policy: Policy = DEFAULT, total: float | None = None
) -> str | None:
    """As `unsafe`, from the number of children and their largest amounts (descending; at least two) and
    total.
    """
    if children == 0:
        return None
    if children < policy.threshold:
        return "threshold"
    total = sum(amounts) if total is None else total
    if total > 0 and sum(amounts[: policy.top]) > policy.dominance * total:
        return "dominance"
    if total > 0 and total - sum(amounts[:2]) < policy.p * amounts[0]:
        return "p"
    return None


def publish(
    cells: Mapping[tuple[str, str], Contributions], *, outcome: str, ledger: Ledger, policy: Policy = DEFAULT
) -> dict[tuple[str, str], Published]:
    """A table of rows x columns with its totals, safe to publish; `ledger` remembers it for the next one.

    A child stands in at most one cell. Totals have the key `(row, "total")`, `("total", column)` and
    `("total", "total")`; those over a single row or column are left out.
    """
    full, relations = _with_totals(cells)
    keys = list(full)
    counts = [len(full[key]) for key in keys]
    # What is public already stays: withholding it now would only tell that something changed.
    earlier = {
        index: found
        for index, key in enumerate(keys)
        if (found := ledger.close_to(outcome, frozenset(full[key]), policy.threshold)) is not None
    }
    primary = {i for i, key in enumerate(keys) if i not in earlier and unsafe(full[key], policy)}
    hidden = complementary.withheld(counts, relations, primary, policy.threshold, fixed=set(earlier))
    shown = {}
    for index, key in enumerate(keys):
        if index in earlier:
            shown[key] = Published(earlier[index].count, earlier[index].mean)
        else:
            shown[key] = WITHHELD if index in hidden else _remembered(full[key], outcome, ledger, policy)
    return shown


def _with_totals(
    cells: Mapping[tuple[str, str], Contributions],
) -> tuple[dict[tuple[str, str], Contributions], list[complementary.Relation]]:
    rows = list(dict.fromkeys(row for row, _column in cells))
    columns = list(dict.fromkeys(column for _row, column in cells))
    full: dict[tuple[str, str], Contributions] = dict(cells)
    if sum(map(len, cells.values())) != len({child for cell in cells.values() for child in cell}):
        raise SuppressionError(
            "A child stands in two cells: make the cells exclude each other before publishing."
        )
    relations: list[tuple[list[tuple[str, str]], tuple[str, str]]] = []
    if len(columns) > 1:
        relations += [([(row, c) for c in columns if (row, c) in cells], (row, TOTAL)) for row in rows]
    if len(rows) > 1:
        relations += [
            ([(r, column) for r in rows if (r, column) in cells], (TOTAL, column)) for column in columns
        ]
    if len(columns) > 1 and len(rows) > 1:
        relations.append(([(row, TOTAL) for row in rows], (TOTAL, TOTAL)))
        relations.append(([(TOTAL, column) for column in columns], (TOTAL, TOTAL)))
    for parts, whole in relations:
        full[whole] = {child: value for part in parts for child, value in full[part].items()}
    order = {key: index for index, key in enumerate(full)}
    return full, [([order[part] for part in parts], order[whole]) for parts, whole in relations]


def _remembered(cell: Contributions, outcome: str, ledger: Ledger, policy: Policy) -> Published:
    mean = sum(cell.values()) / len(cell) if cell else 0.0
    shown = Published(rounded(len(cell), policy.base), float(f"{mean:.{policy.digits}g}"))
    ledger.add(outcome, frozenset(cell), shown.count or 0, shown.mean or 0.0)
    return shown


def rounded(count: int, base: int = DEFAULT.base) -> int:
    """To the nearest multiple of `base`, halves up."""
    return (2 * count + base) // (2 * base) * base


def safe_line(children: list[int], reasons: list[str | None], policy: Policy = DEFAULT) -> set[int]:
    """Positions of a line of figures (one per school) that must be withheld when their total is known.

    A leave-one-school-out table gives a school's mean away: the total is the full estimate. So unsafe schools
    are withheld, and never exactly one.
    """
    primary = {index for index, reason in enumerate(reasons) if reason}
    whole = len(children)
    relation = (list(range(whole)), whole)
    hidden = complementary.withheld(
        [*children, sum(children)], [relation], primary, policy.threshold, fixed={whole}
    )
    return hidden - {whole}
