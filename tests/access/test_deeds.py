"""Every write and every page of someone logged in has words of its own in the log."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import schakel
from schakel.access import audit
from schakel.access.models import LogEntry
from schakel.access.pages import PUBLIC
from tests.test_access_matrix import addresses

ROOT = Path(schakel.__file__).parent
MADE_UP = {"f'support.scale_{way.value}'": ("support.scale_up", "support.scale_down")}


def written() -> set[str]:
    """The actions as they stand in the code: the `action` of every call that writes to the log."""
    trees = (ast.parse(file.read_text()) for file in ROOT.rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {name for call in calls if ast.unparse(call.func).startswith("log.") for name in _actions(call)}


def _actions(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg == "action" and isinstance(keyword.value, ast.JoinedStr):
            yield from MADE_UP[ast.unparse(keyword.value)]
        elif keyword.arg == "action":
            choices = (
                [keyword.value]
                if not isinstance(keyword.value, ast.IfExp)
                else [keyword.value.body, keyword.value.orelse]
            )
            yield from (str(each.value) for each in choices if isinstance(each, ast.Constant))


def test_the_search_finds_the_writes_of_every_room() -> None:
    assert {"request.receive", "support.scale_up", "account.close", "outcome.answer"} <= written()


def test_every_write_has_words() -> None:
    assert written() - set(audit.ACTIONS) == set()


def test_every_page_has_words() -> None:
    pages = {
        name for name, at in addresses().items() if getattr(at.callback, "access_rule", PUBLIC) != PUBLIC
    }
    assert pages - set(audit.ACTIONS) == set()


@pytest.mark.parametrize(
    ("event", "action", "dutch", "english"),
    [
        ("write", "request.pick_up", "pakte een vraag op", "picked up a question"),
        ("look", "casework:child", "bekeek de gegevens van een kind", "looked at the details of a child"),
        (
            "refusal",
            "casework:child",
            "kreeg geen toegang (bekeek de gegevens van een kind)",
            "was refused (looked at the details of a child)",
        ),
        ("sign_in", "password", "logde in", "logged in"),
        ("write", "room.of_another_release", "room.of_another_release", "room.of_another_release"),
    ],
)
def test_a_row_reads_as_a_sentence(event: str, action: str, dutch: str, english: str) -> None:
    row = LogEntry(event=event, action=action)
    assert audit.words_of(row) == dutch
    with translation.override("en"):
        assert audit.words_of(row) == english


def test_who_and_whom_that_are_gone_are_still_a_sentence(db: None) -> None:
    row = LogEntry.objects.create(
        event="look", action="casework:child", actor_name="Oud", role="rol die weg is", persons=[987654]
    )
    [sentence] = audit.sentences([row])
    assert (sentence.who, sentence.about) == ("Oud", "iemand die gewist is")
