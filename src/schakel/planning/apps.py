from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "schakel.planning"
    label = "planning"
