"""The world of the access matrix, and beside it a child of whom nobody in that world may know, but who oversees the place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from schakel.access.roles import Role
from schakel.casework.actions import answers, family, requests, staff
from schakel.people.models import Person
from schakel.reference.models import SchoolSite
from tests.cast import LONG_AGO, WHOLE_WEEK, user
from tests.test_access_matrix import (
    AGREED_SEEN_BY,
    CHILD_SEEN_BY,
    OTHER_AREA,
    PRIVACY,
    QUESTION_SEEN_BY,
    World,
    canary,
)

STRANGER_SEEN_BY = frozenset({OTHER_AREA, PRIVACY})


@dataclass(frozen=True)
class Secret:
    """Words that stand in a record, and who may read them."""

    words: str
    seen_by: frozenset[str]


def stranger(at: SchoolSite) -> tuple[Person, str]:
    """A child at another school, in another area; and the words of its question."""
    there = user("Froukje Verweg", Role.YOUTH_SUPPORTER)
    asker = user("Doutzen Verweg", Role.TEACHER)
    for person in (there, asker):
        staff.start_duty(by=None, user=person, site=at, weekdays=WHOLE_WEEK, from_on=LONG_AGO)
    question = requests.receive(
        by=asker,
        site=at,
        about="child",
        about_words="een kind",
        parents_know="yes",
        matter=canary("Vreemdezorg"),
        reach="na drie uur",
    )
    requests.pick_up(by=there, request=question, how="met")
    answers.clarify(by=there, request=question, we_see="Stil", offered_first="class")
    child = family.add_child(
        by=there,
        request=question,
        first_name="Vreemd",
        last_name=canary("Vreemd"),
        birth_date=date(2018, 3, 4),
    )
    return child, question.matter


def secrets(world: World, child: Person, matter: str) -> list[Secret]:
    """Every planted word, and who may read it."""
    of_child = [Secret(name, CHILD_SEEN_BY) for name in world.canaries]
    about = {"question": QUESTION_SEEN_BY, "support": AGREED_SEEN_BY}
    of_texts = [Secret(text, about[kind]) for text, kind in world.texts.items()]
    elsewhere = [Secret(child.last_name, STRANGER_SEEN_BY), Secret(matter, STRANGER_SEEN_BY)]
    return [*of_child, *of_texts, *elsewhere]


# Looks and refusals are written on purpose; what is typed is kept as a draft; a session notes that it lives; limits count.
_NOT_COUNTED = {
    "web_draft",
    "django_session",
    "usersessions_usersession",
    "project_cache",
    "django_migrations",
}


def stored() -> dict[str, tuple[int, int]]:
    """Per table how many rows there are and a sum over all they hold: equal before and after, nothing was stored."""
    with connection.cursor() as cursor:
        cursor.execute(_all_tables())
        return {name: (rows, int(total)) for name, rows, total in cursor.fetchall()}


_TABLES: list[str] = []


def _all_tables() -> str:
    if not _TABLES:
        names = set(connection.introspection.table_names()) - _NOT_COUNTED
        _TABLES.append(" UNION ALL ".join(_one_table(name) for name in sorted(names)))
    return _TABLES[0]


def _one_table(name: str) -> str:
    only = " WHERE event = 'write'" if name == "access_logentry" else ""
    row = f"SELECT '{name}', count(*), coalesce(sum(hashtext(t::text)), 0) FROM \"{name}\" AS t"
    return row + only
