"""Names as they are searched: lower case, without accents, by the start of each word."""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[\w'’-]+")
# Characters that turn the direction of a line, or cannot be seen: they would let one name pass for another.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f]")
# Letters that are no other letter with an accent, and that a Dutch keyboard does not have.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
)
MAX_WORDS = 12
MAX_LETTERS = 40


def clean(name: str) -> str:
    """The name as typed, in one canonical form, with single spaces and without invisible characters."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", name)).split())


def fold(text: str) -> str:
    """Lower case, without accents: "Zoë" and "zoe" are found by each other, "Yıldız" and "yildiz" too."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).translate(_PLAIN)


def search_words(*names: str) -> list[str]:
    """Every start of every word of a name, so that typing "fen" finds "Fenna" by an index on whole elements."""
    starts: dict[str, None] = {}
    for word in _words(names)[:MAX_WORDS]:
        for length in range(2, min(len(word), MAX_LETTERS) + 1):
            starts[word[:length]] = None
    return list(starts)


def query_words(text: str) -> list[str]:
    """What a search asks for: each word must be the start of a word of the name. One letter finds nobody."""
    return [word[:MAX_LETTERS] for word in _words([text])[:MAX_WORDS] if len(word) >= 2]


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _WORD.findall(fold(text))]
