from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class ReferenceConfig(AppConfig):
    name = "schakel.reference"
    label = "reference"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from schakel.access import audit
        from schakel.reference import deeds

        audit.say(deeds.WORDS)
        post_migrate.connect(store_facts_of_release, sender=self, dispatch_uid="reference.facts")


def store_facts_of_release(sender: AppConfig, using: str, **_: Any) -> None:
    """After `migrate`, and after a test emptied the tables: the holidays and codes of this release."""
    # Only now: models exist once every room is loaded.
    from schakel.reference.actions import store_packaged
    from schakel.reference.models import Code, Edition, SchoolHoliday

    needed = {model._meta.db_table for model in (Code, Edition, SchoolHoliday)}
    if needed <= set(connections[using].introspection.table_names()):
        store_packaged()
