"""Records of the file as its persons read it: their own statement, what is withheld, and who a child lets look along."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from schakel.access.models import User
from schakel.casework import words
from schakel.casework.models.lengths import LONG_TEXT, ONE_SENTENCE
from schakel.casework.models.supports import Support
from schakel.people.models import Person, kept_history
from schakel.web.labels import Labelled


@kept_history
class OwnStatement(Labelled):
    """What a person of the family wants to stand in the file, in their own words. It is added to, never changed."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="statements")
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONG_TEXT)
    on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.said_by} {self.on}"


@kept_history
class SecondReading(Labelled):
    """One part that somebody wants to keep from the family, with the reason; a second reader decides."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="second_readings")
    part = models.CharField(max_length=7, choices=words.FilePart)
    number = models.BigIntegerField()
    sensitive = models.CharField(max_length=14, choices=words.Sensitive)
    reason = models.CharField(max_length=ONE_SENTENCE)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    read_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    read_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=words.ReadOutcome, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["support", "part", "number"], name="second_reading_once"),
            models.CheckConstraint(
                condition=Q(read_by__isnull=True) | ~Q(read_by=F("asked_by")),
                name="the_second_reader_is_another",
            ),
            models.CheckConstraint(
                condition=Q(read_by__isnull=True, outcome="") | (Q(read_by__isnull=False) & ~Q(outcome="")),
                name="a_reading_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.outcome}"


@kept_history
class LookAlong(Labelled):
    """A child of 16 or older lets somebody of the family see the file; until it takes that back."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="look_alongs")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person} {self.given_on}"
