"""A supporter at work: one thing after the other, appointments first, then who waits longest, as long as the day lasts."""

from dataclasses import dataclass, field

from schakel.demo import answering, asking, calendar, cases, phrases, runs, supporting, truth
from schakel.demo.book import Book
from schakel.demo.cases import Case
from schakel.demo.clock import MINUTE, Day, Moment, at, day_of
from schakel.demo.draws import Draws, Table
from schakel.demo.records import Duty
from schakel.demo.relations import USER
from schakel.demo.runs import Run
from schakel.demo.trail import Deed

STARTS, ENDS = (8, 20), (16, 45)
_SLOTS = ((9, 0), (10, 15), (11, 15), (13, 15), (14, 30), (15, 30))
_LEEWAY = 5 * MINUTE
_PATIENCE = 35  # days a support waits for room before it starts anyway
_HUMAN = Table([("met", 0.62), ("called", 0.33), ("video", 0.02), ("wrote", 0.03)])
_AFAR = Table([("called", 0.85), ("video", 0.05), ("wrote", 0.10)])
# Minutes of each piece of work, writing it down included.
_PICK_UP, _CLARIFY, _CONSENT, _ANSWER, _SESSION, _LOOK_BACK = 20, 50, 15, 40, 50, 20
SIGN_IN = Deed("sign_in", "sign_in")
MY_WEEK = Deed("look", "casework:my_week", "my_week")


@dataclass(slots=True)
class Worker:
    """One supporter with everything that is on the desk."""

    user: int
    room: int
    duties: list[Duty]
    from_on: Day
    takes_from_desk: bool = True
    fresh: list[Case] = field(default_factory=list)
    open: list[Case] = field(default_factory=list)
    runs: dict[int, Run] = field(default_factory=dict)
    agenda: dict[Day, list[tuple[Moment, Run]]] = field(default_factory=dict)
    looks_back: dict[Day, list[Run]] = field(default_factory=dict)
    sessions: int = 0

    def sites_on(self, day: Day) -> list[int]:
        """Where this person is today."""
        week = calendar.weekday(day)
        return [duty.site_id for duty in self.duties if duty.from_on <= day and week in duty.weekdays]

    def next_day(self, after: Day) -> Day:
        """The next day at a site; any school day for who works from the desk."""
        weekdays = tuple(
            sorted({week for duty in self.duties if duty.from_on <= after for week in duty.weekdays})
        )
        return calendar.next_school_day(after, weekdays or (1, 2, 3, 4)) or after + 7

    def load(self) -> float:
        return len(self.fresh) + len(self.open) + 2.0 * len(self.runs) + 0.3 * self.room * bool(self.duties)


