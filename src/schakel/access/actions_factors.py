"""What changes in the second step of an account: an app, its recovery codes, everything taken away by an administrator.

Every change is a row in the log and a mail to the owner, in the same transaction. The secrets are sealed (`vault`).
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from schakel.access import factors, log, mail, sessions, vault
from schakel.access.adapters import factor_of, secrets_of
from schakel.access.errors import LastFactorError, OwnAccountError
from schakel.access.models import User

Kind = Authenticator.Type


@transaction.atomic
def add_app(*, by: User, secret: str) -> None:
    """An app that makes codes from `secret` (base32), in the place of one that was there.

    Recovery codes come with the first factor.
    """
    Authenticator.objects.filter(user=by, type=Kind.TOTP).delete()
    with secrets_of(by):
        TOTP.activate(by, secret)
        RecoveryCodes.activate(by)
    log.wrote(by=by, action="factor.add_app")
    mail.tell(by, mail.What.APP_ADDED)


@transaction.atomic
def remove_app(*, by: User) -> None:
    """The app makes no codes for this account any more.

    Raises:
        LastFactorError: this role must have a second step, and this is the only one.
    """
    _remove(by, Authenticator.objects.filter(user=by, type=Kind.TOTP))
    log.wrote(by=by, action="factor.remove_app")
    mail.tell(by, mail.What.APP_REMOVED)


@transaction.atomic
def add_passkey(*, by: User, name: str, credential: dict[str, Any]) -> None:
    """`credential` as the browser gave it, already checked. It holds a public key: nothing that needs sealing."""
    WebAuthn.add(by, name, credential)
    with secrets_of(by):
        RecoveryCodes.activate(by)
    log.wrote(by=by, action="factor.add_passkey")
    mail.tell(by, mail.What.PASSKEY_ADDED)


@transaction.atomic
def remove_passkey(*, by: User, passkey: Authenticator) -> None:
    """This passkey opens nothing any more.

    Raises:
        LastFactorError: this role must have a second step, and this is the only one.
    """
    _remove(by, Authenticator.objects.filter(user=by, type=Kind.WEBAUTHN, pk=passkey.pk))
    log.wrote(by=by, action="factor.remove_passkey")
    mail.tell(by, mail.What.PASSKEY_REMOVED)


@transaction.atomic
def renew_codes(*, by: User) -> None:
    """Ten fresh recovery codes; the old ones are worth nothing from this moment."""
    Authenticator.objects.filter(user=by, type=Kind.RECOVERY_CODES).delete()
    with secrets_of(by):
        RecoveryCodes.activate(by)
    log.wrote(by=by, action="factor.renew_codes")
    mail.tell(by, mail.What.CODES_RENEWED)


@transaction.atomic
def kept_codes(*, by: User) -> None:
    """The person wrote the recovery codes down; they are not shown again."""
    for found in Authenticator.objects.filter(user=by, type=Kind.RECOVERY_CODES):
        found.wrap().mark_as_viewed()
    log.wrote(by=by, action="factor.kept_codes")


@transaction.atomic
def take_away(*, by: User, user: User) -> None:
    """Somebody lost phone and codes: an administrator takes every factor away, so that a new one can be set up."""
    if user == by:
        raise OwnAccountError
    Authenticator.objects.filter(user=user).delete()
    sessions.end(user)
    log.wrote(by=by, action="factor.take_away", detail={"account": str(user.key)})
    mail.tell(user, mail.What.TAKEN_AWAY)


# Where a factor keeps what nobody may read.
SEALED = ("secret", "seed")


@transaction.atomic
def reseal() -> int:
    """Seal every secret with the newest key. Returns how many were not.

    Raises:
        SecretUnreadable: one of them cannot be opened; then none was changed.
    """
    changed = 0
    for factor in (
        Authenticator.objects.select_for_update().select_related("user").exclude(type=Kind.WEBAUTHN)
    ):
        about = factor_of(factor.user)
        old = {name: factor.data[name] for name in SEALED if name in factor.data}
        stale = {name: text for name, text in old.items() if not vault.is_current(text)}
        fresh = {
            name: vault.seal(vault.unseal(text, about=about), about=about) for name, text in stale.items()
        }
        factor.data |= fresh
        factor.save(update_fields=["data"])
        changed += len(fresh)
    return changed


def _remove(by: User, leaving: "QuerySet[Authenticator]") -> None:
    factor = Authenticator.objects.filter(user=by).exclude(type=Kind.RECOVERY_CODES)
    others = factor.exclude(pk__in=leaving.values("pk")).exists()
    if settings.SECOND_FACTOR_REQUIRED and by.role in factors.ROLES and not others:
        raise LastFactorError
    leaving.delete()
    if not others:
        Authenticator.objects.filter(user=by).delete()
