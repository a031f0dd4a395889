"""A request as a hostile visitor builds it: address, query, body and headers, byte by byte."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote_from_bytes

from django.test import Client

from tests.hostile.values import as_bytes

BOUNDARY: Final = "grens"
CONVERTER: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """One request; its repr is enough to send it again."""

    who: str
    page: str
    path: str
    method: str = "GET"
    query: Pairs = ()
    fields: Pairs = ()
    shape: str = "form"
    files: frozenset[str] = frozenset()
    content: bytes = b""
    headers: tuple[tuple[str, str], ...] = field(default=())

    def send(self, client: Client) -> Any:
        """Through the whole of Django, middleware first."""
        body, content_type = SHAPES[self.shape](self) if self.method != "GET" else (b"", "")
        address = self.path + (f"?{encoded(self.query).decode()}" if self.query else "")
        client.cookies.pop("messages", None)
        more: Any = dict(self.headers)
        return client.generic(self.method, address, body, content_type or "text/plain", **more)


def quoted(text: str, safe: str = "") -> str:
    """Percent by percent; half a character too."""
    return quote_from_bytes(as_bytes(text), safe=safe)


def encoded(pairs: Pairs) -> bytes:
    """As a form that a browser sends."""
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs).encode()


def filled_route(route: str, values: dict[str, str]) -> str:
    """The address with something else in the place of its keys."""
    return "/" + CONVERTER.sub(lambda found: quoted(values.get(found[2], "x"), safe="/"), route)


def parts(route: str) -> list[str]:
    """The names in an address that take something."""
    return [found[2] for found in CONVERTER.finditer(route)]


def _form(case: Case) -> tuple[bytes, str]:
    return encoded(case.fields), "application/x-www-form-urlencoded"


def _multipart(case: Case) -> tuple[bytes, str]:
    return multipart(case), f"multipart/form-data; boundary={BOUNDARY}"


def multipart(case: Case) -> bytes:
    """Fields as parts; a name in `files` as a file with the content of the case."""
    said = b"".join(_part(name, as_bytes(value), name in case.files, case) for name, value in case.fields)
    return said + f"--{BOUNDARY}--\r\n".encode()


def _part(name: str, value: bytes, is_file: bool, case: Case) -> bytes:
    safe_name = as_bytes(name).replace(b"\r", b" ").replace(b"\n", b" ").replace(b'"', b"%22")
    head = b'Content-Disposition: form-data; name="' + safe_name + b'"'
    if is_file:
        head += (
            b'; filename="..\\../' + value.replace(b"\r", b"").replace(b"\n", b"").replace(b'"', b"") + b'"'
        )
    body = case.content if is_file else value
    return f"--{BOUNDARY}\r\n".encode() + head + b"\r\n\r\n" + body + b"\r\n"


def _json(case: Case) -> tuple[bytes, str]:
    known = {name: value.encode("utf-8", "replace").decode() for name, value in case.fields}
    return json.dumps(known).encode(), "application/json"


def _truncated(case: Case) -> tuple[bytes, str]:
    return multipart(case)[: -len(BOUNDARY)], f"multipart/form-data; boundary={BOUNDARY}"


def _broken_percent(case: Case) -> tuple[bytes, str]:
    return encoded(case.fields) + b"&%zz=%ff%fe&=&%00=%00&a[]=1&a[]=2", "application/x-www-form-urlencoded"


def _with(content_type: str, multi: bool = False) -> Any:
    def made(case: Case) -> tuple[bytes, str]:
        return (multipart(case) if multi else encoded(case.fields)), content_type

    return made


SHAPES: Final[dict[str, Any]] = {
    "form": _form,
    "multipart": _multipart,
    "json": _json,
    "truncated multipart": _truncated,
    "broken percent": _broken_percent,
    "no boundary": _with("multipart/form-data", multi=True),
    "long boundary": _with(f"multipart/form-data; boundary={'g' * 500}", multi=True),
    "odd boundary": _with('multipart/form-data; boundary="\u00e9\\"', multi=True),
    "xml": _with("text/xml"),
    "nothing said": _with("application/octet-stream"),
    "nonsense type": _with(";;;=/;charset"),
    "no codec": _with("application/x-www-form-urlencoded; charset=bestaat-niet"),
    "codec of bytes": _with("application/x-www-form-urlencoded; charset=rot13"),
    "codec of halves": _with("application/x-www-form-urlencoded; charset=utf-7"),
    "multipart in rot13": _with(f"multipart/form-data; boundary={BOUNDARY}; charset=rot13", multi=True),
    "multipart in utf-7": _with(f"multipart/form-data; boundary={BOUNDARY}; charset=utf-7", multi=True),
    "multipart in utf-16": _with(f"multipart/form-data; boundary={BOUNDARY}; charset=utf-16", multi=True),
    "multipart in base64": _with(f"multipart/form-data; boundary={BOUNDARY}; charset=base64", multi=True),
}
