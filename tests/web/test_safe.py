"""Whatever is typed stays text; what is HTML already stays HTML."""

import pytest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from schakel.web.safe import html, safe

TYPED = [
    "<script>alert(1)</script>",
    "\"quoted\" & 'so'",
    "",
    "Jörg & Çelik",
    mark_safe("<b>x</b>"),
    gettext_lazy("Bewaar"),
]


@pytest.mark.parametrize("typed", TYPED, ids=str)
def test_a_text_is_escaped_as_django_does(typed: str) -> None:
    assert safe(typed) == conditional_escape(typed)
    laid = html("<p>{}</p>", typed)
    assert laid == format_html("<p>{}</p>", typed)
    assert isinstance(laid, SafeString)


def test_a_pattern_within_a_pattern_is_escaped_once() -> None:
    assert html("<p>{}{}</p>", html("<b>{}</b>", "<"), "<") == "<p><b>&lt;</b>&lt;</p>"
