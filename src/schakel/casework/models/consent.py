"""Records of consent to help: what each said, how they were asked, what was decided without, and what the rule answered."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import User
from schakel.casework import words
from schakel.casework.models.lengths import LONG_TEXT, ONE_SENTENCE
from schakel.casework.models.requests import HelpRequest
from schakel.people.models import Person, kept_history
from schakel.web.labels import Labelled


@kept_history
class HelpConsent(Labelled):
    """What one person said about help for one child: yes, no, or taken back. The latest counts."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents_given")
    request = models.ForeignKey(
        HelpRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="consents"
    )
    said = models.CharField(max_length=9, choices=words.Said)
    how = models.CharField(max_length=7, choices=words.SaidHow)
    on = models.DateField()
    note = models.CharField(max_length=ONE_SENTENCE, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["child", "on"], name="consent_child")]

    def __str__(self) -> str:
        return f"{self.said} {self.on}"


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

    @property
    def is_to_child(self) -> bool:
        """Whether the child itself was asked: then the words are for a child."""
        return self.person_id == self.child_id


@kept_history
class ConsentException(Labelled):
    """Why help went on without a parent (12-15), or on which ground consent was presumed. A person decided, with a reason."""

    class Ground(models.TextChoices):
        PREVENTS_SERIOUS_HARM = "prevents_serious_harm", _("nodig om ernstig nadeel te voorkomen")
        CHILD_PERSISTS = "child_persists", _("het kind blijft dit weloverwogen willen")
        PRESUMED = "presumed", _("niet ingrijpend; de ouders mogen het verwachten")

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consent_exceptions")
    ground = models.CharField(max_length=24, choices=Ground)
    reason = models.TextField(max_length=LONG_TEXT)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    def __str__(self) -> str:
        return self.ground


@kept_history
class ConsentDecision(Labelled):
    """What the rule answered at the moment help started: kept, so that later nobody has to guess."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consent_decisions")
    way = models.CharField(max_length=12)
    rule = models.CharField(max_length=80)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(way="blocked"), name="a_blocked_answer_is_no_decision")
        ]

    def __str__(self) -> str:
        return self.rule
