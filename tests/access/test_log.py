"""Every look, write and refusal leaves a row; without the row there is no page."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from schakel.access import audit, context, log
from schakel.access.gates import Refused
from schakel.access.http import Looks
from schakel.access.middleware import LookMiddleware
from schakel.access.models import LogEntry, User
from schakel.access.pages import page, public
from schakel.access.roles import Permission, Role
from schakel.casework.models import ShortContact, Support
from tests.cast import School, asked, child_of, user

pytestmark = pytest.mark.django_db


def client_of(who: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who)
    return client


def looks() -> list[LogEntry]:
    return list(LogEntry.objects.filter(event="look").order_by("id"))


def test_a_page_leaves_one_row_that_says_who_what_whom_and_under_which_rule(
    cast: School, support: Support
) -> None:
    client_of(cast.fenna).get(reverse("casework:support", args=[support.key]), REMOTE_ADDR="192.0.2.7")
    [row] = looks()
    assert (row.actor_id, row.actor_name, row.role) == (cast.fenna.pk, "Fenna de Boer", "youth_supporter")
    assert (row.action, row.rule) == ("casework:support", "read_file")
    assert (row.object_key, row.origin) == (support.key, "192.0.2.7")
    assert support.child is not None
    parents = {record.holder_id for record in support.child.authority.all()}
    assert set(row.persons) == {support.child_id} | parents


def test_an_empty_list_is_a_look_too(cast: School) -> None:
    client_of(cast.fenna).get(reverse("casework:children"))
    assert [(row.action, row.persons) for row in looks()] == [("casework:children", [])]


def test_a_form_with_an_error_is_a_look_and_a_sent_one_is_a_write(cast: School) -> None:
    request = asked(cast)
    client = client_of(cast.fenna)
    url = reverse("casework:pick_up", args=[request.key])
    assert client.post(url, {"version": "1"}).status_code == 422
    assert [row.action for row in looks()] == ["casework:pick_up"]
    assert client.post(url, {"how": "called", "version": str(request.version)}).status_code == 302
    assert len(looks()) == 1
    assert (
        LogEntry.objects.filter(event="write", action="request.pick_up", actor_id=cast.fenna.pk).count() == 1
    )


def test_no_row_no_page(cast: School, support: Support, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the log cannot be written, nothing is sent and nothing is stored."""

    def fails(**_row: Any) -> None:
        raise DatabaseError("the log is full")

    monkeypatch.setattr(log, "looked", fails)
    answer = client_of(cast.fenna).get(reverse("casework:support", args=[support.key]))
    assert answer.status_code == 500
    assert b"Sem" not in answer.content
    assert looks() == []


def test_a_write_without_its_row_does_not_happen(cast: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_row: Any, **_more: Any) -> None:
        raise DatabaseError("the log is full")

    client = client_of(cast.fenna)
    monkeypatch.setattr(log, "_insert", fails)
    answer = client.post(reverse("casework:tap", args=[cast.site.key]), {"with_whom": "child"})
    assert answer.status_code == 500
    assert not ShortContact.objects.exists()


def test_a_refusal_is_written_although_the_page_is_rolled_back(cast: School, support: Support) -> None:
    client_of(cast.marit).get(reverse("casework:support", args=[support.key]))
    [row] = LogEntry.objects.filter(event="refusal")
    # A teacher has no case pages at all; which support was asked for is not even looked up.
    assert (row.actor_id, row.rule, row.object_key) == (cast.marit.pk, "caseload", None)
    client_of(cast.jelle).get(reverse("casework:support", args=[support.key]))
    assert LogEntry.objects.filter(event="refusal", object_key=support.key, rule="read_file").count() == 1


def test_refusals_are_limited_per_minute_and_the_last_row_says_so(cast: School) -> None:
    client = client_of(cast.fenna)
    for _try in range(log.REFUSALS_PER_MINUTE + 5):
        client.get(reverse("casework:support", args=[uuid.uuid4()]))
    rows = LogEntry.objects.filter(event="refusal", actor_id=cast.fenna.pk).order_by("id")
    assert rows.count() == log.REFUSALS_PER_MINUTE
    assert [row.detail for row in rows if row.detail] == [{"limit": True}]
    last = rows.last()
    assert last is not None
    assert last.detail == {"limit": True}
    client_of(cast.jelle).get(reverse("casework:support", args=[uuid.uuid4()]))
    assert LogEntry.objects.filter(event="refusal", actor_id=cast.jelle.pk).count() == 1


