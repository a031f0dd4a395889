"""How forms look and speak: `{{ form }}` is enough.

`FORM_RENDERER = "schakel.web.forms.PlainRenderer"` makes every form of every room use `web/form.html`: an
error summary that links to the fields, then per field a label, a hint, the control and the error. Errors are
plain Dutch; what was typed always stays. Nothing here knows what a form is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates, Jinja2
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# Said in place of Django's own sentences, for every field of the kind.
PLAIN: dict[type[forms.Field], dict[str, Text]] = {
    forms.Field: {
        "required": _("Vul dit in."),
        "max_length": _("Dit is te lang: %(show_value)d tekens. Er passen %(limit_value)d tekens."),
        "min_length": _("Dit is te kort. Schrijf minstens %(limit_value)d tekens."),
        "max_value": _("Dit is te veel. Het mag niet meer zijn dan %(limit_value)s."),
        "min_value": _("Dit is te weinig. Het moet minstens %(limit_value)s zijn."),
        "null_characters_not_allowed": _(
            "Er staat een teken in dat wij niet kunnen bewaren. Typ de tekst opnieuw."
        ),
    },
    forms.EmailField: {
        "invalid": _("Dit is geen e-mailadres. Een e-mailadres ziet eruit als naam@school.nl.")
    },
    forms.IntegerField: {"invalid": _("Vul een heel getal in, alleen met cijfers.")},
    forms.DateField: {"invalid": _("Dit is geen datum. Schrijf de datum zo: 23-11-2026.")},
    forms.TimeField: {"invalid": _("Dit is geen tijd. Schrijf de tijd zo: 14:30.")},
    forms.ChoiceField: {
        "required": _("Kies wat past."),
        "invalid_choice": _("Deze keuze is er niet meer. Kies opnieuw."),
    },
    forms.MultipleChoiceField: {
        "required": _("Kies minstens één."),
        "invalid_list": _("Deze keuze is er niet meer. Kies opnieuw."),
    },
    forms.ModelChoiceField: {
        "required": _("Kies wat past."),
        "invalid_choice": _("Deze keuze is er niet meer. Kies opnieuw."),
    },
    forms.BooleanField: {"required": _("Zet hier een vinkje om verder te gaan.")},
    forms.FileField: {
        "required": _("Kies een bestand."),
        "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        "invalid": _("Het bestand kwam niet goed aan. Kies het opnieuw."),
    },
}
# Words that do not fit on a card beside another card on a phone.
LONG_CHOICE, LONG_WORD = 18, 11
_CONTROL: dict[str, str] = {
    "textarea": "utrecht-textarea",
    "select": "utrecht-select",
    "text": "utrecht-textbox",
}


def plain_messages(field: forms.Field) -> dict[str, Text]:
    """Our sentences for this field, the most particular kind last."""
    said: dict[str, Text] = {}
    for kind in reversed(type(field).__mro__):
        said |= PLAIN.get(kind, {})
    return said


def speak_plainly(form: forms.BaseForm) -> None:
    """Replace Django's sentences by ours, but never one that the form wrote itself."""
    for field in form.fields.values():
        defaults, messages = _django_messages(field), field.error_messages
        for code, sentence in plain_messages(field).items():
            if messages.get(code) == defaults.get(code):
                messages[code] = cast(str, sentence)


def _django_messages(field: forms.Field) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        messages.update(getattr(kind, "default_error_messages", {}))
    return messages


class PlainBoundField(BoundField):
    """A field on the page: which shape it has, and the attributes its control needs."""

    template_name: str

    @property
    def shape(self) -> str:
        """`choices`, `single` (one tick), `hidden` or `control`."""
        widget = self.field.widget
        if widget.is_hidden:
            return "hidden"
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return "choices"
        if isinstance(widget, forms.CheckboxInput):
            return "single"
        return "control"

    @property
    def long_choices(self) -> bool:
        """Choices whose words are too long for a card beside another card."""
        words = [str(label) for _value, label in getattr(self.field, "choices", ())]
        longest_word = max((len(word) for each in words for word in each.split()), default=0)
        return longest_word > LONG_WORD or any(len(each) > LONG_CHOICE for each in words)

    @property
    def label_end(self) -> str:
        """What comes between the label and a sentence about it: a question needs no colon."""
        return "" if str(self.label).endswith(("?", ".", "!", ":")) else ":"

    @property
    def limit(self) -> int | None:
        """How many characters fit, for a box that holds sentences."""
        limit = getattr(self.field, "max_length", None)
        return limit if isinstance(self.field.widget, forms.Textarea) and isinstance(limit, int) else None

    @property
    def typed_length(self) -> int:
        """How many characters stand in the field now."""
        return len(str(self.value() or ""))

    @property
    def now_stored(self) -> str:
        """What somebody else stored in the meantime, for a form that was overtaken."""
        return str(getattr(self.form, "overtaken_by", {}).get(self.name, ""))

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the look, and what a screen reader must hear with the field."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        given = str(widget.attrs.get("class", ""))
        built["class"] = " ".join(part for part in (given, _look_of(widget)) if part)
        if not built["class"]:
            del built["class"]
        if "placeholder" in widget.attrs:  # the label says it already, and stays when somebody types
            built["placeholder"] = False
        return built


def _look_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Textarea):
        return _CONTROL["textarea"]
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.CheckboxInput):
        return ""
    if isinstance(widget, forms.Select):
        return _CONTROL["select"]
    return "" if widget.is_hidden else _CONTROL["text"]


class PlainRenderer(DjangoTemplates):
    """Every form in Schakel; set as FORM_RENDERER."""

    form_template_name = "web/form.html"
    field_template_name = "web/field.html"
    bound_field_class = PlainBoundField

    @cached_property
    def _of_widgets(self) -> Any:
        """Django ships the templates of its controls in Jinja2 too, which draws them in a third of the time."""
        return Jinja2().engine

    def get_template(self, template_name: str) -> Any:
        engine = self._of_widgets if template_name.startswith("django/forms/widgets/") else self.engine
        return engine.get_template(template_name)


class PlainForm(forms.Form):
    """A form that speaks plainly; rooms inherit from this one."""

    required_css_class = ""
    error_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)

    @property
    def asks_for_everything(self) -> bool:
        """Whether every visible field must be filled in; then nothing is marked."""
        return all(field.required or field.widget.is_hidden for field in self.fields.values())


class PlainModelForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    """The same for a form over one model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self)


def initial_of(form: type[forms.BaseForm], stored: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Typed text as kept in a draft, as initial values: one value, or a list where a field takes more."""
    fields = form.base_fields  # type: ignore[attr-defined]  # every form class has them
    return {
        name: list(values) if _takes_more(fields[name]) else values[-1]
        for name, values in stored.items()
        if name in fields and values
    }


def _takes_more(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
