"""The town and the real rooms agree: on who may see what since when and until when, on every record, and on what was written."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from typing import Any

import pytest
from django.apps import apps

from schakel.access.models import LogEntry, Relation
from schakel.demo import load, rows
from schakel.demo.clock import as_datetime
from schakel.demo.make import Town
from tests.demo.replay import Replay
from tests.demo.towns import hamlet, small

pytestmark = pytest.mark.django_db

KEY_LENGTH = 36
# What the real rooms make up by themselves, or what a replay does at another moment than the town.
NOT_REPLAYED = {"accounts", "areas", "sites", "professionals", "short_contacts", "invitations", "outcomes"}
OUTSIDE = ("account.", "duty.", "outcome.", "short_contact.")
OWN = {"key", "created_at", "token_digest"}


def test_the_few_that_are_played_again_do_all_that_is_done() -> None:
    """Else the replay below would leave some act of the town unseen."""
    assert _kinds(hamlet()) == _kinds(small(script=True))


def _kinds(town: Town) -> tuple[set[str], set[str]]:
    return {name for _moment, name, _values in town.book.script or []}, {
        row.deed.action for row in town.book.trail
    }


@pytest.mark.parametrize("make", [hamlet, pytest.param(partial(small, script=True), marks=pytest.mark.slow)])
def test_relations_records_and_log_are_as_the_actions_leave_them(make: Callable[[], Town]) -> None:
    """One replay, because it takes a while: every act of a year through the real rooms, at its own moment."""
    played = Replay(make())
    played.run()
    assert _relations_of(played) == _relations_in(played.town)
    for target in load.TARGETS:
        if target.name not in NOT_REPLAYED:
            assert Counter(_made(target, played.town)) == Counter(_real(target, played)), target.name
    assert _written(played.town) == _really_written(played)


def _written(town: Town) -> Counter[tuple[Any, ...]]:
    """What each act wrote in the log; when is the business of the database."""
    return Counter(
        (
            row.deed.action,
            row.actor,
            row.thing[0],
            tuple(sorted(row.persons)),
            _said(json.loads(row.deed.detail)),
        )
        for row in town.book.trail
        if row.deed.event == "write" and not row.deed.action.startswith(OUTSIDE)
    )


def _really_written(played: Replay) -> Counter[tuple[Any, ...]]:
    number = _numbers(played)
    users = number[6] | {0: 0}
    return Counter(
        (
            row.action,
            users[row.actor_id or 0],
            row.object_kind,
            tuple(sorted(number[1][person] for person in row.persons)),
            _said(row.detail),
        )
        for row in LogEntry.objects.filter(event="write")
        if not row.action.startswith(OUTSIDE)
    )


def _said(detail: dict[str, Any]) -> str:
    """Without keys: those differ between the town and its replay."""
    return json.dumps({name: value for name, value in detail.items() if len(str(value)) != KEY_LENGTH})


def _relations_in(town: Town) -> set[tuple[Any, ...]]:
    return {
        (
            row.user_id,
            row.subject_kind,
            row.subject_id,
            row.why,
            row.source_kind,
            row.source_id,
            as_datetime(row.from_at),
            as_datetime(row.until_at),
        )
        for row in town.book.relations
    }


def _numbers(played: Replay) -> dict[int, dict[int, int]]:
    """From the numbers of the database to those of the town."""
    kinds: dict[int, dict[int, Any]] = {
        1: played.persons,
        2: played.requests,
        3: played.supports,
        4: played.sites,
        5: played.areas,
        6: played.users,
    }
    return {kind: {record.pk: number for number, record in known.items()} for kind, known in kinds.items()}


def _relations_of(played: Replay) -> set[tuple[Any, ...]]:
    number = _numbers(played)
    return {
        (
            number[6][row.user_id],
            row.subject_kind,
            number[row.subject_kind][row.subject_id],
            row.why,
            row.source_kind,
            number[row.source_kind][row.source_id],
            row.from_at,
            row.until_at,
        )
        for row in Relation.objects.all()
    }


def _columns(target: load.Target) -> list[tuple[str, str]]:
    """Name and kind of the columns that can be compared."""
    kinds = [(each.name, str(each.type).removesuffix(" | None")) for each in fields(target.row_type)]
    unknown = {"id", "consent_id", *OWN}
    return [(name, kind) for name, kind in kinds if name not in unknown]


def _made(target: load.Target, town: Town) -> list[tuple[Any, ...]]:
    columns = [name for name, _kind in _columns(target)]
    return [
        tuple(_plain(getattr(row, name)) for name in columns)
        for row in getattr(town.book.tables, target.name)
    ]


def _real(target: load.Target, played: Replay) -> list[tuple[Any, ...]]:
    columns = _columns(target)
    number = {rows.KINDS[kind]: known for kind, known in _numbers(played).items()}
    model = apps.get_model(target.model)
    return [
        tuple(_as_made(value, kind, number) for value, (_name, kind) in zip(found, columns, strict=True))
        for found in model._default_manager.values_list(*(name for name, _kind in columns))
    ]


def _as_made(value: Any, kind: str, number: dict[str, dict[int, int]]) -> Any:
    if value is None:
        return None
    if kind in rows.NUMBERED:
        return number[rows.NUMBERED[kind]][value]
    if kind == "Day":
        return value.toordinal()
    if kind == "Moment":
        return int(value.timestamp())
    return _plain(value)


def _plain(value: Any) -> Any:
    """Lists as tuples, also those that a town writes as JSON."""
    if isinstance(value, str) and value.startswith("["):
        value = json.loads(value)
    return tuple(value) if isinstance(value, list) else value
