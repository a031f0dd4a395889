"""Stores what was read from a file, through the actions of the rooms it belongs to: everything, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access import log
from schakel.access.actions import open_account
from schakel.access.models import User
from schakel.casework.actions.staff import start_duty, stop_duty
from schakel.exchange.errors import FileError, SeveralErrors, WrongValueError
from schakel.exchange.models import Upload
from schakel.exchange.staff import ROLE, SITES, StaffList, StaffRow
from schakel.people import actions as people
from schakel.people.models import Professional
from schakel.reference import actions as reference
from schakel.reference import queries
from schakel.reference.facts import EditionFacts, SiteChanges, SiteFacts
from schakel.reference.models import SchoolSite

SITE_SOURCE = "DUO"
SITE_LIST = "Alle vestigingen basisonderwijs"


def take_in_sites(
    *,
    by: User | None,
    rows: Sequence[SiteFacts],
    published_on: date,
    name: str = SITE_LIST,
    municipality: str = "",
) -> SiteChanges:
    """Make the sites equal to an edition of the register; see `reference.actions.store_sites` for the errors."""
    edition = EditionFacts(SITE_SOURCE, name, published_on)
    return reference.store_sites(by=by, edition=edition, rows=rows, municipality=municipality)


@dataclass(frozen=True)
class StaffChanges:
    """How many people were new and how many were there already, and what is worth knowing."""

    added: int
    updated: int
    notices: tuple[FileError, ...]


@transaction.atomic
def take_in_staff(*, by: User | None, staff: StaffList) -> StaffChanges:
    """Open an account for who has none, and record registration, certificate and days.

    Raises SeveralErrors, and then stores nothing, when a site is not known or an account has another role.
    """
    sites = _known_sites(staff.rows)
    accounts = {user.email: user for user in User.objects.filter(email__in=[row.email for row in staff.rows])}
    _refuse_other_role(staff.rows, accounts)
    today = timezone.localdate()
    for row in staff.rows:
        user = accounts.get(row.email) or open_account(
            by=by, email=row.email, full_name=row.name, role=row.role
        )
        _record(by, row, user, sites, today)
    log.wrote(by=by, action="exchange.staff", detail={"rows": len(staff.rows), "known": len(accounts)})
    return StaffChanges(len(staff.rows) - len(accounts), len(accounts), staff.notices)


def _known_sites(rows: Sequence[StaffRow]) -> dict[tuple[str, str], SchoolSite]:
    """The open sites that the list names; raises SeveralErrors for each one that is not known."""
    open_ones = queries.open_sites(timezone.localdate()).exclude(brin="")
    known = {(site.brin, site.site_number): site for site in open_ones}
    errors = [
        WrongValueError(
            _("deze vestiging is niet bekend of gesloten. Lees eerst de scholen in."),
            line=row.line,
            column=SITES,
            value=f"{place.brin}{place.site_number}",
        )
        for row in rows
        for place in row.places
        if (place.brin, place.site_number) not in known
    ]
    if errors:
        raise SeveralErrors(errors)
    return known


def _refuse_other_role(rows: Sequence[StaffRow], accounts: dict[str, User]) -> None:
    errors = [
        WrongValueError(
            _("bij dit adres hoort al een account met een andere rol. Gebruik een ander adres."),
            line=row.line,
            column=ROLE,
            value=row.email,
        )
        for row in rows
        if row.email in accounts and accounts[row.email].role != row.role
    ]
    if errors:
        raise SeveralErrors(errors)


def _record(
    by: User | None, row: StaffRow, user: User, sites: dict[tuple[str, str], SchoolSite], today: date
) -> None:
    known = Professional.objects.filter(user=user).first()
    people.register_professional(
        by=by,
        user=user,
        phone=row.phone,
        skj_number=row.skj_number,
        registered_from=row.registered_from,
        registered_until=row.registered_until,
        vog_on=row.vog_on,
        # Agreed in the team, not in a list: stays.
        room=known.room if known else None,
    )
    for place in row.places:
        _place(by, user, sites[place.brin, place.site_number], place.weekdays, row.starts_on or today)


def _place(by: User | None, user: User, site: SchoolSite, weekdays: tuple[int, ...], since: date) -> None:
    """These days at this site from `since`. Who is there on these days already stays; other days end the
    day before.
    """
    there = user.duties.filter(site=site, until_on=None).order_by("from_on").last()
    if there is not None and there.from_on <= since and tuple(there.weekdays) == weekdays:
        return
    if there is not None and there.from_on < since:
        stop_duty(by=by, duty=there, until_on=since - timedelta(days=1))
    start_duty(by=by, user=user, site=site, weekdays=weekdays, from_on=since)


@transaction.atomic
def keep_upload(*, by: User, name: str, content: bytes) -> Upload:
    """Keep a file until the worker has read it."""
    upload = Upload.objects.create(owner=by, name=name[:120], content=content)
    log.wrote(by=by, action="exchange.upload", detail={"bytes": len(content)})
    return upload


def drop_upload(*, upload: Upload) -> None:
    """The file has been read: it is not kept."""
    upload.delete()


def drop_old_uploads(*, before_days: int = 1) -> int:
    """Remove files that no worker came for; returns how many."""
    before = timezone.now() - timedelta(days=before_days)
    return Upload.objects.filter(created_at__lt=before).delete()[0]
