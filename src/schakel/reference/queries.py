"""Reads of reference data."""

from datetime import date

from schakel.reference.models import SchoolHoliday, SchoolSite
from schakel.rules.clock import FreeDays


def holidays_for(site: SchoolSite, from_on: date) -> tuple[FreeDays, ...]:
    """The holidays of the site's region that have not ended on `from_on`; none when its area has no region."""
    if site.area is None or not site.area.region:
        return ()
    found = SchoolHoliday.objects.filter(region=site.area.region, ends_on__gte=from_on).order_by("starts_on")
    return tuple(FreeDays(holiday.starts_on, holiday.ends_on) for holiday in found)
