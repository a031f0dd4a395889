from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "schakel.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from schakel.access import audit, subjects
        from schakel.access.roles import Kind
        from schakel.casework import deeds, menu, queries

        menu.register()
        audit.say(deeds.WORDS)
        subjects.register(Kind.REQUEST, queries.REQUEST_SUBJECT)
        subjects.register(Kind.SUPPORT, queries.SUPPORT_SUBJECT)
