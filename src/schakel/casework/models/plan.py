"""Records of a plan: what the family was offered, versions in its own words, who agreed, what works where."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schakel.access.models import User
from schakel.casework import words
from schakel.casework.models.lengths import LONG_TEXT, ONE_SENTENCE
from schakel.casework.models.supports import Support
from schakel.people.models import Person, kept_history
from schakel.web.labels import Labelled


@kept_history
class FamilyPlanOffer(Labelled):
    """The family was asked whether it makes a plan itself. Every time is kept; the latest counts."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="plan_offers")
    answer = models.CharField(max_length=5, choices=words.OfferAnswer)
    note = models.CharField(max_length=ONE_SENTENCE, blank=True)
    on = models.DateField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.answer} {self.on}"


@kept_history
class PlanVersion(Labelled):
    """One version of the plan. Goals and steps are taken over from the support as they stand: nobody types them twice."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField()
    by_family = models.BooleanField(default=False)
    goes_well = models.TextField(max_length=LONG_TEXT)
    we_want = models.TextField(max_length=LONG_TEXT)
    goals = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["support", "number"], name="plan_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.support_id}.{self.number}"


@kept_history
class PlanAgreement(Labelled):
    """Who said yes to a version, how, and when."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    how = models.CharField(max_length=7, choices=words.SaidHow)
    on = models.DateField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(name=""), name="somebody_agreed"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)


@kept_history
class PlanOnPaper(Labelled):
    """Somebody asked for the plan on paper; two weeks."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="papers")
    asked_on = models.DateField()
    given_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.asked_on)


@kept_history
class SchoolHomeCard(Labelled):
    """Two columns, one language: what works at school and at home, and what could."""

    support = models.OneToOneField(Support, on_delete=models.CASCADE, related_name="card")
    works_at_school = models.TextField(max_length=LONG_TEXT, blank=True)
    could_at_school = models.TextField(max_length=LONG_TEXT, blank=True)
    works_at_home = models.TextField(max_length=LONG_TEXT, blank=True)
    could_at_home = models.TextField(max_length=LONG_TEXT, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"card of {self.support_id}"


@kept_history
class DomainNote(Labelled):
    """One life domain, written down because there was a reason to. There is no form that asks for all of them."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=12, choices=words.LifeDomain)
    reason = models.CharField(max_length=ONE_SENTENCE)
    text = models.TextField(max_length=LONG_TEXT)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    def __str__(self) -> str:
        return self.domain
