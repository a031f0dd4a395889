"""Log-in by the municipality's own identity provider: OpenID Connect, code flow with PKCE (RFC 7636).

1. `asked` sends the browser there with a state, a nonce, a challenge (S256) and the assurance levels (acr) that are enough.
2. `claims` trades the code for an ID token and believes it only when signature, issuer, audience, time, nonce and acr fit
   (OpenID Connect Core 1.0, 3.1.3.7).
3. `person` finds the account: by the subject that was seen before, else once by a verified e-mail address. Nobody gets an
   account here.
"""

import hmac
import secrets
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from schakel.access import log, mail
from schakel.access.models import User

NAME = "organisatie"
# Signatures by a private key only: a shared secret signs for both sides.
ALGORITHMS = ["RS256", "PS256", "ES256"]
REQUIRED = ["exp", "iat", "iss", "aud", "sub", "nonce"]
LEEWAY_SECONDS = 30


class NotLetIn(Exception):
    """What the provider said is not enough; `rule` says in one word why, without saying anything about anybody."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth publishes no types
    """Speaks to the provider that the installation named."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, NAME)


def asked(request: HttpRequest, *, process: str, back: str) -> HttpResponseBase:
    """To the provider. To confirm, it must ask the person again."""
    nonce = secrets.token_urlsafe(32)
    params = {"nonce": nonce, "acr_values": " ".join(settings.OIDC_ACR)}
    if process == "confirm":
        params |= {"prompt": "login", "max_age": "0"}
    provider = get_adapter().get_provider(request, NAME)
    try:
        answer: HttpResponseBase = provider.redirect(request, process, back, auth_params=params, nonce=nonce)
    except requests.RequestException as error:
        raise NotLetIn("unreachable") from error
    return answer


def claims(request: HttpRequest, state: dict[str, Any]) -> dict[str, Any]:
    """What the provider says, checked."""
    adapter = Adapter(request)
    app = adapter.get_provider().app
    try:
        client = adapter.get_client(request, app)
        verifier = state["pkce_code_verifier"]
        answer = adapter.get_access_token_data(request, app, client, pkce_code_verifier=verifier)
        config, keys = adapter.openid_config, _keys(adapter)
        return checked(str(answer.get("id_token", "")), config["issuer"], keys, state["nonce"])
    except requests.RequestException as error:
        raise NotLetIn("unreachable") from error
    except OAuth2Error as error:
        raise NotLetIn("code") from error


def _keys(adapter: Adapter) -> dict[str, Any]:
    with get_adapter().get_requests_session() as session:
        answer = session.get(adapter.openid_config["jwks_uri"])
        answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def checked(token: str, issuer: str, keys: dict[str, Any], nonce: str) -> dict[str, Any]:
    """The claims of an ID token that fits in every respect."""
    if issuer.rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
        raise NotLetIn("issuer")
    try:
        found = _decoded(token, issuer, keys)
    except jwt.ExpiredSignatureError as error:
        raise NotLetIn("expired") from error
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise NotLetIn("token") from error
    if not hmac.compare_digest(str(found["nonce"]).encode(), nonce.encode()):
        raise NotLetIn("nonce")
    if not found["sub"]:
        raise NotLetIn("token")
    if found.get("acr") not in settings.OIDC_ACR:
        raise NotLetIn("acr")
    return found


def _decoded(token: str, issuer: str, keys: dict[str, Any]) -> dict[str, Any]:
    name = jwt.get_unverified_header(token).get("kid")
    key = next((each for each in jwt.PyJWKSet.from_dict(keys).keys if each.key_id == name), None)
    if key is None:
        raise jwt.InvalidTokenError("unknown key")
    found: dict[str, Any] = jwt.decode(
        token,
        key.key,
        algorithms=ALGORITHMS,
        audience=settings.OIDC_CLIENT_ID,
        issuer=issuer,
        leeway=LEEWAY_SECONDS,
        options={"require": REQUIRED, "strict_aud": True},
    )
    return found


@transaction.atomic
def person(found: dict[str, Any]) -> User:
    """The account behind the claims; the first time it is tied to the subject, by a verified address."""
    tied = SocialAccount.objects.filter(provider=NAME, uid=found["sub"]).select_related("user").first()
    if tied is not None:
        return User.objects.get(pk=tied.user_id)
    if found.get("email_verified") is not True:
        raise NotLetIn("email")
    user = User.objects.filter(email__iexact=str(found.get("email"))).first()
    if user is None or SocialAccount.objects.filter(provider=NAME, user=user).exists():
        raise NotLetIn("unknown")
    SocialAccount.objects.create(provider=NAME, uid=found["sub"], user=user)
    log.wrote(by=user, action="account.tie", detail={"account": str(user.key)})
    mail.tell(user, mail.What.TIED)
    return user
