"""A synthetic municipality with known truth, made by a model of people at work.

1. `town` and `staff` settle who lives and works there; `truth` holds what is planted.
2. `model` lets five years happen, day by day, in the order of time. What happens is written in the `book`: rows, working
   relations and log rows at once, by acts that are named as the actions of the real rooms.
3. `load` copies it all into an empty database; `panel` writes the pseudonymous child-months that an evaluation starts from.

Everything but `load` and the commands knows no Django. The same seed and the same day give the same bytes.
"""
