"""What comes with a release is there after migrating, and never overrides what somebody stored."""

from datetime import date

import pytest
from django.apps import apps as django_apps
from django.db import connection
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from schakel.reference import actions, apps, packaged, queries
from schakel.reference.facts import EditionFacts, HolidayFacts
from schakel.reference.models import Area, Code, Edition, SchoolHoliday, SchoolSite
from schakel.rules.clock import PICK_UP_WITH_PAUSE, FreeDays, due_day

pytestmark = pytest.mark.django_db

AUTUMN = FreeDays(date(2025, 10, 18), date(2025, 10, 26))


def test_a_new_installation_has_holidays_and_code_lists_with_their_source() -> None:
    assert SchoolHoliday.objects.count() == 30
    assert set(Code.objects.values_list("list", flat=True)) == set(Code.List.values)
    assert not Edition.objects.filter(source="").exists()


def test_storing_the_release_again_changes_nothing() -> None:
    counts = actions.store_packaged()
    assert (counts.added, counts.changed) == (0, 0)


def test_holidays_somebody_stored_from_another_edition_stay() -> None:
    own = EditionFacts("Scholen van de gemeente", "Eigen vakanties", date(2025, 1, 1))
    row = HolidayFacts("noord", "2025-2026", "Herfstvakantie", date(2025, 10, 11), date(2025, 10, 19))
    assert actions.store_holidays(by=None, edition=own, rows=[row]).changed == 1
    actions.store_packaged()
    stored = SchoolHoliday.objects.get(region="noord", school_year="2025-2026", name="Herfstvakantie")
    assert (stored.starts_on, stored.edition.name) == (date(2025, 10, 11), "Eigen vakanties")


def test_a_correction_in_a_release_reaches_the_table() -> None:
    edition, _rows = packaged.holidays()
    SchoolHoliday.objects.filter(edition__name=edition.name).update(ends_on=date(2027, 12, 31))
    Code.objects.filter(list=Code.List.REFERRER, code="02").update(label_nl="Dokter")
    assert actions.store_packaged().changed == 31
    assert queries.label_of(Code.List.REFERRER, "02") == "Huisarts"
    assert not SchoolHoliday.objects.filter(ends_on=date(2027, 12, 31)).exists()


def test_the_release_is_stored_in_a_fixed_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(20):
        actions.store_packaged()


@pytest.mark.parametrize(
    ("code_list", "codes"),
    [
        (Code.List.REFERRER, "01 02 03 04 05 06 08"),
        (Code.List.CLOSURE, "01 02 03 04 05"),
        (Code.List.IJW_END_REASON, "02 20 31 32 33 34 35 36 37 38 39"),
        (Code.List.IJW_PRODUCT_CATEGORY, "40 41 42 43 44 45 46 47 48 49 50 53 54 55"),
        (Code.List.IJW_UNIT, "01 04 14 16 82 83 84"),
        (Code.List.IJW_FREQUENCY, "1 2 4 6"),
    ],
)
def test_the_code_lists_are_complete(code_list: Code.List, codes: str) -> None:
    assert [code for code, _label in queries.choices(code_list)] == codes.split()


def test_a_code_reads_in_the_language_of_the_reader() -> None:
    assert queries.label_of(Code.List.REFERRER, "02") == "Huisarts"
    with translation.override("en"):
        assert queries.label_of(Code.List.REFERRER, "02") == "General practitioner"
    assert queries.label_of(Code.List.REFERRER, "77") == "77"


def test_a_site_has_the_holidays_of_the_region_of_its_area() -> None:
    area = Area.objects.create(name="Leeuwarden", region="noord")
    site = SchoolSite.objects.create(name="De Brug", area=area)
    holidays = queries.holidays_for(site, date(2025, 10, 20))
    assert holidays[0] == AUTUMN
    assert due_day(date(2025, 10, 16), PICK_UP_WITH_PAUSE, holidays) == date(2025, 11, 1)


def test_a_site_without_an_area_or_region_has_no_known_holidays() -> None:
    nowhere = SchoolSite.objects.create(name="De Brug")
    assert queries.holidays_for(nowhere, date(2025, 10, 20)) == ()
    unknown = SchoolSite.objects.create(name="De Boog", area=Area.objects.create(name="Ergens"))
    assert queries.holidays_for(unknown, date(2025, 10, 20)) == ()


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2025, 10, 26), date(2025, 10, 26), True),
        (date(2025, 10, 18), date(2025, 10, 18), True),
        (date(2025, 10, 27), date(2025, 12, 19), False),
        (date(2025, 8, 18), date(2025, 10, 17), False),
    ],
)
def test_a_holiday_counts_for_a_period_that_touches_it(first: date, last: date, found: bool) -> None:
    assert bool(queries.holidays_in("noord", first, last)) is found


def test_an_area_can_be_put_in_a_region() -> None:
    area = Area.objects.create(name="Altena")
    actions.set_region(by=None, area=area, region="midden")
    area.refresh_from_db()
    assert area.region == "midden"


def test_reference_data_name_themselves() -> None:
    edition = Edition.objects.get(source="CBS")
    code = Code.objects.get(list=Code.List.CLOSURE, code="01")
    holiday = SchoolHoliday.objects.get(region="zuid", school_year="2025-2026", name="Kerstvakantie")
    said = [str(one) for one in (edition, code, holiday, Area(name="Waterstad"), SchoolSite(name="De Brug"))]
    assert said == [
        f"{edition.name} (2026-11-21)",
        "01 Volgens plan afgerond",
        "Kerstvakantie zuid 2025-2026",
        "Waterstad",
        "De Brug",
    ]


def test_with_tables_that_are_not_there_yet_nothing_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", list)
    monkeypatch.setattr(actions, "store_packaged", pytest.fail)
    apps.store_facts_of_release(sender=django_apps.get_app_config("reference"), using="default")
