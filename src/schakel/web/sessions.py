"""Sessions in the database, as Django keeps them; the one that every page reads is found by a query that is put together once."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from schakel.web.prepared import prepared


class SessionStore(DatabaseSessions):
    """Named so by Django: see `SESSION_ENGINE`."""

    def _get_session_from_db(self) -> Any:
        found = _live(key=self.session_key or "", now=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


@prepared
def _live(*, key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
