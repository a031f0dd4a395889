"""Outcome questions: an invitation by link or QR code, and the answer. The kind of informant is always kept."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import User
from schakel.casework.models import Support
from schakel.people.models import kept_history
from schakel.web.labels import Labelled


class Informant(models.TextChoices):
    CHILD = "child", _("kind")
    YOUNG_CHILD = "young_child", _("jong kind (met gezichtjes)")
    PARENT = "parent", _("ouder")
    TEACHER = "teacher", _("leerkracht")


class CanGoOn(models.TextChoices):
    """Can this family go on without help? Four levels, after the national outcome set for youth help."""

    YES = "yes", _("ja, helemaal")
    MOSTLY = "mostly", _("ja, grotendeels")
    PARTLY = "partly", _("een beetje")
    NO = "no", _("nee")


@kept_history
class OutcomeInvitation(Labelled):
    """A link that opens the questions once, without an account. Only a digest of its token is kept."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="invitations")
    informant = models.CharField(max_length=11, choices=Informant)
    token_digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.informant} {self.made_at:%Y-%m-%d}"


@kept_history
class OutcomeAnswer(Labelled):
    """What one informant said at the end; or, marked so, what the professional thinks they would say."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="outcomes")
    invitation = models.OneToOneField(
        OutcomeInvitation, null=True, blank=True, on_delete=models.PROTECT, related_name="answer"
    )
    informant = models.CharField(max_length=11, choices=Informant)
    is_estimate = models.BooleanField(default=False)
    usefulness = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    smiley = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    can_go_on = models.CharField(max_length=6, choices=CanGoOn, blank=True)
    words = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_estimate=False) | Q(by__isnull=False, invitation__isnull=True),
                name="an_estimate_has_an_author",
            ),
            models.CheckConstraint(
                condition=Q(is_estimate=True) | Q(invitation__isnull=False),
                name="an_own_answer_came_by_invitation",
            ),
            models.CheckConstraint(
                condition=Q(usefulness__isnull=True) | Q(usefulness__range=(1, 10)), name="usefulness_1_10"
            ),
            models.CheckConstraint(
                condition=Q(smiley__isnull=True) | Q(smiley__range=(1, 3)), name="smiley_1_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.informant} {self.at:%Y-%m-%d}"


# Goal attainment has a file of its own; Django finds all models of the room here.
from schakel.measures import models_goals as models_goals  # noqa: E402
