"""Records of emergency access: who opened whose file without a working relation, why, and what a reviewer thought of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import Guarded, User
from schakel.access.roles import Kind


class Verdict(models.TextChoices):
    RIGHT = "right", _("terecht")
    NOT_RIGHT = "not_right", _("niet terecht")


class BreakGlass(Guarded):
    """One time that somebody opened a file in need. The runtime role may add it and review it once, never remove it.

    `person` is the number of the child: persons stand in a room above this one.
    """

    relation_kind: ClassVar[Kind] = Kind.BREAK_GLASS

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="emergencies")
    person = models.BigIntegerField()
    reason = models.TextField(max_length=1000)
    opened_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    remark = models.TextField(max_length=1000, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person"], name="break_glass_person"),
            models.Index(
                fields=["opened_at"], name="break_glass_unreviewed", condition=Q(reviewed_at__isnull=True)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until_at__gte=F("opened_at")), name="break_glass_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
                name="break_glass_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, verdict="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(verdict="") & ~Q(remark="")),
                name="break_glass_review_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} -> {self.person}"

    def person_ids(self) -> Sequence[int]:
        return (self.person,)

    def is_open(self, moment: datetime) -> bool:
        """Whether the file may be read at this moment."""
        return self.opened_at <= moment < self.until_at


class BreakGlassSeen(models.Model):
    """Who works with the child has read that its file was opened."""

    break_glass = models.ForeignKey(BreakGlass, on_delete=models.CASCADE, related_name="seen")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["break_glass", "user"], name="break_glass_seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.break_glass_id} {self.user_id}"
