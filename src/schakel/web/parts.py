"""What the parts of a page need to know, as plain values that a view can make and a test can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.functional import Promise

Text = str | Promise
# today: now or too late. soon: within days. well: done. here: the accent. Empty: nothing to worry about.
Tone = Literal["today", "soon", "well", "here", ""]


@dataclass(frozen=True)
class Row:
    """One line of a list: when, what, and one thing to do.

    `note` is what somebody typed. `to` opens a page; with `post` the action is sent instead, so that it can change something.
    """

    title: Text
    when: Text = ""
    tone: Tone = ""
    text: Text = ""
    note: str = ""
    href: str = ""
    action: Text = ""
    to: str = ""
    main: bool = False
    post: bool = False


@dataclass(frozen=True)
class Fact:
    """A label with its value, for a list of facts."""

    label: Text
    value: Text
    href: str = ""


@dataclass(frozen=True)
class Moment:
    """One point on a line of history: when, what happened, why, who decided."""

    when: date | datetime
    what: Text
    why: Text = ""
    by: Text = ""


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: `value` decides its length, `text` says it."""

    label: Text
    value: float
    text: Text
    other: bool = False


@dataclass(frozen=True)
class BarChart:
    """Bars under one sentence that says what they show; `most` is the value of a full bar."""

    sentence: Text
    bars: Sequence[Bar]
    most: float
