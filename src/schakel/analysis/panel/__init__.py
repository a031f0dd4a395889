"""The panel: one row per child and month, from birth to 12.

A file comes in, is checked against the published layout (`layout`), counted (`checks`), and leaves as Parquet
that carries its own hash, definition edition and code version (`store`). Indicators are names with a version
(`definitions`). What is published goes through `suppress`. `simulate` makes municipalities whose truth is
known.
"""
