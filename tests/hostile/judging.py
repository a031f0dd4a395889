"""What must hold of every answer, whatever was sent."""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from html import unescape
from typing import Any, Final
from urllib.parse import unquote

from tests.hostile.sending import Case
from tests.hostile.values import as_bytes
from tests.hostile.world import Secret, stored

# What an error page tells who wants to get in.
LEAKS: Final = re.compile(
    r"Traceback \(most recent|File \"/|site-packages|/src/schakel|\.py\b|psycopg|django\.|"
    r"SELECT .{1,200} FROM|INSERT INTO|UPDATE \"|postgresql://|access_logentry|people_person|casework_\w+",
    re.IGNORECASE | re.DOTALL,
)
SERVER_ERROR = 500
REFUSED = 400
COMES_BACK = 422
BY_BROWSER = frozenset({"form", "multipart"})
# What a page may lose of a text: signs that nobody can see.
INVISIBLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\s\u2028-\u202e\u2066-\u2069]|%00")


def judge(case: Case, answer: Any, secrets: Sequence[Secret], before: Any, faults: list[str]) -> list[str]:
    """What is wrong with this answer, in words."""
    page = answer.content.decode("utf-8", "replace") if not answer.streaming else ""
    wrong = [*faults]
    if answer.status_code >= SERVER_ERROR:
        wrong.append(f"answered {answer.status_code}")
    wrong += [
        f"leaks {each.words}" for each in secrets if each.words in page and case.who not in each.seen_by
    ]
    if answer.status_code >= REFUSED:
        wrong += _of_a_refusal(case, answer, page, before)
    return wrong


def _of_a_refusal(case: Case, answer: Any, page: str, before: Any) -> list[str]:
    typed = unquote(case.path) + "".join(value for _name, value in (*case.fields, *case.query))
    wrong = [f"says {found[0]!r}" for found in LEAKS.finditer(page) if found[0] not in typed]
    if case.method != "GET" and (now := stored()) != before:
        wrong.append(f"stored something: {[name for name in now if now[name] != before[name]]}")
    if answer.status_code == COMES_BACK and case.shape in BY_BROWSER:
        wrong += [f"lost what was typed in {name}" for name in lost(case, answer, page)]
    return wrong


def lost(case: Case, answer: Any, page: str) -> list[str]:
    """The boxes whose text does not stand in the page that came back."""
    shown = INVISIBLE.sub("", unescape(page))
    form = next((each for context in answer.context or [] if (each := context.get("form"))), None)
    boxes = _boxes(form) if form is not None else set()
    last = {name: value.strip() for name, value in case.fields}
    return [
        name
        for name, value in last.items()
        if name in boxes and INVISIBLE.sub("", as_bytes(value).decode("utf-8", "replace")) not in shown
    ]


def _boxes(form: Any) -> set[str]:
    """Fields in which somebody types words, and that show what they hold."""
    return {
        form.add_prefix(name)
        for name, one in form.fields.items()
        if type(one.widget).__name__ in {"TextInput", "Textarea", "EmailInput", "NumberInput", "DayInput"}
    }


def fault_of(exc_info: Any) -> str:
    """The last lines of what went wrong inside, for who must mend it."""
    kind, error, trace = exc_info
    own = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return f"{kind.__name__}: {error}\n    " + "\n    ".join(own[-6:])
