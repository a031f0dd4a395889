"""The only writer of reference data. A list is stored whole or not at all, and says what it changed.

Reference data hold no persons; still each list that somebody stores writes one row in the log, with counts.
What comes with the release itself is stored after `migrate`, like the tables it belongs in, and writes
none.
"""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from schakel.access import log
from schakel.access.models import User
from schakel.reference import packaged
from schakel.reference.errors import EmptyListError
from schakel.reference.facts import CodeFacts, Counts, EditionFacts, HolidayFacts, SiteChanges, SiteFacts
from schakel.reference.models import Area, Code, Edition, SchoolHoliday
from schakel.reference.register import merge_sites


@transaction.atomic
def store_sites(
    *, by: User | None, edition: EditionFacts, rows: Sequence[SiteFacts], municipality: str = ""
) -> SiteChanges:
    """Make the sites equal to a register: add, update, reopen, and close what is no longer in it.

    With a `municipality` only sites there are touched. Raises EmptyListError, UnknownMunicipalityError or
    OlderEditionError and then changes nothing.
    """
    changes = merge_sites(_edition(edition), rows, municipality)
    log.wrote(by=by, action="reference.sites", detail={"edition": edition.name, **changes.counts})
    return changes


@transaction.atomic
def store_holidays(*, by: User | None, edition: EditionFacts, rows: Sequence[HolidayFacts]) -> Counts:
    """Store school holidays; a holiday that is there already takes the days of this edition."""
    if not rows:
        raise EmptyListError
    counts = Counts()
    stored = _edition(edition)
    for row in rows:
        _put_holiday(row, stored, counts)
    log.wrote(
        by=by,
        action="reference.holidays",
        detail={"edition": edition.name, "added": counts.added, "changed": counts.changed},
    )
    return counts


@transaction.atomic
def set_region(*, by: User | None, area: Area, region: str) -> None:
    """In which holiday region an area lies."""
    area.region = region
    area.save(update_fields=["region"])
    log.wrote(by=by, action="reference.region", on=area, detail={"region": region})


@transaction.atomic
def store_packaged() -> Counts:
    """Store the holidays and codes of this release. What somebody stored from another edition stays as it is."""
    counts = Counts()
    edition_facts, holidays = packaged.holidays()
    edition = _edition(edition_facts)
    taken = _holidays_of_others(edition)
    for row in holidays:
        if (row.region, row.school_year, row.name) not in taken:
            _put_holiday(row, edition, counts)
    for code_edition, codes in packaged.codes():
        _put_codes(codes, _edition(code_edition), counts)
    return counts


def _holidays_of_others(edition: Edition) -> set[tuple[str, str, str]]:
    others = SchoolHoliday.objects.exclude(edition=edition)
    return set(others.values_list("region", "school_year", "name"))


def _edition(facts: EditionFacts) -> Edition:
    edition, _created = Edition.objects.update_or_create(
        source=facts.source,
        name=facts.name,
        published_on=facts.published_on,
        defaults={"note": facts.note},
    )
    return edition


def _put_holiday(row: HolidayFacts, edition: Edition, counts: Counts) -> None:
    values = {**asdict(row), "edition": edition}
    names = ("region", "school_year", "name")
    stored, created = SchoolHoliday.objects.get_or_create(
        **{name: values.pop(name) for name in names}, defaults=values
    )
    if created:
        counts.added += 1
    elif (stored.starts_on, stored.ends_on) == (row.starts_on, row.ends_on):
        counts.unchanged += 1
    else:
        stored.starts_on, stored.ends_on, stored.edition = row.starts_on, row.ends_on, edition
        stored.save(update_fields=["starts_on", "ends_on", "edition"])
        counts.changed += 1
        counts.names.append(str(stored))


def _put_codes(rows: Sequence[CodeFacts], edition: Edition, counts: Counts) -> None:
    for row in rows:
        _code, created = Code.objects.update_or_create(
            list=row.list,
            code=row.code,
            defaults={"label_nl": row.label_nl, "label_en": row.label_en, "edition": edition},
        )
        counts.added += created
        counts.unchanged += not created
