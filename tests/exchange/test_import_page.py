"""Taking in schools from a page: choose a file, follow the worker, stop it, or hear what is wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from schakel.access.models import LogEntry, User
from schakel.access.roles import Role
from schakel.exchange import actions, forms, queries, tasks
from schakel.exchange.models import Upload
from schakel.exchange.queries import StoredList
from schakel.exchange.schools import read_sites
from schakel.reference.models import SchoolSite
from schakel.web import tickets
from schakel.web.models import Job

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent / "files"
OLD, NEW = (FILES / "sites-2019.csv").read_bytes(), (FILES / "sites-2025.csv").read_bytes()
PAGE = "/beheer/scholen-inlezen/"
MAY = {Role.COORDINATOR, Role.ADMINISTRATOR}


def somebody(role: Role = Role.ADMINISTRATOR, language: str = "nl") -> User:
    return User.objects.create_user(f"{role}@x.example", full_name="Bo", role=role, language=language)


@pytest.fixture
def administrator(client: Client) -> User:
    user = somebody()
    client.force_login(user)
    return user


def send(client: Client, data: bytes = OLD, day: str = "1-10-2019", municipality: str = "") -> Any:
    file = SimpleUploadedFile("vestigingen.csv", data, "text/csv")
    return client.post(PAGE, {"file": file, "published_on": day, "municipality": municipality})


def started(client: Client, data: bytes = OLD, day: str = "1-10-2019", municipality: str = "") -> Job:
    answer = send(client, data, day, municipality)
    job = Job.objects.latest("pk")
    assert answer["Location"] == reverse("web:job", args=[job.key])
    return job


def work(job: Job, day: str = "2019-10-01", municipality: str = "") -> Job:
    """What the worker does."""
    upload = Upload.objects.get()
    tasks.take_in_sites.call(
        job=str(job.key), upload=str(upload.key), published_on=day, municipality=municipality
    )
    job.refresh_from_db()
    assert not Upload.objects.exists()
    return job


@pytest.mark.parametrize("role", list(Role))
def test_only_coordinator_and_administrator_open_the_page(client: Client, role: Role) -> None:
    client.force_login(somebody(role))
    assert client.get(PAGE).status_code == (200 if role in MAY else 404)


def test_who_is_not_logged_in_is_asked_to(client: Client) -> None:
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("role", sorted(MAY))
def test_the_page_can_be_found_from_the_menu(client: Client, role: Role) -> None:
    client.force_login(somebody(role))
    assert f'href="{PAGE}"' in client.get(PAGE).content.decode()


def test_a_chosen_file_is_read_by_the_worker_and_the_page_tells_what_changed(
    client: Client, administrator: User
) -> None:
    job = work(started(client))
    assert (job.state, job.owner, job.result) == (Job.State.DONE, administrator, PAGE)
    assert job.message.startswith("4 nieuw, 0 gewijzigd, 0 gesloten, 0 weer open, 0 hetzelfde.\nNieuw:\n")
    assert SchoolSite.objects.count() == 4
    assert LogEntry.objects.get(action="reference.sites").actor_id == administrator.pk
    page = client.get(PAGE).content.decode()
    assert "Alle vestigingen basisonderwijs" in page
    assert "4 vestigingen open" in page


def test_the_worker_speaks_the_language_of_who_asked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(somebody(language="en"))
    spoken: list[str | None] = []

    def listen(_data: bytes, _report: object) -> tuple[()]:
        spoken.append(get_language())
        return ()

    monkeypatch.setattr(tasks, "read_sites", listen)
    work(started(client))
    assert spoken == ["en"]


def test_the_work_waits_in_the_queue_until_the_page_is_answered(
    client: Client,
    administrator: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = started(client, NEW, municipality="meerstad")
    (waiting,) = DBTaskResult.objects.all()
    assert waiting.task_path == "schakel.exchange.tasks.take_in_sites"
    assert waiting.args_kwargs["kwargs"] == {
        "job": str(job.key),
        "upload": str(Upload.objects.get().key),
        "published_on": "2019-10-01",
        "municipality": "meerstad",
    }


def test_pressing_twice_reads_the_file_once(client: Client, administrator: User) -> None:
    ticket = client.get(PAGE).context["desk"].ticket.sealed()
    places = {
        client.post(
            PAGE,
            {
                "file": SimpleUploadedFile("vestigingen.csv", OLD),
                "published_on": "1-10-2019",
                tickets.FIELD: ticket,
            },
        )["Location"]
        for _press in range(2)
    }
    assert places == {reverse("web:job", args=[Job.objects.get().key])}


@pytest.mark.parametrize(
    ("data", "day", "message"),
    [
        (OLD.decode("cp1252").encode(), "1-10-2019", "Regel 2, teken 46: de letters zijn anders opgeslagen"),
        (OLD.replace(b"POSTCODE;", b"POST;"), "1-10-2019", "Regel 1, kolom POSTCODE: deze kolom ontbreekt"),
        (b"PK\x03\x04", "1-10-2019", "dit is geen tekstbestand"),
        (b"", "1-10-2019", "Dit bestand is leeg."),
        (OLD, "", "Vul dit in."),
        (OLD, "31-02-2019", "Dit is geen datum."),
        (OLD, "1-10-2099", "Deze datum is nog niet geweest."),
    ],
)
def test_what_is_wrong_stands_next_to_the_field_and_nothing_is_kept(
    client: Client, administrator: User, data: bytes, day: str, message: str
) -> None:
    answer = send(client, data, day, municipality="Meerstad")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert 'value="Meerstad"' in page
    assert not Upload.objects.exists()
    assert not Job.objects.exists()


def test_a_file_that_is_too_large_is_told(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MAX_BYTES", 10)
    assert "Er past 25 MB." in send(client).content.decode()


@pytest.mark.parametrize(
    ("data", "municipality", "message"),
    [
        (OLD.replace(b"De Ark", b""), "", "Regel 5, kolom VESTIGINGSNAAM: deze cel is leeg."),
        (OLD, "Meerstadt", "In deze lijst staat geen gemeente Meerstadt. Bedoelt u Meerstad?"),
    ],
)
def test_what_the_worker_finds_wrong_is_told_and_nothing_is_stored(
    client: Client, administrator: User, data: bytes, municipality: str, message: str
) -> None:
    job = work(started(client, data, municipality=municipality), municipality=municipality)
    assert (job.state, job.message) == (Job.State.FAILED, message)
    assert message in client.get(reverse("web:job", args=[job.key])).content.decode()
    assert not SchoolSite.objects.exists()


def test_an_import_that_was_stopped_before_its_turn_stores_nothing(
    client: Client, administrator: User
) -> None:
    job = started(client)
    client.post(reverse("web:stop_job", args=[job.key]))
    assert work(job).state == Job.State.STOPPED
    assert not SchoolSite.objects.exists()


def test_an_import_can_be_stopped_while_it_reads(
    client: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = started(client)

    def stop_meanwhile(data: bytes, report: object) -> None:
        Job.objects.filter(pk=job.pk).update(stop_asked=True)
        assert callable(report)
        report(100, 100)

    monkeypatch.setattr(tasks, "read_sites", stop_meanwhile)
    assert work(job).state == Job.State.STOPPED
    assert not SchoolSite.objects.exists()


def test_somebody_else_cannot_follow_the_work(client: Client, administrator: User) -> None:
    job = started(client)
    client.force_login(somebody(Role.COORDINATOR))
    assert client.get(reverse("web:job", args=[job.key])).status_code == 404


def test_files_nobody_came_for_are_cleared_away_by_the_daily_chore(administrator: User) -> None:
    assert str(actions.keep_upload(by=administrator, name="sites.csv", content=b"1")) == "sites.csv"
    call_command("prune_uploads")
    assert Upload.objects.count() == 1
    Upload.objects.update(created_at="2020-01-01T00:00:00Z")
    call_command("prune_uploads")
    assert not Upload.objects.exists()


def test_the_page_counts_the_sites_of_each_edition_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for data, day in ((OLD, date(2019, 10, 1)), (NEW, date(2025, 10, 1))):
        actions.take_in_sites(by=None, rows=read_sites(data), published_on=day)
    with django_assert_num_queries(1):
        lists = queries.lists_of_sites()
    assert lists == [StoredList("Alle vestigingen basisonderwijs", date(2025, 10, 1), 4, 1)]
