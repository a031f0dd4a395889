"""Addresses of the questions at the end."""

from django.urls import path

from schakel.measures import views

app_name = "measures"

urlpatterns = [
    path("ondersteuning/<uuid:key>/mening-vragen/", views.invite, name="invite"),
    path("ondersteuning/<uuid:key>/inschatten/", views.estimate, name="estimate"),
    path("uw-mening/bedankt/", views.thanks, name="thanks"),
    path("uw-mening/<str:token>/", views.outcome, name="outcome"),
]
