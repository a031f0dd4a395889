"""Long lists go by fifty, forwards and back, without losing or repeating a row, in one query."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db.models import QuerySet
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from schakel.web import places, tables
from schakel.web.models import Job
from schakel.web.tables import Column, Table, part_of, prepared_part
from tests.web.people import somebody

ORDER = ("-started_at", "key")
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


def jobs(number: int) -> None:
    """Work that started at equal and at different moments."""
    owner, now = somebody(), timezone.now()
    Job.objects.bulk_create(
        Job(owner=owner, title=str(at), started_at=now - timedelta(minutes=at // 3)) for at in range(number)
    )


def all_jobs(*, from_on: datetime) -> QuerySet[Job]:
    return Job.objects.filter(started_at__gte=from_on)


def part(address: str = "", **more: Any) -> tables.Slice[Job]:
    """The part of the list at this address: the same, put together once or each time."""
    request = RequestFactory().get(f"/lijst/{address}")
    once = prepared_part(Job, all_jobs, request, order=ORDER, from_on=LONG_AGO, **more)
    each_time = part_of(Job.objects.all(), request, order=ORDER, **more)
    assert once.items == each_time.items
    assert (bool(once.next), bool(once.previous)) == (bool(each_time.next), bool(each_time.previous))
    return each_time


def walk(way: str, start: str = "") -> tuple[list[str], str]:
    """All titles in this direction, and the address where it ended."""
    address, titles = start, []
    while True:
        here = part(address, size=7)
        titles.append([job.title for job in here])
        following = here.next if way == "next" else here.previous
        if not following:
            return [title for titles_here in titles for title in titles_here], address
        address = following


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1, 6, 7, 8, 30])
def test_going_through_shows_every_row_once_in_order(number: int) -> None:
    jobs(number)
    titles, _end = walk("next")
    assert titles == [job.title for job in Job.objects.order_by(*ORDER)]


@pytest.mark.django_db
def test_going_back_shows_the_same_pages() -> None:
    jobs(30)
    first = part(size=7)
    second = part(first.next, size=7)
    again = part(second.previous, size=7)
    assert list(again) == list(first)
    assert not again.previous


@pytest.mark.django_db
def test_a_part_costs_one_query_however_long_the_list(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    jobs(200)
    second = part().next
    with django_assert_num_queries(2):  # one for each way to put it together
        assert len(part(second)) == tables.FIFTY


@pytest.mark.django_db
def test_an_address_that_was_changed_shows_the_beginning() -> None:
    jobs(10)
    beginning = list(part(size=3))
    for address in ("?na=verzonnen", "?na=a:b:c", "?terug=", "?na=" + "x" * 5000):
        assert list(part(address, size=3)) == beginning


@pytest.mark.django_db
def test_filters_stay_in_the_address() -> None:
    jobs(10)
    following = part("?zoek=sem&na=oud", size=3).next
    assert parse_qs(following[1:])["zoek"] == ["sem"]
    assert len(parse_qs(following[1:])["na"]) == 1


@pytest.mark.django_db
def test_an_address_shows_no_number_of_a_row_and_none_can_be_put_in_it() -> None:
    jobs(10)
    following = parse_qs(part(size=3).next[1:])["na"][0]
    raw = urlsafe_b64decode(following + "=" * (-len(following) % 4))
    for job in part(size=3):
        assert str(job.key).encode() not in raw
    assert part(f"?na=W{following[1:]}", size=3).previous == ""
    assert part(size=3).next == part(size=3).next, "the same place has the same address"


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(), ("-started_at",)])
def test_an_order_that_cannot_tell_rows_apart_is_refused(order: tuple[str, ...]) -> None:
    with pytest.raises(tables.OrderNotStrict):
        part_of(Job.objects.all(), RequestFactory().get("/"), order=order)


VALUES = st.one_of(
    st.datetimes(timezones=st.just(UTC)),
    st.dates(),
    st.uuids(),
    st.integers(),
    st.decimals(allow_nan=False),
    st.text(),
)


@given(VALUES)
def test_a_place_survives_its_journey_in_the_address(value: Any) -> None:
    assert places.unseal(places.seal([value], "lijst"), "lijst") == [value]
    assert places.unseal(places.seal([value], "lijst"), "andere lijst") is None


def test_a_table_names_its_rows_and_labels_its_cells_for_a_phone() -> None:
    table = Table(
        [
            Column[str]("Naam", str, href=lambda name: f"/{name}/"),
            Column[str]("Lengte", lambda n: str(len(n)), number=True),
        ],
        ["sem", "<b>"],
        caption="Kinderen",
    )
    page = render_to_string("web/parts/table.html", {"table": table})
    assert '<th scope="row"><a href="/sem/"><bdi>sem</bdi></a></th>' in page
    assert 'data-label="Lengte"' in page
    assert "<caption>Kinderen</caption>" in page
    assert "<b>" not in page


def test_the_search_box_hands_on_tidy_words_and_shows_them_again_as_text() -> None:
    request = RequestFactory().get("/", {"zoek": "  Sem \x00 \u202e" + "x" * 500})
    words = tables.asked_words(request)
    assert words.startswith("Sem xxx")
    assert len(words) == tables.LONGEST_SEARCH
    page = Template('{% load schakel %}{% search_box "Zoek op naam" value %}').render(
        Context({"value": '"><b>'})
    )
    assert "<b>" not in page
    assert 'role="search"' in page
