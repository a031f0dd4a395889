"""Unknown and forbidden are one answer: the same words, the same queries in their order, one row in the log, the same time.

By default the path is compared: whoever does the same work takes the same time. The long run measures it, request by request
in turns, and asks how well one who only has a stop-watch could tell the two apart (the area under the ROC curve: 0.5 is not at
all, 1 is always).
"""

from __future__ import annotations

import random
import re
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from scipy.stats import mannwhitneyu

from schakel.access.hashers import SmallArgon2
from schakel.access.models import LogEntry
from schakel.access.roles import Role, has_page
from schakel.people.models import Person
from tests.hostile.conftest import Target
from tests.hostile.sending import parts
from tests.test_access_matrix import (
    ELSEWHERE,
    EVERYONE,
    LEAD,
    MATRIX,
    NOBODY,
    OTHER_AREA,
    PRIVACY,
    World,
    addresses,
    made_world,
)

pytestmark = pytest.mark.django_db

KEYED = [name for name, pattern in addresses().items() if "<uuid:key>" in str(pattern.pattern)]
ARGON = "schakel.access.hashers.SmallArgon2"
# The least and the most that a stop-watch may tell.
LOW, HIGH = 0.4, 0.6
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}')
NUMBERS = re.compile(r"'[^']*'(::\w+)?|\b\d+\b|s\d+_x\d+")


@dataclass
class Trace:
    """All that one request shows or leaves."""

    status: int
    page: bytes
    queries: list[str]
    rows: list[tuple[Any, ...]]


@contextmanager
def put_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def traced(client: Client, path: str, method: str) -> Trace:
    newest = LogEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    # Django keeps the last nine thousand queries, and says so when there are more.
    connection.queries_log.clear()
    with put_back():
        with CaptureQueriesContext(connection) as captured:
            answer = client.generic(method, path, b"", "application/x-www-form-urlencoded")
        columns = ("event", "action", "actor_id", "role", "object_kind", "rule", "persons", "detail")
        rows = list(LogEntry.objects.filter(id__gt=newest).values_list(*columns))
    queries = [NUMBERS.sub("?", query["sql"]) for query in captured.captured_queries]
    return Trace(answer.status_code, TOKENS.sub(b"", answer.content), queries, rows)


def outsiders(name: str, turn: int, world: World, most: int) -> list[str]:
    """Signed in, in a role that has such pages, and without a relation with this record: they come as far as the gate."""
    rule = addresses()[name].callback.access_rule  # type: ignore[attr-defined]  # every view has one: test_access_matrix
    others = [
        who
        for who in sorted(EVERYONE - MATRIX[name].who - {NOBODY})
        if (person := world.people[who]) and any(has_page(Role(person.role), each) for each in rule)
    ]
    return [others[(turn + step) % len(others)] for step in range(min(most, len(others)))]


@pytest.mark.parametrize("most", [1, pytest.param(99, marks=pytest.mark.slow)])
def test_unknown_and_forbidden_take_the_same_path_at_every_address(here: Target, most: int) -> None:
    world = here.world
    wrong, compared = [], 0
    for turn, name in enumerate(KEYED):
        if MATRIX[name].about == "nothing":
            continue
        known = [
            world.keys[MATRIX[name].about],
            *(world.keys.get(str(one), one) for one in MATRIX[name].more),
        ]
        unknown = [uuid.uuid4(), *known[1:]]
        for who in outsiders(name, turn, world, most):
            for method in ("GET", "POST") if most > 1 else (("GET", "POST")[turn % 2],):
                there, nowhere = (
                    traced(here.browsers[who], reverse(name, args=args), method) for args in (known, unknown)
                )
                compared += 1
                wrong += [f"{method} {name} as {who}: {each}" for each in differences(there, nowhere)]
    assert not wrong, "\n".join(wrong)
    assert compared > len(KEYED) / 2, "few addresses have nobody who comes as far as the gate"


def differences(there: Trace, nowhere: Trace) -> list[str]:
    return [
        f"{what}: {mine!r:.300} and {theirs!r:.300}"
        for what, mine, theirs in (
            ("status", there.status, nowhere.status),
            ("page", there.page, nowhere.page),
            ("queries", there.queries, nowhere.queries),
            ("rows in the log", there.rows, nowhere.rows),
        )
        if mine != theirs
    ]


def test_a_refusal_is_written_whether_or_not_there_is_something(here: Target) -> None:
    """One row each, with the key that was asked for; so the log itself tells nothing of what exists."""
    browser = here.browsers[OTHER_AREA]
    for key in (here.world.keys["question"], uuid.uuid4()):
        with put_back():
            browser.get(reverse("casework:question", args=[key]))
            row = LogEntry.objects.order_by("-id")[0]
            assert (row.event, row.action, row.object_key, row.persons) == (
                "refusal",
                "casework:question",
                key,
                [],
            )


NESTED = {
    "casework:letter": "letter",
    "casework:letter_pdf": "letter",
    "casework:letter_word": "letter",
    "casework:file_pdf": "person",
    "casework:look_along": "person",
}


