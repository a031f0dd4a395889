"""A copy of everything in one file that only one key opens, and the way back.

The file is in the age format (age-encryption.org), so that it opens without Schakel too: one line of name, one line that says
what is inside (`head`), and then a dump of PostgreSQL. `save` seals the log, dumps and counts in one snapshot, and encrypts
on the way: nothing readable touches a disk. `bring_back` first reads the file to its end (so a cut-off or changed file is found
before anything is done), then restores it into an empty database, counts, and lets the log be verified. `rehearse` does so
every night, in a database that exists for that only.
"""
