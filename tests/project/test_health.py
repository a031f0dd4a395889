"""What machines may ask: does it live, can it work, how busy is it. Never a person, never a row in the log."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pydantic import SecretStr

from schakel.access.models import LogEntry
from schakel.project import health
from schakel.project.environment import Environment
from tests.cast import school

pytestmark = pytest.mark.django_db
TOKEN = "a token for who watches"


def said(path: str) -> tuple[int, str]:
    answer = Client().get(path)
    return answer.status_code, json.loads(answer.content)["status"]


@pytest.fixture
def _watched(monkeypatch: pytest.MonkeyPatch) -> None:
    with_token = Environment().model_copy(update={"metrics_token": SecretStr(TOKEN)})
    monkeypatch.setattr(health, "environment", lambda: with_token)


@pytest.fixture
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("password authentication failed for user x")

    monkeypatch.setattr(connection, "cursor", refuse)


def test_it_lives_and_is_ready_and_leaves_no_row() -> None:
    assert said("/gezond/") == (200, "ok")
    assert said("/gereed/") == (200, "ok")
    assert not LogEntry.objects.exists()


@pytest.mark.usefixtures("_no_database")
def test_without_a_database_it_lives_but_is_not_ready() -> None:
    assert said("/gezond/") == (200, "ok")
    assert said("/gereed/") == (503, "no database")


def test_a_database_that_may_only_be_read_is_not_ready() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert said("/gereed/") == (503, "database is read-only")


def test_tables_of_an_older_release_are_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_is_migrated", lambda: False)
    assert said("/gereed/") == (503, "migrate first")


def test_nobody_keeps_the_answer() -> None:
    assert Client().get("/gereed/")["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("_watched")
@pytest.mark.parametrize("header", ["", "Bearer nonsense", TOKEN])
def test_measures_are_only_for_who_knows_the_token(header: str) -> None:
    assert Client().get("/metrics", headers={"Authorization": header}).status_code == 404


def test_without_a_token_there_are_no_measures() -> None:
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.usefixtures("_watched")
def test_measures_count_pages_and_the_log_and_name_nobody() -> None:
    cast = school()
    client = Client()
    client.force_login(cast.fenna)
    assert client.get("/mijn-week/").status_code == 200
    assert client.get("/Sem-Kanarie/").status_code == 404
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert 'schakel_pages_total{method="GET",page="casework:my_week",status="200"}' in text
    assert 'page="unknown",status="404"' in text
    assert "schakel_log_unsealed_rows " in text
    assert "schakel_database_up 1.0" in text
    for name in ("Kanarie", "Fenna", cast.fenna.email, "Wilgen"):
        assert name not in text


@pytest.mark.usefixtures("_watched", "_no_database")
def test_a_database_that_is_away_is_itself_a_measure() -> None:
    text = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    assert "schakel_database_up 0.0" in text
    assert "schakel_log_unsealed_rows" not in text
