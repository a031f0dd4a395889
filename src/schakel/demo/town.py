"""Who lives in the town, before anything happens: sites, and households with their children."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date

from schakel.demo import calendar, names, truth
from schakel.demo.clock import Day
from schakel.demo.draws import Draws, Table
from schakel.demo.places import site_names
from schakel.demo.plan import Plan

OLDEST_GROUP = 8
_EXTRA_YEARS = 13


@dataclass(slots=True)
class Parent:
    first_name: str
    last_name: str
    phone: str
    email: str
    person: int | None = None


@dataclass(slots=True)
class Household:
    """Parents with authority, and children. A family name may differ between them."""

    parents: list[Parent]
    children: "list[Child]" = field(default_factory=list)


@dataclass(slots=True)
class Child:
    """A child of the town; most of them Schakel never hears of. `need` has mean one."""

    number: int
    first_name: str
    last_name: str
    born: Day
    site: int
    need: float
    household: Household
    person: int | None = None


@dataclass(slots=True)
class School:
    """A site with everyone at it."""

    number: int
    sort: str
    name: str
    size: int
    need: float
    children: list[Child] = field(default_factory=list)
    births: list[Day] = field(default_factory=list)
    supported_from: Day | None = None

    @property
    def has_childcare(self) -> bool:
        return self.sort != "school"

    def born_between(self, first: Day, last: Day) -> list[Child]:
        return self.children[bisect_left(self.births, first) : bisect_right(self.births, last)]


def cohort(born: Day) -> int:
    """The year that decides the group: the school year runs from October for this purpose."""
    return date.fromordinal(born + 92).year


def group_of(born: Day, day: Day) -> str:
    """The name of the group of a child on a day; empty before and after."""
    months = (date.fromordinal(day) - date.fromordinal(born)).days / 30.44
    if months < 0:
        return ""
    if months < 48:
        return ("babygroep", "dreumesgroep", "peutergroep", "peutergroep")[int(months // 12)]
    number = max(1, calendar.school_year(day) - cohort(born) - 3)
    return f"groep {number}" if number <= OLDEST_GROUP else ""


def cohort_births(number: int, day: Day) -> tuple[Day, Day]:
    """First and last birthday of the children of group `number` in the school year of `day`."""
    year = calendar.school_year(day) - 3 - number
    return date(year - 1, 10, 1).toordinal(), date(year, 9, 30).toordinal()


def build_schools(plan: Plan) -> list[School]:
    """Sites of different sizes, with the children that were or will be there in these years."""
    draws = Draws(plan.seed, "schools")
    titles = _titles(plan.sites)
    weights = [0.0 if sort == "childcare" else draws.log_normal(1.0, 0.45) for sort, _name in titles]
    scale = plan.pupils * plan.sites / sum(weights)
    schools = []
    for place, (sort, name) in enumerate(titles):
        size = max(40, round(weights[place] * scale)) if weights[place] else 0
        need = draws.gamma(truth.SITE_SHAPE)
        schools.append(School(place + 1, sort, name, size, need))
    if plan.first_screen:
        # Where the visitor comes in: a site of ordinary size, with a week that can be read at a glance.
        schools[0].size, schools[0].need = plan.pupils, 0.3
    _fill(plan, schools)
    return schools


def _titles(count: int) -> list[tuple[str, str]]:
    prefix = {"school": "Basisschool ", "child_centre": "Kindcentrum ", "childcare": "Kinderopvang "}
    sorts = ["child_centre" if place % 2 == 0 else "school" for place in range(count)]
    if count >= 12:
        sorts[-2:] = ["childcare", "childcare"]
    return [(sort, prefix[sort] + name) for sort, name in zip(sorts, site_names(count), strict=True)]


def _fill(plan: Plan, schools: list[School]) -> None:
    """Households until every school has its size, spread over the years of birth."""
    draws = Draws(plan.seed, "households")
    youngest, oldest = plan.today, calendar.years_before(plan.today, plan.years + _EXTRA_YEARS)
    span, number = youngest - oldest, 0
    for school in schools:
        per_year = school.size / 8.85 if school.size else 18.0
        wanted = per_year * span / 365.25
        made: list[Child] = []
        while len(made) < wanted:
            household = _household(draws, school, oldest + int(draws.u() * span), number)
            kept = [child for child in household.children if child.born <= youngest]
            household.children = kept
            number += len(kept)
            made += kept
        school.children = sorted(made, key=lambda child: (child.born, child.number))
        school.births = [child.born for child in school.children]


def _household(draws: Draws, school: School, first_birth: Day, number: int) -> Household:
    heritage = draws.by(names.HERITAGES)
    last = draws.pick(heritage.last)
    parents = [_parent(draws, heritage, last)]
    if draws.chance(0.86):
        parents.append(_parent(draws, heritage, draws.pick(heritage.last)))
    household = Household(parents)
    born, need = first_birth, 0.5 + 0.5 * draws.gamma(1.5)
    for place in range(draws.by(_CHILDREN)):
        first_name = draws.pick(heritage.child)
        own = need * draws.gamma(truth.CHILD_SHAPE)
        household.children.append(
            Child(number + place + 1, first_name, last, born, school.number, own, household)
        )
        born += draws.between(450, 1400)
    return household


def _parent(draws: Draws, heritage: names.Heritage, last: str) -> Parent:
    phone = f"06 0000 {draws.below(10_000):04d}"
    return Parent(draws.pick(heritage.adult), last, phone, "")


_CHILDREN = Table([(1, 0.34), (2, 0.42), (3, 0.18), (4, 0.06)])


def children_in(school: School, group: str, day: Day) -> list[Child]:
    """The children of a group on a day."""
    if group.startswith("groep "):
        first, last = cohort_births(int(group.split()[1]), day)
        return [child for child in school.born_between(first, last) if child.born + 1461 <= day]
    return [child for child in school.born_between(day - 1461, day) if group_of(child.born, day) == group]


def pupils_on(school: School, day: Day) -> int:
    """Children from four to the end of group eight."""
    first, _last = cohort_births(OLDEST_GROUP, day)
    return len(school.born_between(first, day - 1461))
