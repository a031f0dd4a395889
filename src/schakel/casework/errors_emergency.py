"""Why a file cannot be opened in need, in the words of the screen."""

from django.utils.translation import gettext_lazy as _

from schakel.casework.errors import CaseworkError


class NobodyFoundError(CaseworkError):
    """No child, more than one, or one that may not be opened so: the answer is the same."""

    message = _(
        "Er is niets geopend. Met precies deze naam en geboortedatum is er niet één kind dat je zo kunt openen. "
        "Controleer de spelling, of bel de coördinator. Is er gevaar, bel dan 112 of Veilig Thuis."
    )


class TooManyTriesError(CaseworkError):
    """So often wrong that it looks like guessing."""

    message = _(
        "Je probeerde dit te vaak in een uur. Bel de coördinator. Is er gevaar, bel dan 112 of Veilig Thuis."
    )
