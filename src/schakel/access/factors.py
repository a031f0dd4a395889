"""What somebody showed when they came in, and whether that is enough.

A password is something a person knows. Whoever can reach a child, or decides who can, must also show something they have: a
code of an app, a passkey, or the log-in of their own organisation. A session remembers how it began; until a session of such a
role has shown it, only the pages that set it up open (`middleware`).
"""

from django.conf import settings
from django.http import HttpRequest

from schakel.access.models import User
from schakel.access.roles import Permission, Role, Why, granted, has_page

SHOWN = "second_factor"

# A record with a child in it, and the pages that show persons or give rights.
_OPENS = frozenset(
    {Permission.READ_FILE, Permission.READ_REQUEST, Permission.SEE_PERSON, Permission.READ_SHARED}
)
_PAGES = (Permission.AUDIT, Permission.ACCOUNTS)


def needed_by(role: str) -> bool:
    """Whether this role can reach a child, or decides who can. Not: who sees figures only."""
    return bool(granted(role, Why) & _OPENS) or any(has_page(role, each) for each in _PAGES)


ROLES = frozenset(role for role in Role if needed_by(role))


def awaited(request: HttpRequest) -> bool:
    """Whether this session must show a second factor before anything else opens."""
    user = request.user
    required = settings.SECOND_FACTOR_REQUIRED and isinstance(user, User) and user.role in ROLES
    return required and not request.session.get(SHOWN)


def shown(request: HttpRequest, how: str) -> None:
    """This session showed one: `totp`, `recovery_codes`, `webauthn` or `provider`."""
    request.session[SHOWN] = how
