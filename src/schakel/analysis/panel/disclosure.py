"""Which schools' figures may be told apart: children and largest amounts per school, straight from the panel."""

from pathlib import Path

from schakel.analysis.panel.engine import bounded, literal, quoted, sql
from schakel.analysis.panel.suppress import DEFAULT, Policy, safe_line, unsafe_amounts

_SCHOOLS = """
    WITH child AS (
        SELECT school, pseudonym, sum(abs($column))::DOUBLE AS amount FROM read_parquet($panel)
        WHERE $column IS NOT NULL GROUP BY school, pseudonym
    )
    SELECT school, count(*), max(amount, 2), sum(amount) FROM child GROUP BY school ORDER BY school"""


def withheld_schools(
    panel: Path, column: str, schools: list[str], policy: Policy = DEFAULT
) -> frozenset[str]:
    """Of `schools`, those whose own figure must not be published (see `suppress.safe_line`).

    A school that the panel does not hold is withheld.
    """
    with bounded() as engine:
        rows = engine.execute(sql(_SCHOOLS, column=quoted(column), panel=literal(panel))).fetchall()
    known = {
        school: (int(children), list(largest), float(total)) for school, children, largest, total in rows
    }
    found = [known.get(school, (0, [], 0.0)) for school in schools]
    children = [one for one, _largest, _total in found]
    reasons = [
        unsafe_amounts(number, largest, policy, total) if number else "absent"
        for number, largest, total in found
    ]
    hidden = safe_line(children, reasons, policy) if schools else set()
    return frozenset(schools[index] for index in hidden)
