"""What can be wrong with a panel, each with what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One place in a file where something is wrong.

    `line` counts from 1 and includes the header in a CSV file; in Parquet it is the row, from 1.
    """

    file: str
    line: int | None
    column: str
    what: str

    def __str__(self) -> str:
        place = f", line {self.line}" if self.line is not None else ""
        return f"{self.file}{place}, column {self.column}: {self.what}"


class PanelError(ValueError):
    """The panel cannot be used as it is."""


class LayoutError(PanelError):
    """The file does not follow the published column layout.

    Attributes
    ----------
    problems: the first problems found, at most `checker.SHOWN`, each with file, line and column.
    """

    def __init__(self, problems: list[Problem], more: int = 0) -> None:
        self.problems = problems
        lines = [str(problem) for problem in problems]
        if more:
            lines.append(f"... and {more} more of these")
        super().__init__(
            "The panel does not follow the column layout. Correct the file:\n" + "\n".join(lines)
        )


class CountError(PanelError):
    """Rows or euros were lost or gained on the way through: never publish from this panel."""


class EditedPanelError(PanelError):
    """The Parquet file is not the one its manifest describes."""


class SuppressionError(ValueError):
    """A table cannot be published safely."""
