"""The town at work: questions come in, people pick them up in the hours they have, and everything else follows from that.

1. Every school day each site asks a number of questions that depends on its pupils, its needs, the week of the school year,
   and on whether a supporter is there (a low threshold is asked more).
2. The desk passes the questions of sites without a supporter to whoever has room.
3. Supporters work through their day (`worker`); parents agree in their own time (`cases`); supports take as long as they need
   (`runs`).
4. While it waits, a need can grow into a referral or the question can be withdrawn.
5. Closed supports are looked back on; some come back.

All of it happens in the order of time, so that nothing knows the future.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass

from schakel.demo import asking, calendar, cases, outcomes, phrases, screen, staff, truth
from schakel.demo.book import Book
from schakel.demo.cases import Case
from schakel.demo.clock import HOUR, MINUTE, SECONDS, Day, Moment, at, day_of
from schakel.demo.draws import Draws, Table
from schakel.demo.plan import Plan
from schakel.demo.records import ShortContact
from schakel.demo.relations import PERSON
from schakel.demo.runs import Run
from schakel.demo.staff import Crew
from schakel.demo.town import Child, School, children_in, group_of
from schakel.demo.trail import Deed
from schakel.demo.worker import ENDS, STARTS, Work, Worker

Happening = Callable[[Moment], None]
BOARD = Deed("look", "casework:today", "board")
REFUSED = Deed("refusal", "casework:child", "see_person")
COUNT = Deed("write", "short_contact.count")

_DAYS_OF_A_YEAR = 200.0
_ASKER = Table(
    [
        ("teacher", 0.50),
        ("care_coordinator", 0.24),
        ("parent", 0.16),
        ("partner", 0.04),
        ("child", 0.02),
        ("youth_supporter", 0.04),
    ]
)
_ABOUT = Table([("child", 0.64), ("group", 0.16), ("team", 0.07), ("unnamed", 0.13)])
_KNOW = Table([("yes", 0.58), ("will_talk", 0.24), ("advice_first", 0.16), ("safety", 0.02)])
PARTNER = "Schoolmaatschappelijk werk"
_SHORT = (("child", 6.0), ("parent", 3.5), ("teacher", 2.5))


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asks, who typed it in, and how to reach them."""

    by: int
    asked_by: int | None
    requester: str
    name: str
    reach: str


