"""What the environment may ask, and what it may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from schakel.project.environment import Environment, EnvironmentRefused, environment


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """An empty environment, read anew."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "PORT", "SCHAKEL_DEMO", "SCHAKEL_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    environment.cache_clear()
    yield monkeypatch
    environment.cache_clear()


def refusal() -> str:
    with pytest.raises(EnvironmentRefused) as caught:
        environment()
    return str(caught.value)


def test_without_anything_it_runs_on_this_machine_alone(clean: pytest.MonkeyPatch) -> None:
    here = environment()
    assert here.embedded
    assert not here.demo
    assert not here.debug
    assert here.address == "http://localhost:8000"
    assert set(here.hosts) == {"localhost", "127.0.0.1", "[::1]"}


@pytest.mark.parametrize(
    "strange",
    [{"SCHAKEL_BASE_URL": "https://schakel.example.nl"}, {"SCHAKEL_ALLOWED_HOSTS": "localhost, 10.0.0.5"}],
)
def test_demo_mode_never_answers_to_another_machine(
    clean: pytest.MonkeyPatch, strange: dict[str, str]
) -> None:
    clean.setenv("SCHAKEL_DEMO", "1")
    for name, value in strange.items():
        clean.setenv(name, value)
    assert "SCHAKEL_DEMO logs anyone in without a password" in refusal()


def test_a_municipality_is_reached_over_https_under_its_own_name_only(clean: pytest.MonkeyPatch) -> None:
    clean.setenv("SCHAKEL_BASE_URL", "https://schakel.example.nl/")
    here = environment()
    assert here.https
    assert here.hosts == ("schakel.example.nl",)
    assert here.address == "https://schakel.example.nl"


@pytest.mark.parametrize(
    "address", ["schakel.example.nl", "ftp://schakel.example.nl", "https://example.nl/schakel"]
)
def test_an_address_is_a_scheme_and_a_host(clean: pytest.MonkeyPatch, address: str) -> None:
    clean.setenv("SCHAKEL_BASE_URL", address)
    assert "use a scheme and a host only" in refusal()


def test_a_wrong_database_address_is_named_without_its_password(clean: pytest.MonkeyPatch) -> None:
    clean.setenv("DATABASE_URL", "postgresql://schakel:geheim@host:port/name?what=ever")
    message = refusal()
    assert "DATABASE_URL: " in message
    assert "postgresql://USER" in message
    assert "geheim" not in message


def test_a_short_key_is_refused_without_showing_it(clean: pytest.MonkeyPatch) -> None:
    clean.setenv("SCHAKEL_SECRET_KEY", "kort-geheim")
    message = refusal()
    assert "secret_key" in message
    assert "kort-geheim" not in message


@pytest.mark.parametrize("port", ["0", "65536", "acht"])
def test_a_port_is_a_number_that_exists(clean: pytest.MonkeyPatch, port: str) -> None:
    clean.setenv("PORT", port)
    assert "PORT" in refusal()


def test_secrets_stay_out_of_what_is_printed() -> None:
    assert "x" * 40 not in repr(Environment(secret_key="x" * 40))  # type: ignore[arg-type]  # as the environment gives it


MAIL = {
    "SCHAKEL_MAIL_URL": "smtp://schakel:ge%40heim@mail.example.nl",
    "SCHAKEL_MAIL_FROM": "schakel@example.nl",
}


@pytest.mark.parametrize(
    ("address", "port", "ssl", "starttls"),
    [
        ("smtp://mail.example.nl", 587, False, True),
        ("smtp://mail.example.nl:2525", 2525, False, True),
        ("smtps://mail.example.nl", 465, True, False),
        ("smtp://localhost:25", 25, False, False),
    ],
)
def test_mail_leaves_this_machine_encrypted_only(
    clean: pytest.MonkeyPatch, address: str, port: int, ssl: bool, starttls: bool
) -> None:
    clean.setenv("SCHAKEL_MAIL_URL", address)
    clean.setenv("SCHAKEL_MAIL_FROM", "schakel@example.nl")
    server = environment().mail
    assert (server.port, server.ssl, server.starttls) == (port, ssl, starttls)


def test_a_password_of_the_mail_server_may_hold_any_sign(clean: pytest.MonkeyPatch) -> None:
    for name, value in MAIL.items():
        clean.setenv(name, value)
    server = environment().mail
    assert (server.host, server.user, server.password) == ("mail.example.nl", "schakel", "ge@heim")


@pytest.mark.parametrize(
    "address", ["mail.example.nl:587", "http://mail.example.nl", "smtp://", "smtp://mail.example.nl:many"]
)
def test_a_mail_server_is_named_by_its_address(clean: pytest.MonkeyPatch, address: str) -> None:
    clean.setenv("SCHAKEL_MAIL_URL", address)
    clean.setenv("SCHAKEL_MAIL_FROM", "schakel@example.nl")
    assert "mail_url" in refusal()


@pytest.mark.parametrize("name", MAIL)
def test_mail_has_a_server_and_somebody_it_comes_from(clean: pytest.MonkeyPatch, name: str) -> None:
    clean.setenv(name, MAIL[name])
    assert "SCHAKEL_MAIL_URL and SCHAKEL_MAIL_FROM go together" in refusal()


def test_without_a_mail_server_there_is_none(clean: pytest.MonkeyPatch) -> None:
    assert environment().mail.host == ""
