"""What can go wrong with the questions at the end, in the words of the screen."""

from django.utils.translation import gettext_lazy as _

from schakel.casework.errors import CaseworkError


class LinkUsedError(CaseworkError):
    message = _("Deze link is al gebruikt of te oud. Vraag een nieuwe aan wie je hielp.")


class EmptyAnswerError(CaseworkError):
    field = "usefulness"
    message = _("Kies wat past. Meer hoeft niet.")


class ScaleUsedError(CaseworkError):
    message = _(
        "Dit doel is al gescoord. De vijf trappen blijven dan zoals ze zijn. Maak anders een nieuw doel."
    )


class ScaleNeededError(CaseworkError):
    message = _("Schrijf eerst bij dit doel op wat elke trap betekent.")


class NothingScoredError(CaseworkError):
    message = _("Kies bij minstens één doel waar jullie nu staan.")
