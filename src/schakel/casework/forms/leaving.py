"""The form with which a coordinator sees a colleague off: one successor, and another lead where that is better."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from schakel.web.fields import tidy
from schakel.web.forms import PlainForm

PREFIX = "support-"


class LeaveForm(PlainForm):
    successor = forms.ChoiceField(
        label=_("Wie neemt het werk over?"),
        required=False,
        help_text=_("Zonder opvolger kan alleen wie niets in handen heeft."),
    )

    def __init__(
        self,
        *args: Any,
        successors: Sequence[tuple[str, str]],
        leads: Sequence[tuple[str, str]],
        supports: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [("", _("niemand")), *successors]  # type: ignore[attr-defined]  # a choice field
        for key, title in supports:
            self.fields[f"{PREFIX}{key}"] = forms.ChoiceField(
                label=_("Vaste contactpersoon van %(who)s") % {"who": tidy(title)},
                choices=[("", _("de opvolger")), *leads],
                required=False,
            )

    def chosen(self) -> dict[str, str]:
        """Per support for which another than the successor was chosen: who."""
        return {
            name.removeprefix(PREFIX): str(who)
            for name, who in self.cleaned_data.items()
            if name.startswith(PREFIX) and who
        }
