"""A one-time ticket in every form: who got the form, which form, about what, and where it stands.

The ticket is signed, so only a page that Schakel gave to this author can carry it. It does three things:

- sending twice stores once, because a ticket is used up by sending (`actions.send_once`);
- text that is sent after the session was lost can still be kept, for its author alone (`middleware`);
- a draft that arrives after its form was sent is recognised as late, and not kept.

It gives no right to read anything and no right to act: all it can do is put text on its own author's desk.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest

FIELD = "_ticket"
# Longer than any session; after that the form must be opened again.
VALID_FOR = timedelta(days=30)
# How long text is taken from a page whose author is no longer logged in.
VALID_WITHOUT_SESSION = timedelta(hours=24)
_SALT = "web.tickets"


@dataclass(frozen=True)
class Ticket:
    """What a ticket says once its signature was checked."""

    author: str
    form: str
    subject: str
    path: str
    number: str

    def sealed(self) -> str:
        """The ticket as it stands in the page."""
        said = [self.author, self.form, self.subject, self.path, self.number]
        return signing.dumps(said, salt=_SALT)

    def belongs_to(self, user: Any) -> bool:
        """Whether this person got the form."""
        return bool(user.is_authenticated) and str(user.pk) == self.author


def fresh(user: Any, form: str, subject: str, path: str) -> Ticket:
    """A new ticket for one page of one person."""
    return Ticket(str(user.pk), form, subject, path, secrets.token_hex(16))


def read(text: str, valid_for: timedelta = VALID_FOR) -> Ticket | None:
    """The ticket, or None when it was changed, made up or too old."""
    try:
        said = signing.loads(text, salt=_SALT, max_age=valid_for)
    except signing.BadSignature:
        return None
    return Ticket(*said)


def sent_with(request: HttpRequest, valid_for: timedelta = VALID_FOR) -> Ticket | None:
    """The ticket of the form that was just sent."""
    text = request.POST.get(FIELD, "")
    return read(text, valid_for) if text else None
