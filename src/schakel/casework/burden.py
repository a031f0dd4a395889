"""The burden counter: what was typed for one support, and how much of its letters nobody had to type again. Pure.

Typed is what stands in the records of the work in the words of a person; choices and dates count as fields, not as
characters. Reused is the text of letters that came from those records; the only thing typed in a letter is the one
sentence that can be added. 38 % of the time of youth-care staff goes to administration (CBS/AZW), so this is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Burden:
    """For one support, or added up over several."""

    fields: int = 0
    characters: int = 0
    letter_typed: int = 0
    letter_reused: int = 0

    @property
    def reused_share(self) -> float | None:
        """Which part of the letters was not typed; None without letters."""
        whole = self.letter_typed + self.letter_reused
        return self.letter_reused / whole if whole else None


def burden(texts: Iterable[str], choices: int, letters: Iterable[tuple[int, int]] = ()) -> Burden:
    """Of the texts that were typed (empty ones are no field), the choices made, and (typed, reused) per letter."""
    filled = [text for text in texts if text.strip()]
    pairs = list(letters)
    return Burden(
        fields=len(filled) + choices,
        characters=sum(len(text) for text in filled),
        letter_typed=sum(typed for typed, _reused in pairs),
        letter_reused=sum(reused for _typed, reused in pairs),
    )


@dataclass(frozen=True)
class Average:
    """Per closed support; over fewer than `LEAST` none is shown, because one family could be recognised."""

    supports: int
    fields: float
    characters: float
    reused_share: float | None

    @property
    def percent(self) -> float | None:
        return None if self.reused_share is None else 100 * self.reused_share


LEAST = 10


def average(burdens: Iterable[Burden], least: int = LEAST) -> Average | None:
    """The average per closed support, or None for too few."""
    known = list(burdens)
    if len(known) < least:
        return None
    whole = Burden(
        letter_typed=sum(one.letter_typed for one in known),
        letter_reused=sum(one.letter_reused for one in known),
    )
    count = len(known)
    return Average(
        count,
        sum(one.fields for one in known) / count,
        sum(one.characters for one in known) / count,
        whole.reused_share,
    )
