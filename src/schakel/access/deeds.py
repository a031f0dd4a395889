"""What the writes and pages of this room are called in the log: the end of the sentence "Fenna de Boer …"."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "account.open": _("opende een account"),
    "account.reopen": _("zette een account weer open"),
    "account.close": _("sloot een account"),
    "account.last_day": _("legde de laatste dag van een account vast"),
    "account.expire": _("sloot een account omdat de laatste dag geweest is"),
    "account.announce": _("kondigde aan dat een account of registratie afloopt"),
    "access:last_day": _("opende de laatste dag van een account"),
    "account.language": _("koos een taal"),
    "account.password": _("koos een nieuw wachtwoord"),
    "break_glass.open": _("opende een dossier met noodtoegang"),
    "break_glass.seen": _("las een bericht over noodtoegang"),
    "break_glass.review": _("keek noodtoegang na"),
    "access:break_glass": _("bekeek de lijst met noodtoegang"),
    "access:review_break_glass": _("bekeek hoe noodtoegang gebruikt is"),
    "access:break_glass_seen": _("opende een bericht over noodtoegang"),
    "account_change_password": _("opende het wachtwoordformulier"),
    "sign_in": _("probeerde in te loggen"),
    "access:log": _("zocht in wie keek wat"),
    "access:person_log": _("bekeek wie er naar iemand keek"),
    "access:who_can_see": _("bekeek wie iemand kan zien"),
    "access:accounts": _("bekeek de accounts"),
    "access:open_account": _("opende het formulier voor een account"),
    "access:account": _("bekeek een account"),
}
