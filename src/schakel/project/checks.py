"""What `schakel check --deploy` refuses to call production."""

from __future__ import annotations

from typing import Any

from django.core import checks

from schakel.project.environment import environment

NOBODY_IS_TOLD = checks.Warning(
    "Nobody is told by mail that the way into their account changed.",
    hint="Set SCHAKEL_MAIL_URL=smtp://USER:PASSWORD@HOST:587 and SCHAKEL_MAIL_FROM; then: schakel sendtestemail ADDRESS",
    id="schakel.W001",
)


def register() -> None:
    checks.register(production, checks.Tags.security, deploy=True)


def production(**_: Any) -> list[checks.CheckMessage]:
    """Every choice that is fine on one's own machine and wrong where real children are."""
    here = environment()
    wrong = {
        "E001": (here.demo, "Demo mode is on: anyone logs in without a password.", "Unset SCHAKEL_DEMO."),
        "E002": (here.debug, "Debug mode is on: error pages show personal data.", "Unset SCHAKEL_DEBUG."),
        "E003": (
            here.secret_key is None,
            "The key of sessions was made by this machine.",
            "Set SCHAKEL_SECRET_KEY.",
        ),
        "E004": (
            here.seal_key is None,
            "The key that seals the log was made by this machine and lies beside it.",
            "Set SCHAKEL_SEAL_KEY from a place that the database administrator cannot read.",
        ),
        "E005": (not here.https, "Browsers reach Schakel without TLS.", "Set SCHAKEL_BASE_URL=https://..."),
        "E006": (
            here.embedded,
            "The data is in the private cluster, without a back-up.",
            "Set DATABASE_URL.",
        ),
        "E007": (
            not here.second_factor_required,
            "A password alone opens files.",
            "Unset SCHAKEL_SECOND_FACTOR, or set it to required.",
        ),
        "E008": (
            here.field_key is None,
            "The key that encrypts the secrets of second factors was made by this machine.",
            "Set SCHAKEL_FIELD_KEY.",
        ),
    }
    unsaid = [] if here.mail_url else [NOBODY_IS_TOLD]
    return unsaid + [
        checks.Error(message, hint=hint, id=f"schakel.{name}")
        for name, (bad, message, hint) in wrong.items()
        if bad
    ]
