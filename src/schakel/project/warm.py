"""What every web worker would read for itself at its first pages: read once, before the workers are forked from it.

A worker is renewed now and then (`gunicorn.py`). Its first visitors do not wait while it reads templates, words and addresses.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver
from django.utils import translation

OWN = Path(__file__).resolve().parents[1]


def templates() -> list[str]:
    """The names of all templates of Schakel itself."""
    folders = [Path(each) for each in get_app_template_dirs("templates") if OWN in Path(each).parents]
    return sorted({str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*.html")})


def up() -> None:
    """Read templates, the words of each language, and the addresses of all pages."""
    for name in templates():
        get_template(name)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Bewaar")
    get_resolver().reverse_dict  # noqa: B018  # filled when it is looked at
