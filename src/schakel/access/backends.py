"""Who is signed in: as allauth says it. The account that every page reads is found by a query that is put together once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from schakel.access.models import User
from schakel.web.prepared import prepared


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Closed accounts are nobody."""

    def get_user(self, user_id: Any) -> User | None:
        return next((user for user in _account(user=int(user_id)) if self.user_can_authenticate(user)), None)


@prepared
def _account(*, user: int) -> QuerySet[User]:
    return User.objects.filter(pk=user)
