"""A town into an empty database, by COPY, as the runtime role.

1. Refuse a database in which people work: an account that is no demo account ends it.
2. Reserve the numbers of every table, so that rows can point at each other before they are there.
3. Copy all records and relations in one transaction: there is a whole town or none.
4. Copy the log in blocks of their own, so that the sealer never has to seal millions at once; millions of rows by `load_large`.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from schakel.access import second_line
from schakel.access.models import LogEntry, Relation, User
from schakel.demo import load_large, log_rows, records, rows
from schakel.demo.make import Town
from schakel.demo.progress import Progress
from schakel.demo.records import Tables
from schakel.reference.models import Edition

LOG_BLOCK = 20_000
SOURCE = "Schakel, demonstratie"


class DemoRefused(RuntimeError):
    """A demonstration does not belong in this database."""


class Target(NamedTuple):
    """Where a list of rows goes."""

    name: str
    model: str
    row_type: type


TARGETS = (
    Target("accounts", "access.User", records.Account),
    Target("areas", "reference.Area", records.Area),
    Target("sites", "reference.SchoolSite", records.Site),
    Target("professionals", "people.Professional", records.Professional),
    Target("duties", "people.Duty", records.Duty),
    Target("area_duties", "people.AreaDuty", records.AreaDuty),
    Target("persons", "people.Person", records.Person),
    Target("memberships", "people.SchoolMembership", records.Membership),
    Target("authority", "people.ParentalAuthority", records.Authority),
    Target("requests", "casework.HelpRequest", records.Request),
    Target("clarifications", "casework.Clarification", records.Clarification),
    Target("consents", "casework.HelpConsent", records.Consent),
    Target("decisions", "casework.ConsentDecision", records.Decision),
    Target("answers", "casework.Answer", records.Answer),
    Target("supports", "casework.Support", records.Support),
    Target("grounds", "casework.ProcessingRecord", records.Ground),
    Target("plan_offers", "casework.FamilyPlanOffer", records.PlanOffer),
    Target("plans", "casework.PlanVersion", records.PlanVersion),
    Target("members", "casework.TeamMember", records.Member),
    Target("contacts", "casework.Contact", records.Contact),
    Target("steps", "casework.Step", records.Step),
    Target("goals", "casework.Goal", records.Goal),
    Target("moves", "casework.LadderMove", records.Move),
    Target("short_contacts", "casework.ShortContact", records.ShortContact),
    Target("shared", "casework.SharedItem", records.SharedItem),
    Target("invitations", "measures.OutcomeInvitation", records.Invitation),
    Target("outcomes", "measures.OutcomeAnswer", records.Outcome),
)


def is_filled() -> bool:
    """Whether a demonstration is there already."""
    return User.objects.filter(is_demo=True).exists()


def check_nobody_works_here() -> None:
    """Raise `DemoRefused` when there is an account that no demonstration made."""
    if User.objects.filter(is_demo=False).exists():
        raise DemoRefused(
            "This database holds accounts of real people, so the demonstration stays out of it. Use another database: "
            "unset DATABASE_URL, or point it at an empty one."
        )


def check_copy_is_possible() -> None:
    """Raise `DemoRefused` under row security: PostgreSQL takes no COPY into a table whose rows it guards."""
    if second_line.is_kept():
        raise DemoRefused(
            "The demonstration cannot be loaded while SCHAKEL_ROW_SECURITY is on. Load it without, and then set "
            "SCHAKEL_ROW_SECURITY=1 and run: schakel grants"
        )


def load(town: Town, progress: Progress = lambda what, share: None) -> None:
    """Copy the whole town. Raises `DemoRefused` where people work, and under row security."""
    check_nobody_works_here()
    check_copy_is_possible()
    with transaction.atomic():
        bases = _reserve(town.book.tables)
        bases["editions"] = _edition().pk - 1
        for place, target in enumerate(TARGETS):
            progress(target.name, place / len(TARGETS))
            found = getattr(town.book.tables, target.name)
            model = apps.get_model(target.model)
            _copy(model, rows.columns(target.row_type), rows.lines(target.row_type, found, bases))
        names = rows.columns(records.Relation)
        _copy(Relation, names, rows.relation_lines(town.book.relations, bases))
    _load_log(town, bases, progress)


def _reserve(tables: Tables) -> rows.Bases:
    """Take as many numbers as there are rows; the base is what is added to a number of the town."""
    return {
        target.name: _next_numbers(apps.get_model(target.model), len(getattr(tables, target.name))) - 1
        for target in TARGETS
        if target.name in rows.NUMBERED.values()
    }


def _next_numbers(model: type[models.Model], count: int) -> int:
    """The first of `count` numbers in a row. The runtime role may take numbers, not set the counter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(number), max(number) FROM ("
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS number FROM generate_series(1, %s)) AS taken",
            [model._meta.db_table, max(count, 1)],
        )
        first, last = cursor.fetchone()
    if last - first + 1 != max(count, 1):
        raise DemoRefused("Somebody else is writing to this database. Stop the other one and try again.")
    return int(first)


def _edition() -> Edition:
    """Where the sites come from: nowhere."""
    edition, _new = Edition.objects.get_or_create(
        source=SOURCE,
        name="Verzonnen gemeente",
        published_on=date(2020, 1, 1),
        defaults={"note": "Alle scholen en mensen zijn verzonnen."},
    )
    return edition


def _copy(model: type[models.Model], columns: list[str], blocks: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        _copy_into(cursor, model._meta.db_table, columns, blocks)


def _copy_into(cursor: CursorWrapper, table: str, columns: list[str], blocks: Iterator[str]) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    psycopg_cursor: Any = cursor.cursor
    with psycopg_cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
        for block in blocks:
            copy.write(block)


def _load_log(town: Town, bases: rows.Bases, progress: Progress) -> None:
    total, done = max(len(town.book.trail), 1), 0
    lines = log_rows.lines(town, bases)
    if total >= load_large.FROM:
        load_large.log(lines, total, progress)
        return
    while block := "".join(islice(lines, LOG_BLOCK)):
        with transaction.atomic():
            _copy(LogEntry, list(log_rows.COLUMNS), iter([block]))
        done += LOG_BLOCK
        progress("log", min(done / total, 1.0))
