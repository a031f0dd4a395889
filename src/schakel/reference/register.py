"""Makes the sites equal to an edition of a school register. Called by `actions`, inside its transaction.

1. Narrow the rows and the stored sites to one municipality, when one was asked for.
2. Refuse an edition that is older than the one the stored sites come from.
3. Compare by BRIN and site number: new sites are added, different ones updated, sites that came back
   reopened, and sites that are no longer in the register closed on the day of the edition. Nothing is ever
   removed: work may hang on it.
4. An area per municipality, unless somebody put the site in another area. Childcare without a BRIN is not
   in this register and is left alone.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from django.db.models import Max, QuerySet

from schakel.reference.errors import EmptyListError, OlderEditionError, UnknownMunicipalityError
from schakel.reference.facts import Changed, SiteChanges, SiteFacts
from schakel.reference.models import Area, Edition, SchoolSite

FIELDS = (
    "name",
    "street",
    "house_number",
    "postcode",
    "city",
    "municipality_code",
    "municipality",
    "denomination",
    "phone",
    "website",
)
BATCH = 1000


def merge_sites(edition: Edition, rows: Sequence[SiteFacts], municipality: str) -> SiteChanges:
    """Store the rows and return what changed; see the module for the steps and `actions.store_sites` for
    the errors.
    """
    wanted = _of_municipality(rows, municipality)
    name = wanted[0].municipality if municipality else ""
    stored = _stored(name)
    _refuse_older(edition, stored)
    return _merge(edition, wanted, {(site.brin, site.site_number): site for site in stored})


def _of_municipality(rows: Sequence[SiteFacts], municipality: str) -> list[SiteFacts]:
    if not rows:
        raise EmptyListError
    if not municipality:
        return list(rows)
    wanted = [row for row in rows if row.municipality.casefold() == municipality.strip().casefold()]
    if not wanted:
        names = {row.municipality.casefold(): row.municipality for row in rows}
        near = get_close_matches(municipality.strip().casefold(), names, n=3)
        raise UnknownMunicipalityError(municipality, tuple(names[one] for one in near))
    return wanted


def _stored(municipality: str) -> QuerySet[SchoolSite]:
    sites = SchoolSite.objects.exclude(brin="").select_for_update(of=("self",))
    return sites.filter(municipality__iexact=municipality) if municipality else sites


def _refuse_older(edition: Edition, stored: QuerySet[SchoolSite]) -> None:
    same_source = stored.filter(edition__source=edition.source)
    newest_day = same_source.aggregate(day=Max("edition__published_on"))["day"]
    if newest_day is not None and edition.published_on < newest_day:
        raise OlderEditionError(newest_day)


def _merge(
    edition: Edition, rows: Iterable[SiteFacts], stored: dict[tuple[str, str], SchoolSite]
) -> SiteChanges:
    areas = _Areas()
    added: list[SchoolSite] = []
    touched: list[SchoolSite] = []
    changed: list[Changed] = []
    reopened: list[str] = []
    same: list[int] = []
    for row in rows:
        site = stored.pop(row.identity, None)
        if site is None:
            added.append(_new(row, edition, areas))
            continue
        difference = _update(site, row, areas)
        if site.closed_on is not None:
            site.closed_on = None
            reopened.append(_label(site))
        elif difference:
            changed.append(Changed(_label(site), difference))
        else:
            same.append(site.pk)
            continue
        touched.append(site)
    gone = [site for site in stored.values() if site.closed_on is None]
    for site in gone:
        site.closed_on = edition.published_on
    SchoolSite.objects.bulk_create(added, batch_size=BATCH)
    _save([*touched, *gone], edition)
    SchoolSite.objects.filter(pk__in=same).exclude(edition=edition).update(edition=edition)
    return SiteChanges(
        tuple(_label(site) for site in added),
        tuple(changed),
        tuple(_label(site) for site in gone),
        tuple(reopened),
        len(same),
    )


def _save(sites: list[SchoolSite], edition: Edition) -> None:
    """Rewrite rows that exist, as one statement per batch: `bulk_update` took fifty seconds for a whole register."""
    for site in sites:
        site.edition = edition
    SchoolSite.objects.bulk_create(
        sites,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*FIELDS, "area", "closed_on", "edition"],
    )


def _new(row: SiteFacts, edition: Edition, areas: "_Areas") -> SchoolSite:
    site = SchoolSite(brin=row.brin, site_number=row.site_number, edition=edition, area=areas.of(row))
    for field in FIELDS:
        setattr(site, field, getattr(row, field))
    return site


def _update(site: SchoolSite, row: SiteFacts, areas: "_Areas") -> dict[str, tuple[str, str]]:
    """Put the row's values on the site; returns what was different."""
    difference: dict[str, tuple[str, str]] = {}
    for field in FIELDS:
        was, is_now = str(getattr(site, field)), str(getattr(row, field))
        if was != is_now:
            difference[field] = (was, is_now)
            setattr(site, field, is_now)
    if site.area_id is None:
        site.area = areas.of(row)
        difference["area"] = ("", row.municipality)
    return difference


def _label(site: SchoolSite) -> str:
    return f"{site.brin}{site.site_number} {site.name}, {site.city}"


class _Areas:
    """Areas by name, made when first needed."""

    def __init__(self) -> None:
        self._by_name = {area.name: area for area in Area.objects.all()}

    def of(self, row: SiteFacts) -> Area:
        area = self._by_name.get(row.municipality)
        if area is None:
            area = Area.objects.create(name=row.municipality, region=row.region)
            self._by_name[row.municipality] = area
        return area
