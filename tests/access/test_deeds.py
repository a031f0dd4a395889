"""Every write and every page of someone logged in has words of its own in the log."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import schakel
from schakel.access import audit
from schakel.access.models import LogEntry
from schakel.access.pages import PUBLIC
from tests.test_access_matrix import addresses

ROOT = Path(schakel.__file__).parent
ACTION = re.compile(r"""(?:wrote|refused)\([^)]*?action=f?"([^"]+)\"""", re.DOTALL)
PLACED = {"support.scale_{way.value}": ("support.scale_up", "support.scale_down")}


def written() -> set[str]:
    """The actions as they stand in the code."""
    found = {name for file in ROOT.rglob("*.py") for name in ACTION.findall(file.read_text())}
    return {each for name in found for each in PLACED.get(name, (name,))}


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
        ("sign_in", "password", "logde in", "signed in"),
        ("write", "room.of_another_release", "room.of_another_release", "room.of_another_release"),
    ],
)
def test_a_row_reads_as_a_sentence(event: str, action: str, dutch: str, english: str) -> None:
    row = LogEntry(event=event, action=action)
    assert audit.words_of(row) == dutch
    with translation.override("en"):
        assert audit.words_of(row) == english
