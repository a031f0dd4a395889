"""Addresses about the people who work here."""

from django.urls import path

from schakel.people import views

app_name = "people"

urlpatterns = [
    path("rechten/", views.rights_review, name="rights"),
    path("rechten/bestand/", views.rights_export, name="rights_export"),
]
