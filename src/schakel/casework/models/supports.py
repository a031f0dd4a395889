"""Records of a support: one lead, a team, contacts, steps, goals, moves on the ladder, and the ground for processing."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import Guarded, User
from schakel.access.roles import Kind
from schakel.casework import words
from schakel.casework.models.consent import ConsentDecision
from schakel.casework.models.lengths import LONG_TEXT, ONE_SENTENCE
from schakel.casework.models.requests import HelpRequest
from schakel.people.models import Person, kept_history
from schakel.reference.models import SchoolSite
from schakel.web.labels import Labelled


@kept_history
class Support(Guarded):
    """A traject: one lead, few faces, goals in own words, steps and contacts, until it is closed."""

    relation_kind: ClassVar[Kind] = Kind.SUPPORT

    request = models.ForeignKey(
        HelpRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="supports"
    )
    site = models.ForeignKey(SchoolSite, on_delete=models.PROTECT, related_name="supports")
    support_for = models.CharField(max_length=8, choices=words.SupportFor)
    child = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="supports"
    )
    title = models.CharField(_("waar gaat het om?"), max_length=120)
    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="led_supports")
    legal_track = models.CharField(max_length=20, choices=words.Track, default=words.Track.PREVENTION)
    rung = models.CharField(max_length=20, choices=words.Rung, default=words.Rung.SHORT)
    consent = models.ForeignKey(
        ConsentDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed = models.CharField(_("wat is afgesproken?"), max_length=ONE_SENTENCE)
    started_on = models.DateField()
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    repeat = models.CharField(max_length=12, choices=words.Repeat, blank=True)
    next_at = models.DateTimeField(_("volgende afspraak"), null=True, blank=True)
    next_what = models.CharField(max_length=ONE_SENTENCE, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closure_code = models.CharField(max_length=2, blank=True)
    closing_words = models.TextField(max_length=LONG_TEXT, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("ondersteuning")
        indexes: ClassVar = [
            models.Index(fields=["child"], name="support_child", condition=Q(child__isnull=False)),
            models.Index(fields=["lead"], name="support_open_lead", condition=Q(closed_on__isnull=True)),
            models.Index(fields=["site", "started_on"], name="support_site"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(child__isnull=True) | Q(consent__isnull=False),
                name="no_support_of_a_child_without_consent",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("started_on")),
                name="closed_after_start",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closure_code=""), name="closed_with_a_code"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    def person_ids(self) -> Sequence[int]:
        return (self.child_id,) if self.child_id else ()


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


@kept_history
class TeamMember(Labelled):
    """Who works on this support beside the lead, from which layer; also someone without an account."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="team_of")
    name = models.CharField(max_length=120, blank=True)
    layer = models.CharField(max_length=20, choices=words.Layer)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(name=""), name="member_is_someone")
        ]

    def __str__(self) -> str:
        return self.user.full_name if self.user else self.name


@kept_history
class Contact(Labelled):
    """A contact in a support. Minutes come from its kind; only an exception is written."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="contacts")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=words.ContactKind)
    with_whom = models.CharField(max_length=16, choices=words.WithWhom)
    minutes = models.PositiveSmallIntegerField()
    note = models.TextField(max_length=LONG_TEXT, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["support", "-on", "-id"], name="contact_support")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


@kept_history
class Step(Labelled):
    """Who does what by when."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(_("wat"), max_length=ONE_SENTENCE)
    who = models.CharField(_("wie"), max_length=120)
    due_on = models.DateField(_("wanneer"), null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.what


@kept_history
class Goal(Labelled):
    """A goal in the words of child or parent."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="goals")
    in_words = models.CharField(_("wat willen we?"), max_length=ONE_SENTENCE)
    said_by = models.CharField(max_length=16, choices=words.WithWhom)
    reached = models.BooleanField(null=True, blank=True)
    on = models.DateField()

    def __str__(self) -> str:
        return self.in_words


@kept_history
class LadderMove(Labelled):
    """One move up or down: date, reason, and who decided."""

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="moves")
    from_rung = models.CharField(max_length=20, choices=words.Rung)
    to_rung = models.CharField(max_length=20, choices=words.Rung)
    on = models.DateField()
    reason = models.CharField(_("waarom"), max_length=ONE_SENTENCE)
    decided_by = models.CharField(_("wie besloot"), max_length=120)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(from_rung=models.F("to_rung")), name="a_move_goes_somewhere")
        ]

    def __str__(self) -> str:
        return f"{self.from_rung} -> {self.to_rung}"
