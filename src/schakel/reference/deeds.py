"""What the writes of this room are called in the log: the end of the sentence "Fenna de Boer …"."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "reference.sites": _("las scholen in"),
    "reference.holidays": _("las schoolvakanties in"),
    "reference.region": _("legde de vakantieregio van een gebied vast"),
}
