"""Who works in the town: accounts by role, registrations, days at sites. Personas are known by name, everyone else by chance."""

from dataclasses import dataclass, field

from schakel.demo import calendar, names, personas, places
from schakel.demo.book import Book
from schakel.demo.clock import Day, Moment, at, end_of, start_of
from schakel.demo.draws import Draws
from schakel.demo.plan import Plan
from schakel.demo.records import Account, Area, AreaDuty, Duty, Professional, Site
from schakel.demo.relations import AREA, REQUEST, SITE
from schakel.demo.town import OLDEST_GROUP, School, pupils_on

_WEEK = (1, 2, 3, 4, 5)
_BEFORE = 200


@dataclass(slots=True)
class Teacher:
    user: int
    role: str
    group: str


@dataclass(slots=True)
class Crew:
    """Supporters by number, askers by site, and the rest."""

    supporters: list[int] = field(default_factory=list)
    employed_from: dict[int, Day] = field(default_factory=dict)
    room: dict[int, int] = field(default_factory=dict)
    duties: dict[int, list[Duty]] = field(default_factory=dict)
    teachers: dict[int, list[Teacher]] = field(default_factory=dict)
    care_coordinators: dict[int, int] = field(default_factory=dict)
    staff: list[int] = field(default_factory=list)
    later_duties: list[Duty] = field(default_factory=list)


class Hiring:
    """Opens accounts, one address per account."""

    def __init__(self, book: Book, plan: Plan, first: Day) -> None:
        self.book, self.first = book, first
        self.draws, self.keys = Draws(plan.seed, "staff"), Draws(plan.seed, "keys")
        # Personas come first: one click per role takes the oldest account of that role.
        self.known = {persona.name: self._open(persona.role, persona.name) for persona in personas.all()}

    def account(self, role: str, name: str = "") -> int:
        """The account of a persona, or a new one; returns its number."""
        return self.known.get(name) or self._open(role, name)

    def _open(self, role: str, name: str) -> int:
        """Who is named has a short address; a name drawn by chance gets a number with it."""
        number = len(self.book.tables.accounts) + 1
        full_name = name or names.adult(self.draws)
        first = personas.ascii_word(full_name.split()[0])
        email = f"{first}@demo.example" if name else f"{first}.{number}@demo.example"
        created = at(self.first - _BEFORE, 9)
        self.book.tables.accounts.append(Account(number, self.keys.key(), email, full_name, role, created))
        return number


def settle(book: Book, plan: Plan, schools: list[School], first: Day) -> Crew:
    """Areas, sites, accounts and duties, with the relations that follow from them."""
    hiring = Hiring(book, plan, first)
    _areas(book, plan, hiring)
    _sites(book, plan, schools, hiring)
    crew = Crew()
    for school in schools:
        _school_staff(book, crew, school, hiring)
    _supporters(book, crew, plan, schools, hiring)
    _overseers(book, plan, hiring)
    for role in ("policy_officer", "researcher", "privacy_officer", "administrator"):
        hiring.account(role, personas.name_of(role))
    return crew


def _areas(book: Book, plan: Plan, hiring: Hiring) -> None:
    for place in range(plan.areas):
        name = (
            f"Gemeente {places.MUNICIPALITY}" if place == 0 else f"{places.MUNICIPALITY}, gebied {place + 1}"
        )
        book.tables.areas.append(Area(place + 1, hiring.keys.key(), name, "noord"))


def _sites(book: Book, plan: Plan, schools: list[School], hiring: Hiring) -> None:
    draws = hiring.draws
    for school in schools:
        area = (school.number - 1) * plan.areas // len(schools) + 1
        pupils = pupils_on(school, plan.today) if school.size else None
        book.tables.sites.append(
            Site(
                school.number,
                hiring.keys.key(),
                school.sort,
                school.name,
                draws.pick(places.STREETS),
                str(draws.between(1, 180)),
                "",
                draws.pick(places.PLACES),
                places.MUNICIPALITY,
                area,
                pupils,
            )
        )


def _school_staff(book: Book, crew: Crew, school: School, hiring: Hiring) -> None:
    """A teacher per group, a care coordinator, a head; childcare workers where there is childcare."""
    persona = school.number == 1
    groups = [f"groep {number}" for number in range(1, OLDEST_GROUP + 1)] if school.size else []
    found = []
    for group in groups:
        name = personas.name_of("teacher") if persona and group == personas.TEACHER_GROUP else ""
        found.append(Teacher(hiring.account("teacher", name), "teacher", group))
    if school.has_childcare:
        for group in ("babygroep", "dreumesgroep", "peutergroep"):
            name = personas.name_of("childcare_worker") if persona and group == "peutergroep" else ""
            found.append(Teacher(hiring.account("childcare_worker", name), "childcare_worker", group))
    crew.teachers[school.number] = found
    known = personas.name_of if persona else _nobody
    coordinator = hiring.account("care_coordinator", known("care_coordinator"))
    head = hiring.account("school_head", known("school_head"))
    crew.care_coordinators[school.number] = coordinator
    for user in [*(teacher.user for teacher in found), coordinator, head]:
        _place(book, Duty(user, school.number, _WEEK, hiring.first - _BEFORE))


