from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "schakel.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from schakel.access import audit, deeds, menu, receivers

        menu.register()
        audit.say(deeds.WORDS)
        receivers.connect()
