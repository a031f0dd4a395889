"""Two people at two keyboards, for tests of the shell."""

from __future__ import annotations

from django.test import Client

from schakel.access.models import User


def somebody(name: str = "Marit Visser", role: str = "teacher") -> User:
    """An account."""
    email = f"{name.split()[0].lower()}@school.example"
    return User.objects.create_user(email, password="een lang wachtwoord", full_name=name, role=role)


def at_keyboard(user: User | None = None, *, checks_csrf: bool = False) -> Client:
    """A browser, logged in or not."""
    client = Client(enforce_csrf_checks=checks_csrf)
    if user is not None:
        client.force_login(user)
    return client
