"""A web worker clears away what a page left behind after it, not in the middle of a later one."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from gunicorn.workers.sync import SyncWorker

from schakel.project.worker import PromptWorker


class Leaving:
    """What refers to itself is never freed by counting alone, as a request and its user."""

    def __init__(self) -> None:
        self.itself = self


def test_nothing_of_a_page_is_left_when_the_next_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[weakref.ref[Leaving]] = []

    def page(*_asked: Any) -> None:
        left.append(weakref.ref(Leaving()))

    monkeypatch.setattr(SyncWorker, "handle", page)
    gc.disable()
    try:
        page()
        assert left[0]() is not None, "by itself it would stay"
        PromptWorker.handle(PromptWorker.__new__(PromptWorker), None, None, None)  # type: ignore[arg-type]  # no line is used
    finally:
        gc.enable()
    assert [each() for each in left] == [None, None]
