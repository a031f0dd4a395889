"""The `schakel` command: Django's commands and ours, with a database under them.

A command that needs the database gets one: without `DATABASE_URL` the private cluster is started for as long
as the command runs. Commands that change tables work as the owner, all others as the runtime role. `schakel run`
starts everything at once.
"""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

from schakel import __version__

OWNER_COMMANDS = frozenset(
    {"migrate", "flush", "sqlflush", "createcachetable", "pgtrigger", "grants", "makemigrations"}
    | {"backup", "restore"}
)
WITHOUT_DATABASE = frozenset({"", "help", "--help", "-h"}) | {
    "check",
    "collectstatic",
    "findstatic",
    "diffsettings",
    "startapp",
    # These bring a database of their own, or need none.
    "check-backup",
    "check_backup",
    "backup-key",
    "backup_key",
    # The engines work on files.
    "evaluate",
    "sums",
    "value",
    "rollout",
    "simulate-panel",
    "simulate_panel",
    "forecast",
    "backtest",
    "compare",
    "allocate",
    "praatplaat",
}


def main() -> None:
    """Run one command; an error that a person can mend is one message, not a traceback."""
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in {"version", "--version"}:
        sys.stdout.write(f"{__version__}\n")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.project.settings")
    if command in OWNER_COMMANDS:
        os.environ.setdefault("SCHAKEL_DATABASE_ROLE", "owner")
    # Only now: these read the environment.
    from schakel.project import cluster, launch
    from schakel.project.environment import EnvironmentRefused, environment

    if command == "run":
        launch.main()
        return
    refusals = (EnvironmentRefused, cluster.PlaceRefused, cluster.BinariesMissing, cluster.ServerRefused)
    try:
        needed = command not in WITHOUT_DATABASE and environment().embedded
        with cluster.use(cluster.place(environment().private_folder)) if needed else nullcontext():
            _execute()
    except refusals as refusal:
        sys.exit(f"schakel: {refusal}")


def _execute() -> None:
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(module_names(sys.argv))
        sys.stdout.flush()
    except BrokenPipeError:
        # `schakel ... | head` has read enough: the work is done, only nobody reads on. Python would flush once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def module_names(argv: list[str]) -> list[str]:
    """People type `import-sites`; the module of that command can only be called `import_sites`."""
    place = 2 if argv[1:2] == ["help"] else 1
    return [
        word.replace("-", "_") if at == place and not word.startswith("-") else word
        for at, word in enumerate(argv)
    ]


if __name__ == "__main__":
    main()
