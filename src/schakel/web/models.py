"""What the shell keeps: text on its way, forms that were sent, work that runs behind a page.

A draft holds whatever somebody typed, so it is personal data of the people it is about: one author reads it,
it is never tracked in the history of records, and it is gone after sending or thirty days.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """Typed text of one author, for one form about one subject.

    `fields` maps the name of a field to its values as the browser sent them. `after_session` tells that the text
    came in when the author was no longer logged in; the page then asks to read it again before sending.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=64)
    subject = models.CharField(max_length=64, blank=True)
    fields = models.JSONField(default=dict)
    after_session = models.BooleanField(default=False)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("author", "form", "subject"), name="one_draft_per_author_form_subject"
            ),
        )
        indexes = (models.Index(fields=("updated_at",), name="draft_updated_at"),)

    def __str__(self) -> str:
        return f"draft of {self.form}"


class SentForm(models.Model):
    """A ticket that was used: pressing twice leads to the same result, stored once."""

    ticket = models.CharField(max_length=32, unique=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    result = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=("sent_at",), name="sentform_sent_at"),)

    def __str__(self) -> str:
        return f"sent form {self.ticket}"


class Job(models.Model):
    """Work that runs behind a page, and how far it is. Its texts name no person."""

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting", _("Wacht op zijn beurt")
        RUNNING = "running", _("Bezig")
        DONE = "done", _("Klaar")
        FAILED = "failed", _("Niet gelukt")
        STOPPED = "stopped", _("Gestopt")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    result = models.CharField(max_length=500, blank=True)
    stop_asked = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("owner", "-started_at"), name="job_owner_started"),)

    def __str__(self) -> str:
        return f"{self.title}: {self.state}"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {self.State.DONE, self.State.FAILED, self.State.STOPPED}
