"""Accounts, working relations, and the log with its seals."""

import uuid
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.roles import Kind, Role, Why
from schakel.web.labels import Labelled
from schakel.web.records import Loaded

# One comparable "never ends" keeps the visible list a plain range: an OR with NULL cost a sixfold slower list.
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


class Guarded(Labelled):
    """A record that only the gate opens. Its address is `key`; its number never leaves the database."""

    relation_kind: ClassVar[Kind]

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def person_ids(self) -> Sequence[int]:
        """The persons whose data a page about this record shows, for the log."""
        return ()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(Labelled, AbstractBaseUser):
    """An account: one person in one role. Who has two jobs has two accounts, so that the log knows in which role they looked."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("naam"), max_length=120)
    role = models.CharField(_("rol"), max_length=20, choices=Role)
    # Empty until someone chooses: then the browser decides.
    language = models.CharField(
        _("taal"), max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], blank=True, default=""
    )
    is_active = models.BooleanField(_("actief"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The last day on which this account works. Empty: until somebody closes it.
    expires_on = models.DateField(_("laatste dag"), null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name", "role"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.full_name

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any
    ) -> "User":
        """An account past its last day reads as closed, from its first minute: log-in, session and gate all ask `is_active`.

        The daily chore closes it in the table too.
        """
        user = super().from_db(db, field_names, values, **more)
        if (
            user.__dict__.get("expires_on")
            and "is_active" in field_names
            and user.is_over(timezone.localdate())
        ):
            user.is_active = False
        return user

    def is_over(self, day: date) -> bool:
        """Whether the last day of this account was before `day`."""
        return self.expires_on is not None and self.expires_on < day

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def first_name(self) -> str:
        return self.full_name.split(" ")[0]


class Announcement(Loaded):
    """That an account or a registration ends was announced: once for each last day. Kept so that the chore says it once."""

    class What(models.TextChoices):
        ACCOUNT = "account", _("het account")
        REGISTRATION = "registration", _("de registratie (SKJ)")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="announcements")
    what = models.CharField(max_length=12, choices=What)
    on = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "what", "on"], name="announced_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.what} {self.on}"


class Relation(Loaded):
    """One working relation: this user may reach that record, for this reason, in this period.

    Flat and without foreign keys upward: the rooms above keep it through `relations`. `source` is the record that caused the
    relation (the support through which a child is known), so that ending the cause ends exactly what it opened.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="relations")
    subject_kind = models.SmallIntegerField(choices=Kind)
    subject_id = models.BigIntegerField()
    why = models.CharField(max_length=20, choices=Why)
    source_kind = models.SmallIntegerField(choices=Kind)
    source_id = models.BigIntegerField()
    from_at = models.DateTimeField(default=timezone.now)
    until_at = models.DateTimeField(default=FOREVER)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "subject_kind", "subject_id", "why", "source_kind", "source_id"],
                name="relation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_at__gte=models.F("from_at")), name="relation_ends_after_start"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["user", "subject_kind", "why", "until_at", "subject_id"], name="relation_visible"
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="relation_subject"),
            models.Index(fields=["source_kind", "source_id"], name="relation_source"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.why} {self.subject_kind}:{self.subject_id}"


class TransactionId(models.Field[int, int]):
    """PostgreSQL's 64-bit transaction number: tells which rows can no longer be joined by an older, still open one."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int:
        return int(value)

    def get_prep_value(self, value: Any) -> Any:
        return value if hasattr(value, "resolve_expression") else str(value)


class CurrentTransaction(models.Func):
    function = "pg_current_xact_id"
    template = "%(function)s()"
    output_field = TransactionId()


class LogEntry(Loaded):
    """One look, write or refusal. Append-only: the runtime role can insert and select, nothing else.

    Fields after NEN 7513 (EventActionCode, EventDateTime, EventOutcomeIndicator, UserID, UserName, RoleIDCode, PurposeOfUse,
    NetworkAccessPointID, ParticipantObjectTypeCode, ParticipantObjectID) and the Logboek Dataverwerkingen (trace_id).
    """

    class Event(models.TextChoices):
        LOOK = "look", _("keek")
        WRITE = "write", _("schreef")
        REFUSAL = "refusal", _("geweigerd")
        SIGN_IN = "sign_in", _("logde in")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    event = models.CharField(max_length=8, choices=Event)
    action = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, blank=True)
    on_behalf_of = models.CharField(max_length=120, blank=True)
    object_kind = models.SmallIntegerField(choices=Kind, null=True)
    object_key = models.UUIDField(null=True)
    persons = ArrayField(models.IntegerField(), default=list)
    rule = models.CharField(max_length=120, blank=True)
    break_glass = models.BooleanField(default=False)
    origin = models.GenericIPAddressField(null=True)
    trace_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    transaction = TransactionId(db_default=CurrentTransaction())

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["persons"], name="log_persons", fastupdate=True),
            models.Index(fields=["actor_id", "-at"], name="log_actor"),
            models.Index(fields=["-at"], name="log_at"),
            models.Index(
                fields=["object_key"], name="log_object", condition=models.Q(object_key__isnull=False)
            ),
            models.Index(fields=["transaction", "id"], name="log_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.event} {self.action}"


class Seal(Loaded):
    """A sealed block of log rows: their numbers, a keyed digest of each, and the digest of the block before it.

    Rows belong to a block by transaction number, because a row with a lower number can be committed later than one with a higher.
    """

    number = models.BigIntegerField(primary_key=True)
    from_transaction = TransactionId()
    to_transaction = TransactionId()
    row_ids = ArrayField(models.BigIntegerField())
    row_digests = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    key_id = models.CharField(max_length=16)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"seal {self.number}"


# Emergency access and mail have files of their own; Django finds all models of the room here.
from schakel.access import models_breakglass as models_breakglass  # noqa: E402
from schakel.access import models_mail as models_mail  # noqa: E402
