"""The pure engines: what changed, what it is worth, who waits, who takes what.

Plain Python and arrays; no Django, so that each engine runs in a notebook. Every engine has one shape:
frozen question -> plan -> run -> frozen result -> sentence and chart.
"""
