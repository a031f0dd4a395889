"""Fields that forgive how people write: a day, a clock time, a phone number, a line, a story.

What cannot be understood gets a sentence that shows how to write it. Names in any script and emoji pass as they
are; only characters that nobody can see and that scramble a page are taken out.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

MOST_OF_A_STORY = 4000
MOST_OF_A_LINE = 200
# Overrides of the writing direction: harmless in a name they are not, needed in a name they never are.
_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_MONTHS = {
    "jan": 1,
    "feb": 2,
    "mrt": 3,
    "apr": 4,
    "mei": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "nov": 11,
    "dec": 12,
    "maa": 3,
    "mar": 3,
    "may": 5,
    "oct": 10,
}
_DAY = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z]{3,9})\.?[\s./-]+(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2})|(\d{2}))?(?:\s*(?:u|uur|h))?")


def tidy(text: str) -> str:
    """One way to write each letter, without control signs; line ends and tabs stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(sign for sign in text if sign in "\n\t\0" or unicodedata.category(sign) != "Cc")
    return kept.translate(_DIRECTION)


def read_day(text: str) -> date | None:
    """`23-11-2026`, `23 november 2026`, `23/11/2026` or `2026-11-23` as a day; None when it is none."""
    text = text.strip().lower()
    if iso := _ISO_DAY.fullmatch(text):
        return _day(*map(int, iso.groups()))
    if (match := _DAY.fullmatch(text)) is None:
        return None
    day, month, year = match.groups()
    number = int(month) if month.isdigit() else _MONTHS.get(month[:3], 0)
    return _day(int(year), number, int(day))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_clock(text: str) -> time | None:
    """`14:30`, `14.30`, `1430`, `9` or `9 uur` as a time; None when it is none."""
    match = _CLOCK.fullmatch(text.strip().lower())
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or match[3] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class LineField(forms.CharField):
    """One line of text."""

    def __init__(self, *, max_length: int = MOST_OF_A_LINE, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """Tidy, and on one line."""
        return " ".join((super().to_python(tidy(str(value or ""))) or "").split())


class StoryField(forms.CharField):
    """A few sentences; the box grows with the text."""

    def __init__(
        self, *, max_length: int = MOST_OF_A_STORY, rows: int = 5, autocomplete: str = "off", **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "autocomplete": autocomplete}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """Tidy; the lines stay."""
        return super().to_python(tidy(str(value or ""))) or ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No hard stop while typing or pasting: too long is a message, and the text stays whole."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class DayInput(forms.TextInput):
    """A day in one box, because three boxes or a calendar take longer for a date that is known."""

    def format_value(self, value: Any) -> str | None:
        """As the hint shows it."""
        return value.strftime("%d-%m-%Y") if isinstance(value, date) else super().format_value(value)


class DayField(forms.DateField):
    """A day, written as people write it; `past` and `future` say on which side of today it must be."""

    widget = DayInput
    default_error_messages = {  # noqa: RUF012  # Django reads it from the class
        "not_yet": _("Deze datum is nog niet geweest."),
        "past": _("Deze datum is al geweest."),
        "too_long_ago": _("Deze datum is te lang geleden. Klopt het jaar?"),
        "too_far": _("Deze datum is te ver weg. Klopt het jaar?"),
    }

    def __init__(self, *, past: bool = False, future: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Bijvoorbeeld 23-11-2026"))
        super().__init__(**kwargs)
        self.past, self.future = past, future

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Short, and no suggestions from other people's forms."""
        return {**super().widget_attrs(widget), "size": 18, "autocomplete": "off"}

    def to_python(self, value: Any) -> date | None:
        """The day that was written."""
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        day = read_day(value)
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def validate(self, value: date | None) -> None:
        """On the right side of today, and within a lifetime."""
        super().validate(value)
        if value is not None and (code := self._wrong(value)):
            raise ValidationError(self.error_messages[code], code=code)

    def _wrong(self, day: date) -> str:
        today = localdate()
        if self.past and day > today:
            return "not_yet"
        if self.future and day < today:
            return "past"
        if day.year < today.year - 120:
            return "too_long_ago"
        return "too_far" if day.year > today.year + 30 else ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare days, not ways of writing them."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class ClockField(forms.TimeField):
    """A time of the day."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Bijvoorbeeld 14:30"))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Short."""
        return {**super().widget_attrs(widget), "size": 8, "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """As the hint shows it."""
        return value.strftime("%H:%M") if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """The time that was written."""
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        clock = read_clock(value)
        if clock is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return clock


class PhoneField(LineField):
    """A phone number as people write it; only what cannot be dialled is refused."""

    default_error_messages = {  # noqa: RUF012  # Django reads it from the class
        "phone": _("Dit is geen telefoonnummer. Schrijf het zo: 06 12345678."),
    }

    def __init__(self, *, max_length: int = 24, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=max_length, **kwargs)

    def validate(self, value: str) -> None:
        """Digits with spaces, dashes, brackets and one plus in front; six to fifteen digits (E.164)."""
        super().validate(value)
        digits = sum(sign.isdigit() for sign in value)
        if value and not (re.fullmatch(r"\+?[\d\s()./-]+", value) and 6 <= digits <= 15):
            raise ValidationError(self.error_messages["phone"], code="phone")
