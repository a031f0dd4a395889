from django.utils.translation import gettext_lazy as _


class OwnAccountError(ValueError):
    """Nobody closes the account they are logged in with."""

    message = _("Je eigen account sluiten kan niet. Vraag een collega.")
