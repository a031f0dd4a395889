"""On top of Mijn week: somebody opened the file of a child I work with in need; and what of mine ends within four weeks."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.access import breakglass
from schakel.access.models import Announcement, User
from schakel.access.models_breakglass import BreakGlass
from schakel.people.ending import Ending, endings_of
from schakel.people.models import Person, Professional
from schakel.web.parts import Row
from schakel.web.templatetags.words import full_day, time_of_day


@dataclass(frozen=True)
class Notices:
    """The lines, and the children on them."""

    lines: list[Row]
    persons: frozenset[int]


def opened_in_need(user: User) -> Notices:
    """One line per time. One query when there is none, two when there are."""
    found = breakglass.notices_for(user)
    if not found:
        return Notices([], frozenset())
    names = {child.pk: str(child) for child in Person.objects.filter(pk__in={one.person for one in found})}
    return Notices([_line(glass, names[glass.person]) for glass in found], frozenset(names))


def _line(glass: BreakGlass, name: str) -> Row:
    who, when = glass.user.full_name, f"{full_day(glass.opened_at)}, {time_of_day(glass.opened_at)}"
    return Row(
        title=_("%(who)s opende het dossier van %(child)s met noodtoegang") % {"who": who, "child": name},
        when=when,
        tone="today",
        text=_("De reden: %(reason)s") % {"reason": glass.reason},
        action=_("Gelezen"),
        to=reverse("access:break_glass_seen", args=[glass.key]),
        post=True,
    )


def ending_soon(user: User, record: Professional | None, today: date) -> list[Row]:
    """My account or registration ends soon, or has ended: which day, and what that means."""
    return [_ending(each, today) for each in endings_of(user, record, today)]


def _ending(each: Ending, today: date) -> Row:
    if each.what == Announcement.What.ACCOUNT:
        title, text = _("Je account stopt"), _("Draag je werk op tijd over. Je coördinator helpt.")
    elif each.on < today:
        title = _("Je registratie (SKJ) geldt niet meer")
        text = _("Besluiten in jeugdhulp neemt nu een collega met een geldige registratie.")
    else:
        title, text = _("Je registratie (SKJ) loopt af"), _("Verleng op tijd, en geef de nieuwe datum door.")
    return Row(title=title, when=full_day(each.on), tone="today" if each.on < today else "soon", text=text)
