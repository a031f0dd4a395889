"""On top of Mijn week: somebody opened the file of a child I work with in need. It stays until I say that I read it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.access import breakglass
from schakel.access.models import User
from schakel.access.models_breakglass import BreakGlass
from schakel.people.models import Person
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
