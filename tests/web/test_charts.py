"""Bars never lie: no longer than full, no shorter than empty, and their numbers stand beside them as text."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from schakel.web import charts
from schakel.web.parts import Bar, BarChart

CHART = BarChart(
    "Van de 100 vragen:",
    [Bar("opgepakt", 71.5, "71 van de 100"), Bar("<b>", 12, "12 van de 100", other=True)],
    most=100,
)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_a_bar_is_never_longer_than_full_or_shorter_than_empty(value: float, most: float) -> None:
    assert 0 <= charts.filled(value, most) <= 100


@pytest.mark.parametrize(("value", "most", "length"), [(1, 2, 50), (0, 5, 0), (7, 5, 100), (3, 0, 0)])
def test_a_bar_is_as_long_as_its_share(value: float, most: float, length: float) -> None:
    assert charts.filled(value, most) == length


def test_the_picture_says_in_words_what_it_shows() -> None:
    page = Template("{% load schakel %}{% bars chart %}").render(Context({"chart": CHART}))
    assert 'aria-label="Van de 100 vragen: opgepakt: 71 van de 100. &lt;b&gt;: 12 van de 100. "' in page
    assert "<b>" not in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_lengths_are_numbers_that_a_browser_reads_in_every_language(language: str) -> None:
    with translation.override(language):
        page = Template("{% load schakel %}{% bars chart %}{% softbar 1 3 'ruimte' %}").render(
            Context({"chart": CHART})
        )
    assert 'width="228.8"' in page
    assert 'width="33.33"' in page


def test_no_bars_is_an_empty_picture() -> None:
    assert charts.drawing(BarChart("Niets", [], most=1)).bars == ()
