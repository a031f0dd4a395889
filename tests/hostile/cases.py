"""From what there is to attack to one request: by turns for the sweep, by hypothesis for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

from hypothesis import strategies as st

from tests.hostile.sending import BOUNDARY, SHAPES, Case, filled_route, parts
from tests.hostile.surface import Page
from tests.hostile.values import TEXTS, as_bytes, texts

HEADERS: Final = (
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_AUTHORIZATION",
    "HTTP_COOKIE",
    "HTTP_HOST",
    "HTTP_HX_CURRENT_URL",
    "HTTP_HX_CURRENT_URL_URI_AUTOENCODED",
    "HTTP_HX_REQUEST",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_ORIGIN",
    "HTTP_RANGE",
    "HTTP_REFERER",
    "HTTP_SEC_PURPOSE",
    "HTTP_USER_AGENT",
    "HTTP_X_HTTP_METHOD_OVERRIDE",
    "HTTP_X_REAL_IP",
)
HEADER_TEXTS: Final = (
    'sessionid="\\000a"; csrftoken="\\377"; django_language=\\000; messages=W10:a:b',
    "true",
    "prefetch",
    "http://[",
    "kwaad.example",
    "localhost:99999999",
    "nl;q=" + "9" * 400,
    "=?utf-8?b?/w==?=",
    "\u00ff\u00fe",
    "bytes=0-,-1",
    "-1",
    "x" * 4_000,
)
METHODS: Final = (
    "GET",
    "GET",
    "GET",
    "POST",
    "POST",
    "POST",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "WAT",
)
CONTENTS: Final = (
    b"",
    b"PK\x03\x04 geen zip",
    b"\xff\xfea\x00;\x00",
    b"\x89PNG\r\n\x1a\n\x00\x00",
    b"BRIN NUMMER;VESTIGINGSNUMMER\r\n=1+1;\x00\r\n",
    b'"' * 2_000,
    f"--{BOUNDARY}--\r\n".encode(),
)


def sweep(pages: Sequence[Page], everybody: Sequence[str]) -> Iterator[Case]:
    """Every address by somebody who gets it and by somebody else, every name of it, the texts by turns. No chance in it."""
    turn = count()
    for number, page in enumerate(pages):
        who = (
            sorted(page.filled)[number % len(page.filled)]
            if page.filled
            else everybody[number % len(everybody)]
        )
        stranger = everybody[number % len(everybody)]
        names, filled = page.names(who), page.filled.get(who, {})
        hostile = {name: TEXTS[next(turn) % len(TEXTS)] for name in [*names, "zoek", "na", "next"]}
        yield Case(who, page.name, page.path, query=tuple(hostile.items()))
        yield _posted(who, page, tuple((name, hostile[name]) for name in names))
        # Everything as it should be, but for one: that comes further.
        for odd in [name for name in names if filled.get(name)][:1] or [""]:
            plain = {name: values[0] for name, values in filled.items()} | {
                odd: TEXTS[next(turn) % len(TEXTS)]
            }
            yield _posted(who, page, tuple(plain.items()), "multipart")
            if number % 4 == 0:
                yield _posted(stranger, page, tuple(plain.items()))
        for name in parts(page.route)[:1]:
            yield Case(who, page.name, filled_route(page.route, {name: TEXTS[next(turn) % len(TEXTS)]}))


def _posted(who: str, page: Page, fields: tuple[tuple[str, str], ...], shape: str = "form") -> Case:
    with_files = fields + tuple((name, "../../lijst.csv") for name in sorted(page.files))
    shape = "multipart" if page.files else shape
    return Case(
        who,
        page.name,
        page.path,
        "POST",
        fields=with_files,
        shape=shape,
        files=frozenset(page.files),
        content=CONTENTS[1],
    )


@st.composite
def requests(draw: st.DrawFn, pages: Sequence[Page], everybody: Sequence[str], keys: tuple[str, ...]) -> Case:
    """Any request that a hostile visitor could make."""
    page = draw(st.sampled_from(pages))
    rightful = sorted(page.filled) or list(everybody)
    who = draw(st.sampled_from(rightful) | st.sampled_from(everybody))
    method = draw(st.sampled_from(METHODS))
    fields = draw(_fields(page, who, keys))
    text = texts(keys)
    path = page.path
    elsewhere = draw(st.booleans())
    if elsewhere and parts(page.route):
        path = filled_route(page.route, {name: draw(text) for name in parts(page.route)})
    reads = method == "GET"
    return Case(
        who=who,
        page=page.name,
        path=path,
        method=method,
        query=fields if reads else (),
        fields=() if reads else fields,
        shape=draw(st.sampled_from(["form", "form", "multipart", "multipart", *SHAPES])),
        files=frozenset(page.files),
        content=draw(st.sampled_from(CONTENTS) | st.binary(max_size=60)),
        headers=draw(_headers()),
    )


@st.composite
def _fields(draw: st.DrawFn, page: Page, who: str, keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """As a browser would, with a few values changed, left out, repeated, or made a list."""
    values = {name: list(page.filled.get(who, {}).get(name, [""])) for name in page.names(who)}
    values |= {name: ["lijst.csv"] for name in page.files}
    if not values:
        values = {name: [""] for name in ("zoek", "na", "next", "toon")}
    for name in draw(st.lists(st.sampled_from(sorted(values)), max_size=3)):
        values[name] = draw(st.lists(texts(keys), max_size=2))
    odd = draw(st.sampled_from(["", "", "", "[]", "[0]", "\0", ".x"]))
    return tuple((name + odd, value) for name, sent in values.items() for value in sent)


@st.composite
def _headers(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    names = draw(st.lists(st.sampled_from(HEADERS), max_size=2, unique=True))
    return tuple((name, draw(st.sampled_from(HEADER_TEXTS) | _latin())) for name in names)


def _latin() -> st.SearchStrategy[str]:
    """What a web server lets through in a header: bytes, read as Latin-1, without line ends."""
    plain = st.sampled_from(TEXTS).map(lambda text: as_bytes(text)[:4_000].decode("latin-1"))
    return plain.map(lambda text: "".join(sign for sign in text if sign not in "\0\r\n"))
