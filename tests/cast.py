"""The cast of every test about who may do what.

Fenna leads. Jelle is her colleague at the same school, Sytske works at another school. Marit teaches at the school, Hylke at
another. Anouk coordinates the area. Others have a role without any relation with a case.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.test import Client

from schakel.access import actions as accounts
from schakel.access.models import User
from schakel.access.roles import Role
from schakel.casework.actions import consent, family, requests, staff, supports
from schakel.casework.models import HelpRequest, Support
from schakel.people.models import AreaDuty, Person
from schakel.reference.models import Area, Code, Edition, SchoolSite

LONG_AGO = date(2020, 1, 1)
WHOLE_WEEK = (1, 2, 3, 4, 5)


def user(name: str, role: Role) -> User:
    """An account; the address follows from the name."""
    return accounts.open_account(
        by=None, email=f"{name.split()[0].lower()}@school.example", full_name=name, role=role
    )


def client_of(who: User | None = None) -> Client:
    """A browser with this account logged in; of nobody: not logged in."""
    client = Client()
    if who is not None:
        client.force_login(who)
    return client


def site(name: str, area: Area, number: str) -> SchoolSite:
    return SchoolSite.objects.create(name=name, area=area, brin="99ZZ", site_number=number)


@dataclass
class School:
    """A school, its people, and who oversees it."""

    area: Area
    site: SchoolSite
    elsewhere: SchoolSite
    fenna: User
    jelle: User
    sytske: User
    marit: User
    hylke: User
    anouk: User


def school() -> School:
    """Two schools in one area with everyone in place since long ago."""
    area = Area.objects.create(name="Wetterstad", region="noord")
    here, elsewhere = site("IKC De Wilgen", area, "00"), site("OBS Het Kompas", area, "01")
    cast = School(
        area=area,
        site=here,
        elsewhere=elsewhere,
        fenna=user("Fenna de Boer", Role.YOUTH_SUPPORTER),
        jelle=user("Jelle Hoekstra", Role.YOUTH_SUPPORTER),
        sytske=user("Sytske Wiersma", Role.YOUTH_SUPPORTER),
        marit=user("Marit Visser", Role.TEACHER),
        hylke=user("Hylke Postma", Role.TEACHER),
        anouk=user("Anouk Dijkstra", Role.COORDINATOR),
    )
    for person, where in (
        (cast.fenna, here),
        (cast.jelle, here),
        (cast.sytske, elsewhere),
        (cast.marit, here),
        (cast.hylke, elsewhere),
    ):
        staff.start_duty(by=None, user=person, site=where, weekdays=WHOLE_WEEK, from_on=LONG_AGO)
    staff.start_overseeing(
        by=None, user=cast.anouk, area=area, sort=AreaDuty.Sort.COORDINATOR, from_on=LONG_AGO
    )
    closure_codes()
    return cast


def closure_codes() -> None:
    """The closure list, where the migrations did not bring it."""
    edition, _ = Edition.objects.get_or_create(
        source="CBS", name="Jeugdhulp, reden einde", published_on=date(2024, 1, 1)
    )
    for code, label in (("01", "volgens plan"), ("03", "eenzijdig door cliënt")):
        Code.objects.get_or_create(
            list=Code.List.CLOSURE,
            code=code,
            defaults={"label_nl": label, "label_en": label, "edition": edition},
        )


def asked(cast: School, about_words: str = "Sem, groep 4") -> HelpRequest:
    """Marit asks about a child."""
    return requests.receive(
        by=cast.marit,
        site=cast.site,
        about="child",
        about_words=about_words,
        parents_know="yes",
        matter="Hij is sinds de herfstvakantie stil en wil niet naar binnen.",
        reach="Na 15:00 op school",
    )


def child_of(
    request: HelpRequest, by: User, *, parents: int = 2, birth_date: date = date(2017, 3, 4)
) -> Person:
    """The child is named, with parents who have authority."""
    from schakel.casework.actions import answers

    requests.pick_up(by=by, request=request, how="called")
    answers.clarify(by=by, request=request, we_see="Stil in de klas", offered_first="class")
    child = family.add_child(
        by=by,
        request=request,
        first_name="Sem",
        last_name="Bakker",
        birth_date=birth_date,
        group_name="groep 4",
    )
    for number in range(parents):
        family.add_parent(by=by, child=child, first_name=f"Ouder{number}", verified_how="gezagsregister")
    request.refresh_from_db()
    return child


def agreed_by_all(child: Person, by: User) -> None:
    """Every parent with authority says yes."""
    for record in child.authority.select_related("holder"):
        consent.record(by=by, child=child, person=record.holder, said="given", how="talk")


def supported(cast: School) -> Support:
    """A support of Sem that runs, led by Fenna."""
    request = asked(cast)
    child = child_of(request, cast.fenna)
    agreed_by_all(child, cast.fenna)
    return supports.start(
        by=cast.fenna,
        request=request,
        title="Sem en thuis",
        support_for="child",
        agreed="Wij beginnen met een rustige ochtend.",
        goals=[("child", "Ik wil weer graag naar school.")],
    )


NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
