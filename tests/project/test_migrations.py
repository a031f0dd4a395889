"""A migration may not break the release that still runs: tables are changed first, programs are replaced after.

What the last release shipped is in `tests/operations/releases`; every migration after it is looked at. Taking something away is
done in two releases: first nothing uses it any more, and the migration of the release after that takes it away and says so with a
line `nothing_uses_it_since = "<the release that stopped>"`.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, migrations, models
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.models import NOT_PROVIDED

from schakel.web.together import Together

RELEASES = Path(__file__).resolve().parents[1] / "operations" / "releases"
TAKES_AWAY = (
    operations.DeleteModel,
    operations.RemoveField,
    operations.RenameField,
    operations.RenameModel,
    operations.AlterModelTable,
)
OURS = re.compile(r"^schakel\.")


def faults(migration: Migration) -> list[str]:
    """What in this migration would break the release before it."""
    if getattr(migration, "nothing_uses_it_since", ""):
        return []
    made = {each.name_lower for each in steps(migration) if isinstance(each, operations.CreateModel)}
    return [
        said
        for step in steps(migration)
        if getattr(step, "model_name_lower", "") not in made and (said := fault(step))
    ]


def steps(migration: Migration) -> Iterator[operations.base.Operation]:
    """Every step, also those that are held together."""
    for step in migration.operations:
        yield from step.operations if isinstance(step, Together) else [step]


def fault(step: operations.base.Operation) -> str:
    if isinstance(step, TAKES_AWAY):
        return f"{step.describe()}: the release that still runs uses it"
    if isinstance(step, operations.AddField) and _must_be_given(step.field):
        return (
            f"{step.describe()}: the release that still runs does not give it a value; use db_default or null"
        )
    if isinstance(step, operations.RunSQL) and re.search(r"(?i)\bDROP\s+(TABLE|COLUMN)\b", str(step.sql)):
        return f"{step.describe()}: the release that still runs uses it"
    return ""


def _must_be_given(field: models.Field[object, object]) -> bool:
    """Django drops a default after the column is filled; only `db_default` or NULL helps who does not know the column."""
    return not (field.null or field.many_to_many or field.db_default is not NOT_PROVIDED)


def released() -> set[tuple[str, str]]:
    """The migrations that the database of the last release had seen."""
    last = max(RELEASES.glob("*.dump.xz"), key=lambda file: file.name)
    text = lzma.decompress(last.read_bytes())
    rows = re.findall(rb"\n?\d+\t([a-z_]+)\t(\d{4}_\w+)\t20\d\d-", text)
    return {(app.decode(), name.decode()) for app, name in rows}


@pytest.mark.django_db
def test_no_migration_breaks_the_release_that_still_runs() -> None:
    known = released()
    assert ("access", "0001_initial") in known
    loaded = MigrationLoader(connection).disk_migrations
    wrong = {
        f"{app}.{name}": found
        for (app, name), each in loaded.items()
        if (app, name) not in known and OURS.match(type(each).__module__) and (found := faults(each))
    }
    assert not wrong


def made_of(*steps: operations.base.Operation, **said: str) -> Migration:
    made: type[Migration] = type("Made", (Migration,), {"operations": list(steps), **said})
    return made("0099_made", "people")


@pytest.mark.parametrize(
    "step",
    [
        migrations.RemoveField("person", "phone"),
        migrations.RenameField("person", "phone", "telephone"),
        migrations.DeleteModel("person"),
        migrations.RenameModel("person", "human"),
        migrations.AddField("person", "shoe_size", models.IntegerField(default=40)),
        migrations.RunSQL("ALTER TABLE people_person DROP COLUMN phone"),
        Together([migrations.RemoveField("person", "phone")]),
    ],
)
def test_what_breaks_the_old_program_is_named(step: operations.base.Operation) -> None:
    assert len(faults(made_of(step))) == 1
    assert faults(made_of(step, nothing_uses_it_since="0.1.0")) == []


@pytest.mark.parametrize(
    "step",
    [
        migrations.AddField("person", "shoe_size", models.IntegerField(null=True)),
        migrations.AddField("person", "shoe_size", models.IntegerField(db_default=40)),
        migrations.CreateModel("shoe", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddIndex("person", models.Index(fields=["phone"], name="person_phone")),
    ],
)
def test_what_the_old_program_does_not_notice_is_fine(step: operations.base.Operation) -> None:
    assert faults(made_of(step)) == []
