"""Records of what left the file: items shared one by one, and letters kept as they were issued."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from schakel.access.models import User
from schakel.casework import words
from schakel.casework.models.lengths import LONG_TEXT, ONE_SENTENCE
from schakel.casework.models.requests import HelpRequest
from schakel.casework.models.supports import Support
from schakel.people.models import Person, kept_history
from schakel.web.labels import Labelled


@kept_history
class SharedItem(Labelled):
    """One thing shared with one person: purpose, ground, until when, and whether the family knows."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="shared")
    with_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="received_items")
    text = models.TextField(max_length=LONG_TEXT)
    purpose = models.CharField(max_length=ONE_SENTENCE)
    ground = models.CharField(max_length=ONE_SENTENCE)
    family_informed = models.BooleanField()
    shared_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.purpose

    def is_readable(self, moment: datetime) -> bool:
        return self.withdrawn_at is None and timezone.localdate(moment) <= self.expires_on


@kept_history
class Sharing(Labelled):
    """Beside a shared item: what kind of thing it is, on which ground, when the family was told, and why it ended."""

    item = models.OneToOneField(SharedItem, on_delete=models.CASCADE, related_name="sharing")
    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="sharings")
    kind = models.CharField(max_length=9, choices=words.SharedKind)
    ground = models.CharField(max_length=14, choices=words.Ground)
    family_told_on = models.DateField()
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=ONE_SENTENCE, blank=True)

    def __str__(self) -> str:
        return self.kind


class Letter(Labelled):
    """A letter as it was issued: its words, its PDF and the digest of that. It is never changed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=12, choices=words.LetterKind)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    way = models.CharField(max_length=9, choices=words.LetterWay)
    large = models.BooleanField(default=False)
    values = models.JSONField()
    pdf = models.BinaryField()
    digest = models.CharField(max_length=64)
    typed = models.PositiveIntegerField(default=0)
    reused = models.PositiveIntegerField(default=0)
    issued_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(digest=""), name="a_letter_has_a_digest")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.issued_at:%Y-%m-%d}"