def _nobody(_role: str) -> str:
    return ""


def _place(book: Book, duty: Duty) -> None:
    book.tables.duties.append(duty)
    book.relations.grant(
        [duty.user_id],
        (SITE, duty.site_id),
        "works_at",
        at=start_of(duty.from_on),
        until=end_of(duty.until_on),
    )


def _supporters(book: Book, crew: Crew, plan: Plan, schools: list[School], hiring: Hiring) -> None:
    """By wave; the last to get a site work at the desk from the beginning."""
    order = [schools[0], *hiring.draws.shuffled([school for school in schools[1:] if school.size])]
    taken, total = 0, sum(wave.supporters for wave in plan.waves)
    for wave in plan.waves:
        begins = max(hiring.first, calendar.months_before(plan.today, wave.months_ago))
        users = []
        for _ in range(wave.supporters):
            number = len(crew.supporters)
            early = number >= total - plan.at_desk
            users.append(_supporter(book, crew, hiring, number, hiring.first if early else begins))
        for place, school in enumerate(order[taken : taken + wave.sites]):
            _begin_at(book, crew, users, place, school, begins, wave.sites)
        taken += wave.sites
    for _ in range(max(1, len(crew.supporters) // 8)):
        known = personas.name_of("support_staff") if not crew.staff else ""
        crew.staff.append(hiring.account("support_staff", known))
    _registrations(book, crew, hiring, plan)


def _supporter(book: Book, crew: Crew, hiring: Hiring, number: int, employed: Day) -> int:
    user = hiring.account("youth_supporter", personas.SUPPORTERS[number] if number < 3 else "")
    crew.supporters.append(user)
    crew.employed_from[user] = employed
    crew.room[user] = 12 if number == 0 else hiring.draws.between(16, 23)
    crew.duties[user] = []
    return user


def _begin_at(
    book: Book, crew: Crew, users: list[int], place: int, school: School, begins: Day, sites: int
) -> None:
    """One site each; who has two divides the week."""
    user = users[place % len(users)]
    shares = sites > len(users) and place % len(users) < sites - len(users)
    days = ((1, 2, 5) if place < len(users) else (3, 4)) if shares else _WEEK
    duty = Duty(user, school.number, days, begins)
    school.supported_from = begins
    crew.duties[user].append(duty)
    crew.later_duties.append(duty)


def start_duty(book: Book, duty: Duty, moment: Moment) -> None:
    """A supporter begins: the open questions of the site open, and the desk hands over."""
    if book.script is not None:
        book.script.append((moment, "start_duty", {"at": moment, "duty": duty}))
    _place(book, duty)
    book.supporters.setdefault(duty.site_id, []).append(duty)
    for request in book.open_at.get(duty.site_id, {}).values():
        thing = (REQUEST, request.id)
        book.relations.grant([duty.user_id], thing, "site_supporter", at=moment, until=end_of(duty.until_on))
        book.relations.end(thing, frozenset({"desk"}), at=moment)


def _registrations(book: Book, crew: Crew, hiring: Hiring, plan: Plan) -> None:
    for user in crew.supporters:
        since = crew.employed_from[user] - 400
        number = f"demo-{user:06d}"
        until = plan.today + hiring.draws.between(200, 1500)
        book.tables.professionals.append(
            Professional(user, "06 0000 0000", number, since, until, since + 10, crew.room[user])
        )
    for user in crew.staff:
        book.tables.professionals.append(Professional(user, "", "", None, None, hiring.first - 50, None))


def _overseers(book: Book, plan: Plan, hiring: Hiring) -> None:
    """A coordinator and a desk for each area."""
    since = hiring.first - _BEFORE
    for area in range(1, plan.areas + 1):
        coordinator = hiring.account("coordinator", personas.name_of("coordinator") if area == 1 else "")
        desk = hiring.account("coordinator", personas.DESK if area == 1 else "")
        for user, sort, why in ((coordinator, "coordinator", "area_coordinator"), (desk, "desk", "desk")):
            book.tables.area_duties.append(AreaDuty(user, area, sort, since))
            book.relations.grant([user], (AREA, area), why, at=start_of(since))
