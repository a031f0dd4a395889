"""What there is to attack, asked from Schakel itself: every address, every word it reads from a request, every form it shows.

1. The addresses come from the URL configuration.
2. Each is visited once as everybody who gets it, while every name is noted that the code asks of the query or the body.
3. The forms are those that stood on the page: their fields, with the choices this person had.

So a page, a search box or a field that is added tomorrow is attacked tomorrow.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from tests.cast import client_of
from tests.test_access_matrix import MATRIX, NOBODY, World, addresses, where


@dataclass
class Page:
    """One address: how it is written, and what it listens to."""

    name: str
    route: str
    path: str
    asked: set[str] = field(default_factory=set)
    # Per person the values that a well-behaved browser would send; and which of the names carry a file.
    filled: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    forms: set[type[forms.BaseForm]] = field(default_factory=set)

    def names(self, who: str) -> list[str]:
        """Everything this address may be sent."""
        return sorted(self.asked | set(self.filled.get(who, {})))


@contextmanager
def noting(names: set[str]) -> Iterator[None]:
    """Every name that is asked of a query or a body stands in `names`."""
    plain: dict[str, Any] = {
        "__getitem__": QueryDict.__getitem__,
        "getlist": QueryDict.getlist,
        "__contains__": QueryDict.__contains__,
    }

    def noted(how: str) -> Any:
        def asked(self: Any, key: object, *more: Any) -> Any:
            if isinstance(key, str):
                names.add(key)
            return plain[how](self, key, *more)

        return asked

    with (
        patch.object(QueryDict, "__getitem__", noted("__getitem__")),
        patch.object(QueryDict, "getlist", noted("getlist")),
        patch.object(QueryDict, "__contains__", noted("__contains__")),
    ):
        yield


def clients(world: World) -> dict[str, Client]:
    """Everybody at a browser of their own, who has just shown who they are; a fault in a page comes back as its page."""
    for person in filter(None, world.people.values()):
        person.set_password("een lang wachtwoord")
        person.save(update_fields=["password"])
    made = {who: client_of(person) for who, person in world.people.items()}
    for who, client in made.items():
        client.raise_request_exception = False
        if who != NOBODY:
            session = client.session
            session["confirmed_at"] = int(time.time())
            session.save()
    return made


def survey(world: World, browsers: dict[str, Client], visitors: int) -> list[Page]:
    """All of it, in the order of the URL configuration; each address by so many of the people who get it, in turns."""
    found = [
        _visited(name, str(pattern.pattern), world, browsers, _some(MATRIX[name].who, visitors, number))
        for number, (name, pattern) in enumerate(addresses().items())
    ]
    # The same address with other questions on it, for a child.
    route = str(addresses()["measures:outcome"].pattern)
    path = reverse("measures:outcome", args=[world.keys["token_of_child"]])
    return [*found, _seen(Page("measures:outcome", route, path), browsers, [NOBODY])]


def _some(people: frozenset[str], most: int, first: int) -> list[str]:
    """In turns; where nobody needs to log in, who did not comes first: who did is sent on."""
    known = [NOBODY] if NOBODY in people and most == 1 else sorted(people)
    turned = known[first % len(known) :] + known[: first % len(known)] if known else []
    return turned[:most]


def _visited(name: str, route: str, world: World, browsers: dict[str, Client], people: list[str]) -> Page:
    return _seen(Page(name, route, where(name, MATRIX[name], world)), browsers, people)


def _seen(page: Page, browsers: dict[str, Client], people: list[str]) -> Page:
    for who in people:
        with noting(page.asked), transaction.atomic():
            answer = browsers[who].get(page.path)
            if answer.status_code != 200:
                browsers[who].post(page.path, {"nothing": ""})
            # A press may have ended what the next address needs.
            transaction.set_rollback(True)
        page.filled[who] = {}
        for form in _forms_of(answer):
            page.forms.add(type(form))
            page.filled[who] |= well_behaved(form)
            page.files |= {form.add_prefix(each) for each, one in form.fields.items() if _is_file(one)}
    return page


def _forms_of(answer: Any) -> list[forms.BaseForm]:
    contexts = answer.context or []
    values = [value for context in contexts for layer in _layers(context) for value in layer.values()]
    found = {id(each): each for value in values for each in _forms_in(value)}
    return list(found.values())


def _layers(context: Any) -> list[dict[str, Any]]:
    return list(context.dicts) if hasattr(context, "dicts") else [context]


def _forms_in(value: object) -> list[forms.BaseForm]:
    if isinstance(value, forms.BaseForm):
        return [value]
    inside = value.values() if isinstance(value, dict) else value
    return (
        [one for one in inside if isinstance(one, forms.BaseForm)]
        if isinstance(inside, (list, tuple))
        else []
    )


def _is_file(one: forms.Field) -> bool:
    return isinstance(one, forms.FileField)


def well_behaved(form: forms.BaseForm) -> dict[str, list[str]]:
    """What a person could have filled in: the first choice, today, a few words."""
    return {
        form.add_prefix(name): _plain_value(form, name, one)
        for name, one in form.fields.items()
        if not _is_file(one)
    }


def _plain_value(form: forms.BaseForm, name: str, one: forms.Field) -> list[str]:
    choices = [str(value) for value, _label in _flat(getattr(one, "choices", ())) if str(value)]
    if choices:
        return choices[:1]
    if one.widget.is_hidden:
        return [str(form.get_initial_for_field(one, name) or "")]
    for kind, value in PLAIN.items():
        if isinstance(one, kind):
            return [value]
    return ["Gewone woorden"]


def _flat(choices: Any) -> Iterator[tuple[object, object]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def _today() -> str:
    from django.utils.timezone import localdate

    return f"{localdate():%d-%m-%Y}"


PLAIN: dict[type[forms.Field], str] = {
    forms.BooleanField: "on",
    forms.EmailField: "nieuw@school.example",
    forms.DateField: _today(),
    forms.TimeField: "14:30",
    forms.IntegerField: "5",
}
