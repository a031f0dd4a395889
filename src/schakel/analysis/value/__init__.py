"""What an effect is worth, to whom, with the uncertainty of the estimate itself.

A frozen plan (`plan`, read from TOML by `read`) names effects, prices, costs, transfers and adjustments, each
with source and year. `ledger` turns it into amounts per stakeholder, kind and year that are linear in the
effects; `run` multiplies these with draws of the estimators' own distributions; `result` holds the frozen
answer. `claims` keeps published claims as unverified until data reproduce them.
"""
