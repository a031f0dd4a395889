from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "schakel.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from schakel.access import audit
        from schakel.measures import deeds, panels

        audit.say(deeds.WORDS)
        panels.register()
