"""Which server, and as which role."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from schakel.project import database
from schakel.project.environment import Environment

URL = "postgresql://app:secret@db.example.nl:5433/schakel?sslmode=require"
OWNER_URL = "postgresql://boss@db.example.nl/schakel"


def settings(**given: Any) -> dict[str, Any]:
    names = {"database_url": "DATABASE_URL", "database_owner_url": "DATABASE_OWNER_URL"}
    return database.default(Environment(**{names.get(key, key): value for key, value in given.items()}))


def test_the_private_cluster_has_a_log_in_for_each_role(tmp_path: Path) -> None:
    runtime = settings(private_folder=tmp_path)
    owner = settings(private_folder=tmp_path, database_role="owner")
    assert (runtime["USER"], owner["USER"]) == ("schakel_runtime", "schakel_owner")
    assert runtime["HOST"] == owner["HOST"] == str(tmp_path / "socket")
    assert "role=" not in runtime["OPTIONS"]["options"]


def test_a_named_server_is_used_with_everything_its_address_says() -> None:
    named = settings(database_url=SecretStr(URL))
    assert [named[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "schakel",
        "app",
        "secret",
        "db.example.nl",
        "5433",
    ]
    assert named["OPTIONS"]["sslmode"] == "require"


def test_on_a_named_server_work_steps_down_to_the_runtime_role() -> None:
    assert "-c role=schakel_runtime" in settings(database_url=SecretStr(URL))["OPTIONS"]["options"]


def test_migrations_do_not_step_down_and_use_the_owner_when_one_is_named() -> None:
    both = {"database_url": SecretStr(URL), "database_role": "owner"}
    assert settings(**both)["USER"] == "app"
    named = settings(**both, database_owner_url=SecretStr(OWNER_URL))
    assert named["USER"] == "boss"
    assert "role=" not in named["OPTIONS"]["options"]


def test_a_log_in_that_is_the_runtime_role_needs_no_step() -> None:
    named = settings(database_url=SecretStr("postgresql://schakel_runtime@db.example.nl/schakel"))
    assert "role=" not in named["OPTIONS"]["options"]


def test_jit_is_off_everywhere_and_own_options_stay() -> None:
    named = settings(database_url=SecretStr(f"{URL}&options=-c%20lock_timeout%3D5000"))
    assert "-c lock_timeout=5000" in named["OPTIONS"]["options"]
    assert "-c jit=off" in named["OPTIONS"]["options"]


def test_a_pool_exists_only_when_asked_for() -> None:
    assert "pool" not in settings(database_url=SecretStr(URL))["OPTIONS"]
    assert settings(database_url=SecretStr(URL), database_pool=4)["OPTIONS"]["pool"]["max_size"] == 4
