"""From the environment to Django's DATABASES: which server, and as which of the two roles.

The owner migrates, the runtime role works. On the private cluster each has its own log-in. With a
`DATABASE_URL` its user owns the tables, unless `DATABASE_OWNER_URL` names another; at work that user steps
down to the runtime role at connect.
"""

from __future__ import annotations

from typing import Any

from psycopg.conninfo import conninfo_to_dict

from schakel.project.cluster.place import DATABASE, OWNER, RUNTIME, place
from schakel.project.environment import Environment

# JIT compiles the visible-list queries longer than they run.
ALWAYS = "-c jit=off"
# The database plans a query that comes back once per connection, not each time: half of its work on a page was planning.
PLANNED_ONCE = {"server_side_binding": True, "prepare_threshold": 3}
# A database that is away: say so within three seconds, and look for it again at the next request instead of ever more seldom.
POOL = {"min_size": 1, "timeout": 3, "reconnect_timeout": 2}


def default(environment: Environment) -> dict[str, Any]:
    """Django's settings of the one database."""
    settings = _embedded(environment) if environment.embedded else _named(environment)
    options = settings.setdefault("OPTIONS", {})
    options["options"] = " ".join(
        filter(None, (options.get("options"), ALWAYS, step_down(settings, environment)))
    )
    options |= {"connect_timeout": 3, "application_name": f"schakel {environment.database_role}"}
    options |= PLANNED_ONCE
    if environment.database_pool:
        options["pool"] = POOL | {"max_size": environment.database_pool}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    } | settings


def step_down(settings: dict[str, Any], environment: Environment) -> str:
    """The connection option that takes the runtime role, where the log-in itself is another."""
    if environment.database_role == "owner" or settings["USER"] == RUNTIME:
        return ""
    return f"-c role={RUNTIME}"


def _embedded(environment: Environment) -> dict[str, Any]:
    here = place(environment.private_folder)
    user = OWNER if environment.database_role == "owner" else RUNTIME
    return {"NAME": DATABASE, "USER": user, "HOST": str(here.socket), "PORT": "5432"}


def _named(environment: Environment) -> dict[str, Any]:
    owner = environment.database_owner_url if environment.database_role == "owner" else None
    chosen = owner or environment.database_url
    assert chosen is not None, "only called with a DATABASE_URL"
    parts = conninfo_to_dict(chosen.get_secret_value())
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings: dict[str, Any] = {key: str(parts.pop(name, None) or "") for key, name in names.items()}
    return settings | {"OPTIONS": {key: value for key, value in parts.items() if value is not None}}
