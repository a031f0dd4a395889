"""Whoever's way in changes is told by mail; a mail server that is away holds up no change, and hides none."""

import getpass
import re
import smtplib
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command, get_commands
from django.db import transaction
from django.urls import reverse

from schakel.access import actions_factors, audit, mail
from schakel.access.models import LogEntry, User
from schakel.access.models_mail import Mail
from schakel.access.roles import Role
from schakel.casework.models import Support
from tests.access import codes, identity
from tests.cast import School, client_of, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache", "server")]
CREDENTIAL: dict[str, Any] = {"id": "abc", "response": {}}


@pytest.fixture
def server(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    settings.DEFAULT_FROM_EMAIL = "schakel@gemeente.example"


def rows(action: str) -> list[LogEntry]:
    return list(LogEntry.objects.filter(action=action).order_by("pk"))


def new_password(who: User) -> None:
    form = {"old_password": codes.PASSWORD}
    form |= dict.fromkeys(("new_password1", "new_password2"), "een ander lang wachtwoord")
    answer = client_of(codes.with_password(who)).post(reverse("account_change_password"), form)
    assert answer.status_code == 302


def remove_app(who: User) -> None:
    codes.with_app(who)
    Mail.objects.all().delete()
    actions_factors.remove_app(by=who)


def remove_passkey(who: User) -> None:
    made = Authenticator.objects.create(user=who, type="webauthn", data={"name": "Laptop", "credential": {}})
    actions_factors.remove_passkey(by=who, passkey=made)


CHANGES: dict[str, Callable[[User], object]] = {
    "Je wachtwoord is veranderd": new_password,
    "Er is een app met codes ingesteld": codes.with_app,
    "De app met codes is weggehaald": remove_app,
    "Er is een passkey toegevoegd": lambda who: actions_factors.add_passkey(
        by=who, name="Laptop", credential=CREDENTIAL
    ),
    "Er is een passkey weggehaald": remove_passkey,
    "Er zijn nieuwe herstelcodes gemaakt": lambda who: actions_factors.renew_codes(by=who),
    "Een beheerder haalde je tweede stap weg": lambda who: actions_factors.take_away(
        by=user("Piotr Mazur", Role.ADMINISTRATOR), user=who
    ),
}


@pytest.mark.parametrize(("said", "change"), CHANGES.items(), ids=CHANGES)
def test_the_owner_is_told_what_changed(fenna: User, said: str, change: Callable[[User], object]) -> None:
    change(fenna)
    assert outbox.outbox == [], "the page does not wait for a mail server"
    assert mail.send_waiting() == 1
    [told] = outbox.outbox
    assert (told.to, told.from_email) == (["fenna@school.example"], "schakel@gemeente.example")
    assert told.subject == f"Schakel: {said}"
    assert f"{said}. Dat was op " in told.body
    assert "Bel dan meteen de beheerder" in told.body
    assert told.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mail.send_waiting() == 0, "once"
    [row] = rows("account.mailed")
    assert audit.words_of(row) == "stuurde de eigenaar van een account bericht"
    assert row.detail["account"] == str(fenna.key)


def test_tying_an_account_to_the_organisation_is_told(fenna: User, settings: Any) -> None:
    with identity.known_to(settings):
        from schakel.access import provider

        provider.person(dict(identity.FENNA))
        provider.person(dict(identity.FENNA))
    [told] = Mail.objects.filter(user=fenna)
    assert told.what == "tied"
    assert str(told) == f"{fenna.pk} tied", "a fault that quotes it tells no address"


def test_who_reads_english_is_told_in_english(fenna: User) -> None:
    User.objects.filter(pk=fenna.pk).update(language="en")
    for what in Mail.What:
        mail.tell(fenna, what)
    mail.send_waiting()
    text = "\n".join(f"{each.subject}\n{each.body}" for each in outbox.outbox)
    assert "Your password was changed. That was on " in text
    assert "call the Schakel administrator" in text
    assert not re.search(r"\b(je|een|op|wachtwoord|beheerder)\b", text)


def test_no_child_and_nothing_that_opens_anything_is_in_it(cast: School, support: Support) -> None:
    """The busiest reader there is: still only their own name, what changed, and no address to press."""
    secret = codes.with_app(cast.fenna)
    known = codes.recovery_codes(cast.fenna)
    mail.send_waiting()
    text = f"{outbox.outbox[0].subject}\n{outbox.outbox[0].body}"
    child = support.child
    assert child
    names = {child.first_name, child.last_name, str(cast.site)}
    assert not [each for each in (*names, *known, secret, "http", "://") if each in text]


def test_a_change_that_did_not_happen_is_not_told(fenna: User) -> None:
    with transaction.atomic():
        actions_factors.renew_codes(by=fenna)
        transaction.set_rollback(True)
    assert mail.send_waiting() == 0
    assert not Mail.objects.exists()


@pytest.mark.parametrize("why", ["no server", "demo"])
def test_without_a_mail_server_and_in_the_demonstration_nobody_is_written_to(
    fenna: User, settings: Any, why: str
) -> None:
    if why == "demo":
        fenna.is_demo = True
    else:
        settings.EMAIL_HOST = ""
    actions_factors.renew_codes(by=fenna)
    assert not Mail.objects.exists()


class Refusing(EmailBackend):
    """A mail server that is there and does not want it."""

    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"fenna@school.example": (550, b"unknown")})


