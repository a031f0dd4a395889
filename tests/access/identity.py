"""A real identity provider in this process: oauthlib's OpenID Connect server behind a socket, with its own signing key.

It checks the client's secret, the redirect address and the PKCE challenge as oauthlib does. Who is at its keyboard, what it
says of them and what it gets wrong are set by the test. With a `password` it shows a page that asks for it first.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from oauthlib.openid import RequestValidator, Server

CLIENT, SECRET = "schakel", "geheim-van-de-test"
FENNA = {"sub": "u-1", "email": "fenna@school.example", "email_verified": True, "acr": "hoog"}
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
LOG_IN = """<!doctype html><html lang="nl"><title>Log-in van de gemeente</title><h1>Log-in van de gemeente</h1>
<form method="post"><label>Wachtwoord van de gemeente <input name="password" type="password"></label>
<button>Verder naar Schakel</button></form></html>"""


class Provider(RequestValidator):  # type: ignore[misc]  # oauthlib publishes no types
    """One client, one person at the keyboard."""

    def __init__(self) -> None:
        self.address = ""
        self.says: dict[str, Any] = {}
        self.wrong: dict[str, Any] = {}
        self.signs_with = KEY
        self.key_name = "one"
        self.codes: dict[str, dict[str, Any]] = {}
        self.asked: list[dict[str, str]] = []
        self.password = ""

    # What oauthlib asks of whoever runs it.
    def validate_client_id(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> bool:
        return client_id == CLIENT

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        return redirect_uri.endswith("/inloggen/organisatie/terug/")

    def validate_response_type(self, client_id: str, response_type: str, *args: Any, **kwargs: Any) -> bool:
        return response_type == "code"

    def validate_scopes(self, client_id: str, scopes: list[str], *args: Any, **kwargs: Any) -> bool:
        return set(scopes) == {"openid", "email"}

    def validate_grant_type(self, client_id: str, grant_type: str, *args: Any, **kwargs: Any) -> bool:
        return grant_type == "authorization_code"

    def is_pkce_required(self, client_id: str, request: Any) -> bool:
        return True

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        request.client = SimpleNamespace(client_id=request.client_id)
        return (request.client_id, request.client_secret) == (CLIENT, SECRET)

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        return True

    def validate_user_match(self, *args: Any, **kwargs: Any) -> bool:
        return True

    def validate_silent_login(self, request: Any) -> bool:
        return True

    def validate_silent_authorization(self, request: Any) -> bool:
        return True

    def save_authorization_code(
        self, client_id: str, code: dict[str, str], request: Any, *args: Any, **kwargs: Any
    ) -> None:
        kept = (request.redirect_uri, request.code_challenge, request.code_challenge_method, request.nonce)
        self.codes[code["code"]] = dict(zip(("redirect", "challenge", "method", "nonce"), kept, strict=True))

    def validate_code(
        self, client_id: str, code: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        request.user, request.scopes = "person", ["openid", "email"]
        return code in self.codes

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, *args: Any, **kwargs: Any
    ) -> bool:
        return bool(self.codes[code]["redirect"] == redirect_uri)

    def get_code_challenge(self, code: str, request: Any) -> str:
        return str(self.codes[code]["challenge"])

    def get_code_challenge_method(self, code: str, request: Any) -> str:
        return str(self.codes[code]["method"])

    def get_authorization_code_nonce(self, client_id: str, code: str, redirect_uri: str, request: Any) -> str:
        return str(self.codes[code]["nonce"])

    def get_authorization_code_scopes(
        self, client_id: str, code: str, redirect_uri: str, request: Any
    ) -> list[str]:
        return ["openid", "email"]

    def save_bearer_token(self, token: dict[str, str], request: Any, *args: Any, **kwargs: Any) -> None:
        """Nobody asks for it again."""

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Any, *args: Any, **kwargs: Any
    ) -> None:
        del self.codes[code]

    def finalize_id_token(self, id_token: dict[str, Any], token: Any, handler: Any, request: Any) -> str:
        now = int(time.time())
        told = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": id_token["nonce"],
            "auth_time": now,
        }
        told |= self.says | self.wrong
        return jwt.encode(told, self.signs_with, algorithm="RS256", headers={"kid": self.key_name})

    def answer(self, method: str, path: str, body: str) -> tuple[int, dict[str, str], str]:
        """One request, as the socket below hands it over."""
        server, where = Server(self), f"https://provider.example{path}"
        if path.startswith("/authorize") and dict(parse_qsl(body)).get("password", "") != self.password:
            headers, status, text = {"Content-Type": "text/html; charset=utf-8"}, 200, LOG_IN
        elif path.startswith("/authorize"):
            self.asked.append(dict(parse_qsl(path.partition("?")[2])))
            _scopes, details = server.validate_authorization_request(where)
            headers, text, status = server.create_authorization_response(
                where, scopes=["openid", "email"], credentials=details
            )
        elif path == "/token":
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            headers, text, status = server.create_token_response(where, method, body, form)
        else:
            headers, status, text = {"Content-Type": "application/json"}, 200, json.dumps(self.document(path))
        return status, headers, text or ""

    def document(self, path: str) -> dict[str, Any]:
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }


@contextmanager
def known_to(settings: Any) -> Iterator[Provider]:
    """The provider, and an installation whose settings name it."""
    with running() as made:
        settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = made.address, CLIENT
        settings.OIDC_ACR = ["hoog", "substantieel"]
        app = {"provider_id": "organisatie", "name": "organisatie", "client_id": CLIENT, "secret": SECRET}
        rules = {"server_url": made.address, "oauth_pkce_enabled": True, "scope": ["openid", "email"]}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app | {"settings": rules}]}}
        settings.SECOND_FACTOR_REQUIRED = True
        made.says = dict(FENNA)
        yield made


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, on a port of its own."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            status, headers, text = provider.answer(self.command, self.path, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        do_POST = do_GET  # noqa: N815  # named by http.server

        def log_message(self, *args: Any) -> None:
            """A test tells enough."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
