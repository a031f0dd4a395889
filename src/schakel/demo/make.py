"""Make a town: the one call that the loader, the panel and the tests use."""

from collections.abc import Callable
from dataclasses import dataclass

from schakel.demo import calendar, scenes, staff, town
from schakel.demo.book import Book
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


def make(plan: Plan, *, script: bool = False, progress: Progress = quiet) -> Town:
    """The town of this plan. The same plan gives the same town."""
    first = calendar.years_before(plan.today, plan.years)
    book = Book(looks=plan.looks, script=script)
    schools = town.build_schools(plan)
    crew = staff.settle(book, plan, schools, first)
    model = Model(plan, book, schools, crew)
    if plan.first_screen:
        scenes.play(model)
    model.run(first, plan.today - 1, progress)
    model.finish()
    return Town(plan, book, schools, crew)