class Model:
    """One run of the town."""

    def __init__(self, plan: Plan, book: Book, schools: list[School], crew: Crew) -> None:
        self.plan, self.book, self.schools, self.crew = plan, book, schools, crew
        self.draws, self.keys = Draws(plan.seed, "work"), Draws(plan.seed, "record keys")
        self.work = Work(book, self.draws, self.keys, crew.staff)
        self.workers = {
            user: Worker(
                user,
                crew.room[user],
                crew.duties[user],
                crew.employed_from[user],
                takes_from_desk=not (plan.first_screen and place == 0),
            )
            for place, user in enumerate(crew.supporters)
        }
        self.heap: list[tuple[Moment, int, Happening]] = []
        self.count = 0
        self.at_desk: dict[int, list[Case]] = {}
        self.week_factor: dict[int, float] = {}
        self.short: dict[tuple[int, str, Day], ShortContact] = {}

    def push(self, moment: Moment, happening: Happening) -> None:
        self.count += 1
        heapq.heappush(self.heap, (moment, self.count, happening))

    def run(self, first: Day, last: Day, progress: Callable[[float], None]) -> None:
        """Every day from `first` up to and including `last`."""
        for day in range(first, last + 1):
            self._morning(day)
            end = at(day, 23, 30)
            while self.heap and self.heap[0][0] < end:
                moment, _number, happening = heapq.heappop(self.heap)
                happening(moment)
            if day % 30 == 0:
                progress((day - first) / (last - first + 1))

    def _morning(self, day: Day) -> None:
        for duty in [duty for duty in self.crew.later_duties if duty.from_on == day]:
            staff.start_duty(self.book, duty, at(day, 7, 30))
            # What waited at the desk is now in the hands of whoever works there.
            self.workers[duty.user_id].fresh += self.at_desk.pop(duty.site_id, [])
        if calendar.weekday(day) > 5:
            return
        if calendar.is_school_day(day):
            self._questions(day)
        self._desks(day)
        for worker in self.workers.values():
            if worker.from_on > day:
                continue
            if not self._works(worker, day):
                self.push(at(day, 16, 50), self._absent(worker))
            else:
                start = at(day, *STARTS) + self.draws.below(900)
                self.work.begin_day(worker, start - 60)
                self.push(start, self._tick(worker))

    def _works(self, worker: Worker, day: Day) -> bool:
        """At a site on duty days; from the desk the whole week; in a holiday now and then, by telephone."""
        if calendar.is_holiday(day):
            return (worker.user + day // 7) % 3 == 0 and calendar.weekday(day) in (2, 4)
        if self.draws.chance(0.03):
            return False
        return bool(worker.sites_on(day)) or not any(duty.from_on <= day for duty in worker.duties)

    def _tick(self, worker: Worker) -> Happening:
        def tick(now: Moment) -> None:
            day = day_of(now)
            if now >= at(day, *ENDS):
                self._evening(worker, day)
                return
            minutes = self.work.one_thing(worker, now)
            self._after_work(now)
            pause = minutes + 6 if minutes else min(30, max(5, self.work.free_minutes(worker, day, now)))
            self.push(now + pause * MINUTE, tick)

        return tick

    def _evening(self, worker: Worker, day: Day) -> None:
        """What did not fit moves on; the short contacts of the day were counted."""
        self._cannot_come(worker, day)
        if calendar.is_school_day(day):
            for site in worker.sites_on(day):
                self._short_contacts(worker.user, site, day)

    def _absent(self, worker: Worker) -> Happening:
        return lambda now: self._cannot_come(worker, day_of(now))

    def _cannot_come(self, worker: Worker, day: Day) -> None:
        """Appointments move to another day; looking back is done by telephone, because it cannot move."""
        for _moment, run in worker.agenda.pop(day, ()):
            self.work.plan(worker, run, day, at(day, 17, 5))
        for run in worker.looks_back.pop(day, ()):
            self.work.look_back(worker, run, at(day, 17, 10))
        self._after_work(at(day, 17, 15))

    def _short_contacts(self, user: int, site: int, day: Day) -> None:
        for whom, mean in _SHORT:
            number = self.draws.poisson(mean)
            for _ in range(number):
                self.book.trail.add(at(day, 8) + self.draws.below(8 * HOUR), COUNT, user, (4, site))
            if number:
                place = (site, whom, day)
                row = self.short.setdefault(place, ShortContact(site, whom, day, 0))
                row.count += number

    def _after_work(self, now: Moment) -> None:
        """What was closed is asked about; who comes back does so weeks later."""
        while self.work.ended:
            moment, worker, run = self.work.ended.pop()
            outcomes.ask(self, worker.user, run, moment)
        while self.work.returning:
            _moment, run = self.work.returning.pop()
            later = now + int(self.draws.log_normal(70, 0.8) * SECONDS)
            self.push(later, self._return_of(run))

    # -- questions

    def _questions(self, day: Day) -> None:
        season = truth.SEASON[min(calendar.week_of_school_year(day), len(truth.SEASON) - 1)]
        if calendar.weekday(day) == 1 or not self.week_factor:
            self.week_factor = {s.number: self.draws.gamma(truth.WEEK_SHAPE) for s in self.schools}
        for school in self.schools:
            if self._left_to_the_script(school, day):
                continue
            supported = school.supported_from is not None and school.supported_from <= day
            rate = truth.PLANTED.questions_with if supported else truth.PLANTED.questions_without
            pupils = school.size or 90
            mean = rate * pupils / _DAYS_OF_A_YEAR * season * school.need * self.week_factor[school.number]
            for _ in range(self.draws.poisson(mean)):
                moment = at(day, 8) + self.draws.below(9 * HOUR)
                self.push(moment, self._question(school))

    def _left_to_the_script(self, school: School, day: Day) -> bool:
        recent = day > self.plan.today - screen.QUIET_DAYS
        return self.plan.first_screen and school.number == 1 and recent

    def _question(self, school: School) -> Happening:
        def asked(now: Moment) -> None:
            about = self.draws.by(_ABOUT)
            group = self._group(school)
            child = self._child(school, group, day_of(now)) if about == "child" else None
            self.ask(now, school, about, group, child)

        return asked

    def _group(self, school: School) -> str:
        return self.draws.pick(self.crew.teachers[school.number]).group

    def _child(self, school: School, group: str, day: Day) -> Child | None:
        """A child of the group; more need, more chance."""
        there = children_in(school, group, day)
        if not there:
            return None
        some = [self.draws.pick(there) for _ in range(3)]
        return self.draws.by(Table([(child, child.need + 1e-6) for child in some]))

    def _return_of(self, run: Run) -> Happening:
        def again(now: Moment) -> None:
            child = run.case.child
            assert child is not None
            school = self.schools[run.support.site_id - 1]
            group = group_of(child.born, day_of(now))
            if group not in {teacher.group for teacher in self.crew.teachers[school.number]}:
                return
            relapse = self.draws.chance(truth.PLANTED.relapse_of_returns)
            case = self.ask(now, school, "child", group, child)
            case.previous, case.route = run.support, "support"
            case.repeat = "relapse" if relapse else "new_question"

        return again

    def ask(self, now: Moment, school: School, about: str, group: str, child: Child | None) -> Case:
        """A question comes in, and lands with whoever will come."""
        asker = self.draws.by(_ASKER)
        if asker == "child" and child is None:
            asker = "parent"
        about = "unnamed" if about == "child" and child is None else about
        name = child.first_name if child else ""
        origin = self._asker(school, asker, group, child, day_of(now))
        request = asking.receive(
            self.book,
            at=now,
            keys=self.keys,
            site=school.number,
            about=about,
            matter=self._matter(about, name, group),
            about_words={"child": f"{name}, {group}", "group": group}.get(about, ""),
            parents_know="yes" if asker == "parent" else self.draws.by(_KNOW),
            by=origin.by,
            asked_by=origin.asked_by,
            requester=origin.requester,
            requester_name=origin.name,
            reach=origin.reach,
        )
        case = Case(request, child, group, cases.route_of(self.draws, about), day_of(now))
        self._remember(case)
        self._land(case)
        self._may_change(case, now)
        return case

    def _matter(self, about: str, name: str, group: str) -> str:
        texts = {
            "child": phrases.MATTER_CHILD,
            "group": phrases.MATTER_GROUP,
            "team": phrases.MATTER_TEAM,
            "unnamed": phrases.MATTER_UNNAMED,
        }
        return self.draws.pick(texts[about]).format(name=name, group=group)

    def _asker(self, school: School, asker: str, group: str, child: Child | None, day: Day) -> Origin:
        """Who asks, and who types: people without an account ask a supporter or the desk."""
        if asker == "teacher":
            teacher = next(each for each in self.crew.teachers[school.number] if each.group == group)
            user, requester = teacher.user, teacher.role
        elif asker == "care_coordinator":
            user, requester = self.crew.care_coordinators[school.number], asker
        else:
            return self._by_another(school, asker, child, day)
        return Origin(user, user, requester, "", self.draws.pick(phrases.REACH))

    def _by_another(self, school: School, asker: str, child: Child | None, day: Day) -> Origin:
        duties = self.book.supporters_at(school.number, day)
        typist = duties[0].user_id if duties else self.book.desk(school.number)[0]
        if asker == "youth_supporter":
            role = "youth_supporter" if duties else "coordinator"
            return Origin(typist, typist, role, "", self.draws.pick(phrases.REACH))
        parent = self.draws.pick(child.household.parents).first_name if child else "een ouder"
        names = {"child": child.first_name if child else "", "parent": parent, "partner": PARTNER}
        return Origin(typist, None, asker, names[asker], self.draws.pick(phrases.REACH_PARENT))

    def _remember(self, case: Case) -> None:
        """A child with an earlier support: the next one follows on it."""
        known = case.child.person if case.child else None
        earlier = [s for s in self.book.supports_of.get(known or 0, ()) if s.closed_on is not None]
        if earlier:
            case.previous, case.repeat = earlier[-1], "new_question"

    def _land(self, case: Case) -> None:
        request = case.request
        if request.handler_id is not None:
            self.workers[request.handler_id].fresh.append(case)
        else:
            self.at_desk.setdefault(request.site_id, []).append(case)

    def _may_change(self, case: Case, now: Moment) -> None:
        """Two clocks run beside the waiting: the question may be withdrawn, the need may grow."""
        planted = truth.PLANTED
        for share, happening in ((planted.withdraws, self._withdraw), (planted.escalates, self._escalate)):
            weeks = self.draws.below(6)
            if self.draws.chance(share * 6):
                self.push(now + weeks * 7 * SECONDS + 2 * HOUR, self._later(happening, case))

    @staticmethod
    def _later(happening: Callable[[Case, Moment], None], case: Case) -> Happening:
        return lambda now: happening(case, now)

    def _withdraw(self, case: Case, now: Moment) -> None:
        request = case.request
        by = request.asked_by_id or (request.handler_id if request.picked_up_at else None)
        if not request.is_open or by is None or request.received_at > now:
            return
        asking.withdraw(self.book, at=now, by=by, request=request, why=self.draws.pick(phrases.WITHDRAWN))
        for pile in self._piles(case):
            if case in pile:
                pile.remove(case)

    def _piles(self, case: Case) -> list[list[Case]]:
        worker = self.workers.get(case.request.handler_id or 0)
        piles = [self.at_desk.get(case.request.site_id, [])]
        return piles + ([worker.fresh, worker.open] if worker else [])

    def _escalate(self, case: Case, now: Moment) -> None:
        if case.request.is_open and case.child is not None:
            case.route = "referral"

    # -- the desk

    def _desks(self, day: Day) -> None:
        for site in sorted(self.at_desk):
            waiting = self.at_desk[site]
            for case in list(waiting):
                if self.draws.chance(truth.PLANTED.desk_days):
                    waiting.remove(case)
                    self.push(at(day, 10) + self.draws.below(2 * HOUR), self._pass_on(case))
        for area in range(1, self.plan.areas + 1):
            self._board(area, day)
        self._refusal(day)

    def _board(self, area: int, day: Day) -> None:
        """The coordinator looks at the day."""
        user = next(d.user_id for d in self.book.tables.area_duties if d.area_id == area)
        sites = [site.id for site in self.book.tables.sites if site.area_id == area]
        persons = {
            request.child_id
            for site in sites
            for request in self.book.open_at.get(site, {}).values()
            if request.child_id
        }
        self.book.looked(at(day, 8, 40) + self.draws.below(900), user, BOARD, tuple(sorted(persons)))

    def _refusal(self, day: Day) -> None:
        """Now and then somebody opens an address that is not for them, and does not get in."""
        persons = self.book.tables.persons
        if persons and self.draws.chance(0.02):
            teachers = self.draws.pick(list(self.crew.teachers.values()))
            number = self.draws.between(1, len(persons))
            self.book.trail.add(at(day, 15, 20), REFUSED, self.draws.pick(teachers).user, (PERSON, number))

    def _pass_on(self, case: Case) -> Happening:
        def passed(now: Moment) -> None:
            if not case.request.is_open:
                return
            day = day_of(now)
            employed = [
                each for each in self.workers.values() if each.takes_from_desk and each.from_on <= day
            ]
            to = min(employed, key=lambda worker: (worker.load(), worker.user))
            desk = self.book.desk(case.request.site_id)[0]
            expected = calendar.next_school_day(day)
            asking.assign(self.book, at=now, by=desk, request=case.request, to=to.user, expected_on=expected)
            to.fresh.append(case)

        return passed

    def finish(self) -> None:
        self.book.tables.short_contacts = [self.short[place] for place in sorted(self.short)]
