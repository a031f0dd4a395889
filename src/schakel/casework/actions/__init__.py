"""The only writer of the work. Every function is keyword-only, says `by` whom, is atomic, and leaves its log row.

`by=None` is the system itself (the demo municipality, an import); everyone else must hold the permission, checked here again.
"""
