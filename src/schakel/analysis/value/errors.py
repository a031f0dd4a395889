"""Why a value cannot be computed, and what would be needed."""


class ValueRefusal(ValueError):
    """Something that a value needs is missing or contradicts itself."""


class PriceError(ValueRefusal):
    """A price without range, year or source, or of another price level without an index."""


class AdjustmentError(ValueRefusal):
    """One of the four adjustments is missing, or deadweight would be taken off twice."""


class LedgerError(ValueRefusal):
    """Money would appear or vanish in a transfer, or a stakeholder is not known."""


class ClaimError(ValueRefusal):
    """A sentence about money without unit, range, comparison or year."""
