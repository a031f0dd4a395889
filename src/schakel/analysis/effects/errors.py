"""What can be wrong with a question, a panel or a sums file, and what would be needed instead.

Every class is one refusal. The message names the thing that is wrong and ends with what to do.
"""


class EffectError(Exception):
    """Base of every refusal of the effect engine."""


class QuestionError(EffectError):
    """The question file cannot be read or contradicts itself; the message names the key."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"question key '{key}': {problem}")
        self.key = key
        self.problem = problem


class PanelError(EffectError):
    """The panel cannot carry the question: a missing column, a duplicate, an impossible value."""


class DesignError(EffectError):
    """The comparison that the question asks for does not exist in these data."""


class NoComparisonError(DesignError):
    """No treated child-month has an untreated one to compare with; only a before-after answer is left."""


class SumsError(EffectError):
    """A sums file was edited, belongs to another question, or overlaps another file."""


class Cancelled(EffectError):
    """The user stopped the calculation."""
