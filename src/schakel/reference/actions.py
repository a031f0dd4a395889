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
    counts = _put_holidays(rows, _edition(edition))
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
    facts, holidays = packaged.holidays()
    edition = _edition(facts)
    others = SchoolHoliday.objects.exclude(edition=edition)
    taken = set(others.values_list("region", "school_year", "name"))
    counts = _put_holidays([row for row in holidays if row.identity not in taken], edition)
    for code_facts, codes in packaged.codes():
        _put_codes(codes, _edition(code_facts), counts)
    return counts


def _edition(facts: EditionFacts) -> Edition:
    edition, _created = Edition.objects.update_or_create(
        source=facts.source,
        name=facts.name,
        published_on=facts.published_on,
        defaults={"note": facts.note},
    )
    return edition


def _put_holidays(rows: Sequence[HolidayFacts], edition: Edition) -> Counts:
    counts = Counts()
    stored = {(one.region, one.school_year, one.name): one for one in SchoolHoliday.objects.all()}
    added = [SchoolHoliday(**asdict(row), edition=edition) for row in rows if row.identity not in stored]
    for row in rows:
        holiday = stored.get(row.identity)
        if holiday is None:
            continue
        if (holiday.starts_on, holiday.ends_on) == (row.starts_on, row.ends_on):
            counts.unchanged += 1
            continue
        holiday.starts_on, holiday.ends_on, holiday.edition = row.starts_on, row.ends_on, edition
        holiday.save(update_fields=["starts_on", "ends_on", "edition"])
        counts.changed += 1
    counts.added = len(SchoolHoliday.objects.bulk_create(added))
    return counts


def _put_codes(rows: Sequence[CodeFacts], edition: Edition, counts: Counts) -> None:
    stored = {(code.list, code.code): code for code in Code.objects.all()}
    added = [Code(**asdict(row), edition=edition) for row in rows if (row.list, row.code) not in stored]
    counts.added += len(Code.objects.bulk_create(added))
    for row in rows:
        code = stored.get((row.list, row.code))
        if code is not None and (code.label_nl, code.label_en) != (row.label_nl, row.label_en):
            code.label_nl, code.label_en, code.edition = row.label_nl, row.label_en, edition
            code.save(update_fields=["label_nl", "label_en", "edition"])
            counts.changed += 1
