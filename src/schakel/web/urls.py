"""Addresses of the shell."""

from __future__ import annotations

from django.urls import path

from schakel.web import headers, styleguide, views

app_name = "web"

urlpatterns = [
    path("thema.css", views.theme_sheet, name="theme"),
    path("csp-melding/", headers.csp_report, name="csp_report"),
    path("taal/", views.choose_language, name="language"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("uw-rechten/", views.rights, name="rights"),
    path("concept/", views.keep_draft, name="draft"),
    path("concept/weg/", views.discard_draft, name="discard_draft"),
    path("werk/<uuid:key>/", views.job, name="job"),
    path("werk/<uuid:key>/stoppen/", views.stop_job, name="stop_job"),
    path(".well-known/security.txt", views.security_txt, name="security"),
    *styleguide.urlpatterns,
]
