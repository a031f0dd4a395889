"""Why the work cannot go on, in the words of the screen. `field` names the field beside which a message stands."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.rules.consent import ConsentAnswer


class CaseworkError(ValueError):
    field = ""
    message: str | Promise = ""

    def __init__(self, *details: object) -> None:
        super().__init__(str(self.message), *details)

    def __str__(self) -> str:
        return str(self.message)


class NotNowError(CaseworkError):
    """The request or support is not in a state in which this can be done."""

    message = _(
        "Dit kan nu niet meer: iemand heeft deze stap al gezet. Kijk op de pagina hoe het ervoor staat."
    )


class StaleError(CaseworkError):
    """Someone else changed the record since this form was opened."""

    message = _(
        "Iemand anders heeft dit intussen aangepast. Jouw tekst staat er nog. Kijk eerst wat er nu staat en bewaar dan opnieuw."
    )


class ConsentMissingError(CaseworkError):
    """Help for one child may not start. `answer` says who is missing and what may be done meanwhile."""

    field = "for_child"
    message = _(
        "Hulp voor dit kind kan nog niet beginnen: de toestemming is niet compleet. Advies zonder naam mag wel."
    )

    def __init__(self, answer: ConsentAnswer) -> None:
        super().__init__(answer)
        self.answer = answer


class ChildNeededError(CaseworkError):
    field = "child"
    message = _(
        "Voor hulp aan een kind moet bekend zijn om welk kind het gaat. Vul de naam en geboortedatum in."
    )


class WordsNeededError(CaseworkError):
    message = _("Schrijf in een paar woorden wat er speelt of waarom.")

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class DateError(CaseworkError):
    message = _("Deze datum kan niet. Kies een dag die past bij wat er al gebeurd is.")

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class NotRegisteredError(CaseworkError):
    """A reserved act by someone without a registration that is valid that day (work allocation, SKJ)."""

    field = "lead"
    message = _(
        "De registratie (SKJ) van deze collega geldt niet op deze dag. Kies iemand met een geldige registratie."
    )


class NotAtThisSiteError(CaseworkError):
    field = "handler"
    message = _(
        "Deze collega werkt niet op deze locatie. Kies iemand die er komt, of pas eerst de dagen aan."
    )


class UnknownCodeError(CaseworkError):
    field = "closure_code"
    message = _("Deze reden van afsluiten staat niet in de lijst. Kies er een uit de lijst.")


class AlreadyThereError(CaseworkError):
    message = _("Dit staat er al.")
