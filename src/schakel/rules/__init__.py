"""The rules of the work, pure: plain values in, an answer with its reason out.

At the bottom of the house: nothing here knows Django, a database or a request, so each rule can be read by
a jurist and checked by a table. One module per idea:

* `clock`            when a question must be picked up, when first help came, when a plan is due
* `age`              age in whole years and the day a birthday changes something
* `consent`          who must agree before help for a child may start
* `consent_flow`     how consent stands, what a no stops, which exceptions fit
* `contact`          how somebody may be reached: safe contact, secret address
* `file_access`      who of a family may see the file, and how a part is withheld
* `grounds`          why data may be kept at all, beside consent to help
* `plan`             the family plan first, the help plan within six weeks
* `retention`        how long a file is kept, and requests to destroy it
* `track`            what a legal track demands (BSN, plan, national statistics)
* `work_allocation`  what only a registered professional may do, and what may be delegated
* `sharing`          whether one item may go to one recipient
* `absence`          when absence from school asks for attention

A reading of the law is a dated record with parameters (`basis.Basis`), never a constant in a view. Each
answer names the basis that gave it, and whether a jurist has confirmed that reading.
"""
