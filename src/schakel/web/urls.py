"""Addresses of the shell."""

from __future__ import annotations

from django.urls import path

from schakel.web import views

app_name = "web"

urlpatterns = [
    path("thema.css", views.theme_sheet, name="theme"),
    path("gezond/", views.healthy, name="healthy"),
    path("taal/", views.choose_language, name="language"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("uw-rechten/", views.rights, name="rights"),
    path(".well-known/security.txt", views.security_txt, name="security"),
]
