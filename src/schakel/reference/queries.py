"""Reads of reference data: which sites there are, which days are free, what a code means."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from schakel.reference.models import Area, Code, SchoolHoliday, SchoolSite
from schakel.rules.clock import FreeDays
from schakel.web.prepared import prepared

HORIZON = timedelta(days=400)


def holidays_for(site: SchoolSite, day: date) -> tuple[FreeDays, ...]:
    """The school holidays of the region of a site, from this day on for over a year. None where no region
    is known.
    """
    if site.area is None:
        return ()
    return holidays_in(site.area.region, day, day + HORIZON)


def holidays_in(region: str, first: date, last: date) -> tuple[FreeDays, ...]:
    """The school holidays of a region that touch this period, in order."""
    return tuple(FreeDays(*days) for days in _holidays(region=region, first=first, last=last))


@prepared
def _holidays(*, region: str, first: date, last: date) -> "QuerySet[SchoolHoliday, tuple[date, date]]":
    rows = SchoolHoliday.objects.filter(region=region, ends_on__gte=first, starts_on__lte=last)
    return rows.order_by("starts_on").values_list("starts_on", "ends_on")


def open_sites(on: date) -> QuerySet[SchoolSite]:
    """The sites that are open on this day."""
    begun = Q(opened_on=None) | Q(opened_on__lte=on)
    return SchoolSite.objects.filter(begun, Q(closed_on=None) | Q(closed_on__gt=on))


def sites_in(area: Area, on: date) -> QuerySet[SchoolSite]:
    """The open sites of an area, by name."""
    return open_sites(on).filter(area=area).order_by("name", "pk")


def site_by_number(brin: str, site_number: str) -> SchoolSite | None:
    """The site with this BRIN and number, open or closed."""
    return SchoolSite.objects.filter(brin=brin, site_number=site_number).first()


def choices(code_list: Code.List | str) -> list[tuple[str, str]]:
    """A code list for a form: code and label in the language of the reader."""
    column = "label_en" if (get_language() or "nl").startswith("en") else "label_nl"
    return list(Code.objects.filter(list=code_list).order_by("code").values_list("code", column))


def label_of(code_list: Code.List | str, code: str) -> str:
    """The label of one code; the code itself where the list does not know it."""
    return dict(choices(code_list)).get(code, code)
