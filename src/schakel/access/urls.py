"""Coming in and going out, who looked at what, and the accounts."""

from django.urls import path

from schakel.access.views import accounts, audit, breakglass, signing_in

app_name = "access"

urlpatterns = [
    path("wie-keek-wat/", audit.log, name="log"),
    path("wie-keek-wat/persoon/<uuid:key>/", audit.person, name="person_log"),
    path("wie-kan-zien/<uuid:key>/", audit.who_can_see, name="who_can_see"),
    path("noodtoegang/nakijken/", breakglass.overview, name="break_glass"),
    path("noodtoegang/nakijken/<uuid:key>/", breakglass.review, name="review_break_glass"),
    path("noodtoegang/nakijken/<uuid:key>/gezien/", breakglass.seen, name="break_glass_seen"),
    path("accounts/", accounts.overview, name="accounts"),
    path("accounts/nieuw/", accounts.open_account, name="open_account"),
    path("accounts/<uuid:key>/", accounts.account, name="account"),
    path("accounts/<uuid:key>/laatste-dag/", accounts.last_day, name="last_day"),
    path("demo/<str:role>/", signing_in.demo, name="demo_sign_in"),
]
