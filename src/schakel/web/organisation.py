"""Who runs this Schakel, and where a person finds help, from the setting `ORGANISATION`.

Nothing is invented: what an installation did not fill in is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.conf import settings


@dataclass(frozen=True)
class Organisation:
    """Names and addresses on the footer, the rights page, the accessibility statement and security.txt."""

    name: str = "Schakel"
    email: str = ""
    phone: str = ""
    counsellor: str = ""
    counsellor_phone: str = ""
    privacy_officer_email: str = ""
    complaints_url: str = ""
    security_contact: str = ""
    accessibility_status_url: str = ""

    @property
    def phone_link(self) -> str:
        """The number as a phone dials it."""
        return dialled(self.phone)

    @property
    def counsellor_phone_link(self) -> str:
        """The number of the confidential counsellor as a phone dials it."""
        return dialled(self.counsellor_phone)


def dialled(number: str) -> str:
    """Digits and a leading plus: `0800 2000` becomes `08002000`."""
    return "".join(sign for at, sign in enumerate(number) if sign.isdigit() or (sign == "+" and at == 0))


def organisation() -> Organisation:
    """The organisation of this installation."""
    given = getattr(settings, "ORGANISATION", {})
    known = {field.name for field in fields(Organisation)}
    return Organisation(**{name: value for name, value in given.items() if name in known and value})