REFUSING = f"{__name__}.{Refusing.__qualname__}"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("backend", "fault"), [(REFUSING, "SMTPRecipientsRefused"), (SMTP, "ConnectionRefusedError")]
)
def test_when_mail_fails_the_change_stands_and_the_administrator_sees_whom_to_call(
    fenna: User, settings: Any, backend: str, fault: str
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = backend, "127.0.0.1", 9
    new_password(fenna)
    assert User.objects.get(pk=fenna.pk).check_password("een ander lang wachtwoord")
    assert mail.send_waiting() == 0
    kept = Mail.objects.get()
    assert (kept.fault, kept.tries, kept.given_up) == (fault, 1, False)
    [row] = rows("account.mail_failed")
    assert "fenna@" not in str(row.detail)
    page = client_of(user("Piotr Mazur", Role.ADMINISTRATOR)).get(reverse("access:accounts")).content.decode()
    assert "Berichten die niet aankwamen" in page
    assert "Je wachtwoord is veranderd" in page
    assert "wordt nog eens geprobeerd" in page
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mail.send_waiting() == 0, "not before its time"
    with codes.later(61):
        assert mail.send_waiting() == 1
    assert not mail.undelivered().exists()


def test_after_two_days_it_is_given_up_and_stays_in_sight(
    fenna: User, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = REFUSING
    actions_factors.renew_codes(by=fenna)
    passed = 0
    for minutes in (0, *mail.PATIENCE):
        passed += minutes * 60
        with codes.later(passed + 1):
            mail.send_waiting()
    with codes.later(passed + 30 * 24 * 3600 // 2):
        assert mail.send_waiting() == 0
    kept = Mail.objects.get()
    assert (kept.tries, kept.given_up) == (len(mail.PATIENCE) + 1, True)
    assert str(kept) == f"{fenna.pk} codes_renewed", "what the shell of an administrator shows names nobody"
    assert [row.detail["given_up"] for row in rows("account.mail_failed")] == [False, True]
    administrator = client_of(user("Piotr Mazur", Role.ADMINISTRATOR))
    assert "wordt niet meer geprobeerd" in administrator.get(reverse("access:accounts")).content.decode()
    with codes.later(31 * 24 * 3600):
        call_command("prune_mail")
        call_command("prune_mail", verbosity=0)
    assert capsys.readouterr().out == "1 messages forgotten.\n"
    assert not Mail.objects.exists()


class Mailbox(socketserver.StreamRequestHandler):
    """As much of a mail server as takes one message in (RFC 5321)."""

    def handle(self) -> None:
        self._say("220 mail.example")
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.came.append(b"".join(lines))  # type: ignore[attr-defined]  # of the test
            self._say("221 bye" if word == b"QUIT" else "250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mailbox() -> Iterator[socketserver.TCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.daemon_threads = True
        server.came = []  # type: ignore[attr-defined]  # of the test
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_over_the_line_to_a_real_mail_server(fenna: User, settings: Any) -> None:
    with mailbox() as server:
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        actions_factors.renew_codes(by=fenna)
        assert mail.send_waiting() == 1
        [came] = server.came  # type: ignore[attr-defined]  # of the test
    read = message_from_bytes(came, policy=policy.default)
    assert read["Subject"] == "Schakel: Er zijn nieuwe herstelcodes gemaakt"
    assert read["To"] == "fenna@school.example"
    assert "Beste Fenna de Boer," in read.get_content()


def test_a_closed_account_is_still_told(fenna: User) -> None:
    """Somebody who takes over an account must not be able to keep its owner from knowing."""
    actions_factors.renew_codes(by=fenna)
    User.objects.filter(pk=fenna.pk).update(is_active=False)
    assert mail.send_waiting() == 1


def test_a_password_set_on_the_server_is_logged_told_and_ends_every_session(
    fenna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_of(fenna)
    monkeypatch.setattr(getpass, "getpass", lambda **_: "een lang nieuw wachtwoord")
    call_command("changepassword", fenna.email, verbosity=0, stdout=StringIO())
    fenna.refresh_from_db()
    assert fenna.check_password("een lang nieuw wachtwoord")
    assert [row.detail for row in rows("account.password_set")] == [{"account": str(fenna.key)}]
    assert list(Mail.objects.values_list("user", "what")) == [(fenna.pk, Mail.What.PASSWORD)]
    assert browser.get("/mijn-week/").status_code == 302
    assert get_commands()["changepassword"] == "schakel.access", "ours, not that of Django"
