from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "schakel.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from schakel.access import audit, subjects
        from schakel.access.roles import Kind
        from schakel.people import deeds, menu, queries

        menu.register()
        audit.say(deeds.WORDS)
        subjects.register(Kind.PERSON, queries.PERSON_SUBJECT)
