"""What is told by mail to the owner of an account, kept until it went out."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import User
from schakel.web.labels import Labelled


class Mail(Labelled):
    """One message about the way into an account. Kept with the change itself, sent by the worker."""

    class What(models.TextChoices):
        APP_ADDED = "app_added", _("Er is een app met codes ingesteld")
        APP_REMOVED = "app_removed", _("De app met codes is weggehaald")
        PASSKEY_ADDED = "passkey_added", _("Er is een passkey toegevoegd")
        PASSKEY_REMOVED = "passkey_removed", _("Er is een passkey weggehaald")
        CODES_RENEWED = "codes_renewed", _("Er zijn nieuwe herstelcodes gemaakt")
        TAKEN_AWAY = "taken_away", _("Een beheerder haalde je tweede stap weg")
        PASSWORD = "password", _("Je wachtwoord is veranderd")
        TIED = "tied", _("Je account is gekoppeld aan de log-in van je organisatie")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mails")
    what = models.CharField(max_length=16, choices=What)
    made_at = models.DateTimeField(default=timezone.now)
    # When it may be tried; empty: it went out, or nobody tries any more.
    next_try_at = models.DateTimeField(default=timezone.now, null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    # The kind of the newest fault, never its text: that quotes the address.
    fault = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.what}"

    @property
    def given_up(self) -> bool:
        """Whether it never went out and is not tried any more."""
        return self.sent_at is None and self.next_try_at is None
