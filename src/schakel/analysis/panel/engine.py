"""DuckDB with a memory limit: what does not fit goes to a temporary folder, which is removed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

import duckdb

MEMORY_MB = 768


@contextmanager
def bounded(memory_mb: int = MEMORY_MB, folder: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private in-memory database that spills to disk above `memory_mb` (MB)."""
    with tempfile.TemporaryDirectory(prefix="schakel-", dir=folder) as spill:
        connection = duckdb.connect()
        try:
            connection.execute(f"SET memory_limit='{memory_mb}MB'")
            connection.execute("SET temp_directory=?", [spill])
            connection.execute("SET preserve_insertion_order=false")
            # It would draw its bar over ours, on the output that others read.
            connection.execute("SET enable_progress_bar=false")
            yield connection
        finally:
            connection.close()


def quoted(name: str) -> str:
    """An identifier for SQL: the quotes inside are doubled."""
    return '"' + name.replace('"', '""') + '"'


def sql(text: str, **parts: str | int) -> str:
    """Fill `$name` in a statement with names of columns, numbers and expressions of our own.

    Only what the layout knows, or what `quoted` and `literal` made safe, may be handed over; values of users
    travel as parameters.
    """
    return Template(text).substitute({name: str(part) for name, part in parts.items()})


def literal(path: Path) -> str:
    """A path as text in SQL, where no parameter is allowed."""
    return "'" + str(path).replace("'", "''") + "'"
