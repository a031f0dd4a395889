"""Records of a question: from its first sentence to its answer; and short contacts, counted without a name."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import Guarded, User
from schakel.access.roles import Kind
from schakel.casework import words
from schakel.casework.models.lengths import LONG_TEXT, ONE_SENTENCE
from schakel.people.models import Person, kept_history
from schakel.reference.models import SchoolSite
from schakel.web.labels import Labelled


@kept_history
class HelpRequest(Guarded):
    """A question: one row from first sentence to answer. Free text is personal data, also without a name."""

    relation_kind: ClassVar[Kind] = Kind.REQUEST

    site = models.ForeignKey(SchoolSite, on_delete=models.PROTECT, related_name="requests")
    requester = models.CharField(max_length=20, choices=words.Requester)
    asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="asked_requests"
    )
    requester_name = models.CharField(_("naam van de vrager"), max_length=120, blank=True)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    about = models.CharField(_("over wie gaat het?"), max_length=8, choices=words.About)
    about_words = models.CharField(_("voornaam en groep"), max_length=120, blank=True)
    child = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    parents_know = models.CharField(
        _("weten de ouders ervan?"), max_length=12, choices=words.ParentsKnow, blank=True
    )
    matter = models.TextField(_("wat is er aan de hand?"), max_length=LONG_TEXT)
    reach = models.CharField(_("hoe en wanneer bereiken we je?"), max_length=200)

    received_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    handler = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="handled_requests"
    )
    expected_on = models.DateField(null=True, blank=True)
    picked_up_at = models.DateTimeField(null=True, blank=True)
    picked_up_how = models.CharField(max_length=8, choices=words.Human, blank=True)
    clarified_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    first_help_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=ONE_SENTENCE, blank=True)
    joined_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined"
    )
    joined_as = models.CharField(max_length=9, choices=words.Joined, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("vraag")
        indexes: ClassVar = [
            models.Index(fields=["site", "-received_at"], name="request_site"),
            models.Index(
                fields=["due_on"],
                name="request_open",
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True, joined_to__isnull=True),
            ),
            models.Index(fields=["child"], name="request_child", condition=Q(child__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(picked_up_at__isnull=True) | Q(picked_up_at__gte=models.F("received_at")),
                name="picked_up_after_received",
            ),
            models.CheckConstraint(
                condition=Q(clarified_at__isnull=True) | Q(picked_up_at__isnull=False),
                name="clarified_after_pick_up",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(clarified_at__isnull=False),
                name="answered_after_clarified",
            ),
            models.CheckConstraint(condition=~Q(joined_to=models.F("id")), name="joined_to_another"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Whom it is about, in the words of the asker."""
        return self.about_words or str(words.TITLES[words.About(self.about)])

    @property
    def requester_words(self) -> str:
        return self.requester_name or (self.asked_by.full_name if self.asked_by else "")

    def person_ids(self) -> Sequence[int]:
        return (self.child_id,) if self.child_id else ()


@kept_history
class Clarification(Labelled):
    """Three columns: what we see, what may lie behind it, what this asks of us; and for whom an answer was offered first."""

    request = models.OneToOneField(HelpRequest, on_delete=models.CASCADE, related_name="clarification")
    we_see = models.TextField(_("wat zien we?"), max_length=LONG_TEXT)
    behind_it = models.TextField(_("wat kan erachter zitten?"), max_length=LONG_TEXT, blank=True)
    asks_of_us = models.TextField(_("wat vraagt dit van ons?"), max_length=LONG_TEXT, blank=True)
    offered_first = models.CharField(max_length=5, choices=words.Surroundings)
    offered_words = models.CharField(max_length=ONE_SENTENCE, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"clarification of {self.request_id}"


@kept_history
class Answer(Labelled):
    """What was agreed, in one sentence. A request can get more than one answer."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(_("antwoord"), max_length=22, choices=words.AnswerKind)
    agreed = models.CharField(_("wat is afgesproken?"), max_length=ONE_SENTENCE)
    for_child = models.BooleanField(default=False)
    # Child-specific help rests on a decision about consent; the database itself refuses it without.
    consent = models.ForeignKey(
        "ConsentDecision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_help_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(for_child=False) | Q(consent__isnull=False),
                name="no_help_for_a_child_without_consent",
            )
        ]

    def __str__(self) -> str:
        return self.agreed


class ShortContact(Labelled):
    """A wave in the playground, five minutes with a parent: counted, without a name."""

    site = models.ForeignKey(SchoolSite, on_delete=models.PROTECT, related_name="short_contacts")
    with_whom = models.CharField(max_length=7, choices=words.ShortContactWith)
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "with_whom", "on"], name="short_contacts_of_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.with_whom}"
