"""The addresses of allauth that Schakel uses, in Dutch, each with its rule. No sign-up: accounts are opened by a person."""

from allauth.account import views
from django.urls import path

from schakel.access.pages import public
from schakel.access.views import organisation, passkeys, second_factor, signing_in

urlpatterns = [
    path("inloggen/", public(signing_in.SignIn.as_view()), name="account_login"),
    path("account-gesloten/", signing_in.closed_account, name="account_inactive"),
    path("inloggen/code/", public(second_factor.CodeAtLogIn.as_view()), name="mfa_authenticate"),
    path("inloggen/passkey/", public(passkeys.LogIn.as_view()), name="mfa_login_webauthn"),
    path("inloggen/organisatie/", organisation.start, name="organisation"),
    path(
        "inloggen/organisatie/terug/",
        organisation.back,
        {"provider_id": "organisatie"},
        name="openid_connect_callback",
    ),
    path("uitloggen/", public(views.LogoutView.as_view()), name="account_logout"),
    path("wachtwoord/", signing_in.change_password, name="account_change_password"),
]
