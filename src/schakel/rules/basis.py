"""Where an answer comes from: the rule, its source, since when, and who confirmed that reading of the law.

Rules change and municipalities read them differently. So a rule is a dated record: `in_force` picks the
edition of the day that is asked about, which may lie in the past.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from schakel.rules.errors import EmptyReasonError, NoRuleInForceError


@dataclass(frozen=True)
class Basis:
    """The ground of an answer.

    `key` is what a screen or log shows ("R2:under-12"), `source` the law article or agreement, `valid_from`
    the first day of this edition, `confirmed_by` the jurist who confirmed the reading; empty as long as
    nobody has.
    """

    key: str
    source: str
    valid_from: date
    confirmed_by: str = ""

    def part(self, name: str, source: str = "") -> "Basis":
        """The same edition, narrowed to the part of the rule that gave the answer."""
        return replace(self, key=f"{self.key}:{name}", source=source or self.source)

    def __str__(self) -> str:
        return self.key


class Dated(Protocol):
    """Anything that carries a basis, and thereby a first day."""

    @property
    def basis(self) -> Basis: ...


Rule = TypeVar("Rule", bound=Dated)


def in_force(editions: Iterable[Rule], on: date) -> Rule:
    """The youngest edition that had begun on the day `on`; raises NoRuleInForceError when there is none."""
    begun = [edition for edition in editions if edition.basis.valid_from <= on]
    if not begun:
        raise NoRuleInForceError
    return max(begun, key=lambda edition: edition.basis.valid_from)


def required_words(text: str, what: str) -> str:
    """The text without spaces around it; raises EmptyReasonError when nothing is left."""
    words = text.strip()
    if not words:
        raise EmptyReasonError(what)
    return words
