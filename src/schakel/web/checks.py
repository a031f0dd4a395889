"""What `schakel check` says about the shell: a theme nobody can read, a security contact that is missing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from schakel.web.organisation import organisation
from schakel.web.theme import ThemeRefused, checked


@register()
def theme_is_readable(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The theme of the installation can be used and read."""
    try:
        checked(getattr(settings, "THEME", {}))
    except ThemeRefused as refusal:
        return [Error(str(refusal), id="web.E001")]
    return []


@register(Tags.security, deploy=True)
def someone_can_report_a_leak(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """RFC 9116 asks for a contact; without one `/.well-known/security.txt` does not exist."""
    if organisation().security_contact:
        return []
    hint = "Set ORGANISATION['security_contact'] to a mailto: or https: address."
    return [Warning("Nobody can be told about a leak.", hint=hint, id="web.W001")]
