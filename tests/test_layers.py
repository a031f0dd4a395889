"""The rooms stand in one order: imports and foreign keys look back only, and the pure rooms know no Django."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model, OneToOneField
from importlinter.cli import lint_imports

CLONE = Path(__file__).resolve().parent.parent

BLOCKED = """
import importlib, pkgutil, sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "psycopg"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, NoDjango())
room = importlib.import_module("schakel." + sys.argv[1])
names = [each.name for each in pkgutil.walk_packages(room.__path__, room.__name__ + ".")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def layers() -> list[set[str]]:
    """The layers of the import contract, from top to bottom."""
    settings = tomllib.loads((CLONE / "pyproject.toml").read_text("utf-8"))
    contract = next(
        each for each in settings["tool"]["importlinter"]["contracts"] if each["type"] == "layers"
    )
    return [{part.strip(" ()") for part in layer.split("|")} for layer in contract["layers"]]


def rank(room: str) -> int:
    """How deep a room stands; a higher number is a lower room."""
    return next(depth for depth, rooms in enumerate(layers()) if room in rooms)


def own(model: type[Model]) -> bool:
    return model.__module__.startswith("schakel.")


def room_of(model: type[Model]) -> str:
    return ".".join(model.__module__.split(".")[:2])


def relations() -> Iterator[tuple[type[Model], str, type[Model]]]:
    """Every foreign key between our own models, also those that a string hides from the import contract.

    An account is named by a setting: who points to it does not know which room keeps accounts.
    """
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model
            if (
                not isinstance(field, ForeignKey | OneToOneField)
                or field.swappable_setting == "AUTH_USER_MODEL"
            ):
                continue
            if own(model) and isinstance(target, type) and own(target):
                yield model, field.name, target


def test_imports_look_back_only() -> None:
    assert lint_imports(config_filename=str(CLONE / "pyproject.toml"), no_cache=True) == 0


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {f"schakel.{each.parent.name}" for each in (CLONE / "src" / "schakel").glob("*/__init__.py")}
    assert rooms <= set().union(*layers())


def test_foreign_keys_look_back_only() -> None:
    upward = [
        f"{room_of(model)}: {model.__name__}.{name} points up to {room_of(target)}"
        for model, name, target in relations()
        if rank(room_of(target)) < rank(room_of(model))
    ]
    assert upward == []


def test_the_foreign_key_test_sees_the_keys() -> None:
    seen = {(room_of(model), room_of(target)) for model, _, target in relations()}
    assert ("schakel.casework", "schakel.people") in seen


@pytest.mark.parametrize("room", ["rules", "analysis"])
def test_pure_rooms_import_without_django(room: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, room], cwd=CLONE / "src", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5
