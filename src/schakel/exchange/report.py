"""What an import changed, in sentences: for the command line and for the page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.exchange.actions import StaffChanges
from schakel.reference.facts import Changed, Counts, SiteChanges
from schakel.reference.models import SchoolSite

SHOWN = 50


def site_summary(changes: SiteChanges) -> str:
    """One sentence with the counts."""
    return (
        _(
            "%(added)d nieuw, %(changed)d gewijzigd, %(closed)d gesloten, %(reopened)d weer open, %(unchanged)d hetzelfde."
        )
        % changes.counts
    )


def site_lines(changes: SiteChanges, shown: int = SHOWN) -> Iterator[str]:
    """The counts, and below them the sites by name, at most `shown` of each kind."""
    yield site_summary(changes)
    yield from _part(_("Nieuw"), changes.added, shown)
    yield from _part(_("Gewijzigd"), [_difference(one) for one in changes.changed], shown)
    yield from _part(_("Gesloten"), changes.closed, shown)
    yield from _part(_("Weer open"), changes.reopened, shown)


def _part(title: str, names: Iterable[str], shown: int) -> Iterator[str]:
    rows = list(names)
    if rows:
        yield f"{title}:"
    for name in rows[:shown]:
        yield f"  {name}"
    if len(rows) > shown:
        more = len(rows) - shown
        yield "  " + ngettext("en nog %(more)d", "en nog %(more)d", more) % {"more": more}


def _difference(changed: Changed) -> str:
    parts = (f"{_label(field)}: {was or '-'} → {now or '-'}" for field, (was, now) in changed.fields.items())
    return f"{changed.label} ({'; '.join(parts)})"


def _label(field: str) -> str:
    column: Any = SchoolSite._meta.get_field(field)
    return str(column.verbose_name)


def staff_lines(changes: StaffChanges) -> Iterator[str]:
    """The counts, and what is worth knowing."""
    yield _("%(added)d nieuw, %(updated)d bijgewerkt.") % {
        "added": changes.added,
        "updated": changes.updated,
    }
    for notice in changes.notices:
        yield f"{_('Let op')}: {notice}"


def holiday_line(counts: Counts) -> str:
    """One sentence with the counts."""
    said = _("%(added)d nieuw, %(changed)d gewijzigd, %(unchanged)d hetzelfde.")
    return said % {"added": counts.added, "changed": counts.changed, "unchanged": counts.unchanged}
