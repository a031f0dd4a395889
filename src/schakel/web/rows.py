"""The rows of a list as HTML: when, what, and one thing to do.

Written in Python and not as a template: a template costs every row some three hundred calls, and on the busiest pages the rows
were half of the time. Every value goes through `safe`.
"""

from collections.abc import Iterable

from django.template.defaultfilters import linebreaksbr
from django.utils.safestring import SafeString, mark_safe

from schakel.web.parts import Row
from schakel.web.safe import safe


def listed(lines: Iterable[Row], token: str = "") -> SafeString:
    """A list of rows. `token` guards rows whose action is sent (`post`)."""
    drawn = "".join(_row(line, token) for line in lines)
    return mark_safe(f'<ul class="rows">{drawn}</ul>')  # noqa: S308  # each value in it was escaped by `safe`


def _row(row: Row, token: str) -> str:
    note = f'<p class="typed"><bdi>{linebreaksbr(row.note)}</bdi></p>' if row.note else ""
    text = f'<p class="soft">{safe(row.text)}</p>' if row.text else ""
    action = _action(row, token) if row.action else ""
    title = f"<bdi>{safe(row.title)}</bdi>"
    if row.href:
        title = f'<a href="{safe(row.href)}">{title}</a>'
    what = f'<div class="row__what"><p class="row__title">{title}</p>{note}{text}</div>'
    return f"<li>{_when(row) if row.when else ''}{what}{action}</li>"


def _when(row: Row) -> str:
    tone = f" row__when--{row.tone}" if row.tone else ""
    return f'<span class="row__when{tone}">{safe(row.when)}</span>'


def _action(row: Row, token: str) -> str:
    """A link, or a button that is sent; the hidden words tell a screen reader which row it is about."""
    look = f'class="nl-button nl-button--{"primary" if row.main else "secondary"}"'
    words = f'{safe(row.action)}<span class="visually-hidden">: {safe(row.title)}</span>'
    if not row.post:
        return f'<div class="row__do"><a {look} href="{safe(row.to)}">{words}</a></div>'
    guard = f'<input type="hidden" name="csrfmiddlewaretoken" value="{safe(token)}">'
    button = f'<button type="submit" {look}>{words}</button>'
    return f'<form class="row__do" method="post" action="{safe(row.to)}">{guard}{button}</form>'
