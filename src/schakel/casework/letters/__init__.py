"""Letters from what is recorded already: composed here as plain values, set as PDF by typst and as Word by docxtpl.

1. `compose` turns the facts of a support into one `Text` per kind of letter. What is missing raises `MissingFieldError`:
   a letter with a hole in it is never issued.
2. `as_pdf` sets that text, tagged, with the day of issue as its date: the same text gives the same bytes.
3. `as_word` fills one Word template with the same text, escaped, for who must work on in Word.

Every letter ends with the rights of who reads it (R14). All words are plain Dutch (B1) with complete English.
"""

from typing import Final

# What a family reads on paper is Dutch, whatever language the screen of the writer has.
LANGUAGE: Final = "nl"
