"""Item by item: what is shared, with whom, until when; the school page shows exactly that."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schakel.access.gates import Refused, holds
from schakel.access.models import LogEntry, User
from schakel.access.roles import Permission, Role
from schakel.casework import queries_letters
from schakel.casework.actions import consent, grounds, sharing, staff, supports
from schakel.casework.errors import HelpStoppedError, NotNowError, NotSharedError, WordsNeededError
from schakel.casework.models import SharedItem, Support
from schakel.rules.sharing import NotShared, Recipient
from tests.cast import LONG_AGO, WHOLE_WEEK, School, user

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


def share(cast: School, support: Support, **changed: Any) -> SharedItem:
    given: dict[str, Any] = {
        "kind": "agreement",
        "with_user": cast.marit,
        "text": "Wij beginnen rustig.",
        "purpose": "Zelfde begin van de dag",
        "until": today() + timedelta(days=30),
        "family_told_on": today(),
    }
    return sharing.share(by=cast.fenna, support=support, **{**given, **changed})


def colleague(cast: School, name: str, role: Role) -> User:
    made = user(name, role)
    staff.start_duty(by=None, user=made, site=cast.site, weekdays=WHOLE_WEEK, from_on=LONG_AGO)
    return made


def read_by(someone: User) -> list[str]:
    return [item.text for item in queries_letters.shared_with_me(someone)]


def test_what_is_shared_is_read_by_that_one_person_until_that_day(cast: School, support: Support) -> None:
    item = share(cast, support)
    assert read_by(cast.marit) == ["Wij beginnen rustig."]
    assert read_by(cast.hylke) == []
    assert (item.sharing.kind, item.sharing.ground, item.ground, str(item.sharing)) == (
        "agreement", "public_task", "public_task", "agreement",
    )  # fmt: skip
    row = LogEntry.objects.get(action="share.item")
    assert (row.rule, row.detail["kind"]) == ("R8:item-by-item", "agreement")
    with time_machine.travel(item.expires_on + timedelta(days=1, hours=0)):
        assert read_by(cast.marit) == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"kind": "note"}, NotShared.NEVER_SHARED),
        ({"kind": "child_talk"}, NotShared.NEVER_SHARED),
        ({"kind": "safety_record"}, NotShared.NEVER_SHARED),
        ({"purpose": " "}, NotShared.NO_PURPOSE),
        ({"until": None}, NotShared.NO_LAST_DAY),
        ({"family_told_on": None}, NotShared.FAMILY_NOT_TOLD),
        ({"until": date(2020, 1, 1)}, NotShared.OVER),
    ],
)
def test_what_may_not_be_shared_is_refused_with_the_reason(
    cast: School, support: Support, changed: dict[str, Any], reason: NotShared
) -> None:
    with pytest.raises(NotSharedError) as refused:
        share(cast, support, **changed)
    assert reason in refused.value.reasons
    assert str(refused.value)
    assert not SharedItem.objects.exists()


@pytest.mark.parametrize("role", [Role.SCHOOL_HEAD, Role.POLICY_OFFICER, Role.COORDINATOR, Role.RESEARCHER])
def test_school_head_and_municipality_never_receive_anything(
    cast: School, support: Support, role: Role
) -> None:
    with pytest.raises(NotSharedError) as refused:
        share(cast, support, with_user=user("Iemand Anders", role))
    assert refused.value.reasons == (NotShared.NEVER_RECEIVES,)


def test_who_asked_and_who_works_there_are_told_apart(cast: School, support: Support) -> None:
    assert sharing.recipient_of(cast.marit, support) is Recipient.ASKER
    assert sharing.recipient_of(cast.hylke, support) is Recipient.SCHOOL_STAFF


def test_without_ground_or_consent_nothing_is_shared(cast: School, support: Support) -> None:
    grounds.end(by=cast.fenna, support=support, why="bezwaar")
    with pytest.raises(NotSharedError) as refused:
        share(cast, support)
    assert refused.value.reasons == (NotShared.NO_GROUND,)
    grounds.record(by=cast.fenna, support=support, ground="public_task", source="AVG art. 6")
    assert support.child is not None
    parent = support.child.authority.order_by("pk")[0].holder
    consent.record(by=cast.fenna, child=support.child, person=parent, said="withdrawn", how="call")
    with pytest.raises(HelpStoppedError):
        share(cast, support)


def test_taken_back_it_is_gone_at_once_and_the_rest_stays(cast: School, support: Support) -> None:
    first = share(cast, support)
    share(cast, support, text="Vaste plek", until=today() + timedelta(days=5))
    assert first.request is not None
    sharing.withdraw(by=cast.fenna, item=first, why="gezin wil het niet meer")
    assert read_by(cast.marit) == ["Vaste plek"]
    assert holds(cast.marit, first.request, Permission.READ_SHARED)
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert not holds(cast.marit, first.request, Permission.READ_SHARED)
    with pytest.raises(NotNowError):
        sharing.withdraw(by=cast.fenna, item=first, why="nog eens")
    second = SharedItem.objects.get(text="Vaste plek")
    with pytest.raises(WordsNeededError):
        sharing.withdraw(by=cast.fenna, item=second, why=" ")
    sharing.withdraw(by=cast.fenna, item=second, why="klaar")
    assert not holds(cast.marit, first.request, Permission.READ_SHARED)


def test_a_shorter_item_does_not_close_a_longer_one(cast: School, support: Support) -> None:
    long = share(cast, support, until=today() + timedelta(days=60))
    share(cast, support, text="kort", until=today() + timedelta(days=2))
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert holds(cast.marit, long.request, Permission.READ_SHARED)
        assert read_by(cast.marit) == ["Wij beginnen rustig."]


def test_who_does_not_work_on_it_shares_nothing_and_a_closed_file_neither(
    cast: School, support: Support
) -> None:
    item = share(cast, support)
    for stranger in (cast.sytske, cast.marit, cast.anouk):
        with pytest.raises(Refused):
            sharing.share(
                by=stranger, support=support, kind="agreement", with_user=cast.marit, text="x", purpose="y",
                until=today(), family_told_on=today(),
            )  # fmt: skip
        with pytest.raises(Refused):
            sharing.withdraw(by=stranger, item=item, why="x")
    supports.close(by=cast.fenna, support=support, closure_code="01", closing_words="klaar")
    with pytest.raises(NotNowError):
        share(cast, support)


def send(who: User, name: str, /, *args: object, **filled: object) -> Any:
    client = Client()
    client.force_login(who)
    return client.post(
        reverse(f"casework:{name}", args=args), {field: str(value) for field, value in filled.items()}
    )


def test_the_school_page_shows_exactly_what_was_shared(cast: School, support: Support) -> None:
    helper = colleague(cast, "Ilse Intern", Role.CARE_COORDINATOR)
    head = colleague(cast, "Bas Baas", Role.SCHOOL_HEAD)
    assert list(queries_letters.school_staff(support)) == [helper, cast.marit]
    ahead = (today() + timedelta(days=9)).strftime("%d-%m-%Y")
    now = today().strftime("%d-%m-%Y")
    stored = send(
        cast.fenna, "share", support.key, with_user=helper.pk, kind="advice", text="Geef hem een vaste plek.",
        purpose="Rust in de klas", until=ahead, family_told_on=now,
    )  # fmt: skip
    assert stored.status_code == 302, stored.content.decode()[:3000]
    client = Client()
    client.force_login(helper)
    page = client.get(reverse("casework:shared_with_me")).content.decode()
    assert "Geef hem een vaste plek." in page
    assert "Wij beginnen" not in page
    row = LogEntry.objects.filter(event="look", action="casework:shared_with_me").get()
    assert row.persons == [support.child_id]
    client.force_login(cast.marit)
    assert "vaste plek" not in client.get(reverse("casework:shared_with_me")).content.decode()
    client.force_login(head)
    assert client.get(reverse("casework:shared_with_me")).status_code == 404
    refused = send(
        cast.fenna, "share", support.key, with_user=head.pk, kind="advice", text="x", purpose="y",
        until=ahead, family_told_on=now,
    )  # fmt: skip
    assert refused.status_code == 422


def test_taking_back_by_page(cast: School, support: Support) -> None:
    share(cast, support)
    client = Client()
    client.force_login(cast.fenna)
    page = reverse("casework:sharing", args=[support.key])
    assert "Wij beginnen rustig." in client.get(page).content.decode()
    for number in (0, 2):
        assert client.get(reverse("casework:unshare", args=[support.key, number])).status_code == 404
    assert send(cast.fenna, "unshare", support.key, 1, why="niet meer nodig").status_code == 302
    assert "niet meer nodig" in client.get(page).content.decode()
    assert client.get(reverse("casework:unshare", args=[support.key, 1])).status_code == 404
