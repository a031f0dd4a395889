"""What the writes of this room are called in the log: the end of the sentence "Fenna de Boer …"."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "person.add": _("legde een persoon vast"),
    "person.update": _("wijzigde de gegevens van een persoon"),
    "person.enrol": _("legde vast op welke school een kind zit"),
    "person.authority": _("legde vast wie het gezag heeft"),
    "person.authority_end": _("legde vast dat gezag ophield"),
    "person.tie": _("legde vast wie bij een kind hoort"),
    "person.tie_end": _("legde vast dat iemand niet meer bij een kind hoort"),
    "person.reach": _("legde vast hoe iemand bereikt wordt"),
    "person.merge": _("voegde twee personen samen"),
    "person.take_apart": _("haalde twee personen uit elkaar"),
    "account.professional": _("legde registratie en VOG van een collega vast"),
    "rights.export": _("nam de lijst met rechten mee als bestand"),
    "people:rights": _("bekeek wie welk recht heeft"),
    "people:rights_export": _("vroeg de lijst met rechten als bestand"),
    "duty.place": _("legde vast wie waar werkt"),
    "duty.end": _("legde vast dat iemand ergens stopt"),
    "duty.oversee_end": _("legde vast dat iemand een gebied niet meer overziet"),
    "duty.oversee": _("legde vast wie een gebied overziet"),
}
