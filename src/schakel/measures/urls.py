"""Addresses of the questions at the end."""

from django.urls import path

from schakel.measures import views, views_goals

app_name = "measures"

urlpatterns = [
    path("ondersteuning/<uuid:key>/mening-vragen/", views.invite, name="invite"),
    path("ondersteuning/<uuid:key>/inschatten/", views.estimate, name="estimate"),
    path("ondersteuning/<uuid:key>/doelen/", views_goals.score, name="score"),
    path("ondersteuning/<uuid:key>/doelen/<int:number>/", views_goals.scale, name="scale"),
    path("uw-mening/bedankt/", views.thanks, name="thanks"),
    path("uw-mening/<str:token>/", views.outcome, name="outcome"),
]
