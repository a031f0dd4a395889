from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "schakel.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from schakel.access import menu, receivers

        menu.register()
        receivers.connect()
