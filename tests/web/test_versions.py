"""Two people edit one thing: the second is told, keeps the text, and sees what stands there now."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from schakel.web import versions
from schakel.web.fields import StoryField
from schakel.web.models import Draft, SentForm
from schakel.web.versions import ChangedMeanwhile, VersionedForm, version_of
from tests.web.people import somebody

pytestmark = pytest.mark.django_db


class NoteForm(VersionedForm):
    """A form over one draft; any record with a time of change would do."""

    text = StoryField(label="Tekst")
    kind = forms.ChoiceField(label="Soort", choices=[("a", "Afspraak"), ("b", "Bericht")])


def record() -> Draft:
    """Something that two people can edit."""
    return Draft.objects.create(author=somebody(), form="f", fields={"text": ["eerst"]})


def form_for(current: Draft, **sent: str) -> NoteForm:
    """The form as it comes in."""
    now: dict[str, Any] = {"text": current.fields["text"][0], "kind": "b"}
    return NoteForm(sent or None, current=current, now=now)


def changed_by_another(current: Draft) -> Draft:
    """The same record after somebody else saved it."""
    current.fields = {"text": ["van een ander"]}
    current.updated_at = current.updated_at.replace(year=2030)
    current.save()
    return current


def test_the_form_carries_the_version_it_shows() -> None:
    current = record()
    assert f'value="{version_of(current)}"' in str(form_for(current))


def test_nobody_else_came_between() -> None:
    current = record()
    assert form_for(current, text="nieuw", kind="b", version=version_of(current)).is_valid()


def test_the_second_is_told_and_keeps_the_text_beside_what_stands_there_now() -> None:
    current = record()
    seen = version_of(current)
    form = form_for(changed_by_another(current), text="mijn tekst", kind="a", version=seen)
    assert not form.is_valid()
    page = str(form)
    assert "Iemand anders heeft dit intussen aangepast. Jouw tekst staat hieronder." in page
    assert "mijn tekst" in page
    assert "Nu staat er:</b> van een ander" in page
    assert "Nu staat er:</b> Bericht" in page


def test_sending_again_after_being_told_is_a_choice_and_goes_through() -> None:
    current = record()
    seen = version_of(current)
    changed = changed_by_another(current)
    told = form_for(changed, text="mijn tekst", kind="a", version=seen)
    told.is_valid()
    again = form_for(changed, text="mijn tekst", kind="a", version=str(told["version"].value()))
    assert again.is_valid()


def test_what_is_the_same_is_not_repeated() -> None:
    current = record()
    seen = version_of(current)
    form = form_for(changed_by_another(current), text="van een ander", kind="b", version=seen)
    form.is_valid()
    assert form.overtaken_by == {}


def test_the_action_locks_and_looks_once_more() -> None:
    current = record()
    seen = version_of(current)
    assert versions.locked(Draft.objects, seen, pk=current.pk) == current
    changed_by_another(current)
    with pytest.raises(ChangedMeanwhile):
        versions.locked(Draft.objects, seen, pk=current.pk)


def test_a_record_without_version_cannot_be_edited_by_two() -> None:
    with pytest.raises(versions.NoVersion, match="SentForm"):
        version_of(SentForm())
