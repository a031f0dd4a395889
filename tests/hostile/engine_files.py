"""Files for the engines, spoilt: from an example that works, a cell, a line or the bytes themselves changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

from tests.hostile.values import TEXTS, as_bytes

VALUE: Final = re.compile(r'"[^"\n]*"|[-+]?\d[\d_.eE+-]*|\b(?:true|false|null)\b|(?<=[,;\n])[^,;\n"]+')
ODD: Final = (
    "-1",
    "0",
    "1e309",
    "nan",
    "-inf",
    "9" * 30,
    "9" * 5_000,
    "0.1",
    "true",
    "[]",
    "{}",
    "null",
    '""',
    "2026-02-31",
    "0001-01",
    '"0000-00"',
    '"9999-13"',
    "9999-12-31",
    '"../../../etc/passwd"',
    '"/dev/zero"',
    '"\\u0000"',
    "'''x'''",
    "=1+1",
    "[[1]]",
    '"' + "[" * 500 + '"',
    "[" * 3_000,
)
Spoil = Callable[[bytes], bytes]
WRAPPED: Final[tuple[Spoil, ...]] = (
    lambda data: data.decode("utf-8", "ignore").encode("utf-16"),
    lambda data: data.decode("utf-8", "ignore").encode("utf-16-le"),
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: data.replace(b"\n", b"\r"),
    lambda data: data.replace(b"\n", b"\r\n"),
    lambda data: data[: len(data) // 2],
    lambda data: b"",
    lambda data: b"\0" * 100,
    lambda data: b"\x89PNG\r\n\x1a\n" + data,
    lambda data: b"PK\x03\x04" + data,
    lambda data: b"PAR1" + data + b"PAR1",
    lambda data: data + b'"',
    lambda data: data + "\u00e9".encode("cp1252"),
    lambda data: data + b"\n" + b"x" * 200_000,
    lambda data: data.replace(b",", b";"),
)


@st.composite
def spoilt(draw: st.DrawFn, good: bytes) -> bytes:
    """One to three things wrong with it."""
    data = good
    for _ in range(draw(st.integers(1, 3))):
        data = draw(st.sampled_from([_value, _value, _value, _line, _bytes, _whole]))(draw, data)
    return data


def _value(draw: st.DrawFn, data: bytes) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    places = list(VALUE.finditer(text))
    if not places:
        return data
    place = places[draw(st.integers(0, len(places) - 1))]
    odd = draw(st.sampled_from([*ODD, *TEXTS, *(f'"{each}"' for each in TEXTS[:20])]))
    return as_any(text[: place.start()]) + as_bytes(odd) + as_any(text[place.end() :])


def as_any(text: str) -> bytes:
    """Back to the bytes it came from."""
    return text.encode("utf-8", "surrogateescape")


def _line(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = draw(st.integers(0, len(lines) - 1))
    again = draw(st.integers(0, 2))
    return b"\n".join([*lines[:at], *[lines[at]] * again, *lines[at + 1 :]])


def _bytes(draw: st.DrawFn, data: bytes) -> bytes:
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.binary(max_size=8)) + data[at + draw(st.integers(0, 4)) :]


def _whole(draw: st.DrawFn, data: bytes) -> bytes:
    spoil: Spoil = draw(st.sampled_from(WRAPPED))
    return spoil(data)
