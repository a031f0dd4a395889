"""Reading school holidays in the shape of the government's open data."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.reference import packaged
from schakel.reference.errors import HolidayFileError
from schakel.reference.facts import HolidayFacts
from schakel.reference.holidays import read_holidays


def file(*regions: dict[str, Any], name: str = " Herfstvakantie ", year: str = " 2027-2028 ") -> str:
    return json.dumps({"content": [{"schoolyear": year, "vacations": [{"type": name, "regions": regions}]}]})


def days(region: str = "noord", start: str = "2027-10-16", end: str = "2027-10-24") -> dict[str, str]:
    return {"region": region, "startdate": start, "enddate": end}


def test_a_holiday_of_one_region_is_read_without_its_stray_spaces() -> None:
    assert read_holidays(file(days())) == (
        HolidayFacts("noord", "2027-2028", "Herfstvakantie", date(2027, 10, 16), date(2027, 10, 24)),
    )


def test_a_moment_in_utc_is_the_day_it_is_in_amsterdam() -> None:
    (row,) = read_holidays(file(days(start="2019-10-18T22:00:00.000Z", end="2019-10-26T22:00:00.000Z")))
    assert (row.starts_on, row.ends_on) == (date(2019, 10, 19), date(2019, 10, 27))


def test_the_whole_country_means_the_three_regions() -> None:
    rows = read_holidays(file(days("heel Nederland")))
    assert [row.region for row in rows] == ["noord", "midden", "zuid"]


def test_the_same_row_twice_is_one_holiday() -> None:
    assert len(read_holidays(file(days(), days()))) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html>", "geen JSON"),
        ("[" * 100_000, "geen JSON"),
        ("[]", "geen vakantie"),
        ('{"content": []}', "geen vakantie"),
        ("{}", "ontbreekt een onderdeel. (bestand, content)"),
        ('{"content": 3}', "geen lijst. (bestand, content)"),
        ('{"content": [3]}', "(content 1, schoolyear)"),
        (file(days(), year=" "), "ontbreekt tekst. (content 1, schoolyear)"),
        (file({"region": "noord"}), "(content 1, Herfstvakantie, startdate)"),
        (file({"region": 3}), "ontbreekt tekst. (content 1, Herfstvakantie, region)"),
        (file(days("west")), "onbekende regio. (content 1, Herfstvakantie, west)"),
        (file(days(start="16 oktober")), "geen datum. (content 1, Herfstvakantie, startdate: 16 oktober)"),
        (file(days(start="2027-02-30")), "geen datum."),
        (file(days(start="2019-10-18T22:00:00")), "geen datum."),
        (
            file(days(end="2027-10-15")),
            "de laatste dag ligt voor de eerste. (content 1, Herfstvakantie, noord)",
        ),
        (
            file(days(), days(end="2027-10-25")),
            "twee keer in, met andere dagen. (Herfstvakantie 2027-2028, noord)",
        ),
    ],
)
def test_a_file_that_is_wrong_says_what_and_where(text: str, message: str) -> None:
    with pytest.raises(HolidayFileError) as refused:
        read_holidays(text)
    assert str(refused.value).startswith("Dit vakantiebestand is niet te lezen: ")
    assert message in str(refused.value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["noord", "2027-10-16"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["content", "vacations", "regions", "region", "type", "schoolyear", "startdate", "enddate"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


@given(st.text() | JSON.map(json.dumps) | JSON.map(lambda value: json.dumps({"content": [value]})))
def test_no_file_breaks_the_reader(text: str) -> None:
    try:
        rows = read_holidays(text)
    except HolidayFileError:
        rows = ()
    assert all(row.starts_on <= row.ends_on for row in rows)


# What comes with the release (Rijksoverheid, school holidays 2025-2026 and 2026-2027)


@pytest.mark.parametrize(
    ("year", "name", "region", "first", "last"),
    [
        ("2025-2026", "Herfstvakantie", "noord", date(2025, 10, 18), date(2025, 10, 26)),
        ("2025-2026", "Herfstvakantie", "zuid", date(2025, 10, 11), date(2025, 10, 19)),
        ("2025-2026", "Kerstvakantie", "midden", date(2025, 12, 20), date(2026, 1, 4)),
        ("2025-2026", "Voorjaarsvakantie", "noord", date(2026, 2, 21), date(2026, 3, 1)),
        ("2025-2026", "Voorjaarsvakantie", "zuid", date(2026, 2, 14), date(2026, 2, 22)),
        ("2025-2026", "Meivakantie", "zuid", date(2026, 4, 25), date(2026, 5, 3)),
        ("2025-2026", "Zomervakantie", "midden", date(2026, 7, 18), date(2026, 8, 30)),
        ("2026-2027", "Herfstvakantie", "midden", date(2026, 10, 17), date(2026, 10, 25)),
        ("2026-2027", "Kerstvakantie", "noord", date(2026, 12, 19), date(2027, 1, 3)),
        ("2026-2027", "Voorjaarsvakantie", "midden", date(2027, 2, 20), date(2027, 2, 28)),
        ("2026-2027", "Meivakantie", "noord", date(2027, 4, 24), date(2027, 5, 2)),
        ("2026-2027", "Zomervakantie", "zuid", date(2027, 7, 24), date(2027, 9, 5)),
    ],
)
def test_the_release_knows_the_holidays_of_two_school_years(
    year: str, name: str, region: str, first: date, last: date
) -> None:
    _edition, rows = packaged.holidays()
    assert HolidayFacts(region, year, name, first, last) in rows


def test_every_region_has_five_holidays_a_year_and_they_run_from_saturday_to_sunday() -> None:
    edition, rows = packaged.holidays()
    assert edition.source == "Rijksoverheid"
    assert len(rows) == 2 * 5 * 3
    assert {(row.starts_on.weekday(), row.ends_on.weekday()) for row in rows} == {(5, 6)}
