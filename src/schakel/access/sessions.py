"""The sessions of one account, to end them all at once."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from schakel.access.models import User


def end(user: User) -> int:
    """Log this account out everywhere. Returns how many sessions ended.

    A session does not say whose it is until it is read: this reads them all, which is done only when somebody leaves.
    """
    mine = [
        one.pk for one in Session.objects.iterator() if one.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    return Session.objects.filter(pk__in=mine).delete()[0]
