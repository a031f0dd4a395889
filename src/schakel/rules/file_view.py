"""Which parts of a file, and which rows of its log, a member of the family may read (R3, R13). [law]

Who may see the file at all is `file_access`. This is about its parts. What a child told alone is read by the child and not
by its parents; what would reveal a safety record or a secret address is read by nobody of the family until a second
reader has looked. A part that two people withheld, with a reason, is left out; the reader is told that something was.

Sources: Jeugdwet art. 7.3.10 lid 2 (privacy of another), NEN 7513 (the log).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schakel.rules.basis import Basis

FILE_VIEW: Final = Basis("R13", "Jeugdwet art. 7.3.10, NEN 7513", date(2015, 1, 1))


class Sensitive(StrEnum):
    """Why a part needs care before somebody of the family reads it."""

    CHILD_TALK = "child_talk"
    SAFETY = "safety"
    SECRET_ADDRESS = "secret_address"  # noqa: S105  # the name of a reason
    OTHER_PERSON = "other_person"


@dataclass(frozen=True)
class PartOfFile:
    """One part: what makes it sensitive, whether two people withheld it, whether a second reader released it."""

    sensitive: frozenset[Sensitive] = frozenset()
    withheld: bool = False
    released: bool = False


class Reading(StrEnum):
    """What happens with a part."""

    SHOWN = "shown"
    LEFT_OUT = "left_out"
    SECOND_READER_FIRST = "second_reader_first"


@dataclass(frozen=True)
class ReadingAnswer:
    """Whether a reader sees a part, and by which part of the rule."""

    reading: Reading
    rule: Basis


def read_part(part: PartOfFile, *, reader_is_child: bool) -> ReadingAnswer:
    """Whether this part is read by the child itself, or by somebody with authority."""
    if part.withheld:
        return ReadingAnswer(Reading.LEFT_OUT, FILE_VIEW.part("withheld"))
    if part.released:
        return ReadingAnswer(Reading.SHOWN, FILE_VIEW.part("second-reader"))
    own = {Sensitive.CHILD_TALK} if reader_is_child else set()
    if part.sensitive - own:
        return ReadingAnswer(Reading.SECOND_READER_FIRST, FILE_VIEW.part("second-reader-first"))
    return ReadingAnswer(Reading.SHOWN, FILE_VIEW.part("open"))
