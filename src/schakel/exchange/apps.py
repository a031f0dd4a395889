from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "schakel.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Only now: roles have translated names.
        from schakel.access import audit
        from schakel.exchange import deeds, menu

        audit.say(deeds.WORDS)
        menu.register()
