"""Two browsers have the plan open. The second is told, keeps the text, and stores the next version."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from schakel.casework.actions import plan, supports
from schakel.casework.models import PlanVersion
from tests.browser.test_whole_way import seat, send
from tests.cast import School, supported

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def write(page: Page, words: str) -> None:
    page.get_by_label("Wat gaat er goed?").fill("Buiten spelen")
    page.get_by_label("Wat willen wij?").fill(words)


def test_a_plan_edited_by_two_people_loses_nothing(
    browser: Browser, live_server: object, cast: School
) -> None:
    support, address = supported(cast), str(live_server)
    supports.add_member(by=cast.fenna, support=support, user=cast.jelle, layer="supporter")
    plan.offer(by=cast.fenna, support=support, answer="no")
    form = reverse("casework:write_plan", args=[support.key])
    with (
        seat(browser, address, cast.fenna, record="two-1-quick") as quick,
        seat(browser, address, cast.jelle, record="two-2-slow") as slow,
    ):
        quick.goto(form)
        slow.goto(form)
        write(quick, "Rust in huis")
        write(slow, "Weer graag naar school")
        send(quick, "Bewaar")
        expect(quick.locator("main")).to_contain_text("Rust in huis")
        send(slow, "Bewaar")
        expect(slow.locator(".errors")).to_contain_text("Iemand anders heeft dit intussen aangepast")
        expect(slow.locator("main")).to_contain_text("Nu staat er: Rust in huis")
        expect(slow.get_by_label("Wat willen wij?")).to_have_value("Weer graag naar school")
        write(slow, "Rust in huis en weer graag naar school")
        send(slow, "Bewaar")
        expect(slow.locator("main")).to_contain_text("Het plan, versie 2")
    kept = PlanVersion.objects.order_by("number").values_list("we_want", flat=True)
    assert list(kept) == ["Rust in huis", "Rust in huis en weer graag naar school"]
