"""Coming in and going out, who looked at what, and the accounts."""

from django.urls import path

from schakel.access.views import (
    accounts,
    audit,
    breakglass,
    confirming,
    own_account,
    passkeys,
    second_factor,
    signing_in,
)

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
    path("account/", own_account.own_account, name="own_account"),
    path("account/app/", second_factor.app, name="app"),
    path("account/app/weg/", second_factor.remove_app, name="remove_app"),
    path("account/passkey/", passkeys.add, name="add_passkey"),
    path("account/passkey/<slug:handle>/weg/", passkeys.remove, name="remove_passkey"),
    path("account/elders-uitloggen/", own_account.end_sessions, name="end_sessions"),
    path("account/herstelcodes/", second_factor.codes, name="codes"),
    path("tweede-stap/", second_factor.lead_in, name="second_factor"),
    path("bevestigen/", confirming.confirm, name="confirm"),
    path("demo/<str:role>/", signing_in.demo, name="demo_sign_in"),
]
