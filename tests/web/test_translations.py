"""Every Dutch text has its English, and Django finds both."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext

CLONE = Path(__file__).resolve().parents[2]
TOOL = CLONE / "tools" / "translations.py"
ENGLISH = CLONE / "src" / "schakel" / "locale" / "en" / "LC_MESSAGES"


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """As the set-up does."""
    subprocess.run([sys.executable, str(TOOL), "compile"], check=True, capture_output=True)
    translation.trans_real._translations.clear()  # type: ignore[attr-defined]  # what was read before compiling


def test_every_text_of_every_room_has_its_english() -> None:
    done = subprocess.run([sys.executable, str(TOOL), "check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_english_file_names_no_dates_and_no_people() -> None:
    head = (ENGLISH / "django.po").read_text(encoding="utf-8")[:600]
    assert "Date" not in head
    assert "@" not in head


def test_dutch_is_the_text_itself_and_english_its_translation() -> None:
    with translation.override("nl"):
        assert gettext("Mijn week") == "Mijn week"
    with translation.override("en"):
        assert gettext("Mijn week") == "My week"
        assert ngettext("%(n)s vraag open", "%(n)s vragen open", 2) == "%(n)s questions open"


@pytest.mark.django_db
def test_an_english_page_has_no_dutch_left() -> None:
    client = Client()
    client.post("/taal/", {"language": "en", "next": "/uw-rechten/"})
    page = client.get("/uw-rechten/").content.decode()
    assert "Your rights" in page
    assert "confidential counsellor" in page
    for dutch in ("Uw rechten", "vertrouwenspersoon", "Naar de inhoud", "Toegankelijkheid"):
        assert dutch not in page
