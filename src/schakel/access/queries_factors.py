"""What an account has to show beside its password."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from schakel.access.adapters import secrets_of
from schakel.access.models import User

Kind = Authenticator.Type


@dataclass(frozen=True)
class Held:
    """The second steps of one account."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes: Authenticator | None

    def __bool__(self) -> bool:
        return self.app is not None or bool(self.passkeys)


def held(user: User) -> Held:
    """What somebody set up. One query."""
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    single = {each.type: each for each in found}
    passkeys = [each for each in found if each.type == Kind.WEBAUTHN]
    return Held(single.get(Kind.TOTP), passkeys, single.get(Kind.RECOVERY_CODES))


def codes_left(user: User, codes: Authenticator) -> list[str]:
    """The recovery codes that were not used yet, in the order in which they were made."""
    with secrets_of(user):
        left: list[str] = codes.wrap().get_unused_codes()
    return left