@pytest.mark.parametrize(
    "header", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}]
)
def test_a_prefetch_is_no_look_and_gets_nothing(
    cast: School, support: Support, header: dict[str, str]
) -> None:
    url = reverse("casework:support", args=[support.key])
    assert client_of(cast.fenna).get(url, headers=header).status_code == 405
    assert client_of(cast.fenna).head(url).status_code == 405
    assert looks() == []


def test_a_page_about_people_is_never_kept_by_the_browser(cast: School) -> None:
    answer = client_of(cast.fenna).get(reverse("casework:my_week"))
    assert answer["Cache-Control"] == "no-store"
    assert "no-store" not in Client().get("/thema.css").get("Cache-Control", "")


def run(view: Any, who: User | None = None, method: str = "get", **headers: str) -> Any:
    request = getattr(RequestFactory(), method)("/verzonnen/", headers=headers)
    if who is not None:
        request.user = who

    def inner(incoming: HttpRequest) -> Any:
        early = middleware.process_view(incoming, view, (), {})
        return early or view(incoming)

    middleware = LookMiddleware(inner)
    return middleware(request)


def test_a_view_that_does_not_say_who_may_open_it_is_not_served() -> None:
    with pytest.raises(ImproperlyConfigured, match="who may open it"):
        run(lambda _request: HttpResponse("x"))


def test_a_streamed_page_about_people_is_refused(cast: School) -> None:
    @page(Permission.OWN_ACCOUNT)
    def streamed(_request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse([b"x"])

    with pytest.raises(ImproperlyConfigured, match="never streamed"):
        run(streamed, cast.fenna)


def test_a_public_page_may_stream_and_answers_head() -> None:
    @public
    def streamed(_request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse([b"x"])

    assert run(streamed).status_code == 200
    assert run(streamed, method="head").status_code == 200


def test_a_public_page_that_shows_somebody_is_a_look_all_the_same(cast: School) -> None:
    child = child_of(asked(cast), cast.fenna)

    @public
    def shows(request: Any) -> HttpResponse:
        request.looks.persons_shown([child.pk])
        return HttpResponse("Sem")

    run(shows)
    [row] = looks()
    assert (row.actor_id, row.persons) == (None, [child.pk])


def test_part_of_a_page_after_the_session_is_over_is_told_so(cast: School) -> None:
    answer = Client().get(reverse("casework:my_week"), headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert Client().get(reverse("casework:my_week")).status_code == 302


def test_a_page_of_another_role_is_refused() -> None:
    @page(Permission.AUDIT)
    def secret(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("x")

    with pytest.raises(Refused):
        run(secret, user("Iemand Anders", Role.TEACHER))


def test_without_a_request_a_write_comes_from_nowhere(cast: School) -> None:
    asked(cast)
    row = LogEntry.objects.filter(action="request.receive").latest("id")
    assert (row.origin, row.trace_id) == (None, uuid.UUID(int=0))
    with context.coming_from(context.Origin(address="192.0.2.9")):
        asked(cast)
    row = LogEntry.objects.filter(action="request.receive").latest("id")
    assert (row.origin, row.break_glass) == ("192.0.2.9", False)


def test_looks_gather_persons_once() -> None:
    gathered = Looks()
    gathered.persons_shown([3, 1, 3])
    assert gathered.persons == {1, 3}


def test_a_row_reads_as_a_line() -> None:
    log.wrote(by=None, action="proef")
    assert str(LogEntry.objects.latest("id")).endswith("write proef")


def test_signing_in_and_failing_to_are_written(cast: School) -> None:
    cast.fenna.set_password("een lang wachtwoord")
    cast.fenna.save()
    client = Client()
    client.post(reverse("account_login"), {"login": cast.fenna.email, "password": "verkeerd wachtwoord"})
    assert LogEntry.objects.filter(event="refusal", action="sign_in", actor_name="").count() == 1
    client.post(reverse("account_login"), {"login": cast.fenna.email, "password": "een lang wachtwoord"})
    assert LogEntry.objects.filter(event="sign_in", actor_id=cast.fenna.pk).count() == 1


def test_who_answered_by_a_link_is_named_by_quality() -> None:
    answered = LogEntry(event=LogEntry.Event.WRITE, on_behalf_of="ouder")
    assert audit.who_of(answered) == "ouder"
    assert audit.who_of(LogEntry(event=LogEntry.Event.WRITE)) == "het systeem"
