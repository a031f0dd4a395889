"""Which schools get a supporter when, drawn by lot, and what each way of rolling out could show.

An honest comparison is made before the first supporter starts. `plan` is the frozen plan, `lot` draws within
strata so that anyone can repeat the draw, `noise` learns from the years before how much schools differ by
chance, `power` says what each design could detect, `run` puts it together.
"""
