"""Opening a file in need, seeing a colleague off, and what concerns everybody's rights ask once more who is at the keyboard."""

import pytest
from django.urls import reverse

from schakel.access.models import LogEntry, User
from schakel.access.models_breakglass import BreakGlass
from schakel.access.roles import Role
from schakel.web.models import Draft
from tests.access.test_breakglass import FORM
from tests.access.test_fresh import stale
from tests.cast import School, supported, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_cache")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_emergency_access_is_asked_before_anything_is_typed(cast: School, method: str) -> None:
    """The form keeps no draft of a name, so the question comes first."""
    supported(cast)
    answer = getattr(stale(cast.sytske), method)(reverse("casework:emergency"), FORM)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("access:confirm"))
    assert not BreakGlass.objects.exists()


def test_seeing_a_colleague_off_is_asked(cast: School) -> None:
    address = reverse("casework:leave", args=[cast.fenna.key])
    answer = stale(cast.anouk).post(address, {"successor": str(cast.sytske.key)})
    assert answer["Location"].startswith(reverse("access:confirm"))
    assert User.objects.get(pk=cast.fenna.pk).is_active


def test_a_last_day_and_the_file_of_rights_are_asked_when_sent(cast: School) -> None:
    client = stale(user("Piotr Mazur", Role.ADMINISTRATOR))
    day = reverse("access:last_day", args=[cast.fenna.key])
    assert client.get(reverse("people:rights")).status_code == 200
    for address in (day, reverse("people:rights_export")):
        answer = client.post(address, {"expires_on": "01-01-2099"})
        assert answer["Location"].startswith(reverse("access:confirm"))
    assert User.objects.get(pk=cast.fenna.pk).expires_on is None
    assert not LogEntry.objects.filter(action="rights.export").exists()


def test_a_name_typed_for_emergency_access_leaves_no_draft(cast: School) -> None:
    stale(cast.sytske).post(reverse("casework:emergency"), FORM)
    assert not any("Bakker" in str(draft.fields) for draft in Draft.objects.all())
