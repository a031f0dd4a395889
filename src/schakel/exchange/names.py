"""Names of places as people write them; registers write them in capitals."""

import re
from typing import Final

SMALL: Final = frozenset(
    {
        "aan",
        "aan't",
        "bij",
        "de",
        "den",
        "der",
        "des",
        "en",
        "gem",
        "gem.",
        "het",
        "in",
        "la",
        "le",
        "onder",
        "op",
        "over",
        "te",
        "ten",
        "ter",
        "tot",
        "van",
        "voor",
        "'t",
    }
)
PROVINCES: Final = frozenset(
    {"DR", "FL", "FR", "GLD", "GN", "GR", "LB", "NB", "NH", "OV", "UT", "ZH", "ZLD", "CA"}
)
_S_BEFORE_NAME: Final = re.compile(r"^'?S[ -](?=\w)")
_T_BEFORE_NAME: Final = re.compile(r"^'?T (?=\w)")


def place_name(text: str) -> str:
    """`'S-GRAVENHAGE` to `'s-Gravenhage`; a name that is not all capitals stays as it is."""
    if text != text.upper():
        return text
    shortened = _T_BEFORE_NAME.sub("'t ", _S_BEFORE_NAME.sub("'s-", text))
    words = shortened.split(" ")
    return " ".join(_word(word, first=at == 0) for at, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    if word.startswith(("'s-", "'t")):
        return "-".join(part if part in {"'s", "'t"} else _capital(part) for part in word.split("-"))
    if not first and word in PROVINCES:
        return word
    return "-".join(_part(part, first=first or at > 0) for at, part in enumerate(word.split("-")))


def _part(part: str, *, first: bool) -> str:
    return part.lower() if not first and part.lower() in SMALL else _capital(part)


def _capital(word: str) -> str:
    """The first letter large; in Dutch IJ is one letter."""
    return f"IJ{word[2:].lower()}" if word.startswith("IJ") else word.capitalize()
