"""Goal attainment: what each level of a goal means in plain words, its weight, and the scores at three moments."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import User
from schakel.casework.models import ONE_SENTENCE, Goal
from schakel.measures.models import Informant
from schakel.measures.scoring import signed
from schakel.people.models import kept_history
from schakel.web.labels import Labelled


class GoalMoment(models.TextChoices):
    """When a goal was scored."""

    BASELINE = "baseline", _("bij het begin")
    INTERIM = "interim", _("tussendoor")
    FINAL = "final", _("aan het eind")


class GoalWeight(models.IntegerChoices):
    """How much a goal matters to the family, beside the others."""

    FAIRLY = 1, _("telt mee")
    MORE = 2, _("telt zwaarder")
    MOST = 3, _("telt het zwaarst")


@kept_history
class GoalScale(Labelled):
    """The five levels of one goal, in the family's own words, agreed before anybody scores."""

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="scale")
    weight = models.PositiveSmallIntegerField(choices=GoalWeight, default=GoalWeight.FAIRLY)
    much_less = models.CharField(max_length=ONE_SENTENCE)
    less = models.CharField(max_length=ONE_SENTENCE)
    expected = models.CharField(max_length=ONE_SENTENCE)
    more = models.CharField(max_length=ONE_SENTENCE)
    much_more = models.CharField(max_length=ONE_SENTENCE)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weight__range=(1, 3)), name="goal_weight_1_3")
        ]

    def __str__(self) -> str:
        return self.expected

    def levels(self) -> list[tuple[int, str]]:
        """Lowest first: -2 to +2 with its words."""
        words = (self.much_less, self.less, self.expected, self.more, self.much_more)
        return list(zip(range(-2, 3), words, strict=True))


@kept_history
class GoalScore(Labelled):
    """Where a goal stands at one moment, and who says so."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="scores")
    moment = models.CharField(max_length=8, choices=GoalMoment)
    score = models.SmallIntegerField()
    informant = models.CharField(max_length=11, choices=Informant)
    on = models.DateField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__range=(-2, 2)), name="goal_score_within_levels")
        ]

    def __str__(self) -> str:
        return f"{self.moment} {signed(self.score)}"
