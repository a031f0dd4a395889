"""Ties the last step of a migration to the app registry: the runtime role gets its rights."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ProjectConfig(AppConfig):
    name = "schakel.project"
    label = "project"

    def ready(self) -> None:
        from schakel.access import audit
        from schakel.project import checks, deeds, grants, moments

        audit.say(deeds.WORDS)
        checks.register()
        moments.read_fast()
        # Django announces a finished migration once per app with models; the last one comes after all tables.
        last = [each for each in apps.get_app_configs() if each.models_module is not None][-1]
        post_migrate.connect(grants.after_migrate, sender=last, dispatch_uid="schakel.project.grants")
