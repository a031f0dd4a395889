"""What the writes and pages of this room are called in the log: the end of the sentence "Fenna de Boer …"."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "exchange.staff": _("las een personeelslijst in"),
    "exchange.upload": _("stuurde een bestand met scholen op"),
    "exchange:import_sites": _("opende het inlezen van scholen"),
}
