"""Two people edit one thing: the second is told, and keeps the text.

1. The form carries the version of what it shows (`VersionedForm`).
2. Sent over a newer version, it comes back with everything that was typed, and beside each field what stands
   there now. Sending it again is then a choice.
3. The action locks the row and looks once more (`locked`), because somebody may be quicker than the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Manager, Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from schakel.web.forms import PlainForm

M = TypeVar("M", bound=Model)

OVERTAKEN = _(
    "Iemand anders heeft dit intussen aangepast. Jouw tekst staat hieronder. "
    "Lees wat er nu staat, en verstuur opnieuw als het klopt."
)


class ChangedMeanwhile(Exception):
    """The record is newer than the form; call `form.overtake(...)` and show the form again."""


class NoVersion(TypeError):
    """A record needs a field `version`, `updated_at` or `number` before two people can edit it."""


def version_of(record: Model | None) -> str:
    """The version of a record as a form carries it; of what nobody wrote yet it is 0."""
    if record is None:
        return "0"
    for name in ("version", "updated_at", "number"):
        value = getattr(record, name, None)
        if value is not None:
            return value.isoformat() if isinstance(value, datetime) else str(value)
    raise NoVersion(type(record).__name__)


def locked(rows: QuerySet[M] | Manager[M], version: str, **which: Any) -> M:
    """The record, locked until the end of the transaction.

    Raises:
        ChangedMeanwhile: it is newer than the form that was sent.
    """
    record = rows.select_for_update().get(**which)
    if version_of(record) != version:
        raise ChangedMeanwhile(version)
    return record


class VersionedForm(PlainForm):
    """A form over something that others edit too.

    `current` is the record as it is now (None: nobody wrote it yet), `now` its values by field name, as the form would show them.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, current: Model | None, now: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.current = current
        self.now = dict(now or {})
        self.overtaken_by: dict[str, str] = {}
        self.initial.setdefault("version", version_of(current))

    def clean(self) -> dict[str, Any]:
        """Compare versions after everything else, so that all errors come back at once."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("version") != version_of(self.current):
            self.overtake(self.current, self.now)
        return cleaned

    def overtake(self, current: Model | None, now: Mapping[str, Any]) -> None:
        """Come back with the typed text and what stands there now; the next sending knows of it."""
        self.add_error(NON_FIELD_ERRORS, forms.ValidationError(OVERTAKEN, code="overtaken"))
        self.overtaken_by = {
            name: shown
            for name, value in now.items()
            if name in self.fields and (shown := self._as_shown(name, value)) != self._as_typed(name)
        }
        data = QueryDict(mutable=True)
        data.update(self.data)
        data[self.add_prefix("version")] = version_of(current)
        self.data = data

    def _as_shown(self, name: str, value: Any) -> str:
        if isinstance(self.fields[name], forms.BooleanField):
            return str(_("ja") if value in (True, "on") else _("nee"))
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, "" if value is None else value))

    def _as_typed(self, name: str) -> str:
        return self._as_shown(name, self.data.get(self.add_prefix(name), ""))
