from typing import Any

from django.core.management.base import BaseCommand

from schakel.access import actions_factors


class Command(BaseCommand):
    help = (
        "Seal every secret in a field again with the newest key. After this SCHAKEL_FIELD_KEYS_BEFORE can go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{actions_factors.reseal()} secrets sealed again with the newest key.")
