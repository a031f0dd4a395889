import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import transaction

from schakel.access import actions
from schakel.access.models import User


class Command(changepassword.Command):
    help = "Set a password for an account, typed twice here. Its owner is mailed, and logged out everywhere."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> str | None:
        told = super().handle(*args, **options)
        address = options["username"] or getpass.getuser()
        actions.note_password_set(user=User.objects.get_by_natural_key(address))
        return told
