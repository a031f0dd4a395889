"""Make a town: the one call that the loader, the panel and the tests use."""

from collections.abc import Callable
from dataclasses import dataclass

from schakel.demo import calendar, scenes, staff, town
from schakel.demo.book import Book
from schakel.demo.clock import at
from schakel.demo.model import Model
from schakel.demo.plan import Plan
from schakel.demo.staff import Crew
from schakel.demo.town import School


@dataclass(frozen=True)
class Town:
    """Everything that was made, and everyone who was there."""

    plan: Plan
    book: Book
    schools: list[School]
    crew: Crew


Progress = Callable[[float], None]


def quiet(_share: float) -> None:
    """Progress for who does not watch."""


def settled(plan: Plan, *, script: bool = False) -> Town:
    """Everyone in place, before anything happens. Enough for the panel of care, which needs no casework."""
    first = calendar.years_before(plan.today, plan.years)
    book = Book(looks=plan.looks, script=script)
    schools = town.build_schools(plan)
    return Town(plan, book, schools, staff.settle(book, plan, schools, first))


def make(plan: Plan, *, script: bool = False, progress: Progress = quiet) -> Town:
    """The town of this plan. The same plan gives the same town."""
    made = settled(plan, script=script)
    model = Model(plan, made.book, made.schools, made.crew)
    if plan.first_screen:
        scenes.play(model)
    model.run(calendar.years_before(plan.today, plan.years), plan.today - 1, progress)
    model.finish()
    _log_ins(plan, made.book)
    return made


# Who only reads leaves no row in this town: they come by once in so many days, each on a day of their own.
_READERS_DAYS = 28


def _log_ins(plan: Plan, book: Book) -> None:
    """When each account was last there: at its last row of the log."""
    last = book.trail.last_of_each()
    for account in book.tables.accounts:
        visit = calendar.school_day_up_to(plan.today - 1 - account.id % _READERS_DAYS)
        account.last_login = last.get(account.id, at(visit, 9))
