"""What no form expects: the words a hostile visitor types, and where hypothesis goes on from there."""

from __future__ import annotations

import uuid
from typing import Final

from hypothesis import strategies as st

NOWHERE: Final = str(uuid.UUID(int=0))
LONG: Final = "x" * 10_000

TEXTS: Final = (
    "",
    " ",
    "\0",
    "Sem\0Bakker",
    LONG,
    "e\u0301" * 2_000,
    "\u202e\u2066omgekeerd\u2069",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1f3\U0001f1f1",
    "<script>alert(1)</script>",
    "</textarea><img src=x onerror=alert(1)>",
    '"><a href="javascript:alert(1)">',
    "'; DROP TABLE people_person; --",
    "{{ 7|add:7 }}{% debug %}",
    "%s %(naam)s %00 %",
    "../../../../etc/passwd",
    "..%2f..%2f\\..\\",
    "\ufffe\uffff\ufdd0",
    "\x07\x1b[31m\x7f\x85\u2028\u2029",
    "regel\r\nSet-Cookie: a=b",
    "=cmd|' /C calc'!A1",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    '#let x = read("/etc/passwd") $ sum _a_ *b*',
    "9" * 5_000,
    "-1",
    "0",
    "1e309",
    "NaN",
    "-Infinity",
    "2147483648",
    "9223372036854775808",
    "\uff11\uff12",
    "\u0663",
    "0000-00-00",
    "00-00-0000",
    "01-01-0001",
    "31-12-9999",
    "9999-12-31",
    "31-02-2026",
    "29 februari 2023",
    "99:99",
    "24:00",
    "[]",
    '{"a": {"b": 1}}',
    "null",
    "true",
    NOWHERE,
    "{00000000-0000-0000-0000-000000000000}",
    "http://[",
    "//kwaad.example/",
    "javascript:alert(1)",
    "\\\\kwaad.example\\deel",
    "a@b",
    "a" * 300 + "@school.example",
    "sleutel\ud800wees",
)
"""Sampled first, and all of them by the sweep; the last one is no Unicode: it travels as bytes."""


def texts(more: tuple[str, ...] = ()) -> st.SearchStrategy[str]:
    """One of the above, of `more` (keys of this world), or what hypothesis makes of it."""
    return st.one_of(
        st.sampled_from([*TEXTS, *more]),
        st.text(max_size=30),
        st.integers().map(str),
        st.dates().map(str),
        st.uuids().map(str),
    )


def as_bytes(text: str) -> bytes:
    """UTF-8, also for half a character."""
    return text.encode("utf-8", "surrogatepass")
