"""Where the kernel keeps what: the rows of its tables, and the codes in them.

Rows with named fields read well, and are quick: a row is one place in memory, and the compiler knows where each field is.
"""

from __future__ import annotations

from typing import Final

import numpy as np

MOST_FACES: Final = 8
_Fields = list[tuple[str, type] | tuple[str, type, tuple[int, ...]]]


def _record(*fields: tuple[type, str]) -> np.dtype[np.void]:
    """A row with named fields; `name[n]` is a field of n numbers."""
    row: _Fields = []
    for kind, names in fields:
        for name in names.split():
            plain, _, length = name.rstrip("]").partition("[")
            row.append((plain, kind, (int(length),)) if length else (plain, kind))
    return np.dtype((np.record, row))


# One request. Moments in days since the start (NaN = has not happened); `left` is work left after handing over;
# `runs_out` what happens when patience ends; `post` the site or (number of sites + person) it waits at; `line` stage and
# post together; `lane` line and priority together.
REQUEST: Final = _record(
    (np.float64, "arrived picked helped ended queued finish patience left started worsened"),
    (np.uint64, "key"),
    (np.int32, "state stage site kind priority own server visit next previous lane exit"),
    (np.int32, f"escalated parent runs_out was_there post line faces face[{MOST_FACES}] spare"),
)
# One stage during a run: its rules, and who waits, is served, started, started after waiting, and the days waited by those.
WORK: Final = _record(
    (np.float64, "serve_a serve_b withdraw_a withdraw_b escalate_a escalate_b days"),
    (
        np.int64,
        "serve withdraw escalate escalates_to load task bound continuity contact leads helps priority",
    ),
    (np.int64, "waiting serving started waited"),
)
# One server during a run: load carried since a moment, load-days and task-days, what it could ever do (one bit per stage).
HANDS: Final = _record((np.float64, "since load_days task_days"), (np.int64, "room always used busy able"))
# One site during a run: its next arrival on the operational clock `tau`, and the streams of its draws.
SOURCE: Final = _record(
    (np.float64, "next_arrival tau factor"), (np.int64, "at_period came"), (np.uint64, "stream lump_key")
)

WAITING: Final = 0
IN_SERVICE: Final = 1
DONE: Final = 2

# Events, in the order in which they happen when they fall on the same moment.
EV_FINISH: Final = 0
EV_LEAVE: Final = 1
EV_DUTY: Final = 2
EV_PATIENCE: Final = 3
EV_RETURN: Final = 4
EV_ARRIVAL: Final = 5
EV_PRESENT: Final = 6  # at the very start, before all others
CODE: Final = 1 << 32  # a pending event is kind * CODE + request; an end of work is the request alone
NUMBER: Final = CODE - 1

# Purposes of the draws of one visit (number = visit * 8 + purpose); visit 0 is the request itself.
D_SERVE: Final = 0
D_ROUTE: Final = 1
D_WITHDRAW: Final = 2
D_ESCALATE: Final = 3
D_KIND: Final = 4
D_RETURN: Final = 5
D_DELAY: Final = 6
D_CHILD: Final = 7
K_LUMPS: Final = 1 << 20
K_PRESENT: Final = 1 << 21

# How a visit to a stage ended.
V_FINISHED: Final = 0
V_WITHDRAWN: Final = 1
V_ESCALATED: Final = 2
V_HANDED: Final = 3
V_WAITING: Final = 4
V_IN_SERVICE: Final = 5
VISIT_NUMBERS: Final = 5  # request, visit, stage, server, how
VISIT_MOMENTS: Final = 3  # queued, started, ended

# Counts per run, in front of one per exit and per stage (waiting, in service).
N_REQUESTS: Final = 0
N_IN_TIME: Final = 1
N_PICKED: Final = 2
N_HELPED: Final = 3
N_WITHDRAWN_BEFORE: Final = 4
N_ESCALATED_BEFORE: Final = 5
N_WAITING_FOR_PICK_UP: Final = 6
N_ESCALATED: Final = 7
N_RETURNS: Final = 8
N_FACES: Final = 9
N_WITH_FACE: Final = 10
N_COUNTS: Final = 11
WAIT_BINS: Final = 400  # whole days; the last bin holds what is longer

FINE: Final = 0
FULL: Final = 1
ENDLESS: Final = 2
MOST_VISITS: Final = 2000
