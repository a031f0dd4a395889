"""What can be wrong with a file, in the words of the screen: what, on which line, in which column."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

SHOWN = 20
VALUE_SHOWN = 40


class FileError(ValueError):
    """A file that is not taken in. `line` and `character` count from 1; `column` is the name of a column."""

    def __init__(
        self,
        why: Text,
        *,
        line: int | None = None,
        column: str = "",
        character: int | None = None,
        value: str = "",
    ) -> None:
        super().__init__()
        self.why, self.line, self.column, self.character, self.value = why, line, column, character, value

    def __str__(self) -> str:
        value = self.value if len(self.value) <= VALUE_SHOWN else f"{self.value[:VALUE_SHOWN]}…"
        said = f"{self.why} ({value})" if value else str(self.why)
        return f"{self.where}: {said}" if self.where else said

    @property
    def where(self) -> str:
        """The place in the file, in words."""
        places = []
        if self.line is not None:
            places.append(str(_("Regel %(line)d")) % {"line": self.line})
        if self.column:
            places.append(str(_("kolom %(column)s")) % {"column": self.column})
        if self.character is not None:
            places.append(str(_("teken %(character)d")) % {"character": self.character})
        return ", ".join(places)


class WrongEncodingError(FileError):
    """Bytes that are not the letters this kind of file is written in."""


class WrongShapeError(FileError):
    """Something that is no table of this kind, or a row that does not fit its header."""


class MissingColumnError(FileError):
    """A column that must be there."""


class WrongValueError(FileError):
    """A cell with a value that cannot be."""


class FormulaError(FileError):
    """A cell that would calculate something."""


class SeveralErrors(FileError):
    """Everything that is wrong with a file that somebody fills in by hand."""

    def __init__(self, errors: Sequence[FileError]) -> None:
        first = errors[0]
        super().__init__(first.why, line=first.line, column=first.column, value=first.value)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        lines = [str(error) for error in self.errors[:SHOWN]]
        if len(self.errors) > SHOWN:
            lines.append(str(_("En nog %(more)d.")) % {"more": len(self.errors) - SHOWN})
        return "\n".join(lines)
