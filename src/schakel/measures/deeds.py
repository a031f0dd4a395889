"""What the writes and pages of this room are called in the log: the end of the sentence "Fenna de Boer …"."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "outcome.invite": _("vroeg om een mening over de hulp"),
    "outcome.answer": _("gaf een mening over de hulp"),
    "outcome.estimate": _("schatte in hoe de hulp ging"),
    "goal.scale": _("schreef op wat de trappen van een doel betekenen"),
    "goal.score": _("scoorde doelen"),
    "measures:score": _("opende het formulier om doelen te scoren"),
    "measures:scale": _("opende de trappen van een doel"),
    "measures:invite": _("opende het formulier om een mening te vragen"),
    "measures:estimate": _("opende het formulier om in te schatten"),
    "measures:outcome": _("opende een link om een mening te geven"),
}
