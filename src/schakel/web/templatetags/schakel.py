"""Everything a page needs: `{% load schakel %}`.

Parts of a page, each a small template in `templates/web/parts/`; `/stijl/` shows them all with their tags.
The filters of `words` and the tags of `frame` come along.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from schakel.web import charts
from schakel.web import rows as drawn_rows
from schakel.web.panels import registry as panel_registry
from schakel.web.parts import BarChart, Fact, Moment, Row, Text, Tone
from schakel.web.safe import html
from schakel.web.templatetags import frame, words

register = template.Library()
for library in (words.register, frame.register):
    register.tags.update(library.tags)
    register.filters.update(library.filters)

PARTS = "web/parts/"


@register.simple_block_tag
def card(content: str, title: Text = "", id: str = "", tone: Tone = "") -> SafeString:
    """`{% card "Mijn scholen" %} ... {% endcard %}`."""
    heading = html("<h2{}>{}</h2>", _id(id), title) if title else ""
    label = html(' aria-labelledby="{}"', id) if id and title else ""
    return html('<section class="card{}"{}>{}{}</section>', _tone("card", tone), label, heading, content)


@register.simple_block_tag
def note(content: str, tone: Tone = "") -> SafeString:
    """`{% note tone="soon" %} ... {% endnote %}`: something to know, beside the text."""
    return html('<div class="note{}">{}</div>', _tone("note", tone), content)


@register.simple_tag
def badge(text: Text, tone: Tone = "") -> SafeString:
    """A word that says how something stands."""
    return html('<span class="nl-data-badge{}">{}</span>', _tone("badge", tone), text)


def _id(name: str) -> str:
    return html(' id="{}"', name) if name else ""


def _tone(part: str, tone: Tone) -> str:
    return f" {part}--{tone}" if tone else ""


@register.simple_tag(takes_context=True)
def rows(context: template.Context, lines: Iterable[Row]) -> SafeString:
    """A list of `parts.Row`: when, what, one action."""
    return drawn_rows.listed(lines, str(context.get("csrf_token", "")))


@register.inclusion_tag(f"{PARTS}softbar.html")
def softbar(value: float, most: float, text: Text) -> dict[str, Any]:
    """Room as a soft bar; the text says the same, so the bar itself is silent."""
    return {"filled": charts.filled(value, most), "text": text}


@register.inclusion_tag(f"{PARTS}bars.html")
def bars(chart: BarChart) -> dict[str, Any]:
    """A few bars under one sentence."""
    return {"chart": charts.drawing(chart)}


@register.inclusion_tag(f"{PARTS}facts.html")
def facts(lines: Iterable[Fact]) -> dict[str, Any]:
    """Labels with their values."""
    return {"facts": lines}


@register.inclusion_tag(f"{PARTS}empty.html")
def empty(text: Text, step: Text = "", to: str = "") -> dict[str, Any]:
    """Nothing here yet, and the first step to change that."""
    return {"text": text, "step": step, "to": to}


@register.inclusion_tag(f"{PARTS}timeline.html")
def timeline(moments: Iterable[Moment]) -> dict[str, Any]:
    """History as a line, in the order given."""
    return {"moments": moments}


@register.inclusion_tag(f"{PARTS}danger.html")
def danger() -> dict[str, Any]:
    """Whom to call when a child is in danger now."""
    return {}


@register.inclusion_tag(f"{PARTS}tap.html", takes_context=True)
def tap(context: template.Context, label: Text, to: str, name: str = "", value: str = "") -> dict[str, Any]:
    """One thing to count or do with one thumb: a button that is sent at once."""
    token = context.get("csrf_token")
    return {"label": label, "to": to, "name": name, "value": value, "csrf_token": token}


@register.simple_tag(takes_context=True)
def data_table(context: template.Context, table: Any) -> SafeString:
    """A `tables.Table`; on a phone every row is a small card."""
    return render_to_string(f"{PARTS}table.html", {"table": table, "request": context.get("request")})


@register.inclusion_tag(f"{PARTS}pages.html")
def pages(page: Any) -> dict[str, Any]:
    """Links to the next and the previous part of a list (`tables.Slice`)."""
    return {"page": page}


@register.inclusion_tag(f"{PARTS}plain_form.html", takes_context=True)
def plain_form(
    context: template.Context,
    form: Any,
    *,
    button: Text,
    desk: Any = None,
    text: Text = "",
    back: str = "",
    to: str = "",
    look: Text = "",
) -> dict[str, Any]:
    """A whole form: fields, errors, draft line, one button. `back` adds a way out, `text` says what follows, `look` is a second
    button that sends `_look`: show what would go out, and do nothing.
    """
    return {
        "form": form,
        "desk": desk,
        "button": button,
        "text": text,
        "back": back,
        "to": to,
        "look": look,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag(f"{PARTS}desk.html")
def desk_fields(desk: Any) -> dict[str, Any]:
    """The ticket and the draft line, for a form that writes its own `<form>`."""
    return {"desk": desk}


@register.inclusion_tag(f"{PARTS}panels.html", takes_context=True)
def panels(context: template.Context, page: str, about: Any) -> dict[str, Any]:
    """The panels that other rooms put on this page."""
    return {"panels": panel_registry.shown(page, context["request"], about)}


@register.inclusion_tag(f"{PARTS}search.html")
def search_box(label: Text, value: str = "", name: str = "zoek") -> dict[str, Any]:
    """One box above a list; `tables.asked_words` reads what was typed."""
    return {"label": label, "value": value, "name": name}
