"""The proposal in words, Dutch and English: who takes what and why, what stays open, how good it can be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from schakel.analysis.allocation.problem import Kind, Person, Problem, Task
from schakel.analysis.allocation.proposal import Alternative, Assignment, Notice, Proposal
from schakel.analysis.report import Language, chosen, decimal, joined, short_day, week_in_words, whole

_TERMS = {
    "open": ("niet gedaan worden", "staying undone"),
    "late": ("de belofte breken", "breaking the promise"),
    "continuity": ("niet bij de vaste contactpersoon", "not with the case lead"),
    "face": ("een nieuw gezicht", "a new face"),
    "travel": ("reizen", "travel"),
    "overload": ("een te volle week", "too full a week"),
    "registered": ("werk dat ook zonder registratie kan", "work that needs no registration"),
}
_REFUSED = {
    "role": ("hoort niet bij de rol van", "does not fit the role of"),
    "not_registered": ("geen registratie", "no registration"),
    "registration_not_valid": ("registratie geldt dan niet", "registration not valid then"),
    "not_delegable": ("mag niet zonder registratie", "not without a registration"),
    "nobody_answers": (
        "niemand met registratie die ervoor instaat",
        "nobody with a registration answers for it",
    ),
    "not_on_duty": ("werkt dan niet", "not at work then"),
    "forbidden": ("afgesproken van niet", "agreed not to"),
    "too_long": ("te weinig uren", "too few hours"),
}


class Words:
    """Turns parts of one proposal into sentences; knows the names behind the keys."""

    def __init__(self, problem: Problem, proposal: Proposal, language: Language) -> None:
        self.problem, self.proposal, self.language = problem, proposal, language
        self._people: dict[str, Person] = {person.key: person for person in problem.people}
        self._tasks: dict[str, Task] = {task.key: task for task in problem.tasks}
        self._kinds: dict[str, Kind] = {kind.key: kind for kind in problem.kinds}
        self._sites = {site.key: site.name for site in problem.sites}
        self._families = {family.key: family for family in problem.families}

    def _(self, nl: str, en: str) -> str:
        return chosen(self.language, nl, en)

    def title(self) -> str:
        """The title of the page."""
        return self._("Voorstel: wie neemt wat?", "Proposal: who takes what?")

    def week(self) -> str:
        """The week in words."""
        return week_in_words(self.proposal.week, self.language)

    def lead(self) -> str:
        """The sentence to remember: how many tasks get somebody, how many stay open."""
        total = len(self.proposal.assignments)
        left = len(self.proposal.open_tasks)
        if total == 0:
            return self._(
                "Er zijn deze week geen taken om te verdelen.", "There are no tasks to divide this week."
            )
        placed, all_of = whole(total - left, self.language), whole(total, self.language)
        first = self._(
            f"Van de {all_of} taken krijgen er {placed} iemand",
            f"Of the {all_of} tasks, {placed} go to somebody",
        )
        if left == 0:
            return first + self._("; er blijft niets open.", "; nothing stays open.")
        stays = whole(left, self.language)
        more = self._(
            f"; {stays} {'blijft' if left == 1 else 'blijven'} open.",
            f"; {stays} {'stays' if left == 1 else 'stay'} open.",
        )
        return first + more

    def quality(self) -> str:
        """How much better another division could be at most, in plain words."""
        proposal = self.proposal
        if proposal.cost <= proposal.bound + 1e-6:
            return self._(
                "Bewezen: geen enkele andere verdeling is beter.", "Proven: no other division is better."
            )
        if 1 - proposal.bound / proposal.cost < 0.0005:
            return self._(
                "Bewezen: geen enkele andere verdeling is merkbaar beter.",
                "Proven: no other division is noticeably better.",
            )
        most = decimal(100 * (1 - proposal.bound / proposal.cost), self.language, 1)
        return self._(
            f"Bewezen: geen enkele andere verdeling scoort meer dan {most}\u00a0% beter.",
            f"Proven: no other division scores more than {most}\u00a0% better.",
        )

    def decides(self) -> str:
        """Who decides."""
        return self._(
            "Dit is een voorstel. Het team beslist, en mag overal van afwijken.",
            "This is a proposal. The team decides, and may depart from it anywhere.",
        )

    def facts(self) -> str:
        """New faces and travel, always beside the division."""
        faces = sum(room.new_faces for room in self.proposal.rooms)
        road = sum(room.travel for room in self.proposal.rooms)
        hours = decimal(road, self.language, 1)
        return self._(
            f"Nieuwe gezichten voor gezinnen: {faces}. Extra reistijd: {hours} uur.",
            f"New faces for families: {faces}. Extra travel: {hours} hours.",
        )

    def person(self, key: str) -> str:
        """A person's name."""
        return self._people[key].name

    def task(self, key: str) -> str:
        """What the task is: its own name or its kind, with site and hours."""
        task = self._tasks[key]
        parts = [task.name or self._kinds[task.kind].name]
        if task.site is not None:
            parts.append(self._sites[task.site])
        return ", ".join(parts)

    def hours(self, hours: float) -> str:
        """Hours with one decimal, two for quarters."""
        places = 1 if abs(hours * 10 - round(hours * 10)) < 1e-9 else 2
        return f"{decimal(hours, self.language, places)} {self._('uur', 'h')}"

    def why(self, each: Assignment) -> str:
        """Why this person: what speaks for it, and what the next best would cost more."""
        if each.person is None:
            return self._why_open(each)
        reasons = [*self._for(each)]
        other = self._next_best(each)
        if other is not None:
            reasons.append(other)
        return "; ".join(reasons) + "."

    def _for(self, each: Assignment) -> Iterable[str]:
        task, person = self._tasks[each.task], self._people[each.person or ""]
        kind = self._kinds[task.kind]
        family = self._families.get(task.family or "")
        if each.pinned:
            yield self._("zo afgesproken", "as agreed")
        if kind.reserved:
            yield self._("alleen met registratie", "needs a registration")
        if each.answerable:
            name = self.person(each.answerable)
            yield self._(f"{name} staat ervoor in", f"{name} answers for it")
        if each.deviation:
            yield self._(f"afwijking: {each.deviation}", f"deviation: {each.deviation}")
        if family is not None and kind.contact:
            yield self._face(family.case_lead == person.key, person.key in family.known)
        if task.site is not None:
            here = any(duty.site == task.site for duty in self.problem.duties(person))
            yield self._("werkt daar", "works there") if here else self._("reist ervoor", "travels for it")

    def _face(self, leads: bool, known: bool) -> str:
        if leads:
            return self._("vaste contactpersoon", "case lead")
        if known:
            return self._("het gezin kent deze persoon", "the family knows this person")
        return self._("nieuw voor het gezin", "new to the family")

    def _next_best(self, each: Assignment) -> str | None:
        others = [other for other in each.alternatives if other.person is not None and not other.no_room]
        if not others:
            return None if each.pinned else self._("niemand anders heeft ruimte", "nobody else has room")
        other = min(others, key=lambda one: one.extra)
        name = self.person(other.person or "")
        if other.extra < 0.05:
            return self._(f"{name} kan net zo goed", f"{name} would do as well")
        extra = decimal(other.extra, self.language, 1)
        reason = self._largest(other)
        return self._(f"anders {name}, {extra} duurder: {reason}", f"else {name}, {extra} dearer: {reason}")

    def _largest(self, other: Alternative) -> str:
        name = max(_TERMS, key=lambda term: float(getattr(other.difference, term)))
        return chosen(self.language, *_TERMS[name])

    def _why_open(self, each: Assignment) -> str:
        if each.pinned:
            return self._("Zo afgesproken.", "As agreed.")
        if each.alternatives and all(other.no_room for other in each.alternatives):
            names = joined([self.person(o.person) for o in each.alternatives[:3] if o.person], self.language)
            return self._(f"Wie het mag, zit vol: {names}.", f"Those who may are full: {names}.")
        if each.alternatives:
            return self._("Elke plek kost meer dan wachten.", "Every place costs more than waiting.")
        reasons = [chosen(self.language, *_REFUSED[group.reason]) for group in each.excluded]
        return self._("Niemand mag dit: ", "Nobody may do this: ") + joined(reasons, self.language) + "."

    def notice(self, notice: Notice) -> str:
        """What the meeting should know first."""
        return chosen(self.language, *self._notice(notice))

    def _notice(self, notice: Notice) -> tuple[str, str]:
        about, detail = notice.about, notice.detail
        if notice.kind == "site_without_anyone":
            return (
                f"Op {about} is deze week niemand, en er {'ligt' if detail == '1' else 'liggen'} {detail} "
                f"{'taak' if detail == '1' else 'taken'}.",
                f"Nobody is at {about} this week, and {detail} task{'' if detail == '1' else 's'} wait there.",
            )
        if notice.kind == "registration_ends":
            day = short_day(date.fromisoformat(detail), self.language)
            over = date.fromisoformat(detail) < self.proposal.week
            return (
                f"De registratie van {about} {'liep' if over else 'loopt'} tot en met {day}.",
                f"The registration of {about} {'ended' if over else 'ends'} on {day}.",
            )
        if notice.kind == "overbooked":
            hours = decimal(float(detail), self.language, 1)
            return (
                f"{about} staat al {hours} uur te vol en krijgt niets.",
                f"{about} is {hours} hours over already and gets nothing.",
            )
        if notice.kind == "no_duty":
            return f"{about} werkt deze week niet.", f"{about} does not work this week."
        return f"Niemand mag dit doen: {about}.", f"Nobody may do this: {about}."
