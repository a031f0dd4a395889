"""What an installation may decide stands in `environment.py`; these settings are the same everywhere."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from csp.constants import NONE, SELF

from schakel.project import database, logs
from schakel.project.cluster import place
from schakel.project.environment import environment

HERE = environment()
PRIVATE = place(HERE.private_folder)
PACKAGE = Path(__file__).resolve().parent.parent

# From top to bottom; a room with tables, pages or commands is named here.
ROOMS = (
    "schakel.project",
    "schakel.demo",
    "schakel.exchange",
    "schakel.programme",
    "schakel.planning",
    "schakel.measures",
    "schakel.casework",
    "schakel.people",
    "schakel.reference",
    "schakel.access",
    "schakel.web",
)

INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "schakel.web.headers.HeadersMiddleware",
    # Outermost: they answer and count also when nothing below works.
    "schakel.project.health.DoorMiddleware",
    "schakel.project.metrics.MetricsMiddleware",
    "schakel.project.proxy.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before anything reads what was sent.
    "schakel.web.limits.LimitsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "schakel.access.language.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # After CSRF, user and messages: text sent without a session is kept for its author.
    "schakel.web.middleware.KeepTextMiddleware",
    "schakel.web.refusals.RefusalMiddleware",
    # Innermost: it opens the transaction, and writes who looked before the page is sent.
    "schakel.access.middleware.LookMiddleware",
]

ROOT_URLCONF = "schakel.project.urls"
WSGI_APPLICATION = "schakel.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# How forms look and speak, and what happens to the text when a page was too old
FORM_RENDERER = "schakel.web.forms.PlainRenderer"
CSRF_FAILURE_VIEW = "schakel.web.views.csrf_failure"

# Data
DATABASES = {"default": database.default(HERE)}
# The same data as its owner, who alone may empty tables: the demonstration takes itself out with it.
OWNER_DATABASE = database.default(HERE.model_copy(update={"database_role": "owner"}))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that two web workers count one rate limit together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "project_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Who comes in
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["schakel.access.backends.AccountBackend"]
PASSWORD_HASHERS = ["schakel.access.hashers.SmallArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("email", "full_name")},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "schakel.access.adapters.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "5/5m/key,20/5m/ip", "reauthenticate": "5/5m/user"}
# The second factor: a code of an app. A code of half a minute ago still counts, once.
MFA_ADAPTER = "schakel.access.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# A passkey asks for a finger, a face or the code of the device: it is two steps in one.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Browsers allow passkeys without TLS on one's own machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HERE.https
MFA_TOTP_ISSUER = "Schakel"
MFA_TOTP_TOLERANCE = 1
# The organisation's own log-in, when the installation names one.
OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_ACR = HERE.oidc_issuer, HERE.oidc_client_id, list(HERE.oidc_acr)
_oidc_secret = HERE.oidc_client_secret.get_secret_value() if HERE.oidc_client_secret else ""
_oidc = {
    "provider_id": "organisatie",
    "name": "organisatie",
    "client_id": OIDC_CLIENT_ID,
    "secret": _oidc_secret,
    "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True, "scope": ["openid", "email"]},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_oidc] if OIDC_ISSUER else []}}
SECOND_FACTOR_REQUIRED = HERE.second_factor_required
# A dangerous act asks again who is there, unless that was shown this short ago.
FRESH_FOR = 10 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "schakel.web.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Mail to owners of accounts; without a server there is none (`access/mail.py`).
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_SSL, EMAIL_USE_TLS = HERE.mail
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = HERE.mail_from or "schakel@localhost"

# Keys: from the environment, else made once and kept outside the clone and outside the database.
SECRET_KEY = HERE.secret_key.get_secret_value() if HERE.secret_key else PRIVATE.key("secret_key")
_seal_secret = HERE.seal_key.get_secret_value() if HERE.seal_key else PRIVATE.key("seal_key")
# 32 bytes whatever the length of the secret: a keyed BLAKE2b takes 64 at most.
LOG_SEAL_KEY = blake2b(_seal_secret.encode(), digest_size=32).digest()
# The key that encrypts comes first; those after it only read.
_field_secret = HERE.field_key.get_secret_value() if HERE.field_key else PRIVATE.key("field_key")
FIELD_KEYS = [
    blake2b(each.encode(), digest_size=32, person=b"schakel-field").digest()
    for each in (_field_secret, *(key.get_secret_value() for key in HERE.field_keys_before))
]
LOG_SEAL_WITNESS = PRIVATE.private / "keys" / "newest_seal"
PRIVATE_FOLDER = PRIVATE.private

# How a municipality reads a rule
ROW_SECURITY = HERE.row_security
PICK_UP_PAUSES_IN_HOLIDAYS = HERE.pick_up_pauses_in_holidays
ORGANISATION = HERE.organisation
THEME = HERE.theme

# How it is reached
DEBUG = HERE.debug
DEMO = HERE.demo
BASE_URL = HERE.address
ALLOWED_HOSTS = list(HERE.hosts)
CSRF_TRUSTED_ORIGINS = [HERE.address]
BEHIND_PROXY = HERE.behind_proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HERE.behind_proxy else None
SECURE_SSL_REDIRECT = HERE.https
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HERE.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HERE.https
# Whether browsers know the whole domain by heart is for its owner to decide, not for one program on it.
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HERE.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Under TLS a cookie says that it is ours alone: no subdomain and no page without TLS can set it (RFC 6265bis).
_host_only = "__Host-" if HERE.https else ""
SESSION_COOKIE_NAME = f"{_host_only}sessionid"
CSRF_COOKIE_NAME = f"{_host_only}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_host_only}django_language"
LANGUAGE_COOKIE_SECURE, LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = HERE.https, True, "Lax"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A page asks nobody but us for anything, and runs nothing that stands in the page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "report-uri": ["/csp-melding/"],
        "report-to": ["csp"],
    }
}

LOGGING = logs.settings(synthetic=HERE.demo or HERE.debug)

# Language and time: Dutch days, and Dutch text as the source of every translation.
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True

# Files that every page uses, compressed once and served by the web server itself
STATIC_URL = "static/"
# Collected beside the source folder; an installed package carries them inside.
_CARRIED = PACKAGE / "static-built"
STATIC_ROOT = _CARRIED if _CARRIED.is_dir() else PACKAGE.parent.parent / "static-built"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A form about one child fits in far less; an import page has its own limit (`web/limits.py`).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
