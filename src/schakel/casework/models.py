"""Records of the work. Dates say what happened; states are read from them, never stored beside them."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import Guarded, User
from schakel.access.roles import Kind
from schakel.casework import words
from schakel.people.models import Person, kept_history
from schakel.reference.models import SchoolSite
from schakel.web.labels import Labelled

LONG_TEXT = 4000
ONE_SENTENCE = 300


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


# The records of a support's depth have files of their own; Django finds all models of the room here.
from schakel.casework import models_consent as models_consent  # noqa: E402
from schakel.casework import models_file as models_file  # noqa: E402
from schakel.casework import models_letters as models_letters  # noqa: E402
from schakel.casework import models_plan as models_plan  # noqa: E402
