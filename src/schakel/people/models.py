"""Persons, authority, school membership; professionals and the days they are somewhere."""

import uuid
from collections.abc import Sequence
from typing import ClassVar, TypeVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.models import Guarded, User
from schakel.access.roles import Kind
from schakel.reference.models import Area, SchoolSite
from schakel.web.labels import Labelled

Record = TypeVar("Record", bound=type[models.Model])


def kept_history(model: Record) -> Record:
    """Keep the row as it was on every change and removal, by trigger: a bulk or raw change is kept as well."""
    tracked: Record = pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())(
        model
    )
    return tracked


@kept_history
class Person(Guarded):
    """A child, or someone around a child. No BSN, no address: nothing here needs them."""

    relation_kind: ClassVar[Kind] = Kind.PERSON

    class Sort(models.TextChoices):
        CHILD = "child", _("kind")
        ADULT = "adult", _("volwassene")

    sort = models.CharField(max_length=5, choices=Sort)
    first_name = models.CharField(_("voornaam"), max_length=80)
    last_name = models.CharField(_("achternaam"), max_length=120, blank=True)
    birth_date = models.DateField(_("geboortedatum"), null=True, blank=True)
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # Lower-case words of the name: search by the start of a word, on an index, without an extension.
    search_words = ArrayField(models.CharField(max_length=200), default=list, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["search_words"], name="person_words")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def person_ids(self) -> Sequence[int]:
        return (self.pk,)


@kept_history
class SchoolMembership(Labelled):
    """In which group of which site a child is, and since when."""

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    site = models.ForeignKey(SchoolSite, on_delete=models.PROTECT, related_name="memberships")
    group_name = models.CharField(_("groep"), max_length=40, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="membership_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_name}"


@kept_history
class ParentalAuthority(Labelled):
    """Who has authority over a child (Burgerlijk Wetboek 1:245-253), and how that was verified."""

    class Quality(models.TextChoices):
        PARENT = "parent", _("ouder")
        GUARDIAN = "guardian", _("voogd")

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="authority")
    holder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="authority_over")
    quality = models.CharField(max_length=8, choices=Quality, default=Quality.PARENT)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    verified_how = models.CharField(_("hoe nagegaan"), max_length=120)
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField()

    class Meta:
        verbose_name_plural = "parental authority"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "holder", "from_on"], name="authority_once"),
            models.CheckConstraint(
                condition=~models.Q(child=models.F("holder")), name="authority_over_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quality} {self.holder_id} -> {self.child_id}"


@kept_history
class FamilyTie(Labelled):
    """Who stands around a child, with or without authority: a parent, a foster parent, a sibling, somebody who matters.

    A sibling that nobody works with is a name and nothing more; siblings that are both known are linked, their files stay apart.
    """

    class Kind(models.TextChoices):
        PARENT = "parent", _("ouder")
        GUARDIAN = "guardian", _("voogd")
        FOSTER_PARENT = "foster_parent", _("pleegouder")
        SIBLING = "sibling", _("broer of zus")
        OTHER = "other", _("iemand anders die belangrijk is")

    class Home(models.TextChoices):
        """Where this person lives, seen from the child: a household without an address."""

        TOGETHER = "together", _("woont bij het kind")
        PARTLY = "partly", _("woont deels bij het kind")
        ELSEWHERE = "elsewhere", _("woont ergens anders")
        UNKNOWN = "unknown", _("weten we niet")

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="ties_to")
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=13, choices=Kind)
    words = models.CharField(max_length=60, blank=True)
    home = models.CharField(max_length=9, choices=Home, default=Home.UNKNOWN)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(other__isnull=True) | ~models.Q(child=models.F("other")),
                name="tie_with_another",
            ),
            models.CheckConstraint(
                condition=models.Q(other__isnull=False) | ~models.Q(name=""), name="tie_with_someone"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="tie_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.other)


@kept_history
class ReachAgreement(Labelled):
    """How to reach one person and what never to send (safe contact), in which language, and whether the address is secret."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reach")
    how = models.CharField(max_length=200, blank=True)
    never_post = models.BooleanField(default=False)
    never_link = models.BooleanField(default=False)
    never_call = models.BooleanField(default=False)
    never_words = models.CharField(max_length=200, blank=True)
    secret_address = models.BooleanField(default=False)
    language = models.CharField(max_length=40, blank=True)
    interpreter = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.how


class PersonMerge(Labelled):
    """Two records of one person became one, by somebody; what moved is kept, so that they can be taken apart again."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merged_in")
    merged = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merged_away")
    reasons = ArrayField(models.CharField(max_length=24), default=list)
    why = models.CharField(max_length=300)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["merged"], condition=models.Q(undone_at__isnull=True), name="merged_once"
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("merged")), name="merged_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} -> {self.kept_id}"


@kept_history
class Professional(Labelled):
    """Someone who works here: registration (SKJ) with its dates, certificate of conduct (VOG)."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="professional")
    phone = models.CharField(_("telefoon"), max_length=30, blank=True)
    skj_number = models.CharField(_("SKJ-nummer"), max_length=20, blank=True)
    registered_from = models.DateField(_("geregistreerd vanaf"), null=True, blank=True)
    registered_until = models.DateField(_("geregistreerd tot en met"), null=True, blank=True)
    vog_on = models.DateField(_("VOG van"), null=True, blank=True)
    # Room for supports at one time, agreed in the team. Empty until the team says so: no norm exists (NJi).
    room = models.PositiveSmallIntegerField(_("ruimte voor ondersteuningen"), null=True, blank=True)

    def __str__(self) -> str:
        return self.user.full_name


@kept_history
class Duty(Labelled):
    """The days someone is at a site. Weekdays as ISO numbers, Monday = 1."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="duties")
    site = models.ForeignKey(SchoolSite, on_delete=models.PROTECT, related_name="duties")
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "duties"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "site", "from_on"], name="duty_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.site_id}"


@kept_history
class AreaDuty(Labelled):
    """Who coordinates an area, and who passes on the questions of its sites without an own supporter (the desk)."""

    class Sort(models.TextChoices):
        COORDINATOR = "coordinator", _("coördinator")
        DESK = "desk", _("vraagpunt")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="area_duties")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="duties")
    sort = models.CharField(max_length=11, choices=Sort)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "area duties"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "area", "sort", "from_on"], name="area_duty_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.sort} {self.area_id}"
