"""The Django app of the shell."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Shell, forms, drafts and parts."""

    name = "schakel.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of the theme and the menu."""
        from schakel.web import checks  # noqa: F401
