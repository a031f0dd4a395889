from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "schakel.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from schakel.measures import panels

        panels.register()
