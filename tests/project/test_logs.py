"""The server's own lines never tell who a child is."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Callable
from io import StringIO

import pytest
from django.test import Client

from schakel.project import logs

Write = Callable[[bool], str]


@pytest.fixture
def written() -> Write:
    """What one fault leaves behind, in real or in synthetic data."""

    def write(synthetic: bool) -> str:
        stream = StringIO()
        settings = logs.settings(synthetic=synthetic)
        logging.config.dictConfig(settings | {"version": 1, "root": {}, "loggers": {}, "handlers": {}})
        handler = logging.StreamHandler(stream)
        handler.setFormatter(settings["formatters"]["line"]["()"](**_arguments(settings)))
        logger = logging.getLogger("schakel.test")
        logger.handlers, logger.propagate = [handler], False
        try:
            raise ValueError("Key (email)=(sanne@example.nl) already exists")
        except ValueError:
            logger.exception(
                "Saving failed", extra={"request": "GET /kinderen/?naam=Sanne", "status_code": 500}
            )
        logger.handlers, logger.propagate = [], True
        return stream.getvalue()

    return write


def _arguments(settings: dict[str, object]) -> dict[str, object]:
    line = settings["formatters"]["line"]  # type: ignore[index]  # LOGGING is a dictionary of dictionaries
    return {key: value for key, value in line.items() if key != "()"}


def test_a_fault_says_where_and_what_kind_but_not_about_whom(written: Write) -> None:
    line = written(False)
    said = json.loads(line)
    assert said["event"] == "Saving failed"
    assert "test_logs.py" in said["exception"]
    assert said["exception"].endswith("ValueError")
    assert "sanne" not in line.lower()


def test_with_synthetic_data_the_whole_fault_is_shown(written: Write) -> None:
    assert "already exists" in written(True)


def test_a_field_that_nobody_named_is_not_written(written: Write) -> None:
    assert "kinderen" not in written(True)


@pytest.mark.django_db
def test_a_host_name_that_somebody_made_up_is_answered_and_not_written(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """On a server any scanner could fill the journal with words of its own."""
    assert Client().get("/inloggen/", headers={"host": "sem-bakker.example"}).status_code == 400
    assert "sem-bakker" not in caplog.text
