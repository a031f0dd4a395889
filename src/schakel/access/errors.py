"""Why access cannot do something, in the words of the screen. `field` names the field beside which a message stands."""

from django.utils.translation import gettext_lazy as _

from schakel.web.refusals import NotPossible


class AccessError(NotPossible):
    """What access refuses."""


class OwnAccountError(AccessError):
    """Nobody closes the account they are logged in with."""

    message = _("Je eigen account sluiten kan niet. Vraag een collega.")


class ReasonError(AccessError):
    """A reason that says too little to judge it by."""

    message = _("Schrijf in een zin wat er is gebeurd en waarom je dit nu moet weten.")

    def __init__(self, field: str = "reason") -> None:
        super().__init__(field)
        self.field = field


class AlreadyOpenError(AccessError):
    message = _("Dit dossier staat al voor je open. Je vindt het hieronder, of bij je eigen werk.")


class NotYoursToJudgeError(AccessError):
    """Nobody judges the emergency access that they used themselves."""

    message = _("Je kunt je eigen noodtoegang niet nakijken. Dat doet iemand anders.")


class ReviewedError(AccessError):
    message = _("Iemand heeft dit al nagekeken.")


class AccountOverError(AccessError):
    """An account past its last day does not open again by itself."""

    message = _("De laatste dag van dit account is geweest. Geef eerst een nieuwe laatste dag.")


class LastDayError(AccessError):
    field = "expires_on"
    message = _("Deze dag is al geweest. Kies vandaag of later, of sluit het account.")


class LastFactorError(AccessError):
    """Whoever can reach a child keeps a second step."""

    message = _("Dit is je enige tweede stap. Voeg eerst een andere toe.")
