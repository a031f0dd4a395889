"""Files that come in: read here, stored by the actions of the room they belong to.

1. A reader turns bytes into frozen rows. It knows no table of ours, and refuses a file as a whole: with one
   sentence that says what is wrong, on which line, in which column.
2. An action stores all rows in one transaction, or none, and says what changed.
3. A command or a page with progress does both.
"""
