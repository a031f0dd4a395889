"""Forms of the second step: a code, a password once more."""

from typing import Any

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa import app_settings
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from schakel.access import log
from schakel.access.adapters import AccountAdapter, SecondFactorAdapter, secrets_of
from schakel.access.models import User
from schakel.web.fields import LineField
from schakel.web.forms import PlainForm


def _code_field(label: Any, help_text: Any = "") -> forms.CharField:
    box = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12})
    return forms.CharField(label=label, help_text=help_text, max_length=20, widget=box)


class CodeForm(PlainForm, AuthenticateForm):  # type: ignore[misc]  # allauth publishes no types
    """A code of the app, or one of the recovery codes."""

    code = _code_field(_("Code"), _("Uit de app op je telefoon. Of een van je herstelcodes."))

    def clean_code(self) -> str:
        with secrets_of(self.user):
            code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            _spend(self.authenticator, code)
        return code


def _spend(app: Authenticator, code: str) -> None:
    """A code counts once. allauth remembers it for one period; with a tolerance it would count again in the next."""
    periods = 2 * app_settings.TOTP_TOLERANCE + 1
    cache.set(app.wrap()._get_used_cache_key(code), "y", timeout=app_settings.TOTP_PERIOD * periods)


class ConfirmCodeForm(CodeForm):
    """The same, from somebody who is logged in."""

    @property
    def shows(self) -> str:
        """The kind of second step that this was."""
        return str(self.authenticator.type)

    def save(self) -> None:
        post_authentication(context.request, self.authenticator, reauthenticated=True)

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        log.refused(user=self.user, action="access:confirm", rule="code")


class FirstCodeForm(PlainForm):
    """The first code of a new app shows that it was set up well."""

    code = _code_field(_("Code van 6 cijfers uit de app"))

    def __init__(self, *args: Any, user: User, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.secret = user, secret

    def clean_code(self) -> str:
        forget = check_rate_limit(self.user, error_key="rate_limited")
        code: str = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise SecondFactorAdapter().validation_error("incorrect_code")
        forget()
        return code


# What a made-up credential can make of the library that reads it.
UNREADABLE = (
    InvalidSignature,
    AttributeError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
    forms.ValidationError,
)


class CredentialField(forms.JSONField):
    """What the script filled in. A number of a thousand digits, or brackets ten thousand deep, is not what a device makes."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as error:
            raise SecondFactorAdapter().validation_error("incorrect_passkey") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What comes back is never shown and never sent again: a device makes a new one."""
        return ""


class PasskeyForm(PlainForm, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth publishes no types
    """What the browser gives when the device agreed; filled in by the script."""

    action = "mfa_authenticate"
    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except UNREADABLE as error:
            log.refused(user=self.user, action=self.action, rule="passkey")
            raise SecondFactorAdapter().validation_error("incorrect_passkey") from error


class LogInPasskeyForm(PasskeyForm):
    """Instead of a password: the passkey tells who it is."""

    action = "mfa_login_webauthn"
    passwordless = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=None, **kwargs)


class ConfirmPasskeyForm(PasskeyForm):
    """From somebody who is logged in."""

    action = "access:confirm"
    reauthenticated = True
    shows = "webauthn"


class AddPasskeyForm(PlainForm):
    """A new passkey: what the browser made, and what it is called in the list."""

    name = LineField(
        label=_("Hoe heet dit apparaat?"), max_length=60, help_text=_("Bijvoorbeeld: werktelefoon.")
    )
    credential = CredentialField()

    def clean_credential(self) -> dict[str, Any]:
        credential: dict[str, Any] = self.cleaned_data["credential"]
        try:
            webauthn.parse_registration_response(credential)
            verified = webauthn.complete_registration(credential).is_user_verified()
        except UNREADABLE:
            verified = False
        if not verified:
            raise SecondFactorAdapter().validation_error("incorrect_passkey")
        return credential


class PasswordAgainForm(PlainForm):
    """The password of who is logged in."""

    password = forms.CharField(
        label=_("Wachtwoord"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        limit = {"app": "allauth.account", "action": "reauthenticate", "user": self.user}
        if not ratelimit.consume(context.request, **limit):
            raise AccountAdapter().validation_error("rate_limited")
        if not self.user.check_password(password):
            log.refused(user=self.user, action="access:confirm", rule="password")
            raise forms.ValidationError(_("Dit wachtwoord klopt niet."))
        ratelimit.clear(context.request, **limit)
        return password
