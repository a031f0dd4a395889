"""The private PostgreSQL that Schakel starts itself when no `DATABASE_URL` names another.

The way of a start: `place` says where everything lives (outside the clone, per user and checkout);
`binaries` finds server programs, of the system or from the wheel; `server` makes the folder once, starts
the server as an unprivileged user and finds a running or crashed one again; `roles` lays down the two
database roles. `use()` wraps it: the server runs as long as somebody holds it and stops with the last one.
"""

from schakel.project.cluster.binaries import BinariesMissing
from schakel.project.cluster.place import Place, PlaceRefused, place
from schakel.project.cluster.server import ServerRefused, use

__all__ = ["BinariesMissing", "Place", "PlaceRefused", "ServerRefused", "place", "use"]