def test_a_key_of_somebody_else_behind_a_key_of_ones_own_is_no_key(here: Target) -> None:
    """The file is ours; the letter or the parent in the address is another child's, or nobody's."""
    elsewhere = Person.objects.get(first_name="Vreemd").key
    browser, support = here.browsers[LEAD], here.world.keys["support"]
    for name, second in NESTED.items():
        method = "POST" if MATRIX[name].post_only else "GET"
        assert parts(str(addresses()[name].pattern)) == ["key", second]
        there, nowhere = (
            traced(browser, reverse(name, args=[support, key]), method) for key in (elsewhere, uuid.uuid4())
        )
        assert there.status == 404
        assert differences(there, nowhere) == []


@pytest.fixture
def real_passwords(settings: Any) -> Iterator[None]:
    settings.PASSWORD_HASHERS = [ARGON]
    yield
    cache.clear()


def log_in(email: str) -> Any:
    cache.clear()
    return Client(REMOTE_ADDR="127.0.0.9").post(
        reverse("account_login"), {"login": email, "password": "niet het wachtwoord"}
    )


def accounts(world: World) -> dict[str, str]:
    """An address of nobody; and of somebody, with a password, closed, and without any password."""
    known, closed, bare = (world.people[who] for who in (LEAD, PRIVACY, OTHER_AREA))
    assert known is not None
    assert closed is not None
    assert bare is not None
    known.password = make_password("een heel ander wachtwoord")
    closed.password, closed.is_active = make_password("een heel ander wachtwoord"), False
    bare.set_unusable_password()
    for each in (known, closed, bare):
        each.save()
    return {
        "nobody": "niemand@school.example",
        "known": known.email,
        "closed": closed.email,
        "bare": bare.email,
    }


@pytest.mark.usefixtures("real_passwords")
def test_a_log_in_tells_not_whether_there_is_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """One calculation of the password whoever it is, and the same page. The calculation is what takes the time."""
    world = made_world()
    emails = accounts(world)
    work: list[str] = []
    for how in ("encode", "verify"):
        monkeypatch.setattr(SmallArgon2, how, _counting(getattr(SmallArgon2, how), work))
    seen = {}
    for name, email in emails.items():
        work.clear()
        with put_back():
            answer = log_in(email)
        seen[name] = (
            answer.status_code,
            TOKENS.sub(b"", answer.content).replace(email.encode(), b""),
            len(work),
        )
    assert seen["nobody"][0] == 200
    assert seen["nobody"][2] == 1, "one calculation"
    assert all(each == seen["nobody"] for each in seen.values()), {
        name: (each[0], each[2]) for name, each in seen.items()
    }


def _counting(plain: Callable[..., Any], work: list[str]) -> Callable[..., Any]:
    def counted(self: SmallArgon2, *args: Any, **kwargs: Any) -> Any:
        work.append(plain.__name__)
        return plain(self, *args, **kwargs)

    return counted


def told_apart(first: Callable[[], object], second: Callable[[], object], times: int) -> float:
    """How well a stop-watch tells the two apart: the share of pairs in which the first took longer (0.5: not at all)."""
    took: dict[int, list[float]] = {0: [], 1: []}
    chance = random.Random(1)
    for _ in range(times):
        for which in chance.sample((0, 1), 2):
            with put_back():
                began = time.perf_counter()
                (first, second)[which]()
                took[which].append(time.perf_counter() - began)
    return float(mannwhitneyu(took[0], took[1]).statistic / times**2)


def test_the_stop_watch_itself_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fifth of a millisecond more is found, in work that differs as much from time to time; nothing more is not."""
    chance, now = random.Random(2), [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])

    def takes(seconds: float) -> Callable[[], object]:
        return lambda: now.append(now.pop() + chance.gauss(seconds, 0.0002))

    assert told_apart(takes(0.0012), takes(0.001), 200) > HIGH
    assert LOW < told_apart(takes(0.001), takes(0.001), 200) < HIGH


MEASURED = (
    "casework:question",
    "casework:support",
    "casework:child",
    "casework:letter",
    "casework:tap",
    "access:account",
    "access:review_break_glass",
    "access:person_log",
    "casework:emergency_file",
    "casework:leave",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", MEASURED)
def test_a_stop_watch_does_not_tell_unknown_from_forbidden(name: str, here: Target) -> None:
    who = {"casework:tap": ELSEWHERE, "casework:support": ELSEWHERE}.get(name, OTHER_AREA)
    assert who not in MATRIX[name].who
    more = [here.world.keys.get(str(one), one) for one in MATRIX[name].more]
    known = here.world.keys[MATRIX[name].about]
    browser, send = here.browsers[who], "POST" if MATRIX[name].post_only else "GET"

    def ask(key: object) -> object:
        return browser.generic(
            send, reverse(name, args=[key, *more]), b"", "application/x-www-form-urlencoded"
        )

    for _ in range(20):
        ask(known)
    share = told_apart(lambda: ask(known), lambda: ask(uuid.uuid4()), 400)
    print(f"{name} as {who}: {share:.3f}")
    assert LOW < share < HIGH


@pytest.mark.slow
@pytest.mark.usefixtures("real_passwords")
@pytest.mark.parametrize("account", ["known", "closed", "bare"])
def test_a_stop_watch_does_not_tell_an_account_from_none(account: str) -> None:
    emails = accounts(made_world())
    share = told_apart(lambda: log_in(emails[account]), lambda: log_in(f"{uuid.uuid4()}@school.example"), 150)
    print(f"log-in, {account}: {share:.3f}")
    assert LOW < share < HIGH
