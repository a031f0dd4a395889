from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "schakel.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from schakel.access import subjects
        from schakel.access.roles import Kind
        from schakel.casework import menu, queries

        menu.register()
        subjects.register(Kind.REQUEST, queries.REQUEST_SUBJECT)
        subjects.register(Kind.SUPPORT, queries.SUPPORT_SUBJECT)
