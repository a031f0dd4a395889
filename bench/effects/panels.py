"""Panels for the comparison with peers: one Parquet file and the question that goes with it.

Run in the project's environment: `python bench/effects/panels.py FOLDER rows schools months kind`, where kind
is `balanced`, `unbalanced` or `text` (the balanced one with texts as keys, types and compression as
`panel.store.prepare` writes them). Costs are whole cents; three waves start in the second half of the window. Rows lie
in the order in which `panel.store.prepare` writes them: by school, child and month.
"""

import json
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

FIRST = 24228
ROW_GROUP = 500_000


def make(folder: Path, rows: int, schools: int, months: int, kind: str) -> Path:
    """Write `panel.parquet` (pseudonym, school, month, cost_cents, start) and `question.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    children = rows // months
    waves = [months // 2, months // 2 + months // 6, months // 2 + months // 3]
    per_wave = max(schools // 21, 2)
    quarter = months // 4
    keep = "true"
    if kind == "unbalanced":
        keep = f"m >= (hash(c * 7) % {quarter}) and m < {months} - (hash(c * 11) % {quarter}) and hash(c * 13 + m) % 30 > 0"
    start = f"case when s < {per_wave} then {waves[0]} when s < {2 * per_wave} then {waves[1]}"
    start += f" when s < {3 * per_wave} then {waves[2]} else 9999 end"
    connection = duckdb.connect()
    connection.execute("SET memory_limit='2GB'")
    connection.execute(f"SET temp_directory='{folder / 'spill'}'")
    connection.execute(
        f"""copy (select c as pseudonym, s as school, ({FIRST} + m)::int as month,
        (2000 + (hash(c) % 30000) + 40 * m + (hash(s * 1009 + m) % 900) + (hash(c * 61 + m) % 2500)
         - case when m >= {start} then 300 + (hash(s) % 200) else 0 end)::bigint as cost_cents,
        ({start})::int as start
        from (select c, (hash(c * 31) % {schools})::bigint as s, m from range({children}) a(c), range({months}) b(m))
        where {keep} order by s, c, m) to '{folder / "panel.parquet"}' (format parquet, row_group_size 250000)"""  # noqa: S608 - numbers of our own
    )
    starts = {str(s): FIRST + waves[s // per_wave] for s in range(3 * per_wave)}
    (folder / "question.json").write_text(json.dumps({"starts": starts, "months": months}), encoding="utf-8")
    return folder / "panel.parquet"


def make_text(folder: Path, balanced: Path) -> Path:
    """Write the same panel with texts as keys, its rows in the same order."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit='2GB'")
        rows = connection.sql(
            f"""select 'c' || lpad(pseudonym::varchar, 11, '0') as pseudonym, 's' || lpad(school::varchar, 5, '0') as school,
            month, cost_cents from read_parquet('{balanced / "panel.parquet"}')"""  # noqa: S608 - a path of our own
        ).to_arrow_reader(ROW_GROUP)
        with pq.ParquetWriter(folder / "panel.parquet", rows.schema, compression="zstd") as writer:
            for batch in rows:
                writer.write_batch(batch)
    content = json.loads((balanced / "question.json").read_text(encoding="utf-8"))
    content["starts"] = {f"s{int(school):05d}": start for school, start in content["starts"].items()}
    (folder / "question.json").write_text(json.dumps(content), encoding="utf-8")
    return folder / "panel.parquet"


if __name__ == "__main__":
    path, rows, schools, months, kind = sys.argv[1:]
    if kind == "text":
        make_text(Path(path), Path(path).parent / f"balanced-{rows}")
    else:
        make(Path(path), int(rows), int(schools), int(months), kind)
