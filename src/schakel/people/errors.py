"""What can be wrong with data about people, in the words of the screen: each message says what to do."""

from django.utils.translation import gettext_lazy as _

from schakel.web.refusals import NotPossible


class PeopleError(NotPossible):
    """`field` names the field that the message belongs to."""


class BirthDateError(PeopleError):
    field = "birth_date"
    message = _("Deze geboortedatum kan niet: hij ligt in de toekomst of te ver terug. Controleer het jaar.")


class PeriodError(PeopleError):
    field = "until_on"
    message = _("De laatste dag ligt voor de eerste. Pas een van de twee aan.")


class RoleError(PeopleError):
    field = "user"
    message = _("Deze rol kan dit niet doen. Kies iemand met een passende rol.")


class TieError(PeopleError):
    """A tie that cannot be. `field` is where the page says it."""

    field = "name"
    message = _(
        "Deze band kan niet: kies een ander, en geen kind als ouder of volwassene als broer of zus. "
        "Of hij staat er al."
    )

    def __init__(self, field: str = "name") -> None:
        super().__init__(field)
        self.field = field


class OverwrittenError(PeopleError):
    message = _(
        "Iemand anders heeft deze afspraken intussen aangepast. Jouw tekst staat er nog. "
        "Kijk eerst wat er nu staat en bewaar dan opnieuw."
    )


class MergeError(PeopleError):
    field = "why"
    message = _(
        "Deze twee kunnen niet samen: het zijn een kind en een volwassene, het is al gedaan, of de reden ontbreekt. "
        "Er is niets veranderd."
    )
