"""How much fits in a field of this room."""

from typing import Final

LONG_TEXT: Final = 4000
ONE_SENTENCE: Final = 300
