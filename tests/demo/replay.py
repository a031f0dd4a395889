"""Play a town again through the real actions, at the same moments, on an empty database."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import time_machine
from django.utils import timezone

from schakel.access import actions as accounts
from schakel.access.models import User
from schakel.casework.actions import answers, consent, family, plan, requests, staff, supports
from schakel.casework.models import HelpRequest, Support
from schakel.demo import calendar
from schakel.demo.clock import as_datetime
from schakel.demo.make import Town
from schakel.demo.records import Duty
from schakel.people import actions as people
from schakel.people.models import AreaDuty, ParentalAuthority, Person
from schakel.reference.models import Area, Edition, SchoolHoliday, SchoolSite
from tests.cast import closure_codes

Values = dict[str, Any]


class Replay:
    """The real rooms, doing what stands in the script of a town."""

    def __init__(self, town: Town) -> None:
        self.town, self.tables = town, town.book.tables
        self.users: dict[int, User] = {}
        self.sites: dict[int, SchoolSite] = {}
        self.areas: dict[int, Area] = {}
        self.persons: dict[int, Person] = {}
        self.requests: dict[int, HelpRequest] = {}
        self.supports: dict[int, Support] = {}
        self.steps: dict[int, Any] = {}

    def run(self) -> None:
        """Everyone in place, then every act in its own moment."""
        acts = self.town.book.script or []
        with time_machine.travel(as_datetime(acts[0][0]), tick=False):
            self._settle()
        for moment, name, values in acts:
            with time_machine.travel(as_datetime(moment), tick=False):
                doing: Callable[[Values], None] = getattr(self, name)
                doing(values)

    def _settle(self) -> None:
        closure_codes()
        self._holidays()
        for account in self.tables.accounts:
            self.users[account.id] = accounts.open_account(
                by=None, email=account.email, full_name=account.full_name, role=account.role
            )
        for each in self.tables.areas:
            self.areas[each.id] = Area.objects.create(name=each.name, region=each.region)
        for site in self.tables.sites:
            self.sites[site.id] = SchoolSite.objects.create(name=site.name, area=self.areas[site.area_id])
        later = {id(duty) for duty in self.town.crew.later_duties}
        for duty in self.tables.duties:
            if id(duty) not in later:
                self._place(duty)
        for row in self.tables.professionals:
            people.register_professional(
                by=None,
                user=self.users[row.user_id],
                skj_number=row.skj_number,
                registered_from=_date(row.registered_from),
                registered_until=_date(row.registered_until),
            )
        for record in self.tables.area_duties:
            user, where = self.users[record.user_id], self.areas[record.area_id]
            sort = AreaDuty.Sort(record.sort)
            staff.start_overseeing(by=None, user=user, area=where, sort=sort, from_on=_day(record.from_on))

    def _holidays(self) -> None:
        SchoolHoliday.objects.all().delete()
        edition = Edition.objects.create(source="demo", name="demo", published_on=date(2020, 1, 1))
        first = calendar.school_year(self.town.plan.today)
        for year in range(first - 7, first + 2):
            for free in calendar.holidays(year):
                SchoolHoliday.objects.create(
                    region="noord",
                    school_year=free.school_year,
                    name=free.name,
                    starts_on=_day(free.starts_on),
                    ends_on=_day(free.ends_on),
                    edition=edition,
                )

    def _place(self, duty: Duty) -> None:
        staff.start_duty(
            by=None,
            user=self.users[duty.user_id],
            site=self.sites[duty.site_id],
            weekdays=duty.weekdays,
            from_on=_day(duty.from_on),
        )

    def start_duty(self, values: Values) -> None:
        self._place(values["duty"])

    def receive(self, values: Values) -> None:
        asked_by = values.get("asked_by")
        name = values.get("requester_name", "")
        request = requests.receive(
            by=self.users[values["by"]],
            site=self.sites[values["site"]],
            requester=values["requester"],
            requester_name=name,
            asked_by=self.users[asked_by] if asked_by else None,
            **{key: values[key] for key in ("about", "matter", "reach", "about_words", "parents_know")},
        )
        self.requests[len(self.requests) + 1] = request

    def assign(self, values: Values) -> None:
        expected = _date(values["expected_on"])
        to = self.users[values["to"]]
        requests.assign(by=self._by(values), request=self._request(values), to=to, expected_on=expected)

    def pick_up(self, values: Values) -> None:
        requests.pick_up(by=self._by(values), request=self._request(values), how=values["how"])

    def withdraw(self, values: Values) -> None:
        requests.withdraw(by=self._by(values), request=self._request(values), why=values["why"])

    def join(self, values: Values) -> None:
        to = self.requests[values["to"].id]
        requests.join(by=self._by(values), to=to, requests=[self._request(values)], as_=values["as_"])

    def name_child(self, values: Values) -> None:
        child = self.persons[values["child"]]
        requests.name_child(by=self._by(values), request=self._request(values), child=child)

    def add_child(self, values: Values) -> None:
        by, keys = self._by(values), ("first_name", "last_name")
        child = people.add_person(
            by=by, sort="child", birth_date=_day(values["birth_date"]), **{key: values[key] for key in keys}
        )
        site = self.sites[values["site"]]
        today = timezone.localdate()
        people.enrol(by=by, child=child, site=site, group_name=values["group_name"], from_on=today)
        self.persons[len(self.persons) + 1] = child

    def add_parent(self, values: Values) -> None:
        keys = ("first_name", "last_name", "phone", "email", "verified_how")
        record = family.add_parent(
            by=self._by(values), child=self.persons[values["child"]], **{key: values[key] for key in keys}
        )
        self.persons[len(self.persons) + 1] = record.holder

    def link_parent(self, values: Values) -> None:
        child = self.persons[values["child"]]
        record: ParentalAuthority = people.record_authority(
            by=self._by(values),
            child=child,
            holder=self.persons[values["holder"]],
            from_on=child.birth_date or timezone.localdate(),
            verified_how=values["verified_how"],
        )
        assert record.pk

    def record_consent(self, values: Values) -> None:
        consent.record(
            by=self._by(values),
            child=self.persons[values["child"]],
            person=self.persons[values["person"]],
            said=values["said"],
            how=values["how"],
            request=self._request(values),
        )

    def clarify(self, values: Values) -> None:
        keys = ("we_see", "behind_it", "asks_of_us", "offered_first", "offered_words")
        answers.clarify(
            by=self._by(values), request=self._request(values), **{key: values[key] for key in keys}
        )

    def answer(self, values: Values) -> None:
        keys = ("kind", "agreed", "for_child", "share")
        answers.answer(
            by=self._by(values), request=self._request(values), **{key: values[key] for key in keys}
        )

    def start(self, values: Values) -> None:
        previous = values.get("previous")
        keys = ("title", "support_for", "agreed", "legal_track", "goals", "repeat")
        support = supports.start(
            by=self._by(values),
            request=self._request(values),
            previous=self.supports[previous.id] if previous else None,
            **{key: values[key] for key in keys if key in values},
        )
        self.supports[len(self.supports) + 1] = support

    def add_member(self, values: Values) -> None:
        user = self.users[values["user"]] if values["user"] else None
        layer, name = values["layer"], values["name"]
        supports.add_member(
            by=self._by(values), support=self._support(values), layer=layer, user=user, name=name
        )

    def record_contact(self, values: Values) -> None:
        keys = ("kind", "with_whom", "note")
        supports.record_contact(
            by=self._by(values), support=self._support(values), **{key: values[key] for key in keys}
        )

    def add_step(self, values: Values) -> None:
        step = supports.add_step(
            by=self._by(values),
            support=self._support(values),
            what=values["what"],
            who=values["who"],
            due_on=_date(values["due_on"]),
        )
        self.steps[len(self.steps)] = step

    def finish_step(self, values: Values) -> None:
        place = next(n for n, step in enumerate(self.tables.steps) if step is values["step"])
        supports.finish_step(by=self._by(values), step=self.steps[place])

    def offer_plan(self, values: Values) -> None:
        plan.offer(by=self._by(values), support=self._support(values), answer=values["answer"])

    def write_plan(self, values: Values) -> None:
        words = {key: values[key] for key in ("goes_well", "we_want")}
        plan.write(by=self._by(values), support=self._support(values), **words)

    def plan_next(self, values: Values) -> None:
        moment: datetime = as_datetime(values["next_at"])
        supports.plan_next(by=self._by(values), support=self._support(values), at=moment, what=values["what"])

    def move(self, values: Values) -> None:
        keys = ("to_rung", "reason", "decided_by")
        supports.move(
            by=self._by(values), support=self._support(values), **{key: values[key] for key in keys}
        )

    def close(self, values: Values) -> None:
        support = self._support(values)
        goals = list(support.goals.order_by("pk").values_list("pk", flat=True))
        supports.close(
            by=self._by(values),
            support=support,
            closure_code=values["closure_code"],
            closing_words=values["closing_words"],
            follow_up_on=_day(values["follow_up_on"]),
            reached=goals[: values["reached"]],
        )

    def follow_up(self, values: Values) -> None:
        supports.follow_up(by=self._by(values), support=self._support(values))

    def _by(self, values: Values) -> User:
        return self.users[values["by"]]

    def _request(self, values: Values) -> HelpRequest:
        return self.requests[values["request"].id]

    def _support(self, values: Values) -> Support:
        return self.supports[values["support"].id]


def _day(day: int) -> date:
    return date.fromordinal(day)


def _date(day: int | None) -> date | None:
    return None if day is None else _day(day)
