"""The third part of this room's only writer: two records that are one person, put together and taken apart again.

Everything that points at the one points at the other from then on, and so do the working relations. Which rows moved is
kept with the merge. Taking apart moves exactly those back; what was written after the merge stays with the record that was kept.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from schakel.access import log, relations
from schakel.access.models import User
from schakel.people.errors import MergeError
from schakel.people.models import Person, PersonMerge

RELATIONS = "relations"


@transaction.atomic
def merge(
    *, by: User | None, kept: Person, merged: Person, why: str, reasons: Sequence[str] = ()
) -> PersonMerge:
    """`merged` turned out to be `kept`. Raises `MergeError` for two that cannot be one."""
    both = {each.pk: each for each in Person.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk])}
    gone = PersonMerge.objects.filter(merged__in=both, undone_at=None).exists()
    if len(both) != 2 or kept.sort != merged.sort or gone or not why.strip():
        raise MergeError
    moved: dict[str, Any] = {}
    for label, model, field in _pointers():
        numbers = [number for number in _pointing(model, field, merged) if _point(model, field, number, kept)]
        if numbers:
            moved[label] = numbers
    moved[RELATIONS] = relations.carry(subject=merged, to=kept)
    record = PersonMerge.objects.create(
        kept=kept, merged=merged, reasons=list(reasons), why=why.strip(), moved=moved, by=by
    )
    log.wrote(by=by, action="person.merge", on=kept, persons=[kept.pk, merged.pk])
    return record


@transaction.atomic
def take_apart(*, by: User | None, record: PersonMerge) -> PersonMerge:
    """They were two after all: what moved goes back. Raises `MergeError` when that was done already."""
    record = PersonMerge.objects.select_for_update().select_related("kept", "merged").get(pk=record.pk)
    if record.undone_at is not None:
        raise MergeError
    for label, model, field in _pointers():
        for number in record.moved.get(label, []):
            if number in _pointing(model, field, record.kept):
                _point(model, field, number, record.merged)
    relations.carry_back(record.moved[RELATIONS])
    record.undone_by, record.undone_at = by, timezone.now()
    record.save(update_fields=["undone_by", "undone_at"])
    log.wrote(by=by, action="person.take_apart", on=record.kept, persons=[record.kept_id, record.merged_id])
    return record


def _pointers() -> Iterator[tuple[str, type[models.Model], str]]:
    """Every column of every room that points at a person, by a name that can be stored; not the merges, not the history."""
    for model in apps.get_models():
        if model is PersonMerge or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is Person:
                yield f"{model._meta.label_lower}.{field.name}", model, field.name


def _pointing(model: type[models.Model], field: str, person: Person) -> list[int]:
    rows = model._default_manager.filter(**{field: person}).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _point(model: type[models.Model], field: str, number: int, person: Person) -> bool:
    """Whether the row could move. What would say the same twice (the same authority, an agreement) stays where it is."""
    try:
        with transaction.atomic():
            return bool(model._default_manager.filter(pk=number).update(**{field: person}))
    except IntegrityError:
        return False
