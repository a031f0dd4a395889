"""From nothing to the first question picked up: schools read in, staff read in, a teacher asks, the supporter calls."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from schakel.access.models import User
from schakel.casework.models import HelpRequest
from schakel.reference.models import SchoolSite
from tests.exchange.test_commands import OLD
from tests.exchange.test_staff import ELLEN, as_xlsx

pytestmark = pytest.mark.django_db

JUF = {
    "naam": "Hanna Post",
    "e-mail": "hanna@school.example",
    "rol": "leerkracht",
    "vestigingen": "99AA00",
    "dagen": "ma",
}


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def staff_list(folder: Path, *people: dict[str, str]) -> Path:
    file = folder / "staff.xlsx"
    file.write_bytes(as_xlsx(*people))
    return file


def ask() -> HelpRequest:
    site = SchoolSite.objects.get(brin="99AA", site_number="00")
    filled = {
        "site": site.pk,
        "about": "group",
        "about_words": "groep 4",
        "matter": "Onrust",
        "reach": "na drie uur",
    }
    assert signed_in("hanna@school.example").post(reverse("casework:ask"), filled).status_code == 302
    return HelpRequest.objects.get()


def test_a_question_at_a_school_from_the_register_is_picked_up(tmp_path: Path) -> None:
    call_command("import_sites", str(OLD), "--date", "2019-10-01")
    call_command("import_staff", str(staff_list(tmp_path, ELLEN, JUF)))
    asked = ask()
    week = signed_in("ellen@schakel.example")
    assert "Hanna Post" in week.get(reverse("casework:my_week")).content.decode()
    picked_up = week.post(
        reverse("casework:pick_up", args=[asked.key]), {"how": "called", "version": asked.version}
    )
    assert picked_up.status_code == 302
    asked.refresh_from_db()
    assert asked.handler is not None
    assert asked.handler.email == "ellen@schakel.example"


def test_who_is_read_in_later_finds_the_questions_that_wait(tmp_path: Path) -> None:
    call_command("import_sites", str(OLD), "--date", "2019-10-01")
    call_command("import_staff", str(staff_list(tmp_path, JUF)))
    ask()
    call_command("import_staff", str(staff_list(tmp_path, ELLEN)))
    assert (
        "Hanna Post" in signed_in("ellen@schakel.example").get(reverse("casework:my_week")).content.decode()
    )
