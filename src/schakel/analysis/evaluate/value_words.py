"""Words for the inputs of a value: adjustments, units and claims, in both languages."""

from schakel.analysis.report import Language, chosen, decimal, joined
from schakel.analysis.value.adjustments import BY_CONSTRUCTION, NAMES
from schakel.analysis.value.claims import REGISTER, examine
from schakel.analysis.value.result import SourceRow, Swing, ValueResult

_ADJUSTMENTS = {
    "deadweight": ("wat anders ook was gebeurd", "what would have happened anyway"),
    "attribution": ("wat aan anderen te danken is", "what is due to others"),
    "displacement": ("wat alleen verschoof", "what only moved elsewhere"),
    "drop_off": ("wat per jaar wegebt", "what fades per year"),
}
_STATUS = {
    "unverified": ("niet nagegaan", "unverified"),
    "reproduced": ("teruggevonden", "reproduced"),
    "contradicted": ("tegengesproken", "contradicted"),
}
_MISSING = {
    "amount": ("het bedrag", "the amount"),
    "unit": ("per wie of wat", "per whom or what"),
    "range": ("de bandbreedte", "the range"),
    "comparison": ("de vergelijking", "the comparison"),
    "year": ("het jaar", "the year"),
}


def swing_words(swing: Swing, language: Language) -> str:
    """The input of a tornado bar as people say it."""
    if swing.kind == "adjustment":
        return chosen(language, *_ADJUSTMENTS[swing.name])
    kind = (
        chosen(language, "effect", "effect") if swing.kind == "effect" else chosen(language, "prijs", "price")
    )
    return f"{kind}: {swing.name}"


def source_row(row: SourceRow, language: Language) -> list[str]:
    """A price or share with its low, middle and high, its source, price level and note."""
    amounts = [decimal(one, language, 2) for one in (row.low, row.mid, row.high)]
    item = f"{row.item} ({row.unit})"
    if row.item in NAMES:
        item = f"{chosen(language, *_ADJUSTMENTS[row.item])} ({chosen(language, 'deel', 'share')})"
    level = "" if row.year is None else chosen(language, f", prijspeil {row.year}", f", prices of {row.year}")
    note = f" ({row.note})" if row.note else ""
    return [item, *amounts, f"{_ground(row.source, language)}{level}{note}"]


def _ground(source: str, language: Language) -> str:
    if source != BY_CONSTRUCTION:
        return source
    return chosen(language, "nul, want het effect is al gemeten tegen een vergelijking", source)


def claim_sentences(result: ValueResult, language: Language) -> list[str]:
    """Each published claim with its standing."""
    found = []
    for examined in (examine(claim, result) for claim in REGISTER):
        status = chosen(language, *_STATUS[examined.status])
        absent = joined([chosen(language, *_MISSING[name]) for name in examined.missing], language)
        why = chosen(language, f"niet vermeld: {absent}", f"not stated: {absent}") if absent else examined.why
        found.append(f"“{examined.claim.words}” ({examined.claim.source}): {status}; {why}.")
    return found