class Work:
    """What a supporter can do next, in order; every method does one thing and returns the minutes it took."""

    def __init__(self, book: Book, draws: Draws, keys: Draws, staff: list[int]) -> None:
        self.book, self.draws, self.keys, self.staff = book, draws, keys, staff
        self.ended: list[tuple[Moment, Worker, Run]] = []
        self.returning: list[tuple[Moment, Run]] = []

    def begin_day(self, worker: Worker, now: Moment) -> None:
        """Log in and open Mijn week: a look at everyone on it."""
        persons = {run.support.child_id for run in worker.runs.values() if run.support.child_id}
        persons |= {case.request.child_id for case in worker.open if case.request.child_id}
        self.book.trail.add(now - 40, SIGN_IN, worker.user, (USER, worker.user))
        self.book.looked(now, worker.user, MY_WEEK, tuple(sorted(persons)))

    def one_thing(self, worker: Worker, now: Moment) -> int:
        """Do the next thing; minutes, or 0 when nothing waits."""
        day = day_of(now)
        appointment = self._appointment(worker, day, now)
        if appointment is not None:
            return self.meet(worker, appointment, now)
        if (case := self._waiting(worker, now, day)) is not None:
            return self.pick_up(worker, case, now, day)
        if (case := self._ready(worker, day)) is not None:
            return self.proceed(worker, case, now, day)
        if worker.looks_back.get(day):
            return self.look_back(worker, worker.looks_back[day].pop(), now)
        if worker.sessions and self.free_minutes(worker, day, now) >= _SESSION:
            worker.sessions -= 1
            return _SESSION
        return 0

    def free_minutes(self, worker: Worker, day: Day, now: Moment) -> int:
        """Until the next appointment or the end of the day."""
        until = min((moment for moment, _run in worker.agenda.get(day, ())), default=at(day, *ENDS))
        return (until - now) // MINUTE

    def _appointment(self, worker: Worker, day: Day, now: Moment) -> Run | None:
        due = worker.agenda.get(day)
        if not due or min(due, key=lambda each: each[0])[0] > now + _LEEWAY:
            return None
        first = min(due, key=lambda each: each[0])
        due.remove(first)
        return first[1]

    def _waiting(self, worker: Worker, now: Moment, day: Day) -> Case | None:
        here = [case for case in worker.fresh if case.request.received_at < now and case.ready_on <= day]
        return min(here, key=lambda case: case.request.received_at, default=None)

    def _ready(self, worker: Worker, day: Day) -> Case | None:
        return next((case for case in worker.open if case.ready_on <= day), None)

    def pick_up(self, worker: Worker, case: Case, now: Moment, day: Day) -> int:
        """Try to reach the asker; not everyone is there today."""
        here = case.request.site_id in worker.sites_on(day)
        if not self.draws.chance(0.8 if here else 0.6):
            case.ready_on = day + 1
            return 5
        how = self.draws.by(_HUMAN if here else _AFAR)
        asking.pick_up(self.book, at=now, by=worker.user, request=case.request, how=how)
        worker.fresh.remove(case)
        if self._joins(worker, case, now + 300):
            return _PICK_UP
        worker.open.append(case)
        case.ready_on = day + self.draws.between(0, 4)
        return _PICK_UP

    def _joins(self, worker: Worker, case: Case, now: Moment) -> bool:
        """Is it a question that is known already? A person decides: most of the time, not always."""
        for other in worker.open:
            if other.request.site_id != case.request.site_id or not other.request.is_open:
                continue
            same_child = case.child is not None and case.child is other.child
            same_group = case.request.about == other.request.about == "group" and case.group == other.group
            if (same_child or same_group) and self.draws.chance(0.8):
                kind = "duplicate" if same_child else "together"
                asking.join(
                    self.book, at=now, by=worker.user, to=other.request, request=case.request, as_=kind
                )
                return True
        return False

    def proceed(self, worker: Worker, case: Case, now: Moment, day: Day) -> int:
        """The next step of an open question."""
        if case.request.clarified_at is None:
            cases.clarify(self.book, self.draws, self.keys, case, worker.user, now)
            return _CLARIFY
        if case.awaited:
            cases.hear_consent(self.book, self.draws, case, worker.user, now)
            return _CONSENT
        if case.needs_child and not self._agreed(case, now):
            return 5
        if case.route != "support":
            worker.open.remove(case)
            worker.sessions += cases.answer(self.book, self.draws, case, worker.user, now)
            return _ANSWER
        return self.start(worker, case, now, day)

    def _agreed(self, case: Case, now: Moment) -> bool:
        """Whether consent is complete today; else know the child first, and ask who is missing."""
        child, day = case.child, day_of(now)
        assert child is not None
        if case.request.child_id is None:
            cases.know_child(self.book, self.draws, self.keys, case, case.request.handler_id or 0, now)
        assert child.person is not None
        if not answering.missing(self.book, child.person, day):
            return True
        cases.ask_consent(self.book, self.draws, case, day)
        case.ready_on = max(case.ready_on, day + 1)
        return False

    def start(self, worker: Worker, case: Case, now: Moment, day: Day) -> int:
        """Begin a support when there is room."""
        waited = day - day_of(case.request.received_at)
        if len(worker.runs) >= worker.room and waited < _PATIENCE:
            case.ready_on = day + 3
            return 2
        worker.open.remove(case)
        run = runs.begin(self.book, self.draws, self.keys, case, worker.user, now)
        worker.runs[run.support.id] = run
        self.plan(worker, run, day + 2, now + 120)
        return _ANSWER

    def meet(self, worker: Worker, run: Run, now: Moment) -> int:
        """An appointment: what it brings, and what comes next."""
        day = day_of(now)
        minutes = runs.meet(self.book, self.draws, run, worker.user, now, self.staff)
        code = runs.is_enough(self.draws, run)
        if code:
            self.close(worker, run, now + 1500, code)
        else:
            gap = 6 if run.progress < 0.6 * run.need else 12
            self.plan(worker, run, day + gap, now + 1500)
        return minutes

    def plan(self, worker: Worker, run: Run, after: Day, now: Moment) -> None:
        """The first free slot after that day."""
        day = worker.next_day(after)
        while len(worker.agenda.get(day, ())) >= len(_SLOTS):
            day = worker.next_day(day)
        taken = {moment for moment, _run in worker.agenda.get(day, ())}
        free = [slot for slot in _SLOTS if at(day, *slot) not in taken]
        moment = at(day, *self.draws.pick(free))
        worker.agenda.setdefault(day, []).append((moment, run))
        what = self.draws.pick(phrases.NEXT)
        supporting.plan_next(
            self.book, at=now, by=worker.user, support=run.support, next_at=moment, what=what
        )

    def close(self, worker: Worker, run: Run, now: Moment, code: str) -> None:
        """Close, and choose the day to look back: a day at that site, about eight weeks on."""
        look_back = worker.next_day(day_of(now) + 54)
        runs.close(self.book, self.draws, run, worker.user, now, code, look_back)
        del worker.runs[run.support.id]
        worker.looks_back.setdefault(look_back, []).append(run)
        self.ended.append((now + 120, worker, run))

    def look_back(self, worker: Worker, run: Run, now: Moment) -> int:
        """Ask how it goes; some come back, later, with the old problem or a new one."""
        supporting.follow_up(self.book, at=now, by=worker.user, support=run.support)
        if run.support.child_id and self.draws.chance(truth.PLANTED.returns):
            self.returning.append((now, run))
        return _LOOK_BACK
