"""The open work that a visitor meets: arranged around today, at the site of the persona.

The years before are left to the model. These last weeks at one site are played as a script, through the same acts, so that every
demonstration shows each thing once: a question for today, one for the day after tomorrow, a parent who has not said yes, a home
visit tomorrow, a support to look back on, a birthday that changes who must agree, brothers and sisters, questions that belong
together, questions that may be the same, and at the desk a question that is nearly late and one that is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schakel.demo import answering, asking, calendar, knowing, personas, phrases, supporting
from schakel.demo.clock import Day, Moment, at, years_after
from schakel.demo.records import Request, Support
from schakel.demo.town import Child, Household, Parent, cohort_births

if TYPE_CHECKING:
    from schakel.demo.model import Model

QUIET_DAYS = 9  # the model asks nothing new at this site in the last days: the script does
_BREATH = 900
_AFTER_SCHOOL = "Na 15:00 op school"
_SURE = "gezagsregister ingezien"
Step = Callable[[Moment], None]


@dataclass
class Scene:
    """One thread of the script. Steps fall on weekdays and keep their order."""

    model: "Model"
    last: Moment = 0
    request: Request | None = None
    support: Support | None = None

    @property
    def asked(self) -> Request:
        assert self.request is not None, "the script asks before it goes on"
        return self.request

    @property
    def running(self) -> Support:
        assert self.support is not None, "the script starts a support before it goes on"
        return self.support

    def on(self, days_ago: int, hour: int, minute: int, step: Step) -> None:
        """So many days before today; from a weekend it moves to Friday."""
        day = self.model.plan.today - days_ago
        while calendar.weekday(day) > 5:
            day -= 1
        self.exactly(day, hour, minute, step)

    def exactly(self, day: Day, hour: int, minute: int, step: Step) -> None:
        """On this very day, whatever day of the week it is."""
        self.last = max(at(day, hour, minute), self.last + _BREATH)
        self.model.push(self.last, step)


class Script:
    """The acts of the script, at one site, with the words that go with them."""

    def __init__(self, model: "Model") -> None:
        self.model, self.book, self.today = model, model.book, model.plan.today
        self.fenna = self._user(personas.SUPPORTERS[0])
        self.marit, self.samira = (
            self._user(personas.name_of("teacher")),
            self._user(personas.name_of("childcare_worker")),
        )
        self.hanneke, self.bram = (
            self._user(personas.name_of("care_coordinator")),
            self._user(personas.name_of("support_staff")),
        )

    def _user(self, name: str) -> int:
        return next(account.id for account in self.book.tables.accounts if account.full_name == name)

    def teacher_of(self, group: str, site: int = 1) -> int:
        return next(each.user for each in self.model.crew.teachers[site] if each.group == group)

    def ask(
        self, scene: Scene, by: int, about: str, words: str, matter: str, know: str = "yes", site: int = 1
    ) -> Step:
        """A question comes in."""

        def step(now: Moment) -> None:
            role = self.book.tables.accounts[by - 1].role
            scene.request = asking.receive(
                self.book,
                at=now,
                keys=self.model.keys,
                by=by,
                site=site,
                requester=role,
                asked_by=by,
                about=about,
                about_words=words,
                parents_know=know,
                matter=matter,
                reach=_AFTER_SCHOOL,
            )

        return step

    def pick_up(self, scene: Scene, how: str = "met") -> Step:
        return lambda now: asking.pick_up(self.book, at=now, by=self.fenna, request=scene.asked, how=how)

    def clarify(self, scene: Scene, we_see: str, behind: str, asks: str, first: str, offered: str) -> Step:
        return lambda now: answering.clarify(
            self.book,
            at=now,
            by=self.fenna,
            request=scene.asked,
            we_see=we_see,
            behind_it=behind,
            asks_of_us=asks,
            offered_first=first,
            offered_words=offered,
        )

    def opening(
        self,
        scene: Scene,
        by: int,
        about: str,
        words: str,
        days: tuple[int, int, int],
        texts: tuple[str, ...],
    ) -> None:
        """Asked, picked up and clarified so many days ago; `texts` is the matter and what the clarification says."""
        asked, met, clear = days
        matter, we_see, behind, asks, first, offered = texts
        scene.on(asked, 10, 0, self.ask(scene, by, about, words, matter))
        scene.on(met, 8, 30, self.pick_up(scene))
        scene.on(clear, 14, 0, self.clarify(scene, we_see, behind, asks, first, offered))

    def name(self, scene: Scene, child: Child, group: str) -> Step:
        """The child becomes known, with its parents."""

        def step(now: Moment) -> None:
            known = knowing.add_child(
                self.book,
                at=now,
                keys=self.model.keys,
                by=self.fenna,
                first_name=child.first_name,
                last_name=child.last_name,
                birth_date=child.born,
                site=1,
                group_name=group,
            )
            child.person = known
            for parent in child.household.parents:
                if parent.person is not None:
                    knowing.link_parent(
                        self.book,
                        at=now,
                        by=self.fenna,
                        child=known,
                        holder=parent.person,
                        verified_how=_SURE,
                    )
            asking.name_child(self.book, at=now + 60, by=self.fenna, request=scene.asked, child=known)
            for parent in child.household.parents:
                if parent.person is None:
                    parent.person = self._parent(now + 120, known, parent)

        return step

    def _parent(self, now: Moment, child: int, parent: Parent) -> int:
        return knowing.add_parent(
            self.book,
            at=now,
            keys=self.model.keys,
            by=self.fenna,
            child=child,
            first_name=parent.first_name,
            last_name=parent.last_name,
            phone=parent.phone,
            email=parent.email,
            verified_how=_SURE,
        )

    def agree(self, scene: Scene, child: Child, *who: int) -> Step:
        """These parents say yes."""

        def step(now: Moment) -> None:
            assert child.person is not None
            for place in who:
                person = child.household.parents[place].person
                assert person is not None
                answering.record_consent(
                    self.book,
                    at=now + 60 * place,
                    by=self.fenna,
                    child=child.person,
                    person=person,
                    said="given",
                    how="talk",
                    request=scene.asked,
                )

        return step

    def answer(self, scene: Scene, kind: str, agreed: str, *, share: bool = True) -> Step:
        return lambda now: answering.answer(
            self.book,
            at=now,
            by=self.fenna,
            request=scene.asked,
            kind=kind,
            agreed=agreed,
            for_child=False,
            share=share,
        )

    def start(self, scene: Scene, title: str, agreed: str, goals: tuple[tuple[str, str], ...]) -> Step:
        def step(now: Moment) -> None:
            scene.support = supporting.start(
                self.book,
                at=now,
                keys=self.model.keys,
                by=self.fenna,
                request=scene.asked,
                title=title,
                support_for="child",
                agreed=agreed,
                legal_track="prevention",
                goals=goals,
            )
            self._plan(scene.support, goals[0][1], now)

        return step

    def _plan(self, support: Support, we_want: str, now: Moment) -> None:
        """The family was asked first, and wanted to make the plan together."""
        supporting.offer_plan(self.book, at=now, by=self.fenna, support=support, answer="no")
        supporting.write_plan(
            self.book, at=now, by=self.fenna, support=support, goes_well=phrases.GOES_WELL[0], we_want=we_want
        )

    def contact(self, scene: Scene, kind: str, whom: str, note: str) -> Step:
        return lambda now: supporting.record_contact(
            self.book, at=now, by=self.fenna, support=scene.running, kind=kind, with_whom=whom, note=note
        )

    def add_step(self, scene: Scene, what: str, who: str, due_in: int) -> Step:
        def step(now: Moment) -> None:
            due = self.today + due_in
            supporting.add_step(
                self.book, at=now, by=self.fenna, support=scene.running, what=what, who=who, due_on=due
            )

        return step

    def plan(self, scene: Scene, in_days: int, hour: int, minute: int, what: str) -> Step:
        """The next appointment, counted from today; one later than tomorrow never falls in a weekend."""
        day = self.today + in_days
        while in_days > 1 and calendar.weekday(day) > 5:
            day += 1
        moment = at(day, hour, minute)
        return lambda now: supporting.plan_next(
            self.book, at=now, by=self.fenna, support=scene.running, next_at=moment, what=what
        )

    def move(self, scene: Scene, rung: str, reason: str, decided_by: str) -> Step:
        return lambda now: supporting.move(
            self.book,
            at=now,
            by=self.fenna,
            support=scene.running,
            to_rung=rung,
            reason=reason,
            decided_by=decided_by,
        )

    def helper(self, scene: Scene, layer: str, user: int | None, name: str = "") -> Step:
        return lambda now: supporting.add_member(
            self.book, at=now, by=self.fenna, support=scene.running, layer=layer, user=user, name=name
        )

    def close(self, scene: Scene, words: str, look_back_in: int) -> Step:
        def step(now: Moment) -> None:
            supporting.close(
                self.book,
                at=now,
                by=self.fenna,
                support=scene.running,
                closure_code="01",
                closing_words=words,
                follow_up_on=self.today + look_back_in,
                reached=1,
            )

        return step

    def born_in(self, group: int, place: float) -> Day:
        """A birthday of a child in this group today."""
        first, last = cohort_births(group, self.today)
        return first + int(place * (last - first))

    def turning_twelve(self, in_days: int) -> Day:
        """Born so that the twelfth birthday falls so many days from today."""
        wanted, born = self.today + in_days, self.today + in_days - 12 * 366
        while years_after(born, 12) < wanted:
            born += 1
        return born

    def family(self, last: str, parents: tuple[str, ...], children: tuple[tuple[str, Day], ...]) -> Household:
        """A household of the script; the town does not ask about it by chance."""
        household = Household([Parent(name, last, "06 0000 0000", "") for name in parents])
        for number, (name, born) in enumerate(children):
            household.children.append(Child(-number, name, last, born, 1, 1.0, household))
        return household
