"""Where somebody is logged in, and out everywhere else.

Kept by allauth from the log-in on: since when, which browser. Changing a password or a second step ends all others: who had
got in before is out.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from schakel.access import log
from schakel.access.models import User

# The first that fits; browsers name each other, so the order counts.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Place:
    """One browser, in words."""

    device: str
    since: datetime
    here: bool


def of(user: User, *, current: str | None) -> list[Place]:
    """The sessions that still work, newest first. Others are forgotten."""
    working = UserSession.objects.purge_and_list(user)
    listed = [
        Place(device(each.user_agent), each.created_at, each.session_key == current) for each in working
    ]
    return sorted(listed, key=lambda each: each.since, reverse=True)


def device(user_agent: str) -> str:
    """Firefox on Windows, as far as the browser tells."""
    browser = _first(BROWSERS, user_agent) or _("een browser")
    system = _first(SYSTEMS, user_agent)
    return _("%(browser)s op %(system)s") % {"browser": browser, "system": system} if system else browser


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, text)), "")


@transaction.atomic
def end_others(*, by: User, keep: str | None) -> int:
    """Log out everywhere but in the session `keep`. Returns how many sessions ended."""
    others = list(UserSession.objects.filter(user=by).exclude(session_key=keep))
    for each in others:
        each.end()
    if others:
        log.wrote(by=by, action="account.end_sessions", detail={"sessions": len(others)})
    return len(others)


def end(user: User) -> int:
    """Log this account out everywhere. Returns how many sessions ended.

    A session does not say whose it is until it is read: this reads them all, also those that began before the list was kept.
    Done only when somebody leaves, lost a second step, or was given a password on the server.
    """
    mine = [
        one.pk for one in Session.objects.iterator() if one.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    UserSession.objects.filter(user=user).delete()
    return Session.objects.filter(pk__in=mine).delete()[0]
