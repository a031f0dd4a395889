"""Addresses of the pages where files come in."""

from django.urls import path

from schakel.exchange import views

app_name = "exchange"

urlpatterns = [path("beheer/scholen-inlezen/", views.import_sites, name="import_sites")]
