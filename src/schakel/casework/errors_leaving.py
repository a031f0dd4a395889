"""Why somebody cannot leave yet, in the words of the screen."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from schakel.casework.errors import CaseworkError


class GoneError(CaseworkError):
    """Work was given to somebody whose account is closed, perhaps a moment ago."""

    message = _("Deze collega werkt hier niet meer. Kies iemand anders.")


class SuccessorError(CaseworkError):
    field = "successor"
    message = _(
        "Deze opvolger kan dit werk niet overnemen. Kies iemand met dezelfde rol en een open account."
    )


class LeftBehindError(CaseworkError):
    """Something would be left without anybody; `titles` says what. Nothing was handed over."""

    message = _("Er is nog niets overgedragen. Kies eerst wie dit overneemt: %(what)s.")

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(*titles)
        self.titles = tuple(titles)

    def __str__(self) -> str:
        return str(self.message) % {"what": ", ".join(self.titles)}
