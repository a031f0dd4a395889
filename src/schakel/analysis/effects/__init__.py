"""Did it help? From a frozen question and cells to a frozen result with honest uncertainty.

1. `question.py` freezes what is asked before anyone sees an outcome.
2. `cells.py` groups child-months in the database to cells; nothing later needs a child row.
3. The estimators turn cells into linear sums per school; inference only needs those sums.
4. `evaluate.py` runs all of it, reports progress, can be stopped, and returns a frozen `Result`.
5. `sums.py` lets municipalities pool a national estimate without exchanging children.

Money is in cents and months are numbers (`year * 12 + month - 1`) until the report is written.
"""
