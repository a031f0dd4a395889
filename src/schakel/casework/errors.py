"""Why the work cannot go on, in the words of the screen. `field` names the field beside which a message stands."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schakel.rules.consent import ConsentAnswer
from schakel.rules.consent_flow import Unfit
from schakel.rules.contact import NotThisWay
from schakel.rules.file_access import Sight
from schakel.rules.plan import NotYet
from schakel.rules.sharing import NotShared
from schakel.web.refusals import NotPossible


class CaseworkError(NotPossible):
    def __init__(self, *details: object) -> None:
        super().__init__(str(self.message), *details)


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
        "Dit mag hier alleen wie een registratie (SKJ) heeft die op deze dag geldt. "
        "Kies of vraag een collega met een geldige registratie."
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


class NoAuthorityError(CaseworkError):
    """Somebody without authority over the child on that day, who is not the child."""

    field = "person"
    message = _(
        "Deze persoon heeft op die dag geen gezag over dit kind. Controleer wie gezag heeft, of leg het gezag eerst vast."
    )


class HelpStoppedError(CaseworkError):
    """Help that runs may not go on: somebody who must agree said no, took it back, or has not said yes yet."""

    message = _(
        "Nieuwe hulp voor dit kind kan nu niet: de toestemming is niet compleet. "
        "Praten, afschalen en afsluiten kan wel, en advies zonder naam ook."
    )

    def __init__(self, answer: ConsentAnswer) -> None:
        super().__init__(answer)
        self.answer = answer


class UnfitError(CaseworkError):
    """An exception or presumption that does not fit; `reasons` says each reason."""

    field = "ground"

    def __init__(self, reasons: Sequence[Unfit]) -> None:
        super().__init__(*reasons)
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return " ".join(str(UNFIT[reason]) for reason in self.reasons)


UNFIT = {
    Unfit.NOTHING_MISSING: _("De toestemming is al compleet: dit is niet nodig."),
    Unfit.NOT_12_TO_15: _("Dit mag alleen bij een kind van 12 tot en met 15 jaar."),
    Unfit.CHILD_DID_NOT_AGREE: _("Het kind moet zelf ja hebben gezegd. Leg dat eerst vast."),
    Unfit.NOBODY_REFUSED: _("Geen van de ouders zei nee. Vraag het hen eerst, en leg vast wat zij zeiden."),
    Unfit.SOMEBODY_UNKNOWN: _("Eerst moet bekend zijn hoe oud het kind is en wie gezag heeft."),
    Unfit.SOMEBODY_SAID_NO: _("Iemand zei nee. Dan mag je geen toestemming veronderstellen."),
}


class NotThisWayError(CaseworkError):
    """Something would go out against a safe contact or to a secret address."""

    field = "way"

    def __init__(self, reasons: Sequence[NotThisWay]) -> None:
        super().__init__(*reasons)
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return " ".join(str(NOT_THIS_WAY[reason]) for reason in self.reasons)


NOT_THIS_WAY = {
    NotThisWay.SECRET_ADDRESS: _("Het adres is geheim. Geef het mee in een gesprek."),
    NotThisWay.SAFE_CONTACT: _(
        "Met deze persoon is afgesproken dat dit nooit zo gaat. Kies een andere manier."
    ),
}


class LinkClosedError(CaseworkError):
    message = _("Deze link is al gebruikt of te oud. Vraag een nieuwe aan wie u helpt.")


class NoLongerNeededError(CaseworkError):
    """Who was asked has no say any more: the child turned 16, or authority ended."""

    message = _(
        "Uw antwoord is niet meer nodig: het kind beslist nu zelf, of het gezag is veranderd. Vraag het aan wie u helpt."
    )


class NoGroundError(CaseworkError):
    """No ground for processing holds today."""

    message = _(
        "Er is nu geen grondslag om gegevens te gebruiken. Leg eerst de grondslag vast op de pagina van de ondersteuning."
    )


class FamilyPlanFirstError(CaseworkError):
    """A help plan before the family was offered to make its own (R6)."""

    def __init__(self, why: NotYet) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return str(PLAN_NOT_YET[self.why])


PLAN_NOT_YET = {
    NotYet.OFFER_FIRST: _(
        "Vraag het gezin eerst of zij zelf een plan willen maken. Leg vast wat zij zeiden."
    ),
    NotYet.FAMILY_MAKES_IT: _(
        "Het gezin maakt zelf een plan. Wacht dat af, of leg vast dat zij het toch samen willen doen."
    ),
}


class NoPlanError(CaseworkError):
    message = _("Er is nog geen plan. Schrijf het eerst samen op.")


class NotSharedError(CaseworkError):
    """This thing may not go to this person (R8); `reasons` says each reason."""

    field = "with_user"

    def __init__(self, reasons: Sequence[NotShared]) -> None:
        super().__init__(*reasons)
        self.reasons = tuple(reasons)

    def __str__(self) -> str:
        return " ".join(str(NOT_SHARED[reason]) for reason in self.reasons)


NOT_SHARED = {
    NotShared.NEVER_SHARED: _("Notities, wat een kind zelf vertelde en veiligheid worden zo nooit gedeeld."),
    NotShared.NEVER_RECEIVES: _(
        "De schoolleider en de gemeente krijgen niets uit een dossier. Kies iemand anders."
    ),
    NotShared.NOTHING_RECORDED: _("Er is niets vastgelegd over delen."),
    NotShared.NO_PURPOSE: _("Schrijf op waarvoor het gedeeld wordt."),
    NotShared.NO_GROUND: _("Er is nu geen grondslag. Leg die eerst vast."),
    NotShared.NO_LAST_DAY: _("Kies tot wanneer het te lezen is."),
    NotShared.FAMILY_NOT_TOLD: _("Vertel het eerst aan het gezin, en vul in wanneer je dat deed."),
    NotShared.NOT_BEGUN: _("Delen begint nog niet."),
    NotShared.OVER: _("De laatste dag is al geweest. Kies een latere dag."),
}


class MissingFieldError(CaseworkError):
    """A letter that would have a hole in it; `what` names what must be recorded first."""

    field = "kind"

    def __init__(self, what: str | Promise) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return str(
            _("Deze brief kan nog niet: er ontbreekt iets. Leg eerst vast: %(what)s.") % {"what": self.what}
        )


class OneReaderError(CaseworkError):
    """Who asked to keep something back cannot be the second reader too."""

    field = "outcome"
    message = _("De tweede lezer moet iemand anders zijn. Vraag een collega om mee te lezen.")


class NoSightError(CaseworkError):
    """Somebody who may not see this file today (R3)."""

    message = _("Deze persoon mag dit dossier vandaag niet zien. Op de pagina Inzage staat waarom.")

    def __init__(self, sight: Sight) -> None:
        super().__init__(sight)
        self.sight = sight
