"""Records around consent: who was asked and how, and the ground for processing, which is a record of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from schakel.access.models import User
from schakel.casework import words
from schakel.casework.models import ONE_SENTENCE, HelpConsent, Support
from schakel.people.models import Person, kept_history
from schakel.web.labels import Labelled


@kept_history
class ConsentAsk(Labelled):
    """One person was asked about one child: by a letter to sign, or by a link that works once. Only a digest of it is kept."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consent_asks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=9, choices=words.AskWay)
    token_digest = models.BinaryField(max_length=32, null=True, unique=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    outcome = models.CharField(max_length=11, choices=words.AskOutcome, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    consent = models.OneToOneField(
        HelpConsent, null=True, blank=True, on_delete=models.PROTECT, related_name="ask"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="an_ask_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(way="link") | Q(token_digest__isnull=False), name="a_link_has_a_token"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.made_at:%Y-%m-%d}"


@kept_history
class ProcessingRecord(Labelled):
    """Why data about a support may be kept, since when and until when. Consent to help never repairs a missing one."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="grounds")
    ground = models.CharField(max_length=14, choices=words.Ground)
    source = models.CharField(max_length=200)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=ONE_SENTENCE, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_why=""), name="a_ground_ends_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.ground
