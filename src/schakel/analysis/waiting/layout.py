"""Where the kernel keeps what: the columns of its tables, and the codes in them."""

from __future__ import annotations

from typing import Final

# One request, moments in days since the start (NaN = has not happened).
ARRIVED: Final = 0
PICKED: Final = 1
HELPED: Final = 2
ENDED: Final = 3
QUEUED: Final = 4
FINISH: Final = 5
PATIENCE: Final = 6
LEFT: Final = 7
STARTED: Final = 8
WORSENED: Final = 9  # escalated
MOMENTS: Final = 10

# One request, numbers.
STATE: Final = 0
STAGE: Final = 1
SITE: Final = 2
KIND: Final = 3
PRIORITY: Final = 4
OWN: Final = 5
SERVER: Final = 6
VISIT: Final = 7
NEXT: Final = 8
PREVIOUS: Final = 9
LANE: Final = 10
EXIT: Final = 11
FACES: Final = 12
FACE: Final = 13  # and the MOST_FACES - 1 columns after it
MOST_FACES: Final = 8
ESCALATED: Final = 21
PARENT: Final = 22
RUNS_OUT: Final = 23  # what happens when patience ends
WAS_THERE: Final = 24
POST: Final = 25  # the site or (number of sites + person) it waits at
LINE: Final = 26  # stage and post together
NUMBERS: Final = 27

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
CODE: Final = 1 << 32  # a pending event is kind * CODE + request

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
