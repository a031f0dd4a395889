"""A register of schools becomes sites: added, updated, closed and reopened, whole or not at all."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError

from schakel.access.models import LogEntry
from schakel.reference import actions, queries
from schakel.reference.errors import EmptyListError, OlderEditionError, UnknownMunicipalityError
from schakel.reference.facts import Changed, EditionFacts, SiteChanges, SiteFacts
from schakel.reference.models import Area, SchoolSite

pytestmark = pytest.mark.django_db

OLD = EditionFacts("DUO", "Alle vestigingen basisonderwijs", date(2019, 10, 1))
NEW = EditionFacts("DUO", "Alle vestigingen basisonderwijs", date(2025, 10, 1))

BRUG = SiteFacts(
    brin="99AA",
    site_number="00",
    name="De Brug",
    street="Kade",
    house_number="1",
    postcode="1111 AA",
    city="Waterstad",
    municipality_code="9999",
    municipality="Waterstad",
    denomination="Openbaar",
    phone="0101234567",
    website="www.debrug.example",
    region="noord",
)
BOOG = replace(BRUG, site_number="01", name="De Boog")
KADE = replace(BRUG, brin="99AB", name="De Kade", city="Haven", municipality="Haven", region="zuid")


def store(
    *rows: SiteFacts, edition: EditionFacts = OLD, municipality: str = "", by: None = None
) -> SiteChanges:
    return actions.store_sites(by=by, edition=edition, rows=rows, municipality=municipality)


def site(row: SiteFacts) -> SchoolSite:
    found = queries.site_by_number(*row.identity)
    assert found is not None
    return found


def test_a_first_edition_adds_every_site_with_an_area_for_each_municipality() -> None:
    changes = store(BRUG, BOOG, KADE)
    assert changes.added == (
        "99AA00 De Brug, Waterstad",
        "99AA01 De Boog, Waterstad",
        "99AB00 De Kade, Haven",
    )
    assert {(area.name, area.region) for area in Area.objects.all()} == {
        ("Waterstad", "noord"),
        ("Haven", "zuid"),
    }
    stored = site(BRUG)
    assert (stored.street, str(stored.edition)) == ("Kade", "Alle vestigingen basisonderwijs (2019-10-01)")


def test_the_same_edition_again_changes_nothing() -> None:
    store(BRUG, BOOG)
    keys = {one.key for one in SchoolSite.objects.all()}
    assert store(BRUG, BOOG) == SiteChanges(unchanged=2)
    assert {one.key for one in SchoolSite.objects.all()} == keys


def test_a_second_edition_updates_closes_and_adds_and_says_what_changed() -> None:
    store(BRUG, BOOG)
    renamed = replace(BRUG, name="De Nieuwe Brug", phone="0107654321")
    assert store(renamed, KADE, edition=NEW) == SiteChanges(
        added=("99AB00 De Kade, Haven",),
        changed=(
            Changed(
                "99AA00 De Nieuwe Brug, Waterstad",
                {"name": ("De Brug", "De Nieuwe Brug"), "phone": ("0101234567", "0107654321")},
            ),
        ),
        closed=("99AA01 De Boog, Waterstad",),
    )
    assert site(BOOG).closed_on == NEW.published_on
    assert site(BRUG).name == "De Nieuwe Brug"


def test_a_closed_site_is_not_closed_twice_and_reopens_when_it_is_back() -> None:
    store(BRUG, BOOG)
    store(BRUG, edition=NEW)
    assert store(BRUG, edition=NEW) == SiteChanges(unchanged=1)
    assert store(BRUG, BOOG, edition=NEW).reopened == ("99AA01 De Boog, Waterstad",)
    assert site(BOOG).closed_on is None


def test_a_closed_site_is_open_up_to_the_day_of_the_edition() -> None:
    store(BRUG, BOOG)
    store(BRUG, edition=NEW)
    area = Area.objects.get(name="Waterstad")
    assert [one.name for one in queries.sites_in(area, date(2025, 9, 30))] == ["De Boog", "De Brug"]
    assert [one.name for one in queries.sites_in(area, NEW.published_on)] == ["De Brug"]


def test_with_a_municipality_only_its_sites_are_touched() -> None:
    store(BRUG, KADE)
    changes = store(BOOG, edition=NEW, municipality="waterstad")
    assert (changes.added, changes.closed) == (
        ("99AA01 De Boog, Waterstad",),
        ("99AA00 De Brug, Waterstad",),
    )
    assert site(KADE).closed_on is None


def test_of_a_whole_register_only_the_municipality_is_taken() -> None:
    assert store(BRUG, KADE, municipality="Haven").added == ("99AB00 De Kade, Haven",)
    assert not Area.objects.filter(name="Waterstad").exists()


def test_an_unknown_municipality_gets_a_hint() -> None:
    with pytest.raises(UnknownMunicipalityError, match=r"geen gemeente Watterstad\. Bedoelt u Waterstad\?"):
        store(BRUG, KADE, municipality="Watterstad")
    with pytest.raises(UnknownMunicipalityError, match=r"geen gemeente Xyz\. Controleer de naam\."):
        store(BRUG, municipality="Xyz")


def test_an_empty_list_would_close_every_school_and_is_refused() -> None:
    store(BRUG)
    with pytest.raises(EmptyListError, match="leeg"):
        store(edition=NEW)
    with pytest.raises(EmptyListError, match="leeg"):
        actions.store_holidays(by=None, edition=NEW, rows=[])
    assert site(BRUG).closed_on is None


def test_an_older_edition_is_refused() -> None:
    store(BRUG, edition=NEW)
    with pytest.raises(OlderEditionError, match="ouder dan de lijst van 01-10-2025"):
        store(BRUG, edition=OLD)


def test_when_one_row_cannot_be_stored_nothing_is() -> None:
    with pytest.raises(IntegrityError):
        store(BRUG, KADE, replace(KADE, name="twice"))
    assert not SchoolSite.objects.exists()
    assert not LogEntry.objects.filter(action="reference.sites").exists()


def test_somebodys_own_area_and_childcare_without_a_brin_stay_as_they_are() -> None:
    store(BRUG)
    district = Area.objects.create(name="Wijk Noord", region="noord")
    SchoolSite.objects.filter(brin="99AA").update(area=district)
    childcare = SchoolSite.objects.create(name="De Krokodil", sort=SchoolSite.Sort.CHILDCARE)
    store(BOOG, BRUG, edition=NEW)
    childcare.refresh_from_db()
    assert site(BRUG).area == district
    assert childcare.closed_on is None


def test_a_site_that_lost_its_area_gets_that_of_its_municipality() -> None:
    store(BRUG)
    SchoolSite.objects.update(area=None)
    store(BRUG)
    assert site(BRUG).area == Area.objects.get(name="Waterstad")


def test_storing_a_list_writes_one_row_in_the_log_with_counts_and_no_person() -> None:
    store(BRUG, BOOG)
    row = LogEntry.objects.get(action="reference.sites")
    assert row.persons == []
    assert row.detail == {
        "edition": OLD.name,
        "added": 2,
        "changed": 0,
        "closed": 0,
        "reopened": 0,
        "unchanged": 0,
    }
