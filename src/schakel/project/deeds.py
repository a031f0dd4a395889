"""What the acts of running Schakel are called in the log: the end of the sentence "… "."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "backup.make": _("maakte een reservekopie van alles"),
    "backup.restore": _("zette een reservekopie terug"),
}
