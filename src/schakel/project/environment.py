"""The environment, read and checked once.

Every knob that an installation can turn stands here, with its default. Names start with `SCHAKEL_`; only
`DATABASE_URL`, `DATABASE_OWNER_URL` and `PORT` keep the names that hosting platforms use. Nothing else in
Schakel reads the environment. Without any of them Schakel runs on its own private database, on this machine.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SHORTEST_KEY = 32
MAIL_PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


class MailServer(NamedTuple):
    """Where mail goes; without a host nowhere."""

    host: str
    port: int
    user: str
    password: str
    ssl: bool
    starttls: bool


class EnvironmentRefused(RuntimeError):
    """The environment holds a value that Schakel cannot or will not run with."""


class Environment(BaseSettings):
    """What this installation decided; immutable once read."""

    model_config = SettingsConfigDict(
        env_prefix="SCHAKEL_", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    # Where the data is. Empty: the private cluster. `database_owner_url` migrates, `database_url` runs.
    database_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_URL")
    database_owner_url: SecretStr | None = Field(default=None, validation_alias="DATABASE_OWNER_URL")
    # Which of the two roles this process works as; the command line sets it for commands that migrate.
    database_role: Literal["runtime", "owner"] = "runtime"
    # Connections one process keeps open; 0 opens one per request.
    database_pool: int = Field(default=0, ge=0, le=100)
    # Keys and the private cluster live here, outside the clone. Empty: a folder per user and checkout.
    private_folder: Path | None = None

    # Signs sessions and forms, and seals the log. Empty: made once and kept in the private folder.
    secret_key: SecretStr | None = Field(default=None, min_length=SHORTEST_KEY)
    seal_key: SecretStr | None = Field(default=None, min_length=SHORTEST_KEY)
    # Encrypts secrets that stand in a field, such as those of a second factor. `field_keys_before`: the keys it had
    # before, separated by commas, for reading only; `schakel rotate-keys` makes them superfluous.
    field_key: SecretStr | None = Field(default=None, min_length=SHORTEST_KEY)
    field_keys_before: Annotated[tuple[SecretStr, ...], NoDecode] = ()

    # Who can open a back-up: age recipients, separated by commas. Their keys belong elsewhere.
    backup_recipients: Annotated[tuple[str, ...], NoDecode] = ()

    # Where people find it. The address decides host names, secure cookies and HSTS.
    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT")
    base_url: str = ""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    # A proxy in front ends TLS and sets X-Forwarded-Proto and X-Real-IP; without one those headers are not believed.
    behind_proxy: bool = False

    # Whether who can reach a child must also show something they have: a code, a passkey, the municipality's own
    # log-in. Empty: required, and optional in demo mode, where one press per role must do.
    second_factor: Literal["required", "optional"] | None = None

    # The identity provider of the organisation: its address (issuer), what we are called there, and which levels of
    # assurance (acr) are enough. Empty: people log in here.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_acr: Annotated[tuple[str, ...], NoDecode] = ()

    # The mail server: smtp://USER:PASSWORD@HOST:587 (STARTTLS; not on this machine itself) or smtps://...:465, and who the
    # mail comes from. Empty: nobody gets mail.
    mail_url: SecretStr | None = None
    mail_from: str = ""

    # Whether the week of pick-up stands still in school holidays. Off: a worry does not wait for September.
    pick_up_pauses_in_holidays: bool = False

    # Whether the database itself gives a page only persons that a working relation opens: a second line behind the gate.
    row_security: bool = False

    # Who runs this installation, for the footer, the page about rights and security.txt; what is empty is not shown.
    organisation: dict[str, str] = Field(default_factory=dict)
    # The municipality's own colours: at most ten tokens, checked for contrast by `schakel check`.
    theme: dict[str, str] = Field(default_factory=dict)

    # Processes that make pages: one for each core, and never less than two.
    web_workers: int = Field(default=2, ge=2, le=64)
    # Prometheus shows it to read /metrics. Empty: there is no such page.
    metrics_token: SecretStr | None = Field(default=None, min_length=16)

    # A synthetic municipality with one-click log-ins; loopback only.
    demo: bool = False
    debug: bool = False

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            try:
                conninfo_to_dict(value.get_secret_value())
            except ProgrammingError:
                raise ValueError("use postgresql://USER:PASSWORD@HOST:PORT/NAME") from None
        return value

    @field_validator("field_keys_before")
    @classmethod
    def _long_enough(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(each.get_secret_value()) < SHORTEST_KEY for each in value):
            raise ValueError(f"each key has at least {SHORTEST_KEY} characters")
        return value

    @field_validator("allowed_hosts", "backup_recipients", "field_keys_before", "oidc_acr", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")):
            raise ValueError("use a scheme and a host only, such as https://schakel.example.nl")
        return value.rstrip("/")

    @field_validator("mail_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(value.get_secret_value() if value else "smtp://none")
        known = parts.scheme in MAIL_PORTS and parts.hostname and not parts.path.strip("/")
        if not known or parts.port == 0:
            raise ValueError("use smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465")
        return value

    @model_validator(mode="after")
    def _mail_is_complete(self) -> Environment:
        if (self.mail_url is None) != (self.mail_from == ""):
            raise ValueError("SCHAKEL_MAIL_URL and SCHAKEL_MAIL_FROM go together")
        return self

    @model_validator(mode="after")
    def _provider_is_complete(self) -> Environment:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret and self.oidc_acr):
            raise ValueError(
                "SCHAKEL_OIDC_ISSUER needs SCHAKEL_OIDC_CLIENT_ID, SCHAKEL_OIDC_CLIENT_SECRET and SCHAKEL_OIDC_ACR"
            )
        return self

    @model_validator(mode="after")
    def _demo_stays_here(self) -> Environment:
        strangers = sorted(set(self.hosts) - LOOPBACK)
        if self.demo and strangers:
            raise ValueError(
                f"SCHAKEL_DEMO logs anyone in without a password, so it runs on this machine only, not on "
                f"{', '.join(strangers)}. Unset SCHAKEL_DEMO, or SCHAKEL_BASE_URL and SCHAKEL_ALLOWED_HOSTS"
            )
        return self

    @property
    def address(self) -> str:
        """The address in links that leave the page: letters, outcome invitations."""
        return self.base_url or f"http://localhost:{self.port}"

    @property
    def https(self) -> bool:
        """Whether browsers reach Schakel over TLS."""
        return self.address.startswith("https://")

    @property
    def mail(self) -> MailServer:
        """The mail server. What leaves this machine is encrypted, always."""
        parts = urlsplit(self.mail_url.get_secret_value() if self.mail_url else "")
        return MailServer(
            parts.hostname or "",
            parts.port or MAIL_PORTS.get(parts.scheme, 25),
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            ssl=parts.scheme == "smtps",
            starttls=parts.scheme == "smtp" and parts.hostname not in LOOPBACK,
        )

    @property
    def second_factor_required(self) -> bool:
        """Whether a password alone is not enough for who can reach a child."""
        return not self.demo if self.second_factor is None else self.second_factor == "required"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names that are answered."""
        named = urlsplit(self.address).hostname or ""
        local = () if self.base_url else ("localhost", "127.0.0.1", "[::1]")
        return tuple(dict.fromkeys((named, *local, *self.allowed_hosts)))

    @property
    def embedded(self) -> bool:
        """Whether the private cluster holds the data."""
        return self.database_url is None


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The environment of this process.

    Raises:
        EnvironmentRefused: with one line per value that cannot stay.
    """
    try:
        return Environment()
    except ValidationError as error:
        lines = [
            f"  {'.'.join(map(str, each['loc'])) or 'environment'}: {each['msg']}" for each in error.errors()
        ]
        raise EnvironmentRefused("\n".join(["The environment is not usable:", *lines])) from None
