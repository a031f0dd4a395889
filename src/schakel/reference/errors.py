"""What can be wrong with a list from outside, in the words of the screen: each message says what to do."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ListError(ValueError):
    """A list from outside that cannot be stored."""

    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)


class OlderEditionError(ListError):
    """A list that was published before the one that is stored."""

    def __init__(self, stored: date) -> None:
        self.stored = stored

    def __str__(self) -> str:
        return str(
            _("Deze lijst is ouder dan de lijst van %(day)s die er al is. Neem een nieuwere lijst.")
        ) % {"day": f"{self.stored:%d-%m-%Y}"}


class EmptyListError(ListError):
    """A list without a row: storing it would close every school."""

    message = _("Deze lijst is leeg. Controleer of dit het goede bestand is.")


class UnknownMunicipalityError(ListError):
    """No row of the list is about this municipality."""

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        self.name, self.near = name, near

    def __str__(self) -> str:
        said = str(_("In deze lijst staat geen gemeente %(name)s.")) % {"name": self.name}
        if not self.near:
            return f"{said} {_('Controleer de naam.')}"
        return f"{said} {_('Bedoelt u')} {', '.join(self.near)}?"


class HolidayFileError(ListError):
    """A file with school holidays that cannot be read; `where` points into the file."""

    def __init__(self, why: str | Promise, where: str = "") -> None:
        self.why, self.where = why, where

    def __str__(self) -> str:
        said = str(_("Dit vakantiebestand is niet te lezen: %(why)s")) % {"why": self.why}
        return f"{said} ({self.where})" if self.where else said
