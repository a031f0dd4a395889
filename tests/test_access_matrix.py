"""Every address x every role x every relation. And: what stands in the bytes of a page is in the log, and may be there.

1. `MATRIX` has a row for every address of the URL configuration; a new address without a row fails.
2. Every member of the cast asks for every address: the answer is the page for who is named in the row, and the same
   "not found" for everyone else, signed in or not known.
3. Canary names are planted in every record. Every page that somebody gets is read: a name in its bytes must be among the
   persons of the one row that the page left in the log, and among those that an independent list says this person may see.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from schakel.access.models import LogEntry, User
from schakel.access.pages import PUBLIC
from schakel.access.roles import Role
from schakel.casework.actions import (
    answers,
    consent,
    emergency,
    family,
    file,
    letters,
    plan,
    requests,
    sharing,
    staff,
    supports,
)
from schakel.casework.actions.asking_consent import ask as ask_consent
from schakel.casework.models import HelpRequest, Support
from schakel.measures.actions import invite
from schakel.people.models import AreaDuty, Person
from schakel.reference.models import Area
from tests import cast as tests_cast
from tests.cast import LONG_AGO, WHOLE_WEEK, School, client_of, site, user
from tests.worlds import Stage

pytestmark = pytest.mark.django_db
# What only a look at every page reaches, counts for the coverage.
WATCHED = pytest.mark.watched

# Who is who. The name says role and relation to the case that Fenna leads at De Wilgen.
LEAD = "supporter, leads the case"
COLLEAGUE = "supporter, same school"
ELSEWHERE = "supporter, other school"
MEMBER = "support staff, in the team"
STAFF = "support staff, not in the team"
ASKER = "teacher, asked"
TEACHER = "teacher, same school"
OTHER_TEACHER = "teacher, other school"
CARE = "care coordinator, same school"
CHILDCARE = "childcare worker, same school"
AREA = "coordinator of the area"
OTHER_AREA = "coordinator of another area"
DESK = "coordinator, desk of the area"
HEAD = "school head"
POLICY = "policy officer"
RESEARCHER = "researcher"
PRIVACY = "privacy officer"
ADMIN = "administrator"
IN_NEED = "supporter, other school, opened the file in need"
NOBODY = "not signed in"

SUPPORTERS = frozenset({LEAD, COLLEAGUE, ELSEWHERE, IN_NEED})
WORKERS = SUPPORTERS | {MEMBER, STAFF}
ASKERS = frozenset({ASKER, TEACHER, OTHER_TEACHER, CARE, CHILDCARE})
COORDINATORS = frozenset({AREA, OTHER_AREA, DESK})
FIGURES = COORDINATORS | {HEAD, POLICY, RESEARCHER}
SIGNED_IN = WORKERS | ASKERS | FIGURES | {PRIVACY, ADMIN}
EVERYONE = SIGNED_IN | {NOBODY}
HANDLERS = frozenset({LEAD, COLLEAGUE})
FILE_READERS = frozenset({LEAD, MEMBER, AREA})
FILE_WRITERS = frozenset({LEAD, MEMBER})


@dataclass(frozen=True)
class Row:
    """Who gets the page; `about` names the record in the address; `post_only` answers a GET with "not allowed";
    `absent`: an installation may not have it."""

    who: frozenset[str]
    about: str = ""
    post_only: bool = False
    more: tuple[object, ...] = ()
    redirects: bool = False
    absent: bool = False


MATRIX: dict[str, Row] = {
    "casework:home": Row(SIGNED_IN, redirects=True),
    "casework:my_week": Row(WORKERS),
    "casework:short_contact": Row(SUPPORTERS),
    "casework:tap": Row(HANDLERS, "site", post_only=True),
    "casework:ask": Row(ASKERS),
    "casework:new_question": Row(WORKERS | COORDINATORS),
    "casework:asked": Row(HANDLERS | {ASKER, AREA}, "question"),
    "casework:my_questions": Row(ASKERS),
    "casework:my_question": Row(frozenset({ASKER}), "question"),
    "casework:withdraw": Row(frozenset({ASKER}), "question"),
    "casework:questions": Row(COORDINATORS),
    "casework:question": Row(HANDLERS | {AREA}, "question"),
    "casework:pick_up": Row(HANDLERS, "question"),
    "casework:clarify": Row(HANDLERS, "question"),
    "casework:answer": Row(HANDLERS, "question"),
    "casework:name_child": Row(HANDLERS, "question"),
    "casework:assign": Row(frozenset({AREA}), "question"),
    "casework:join": Row(HANDLERS, "question"),
    "casework:take_back": Row(HANDLERS, "question"),
    "casework:start_support": Row(HANDLERS, "question"),
    "casework:children": Row(WORKERS | COORDINATORS),
    "casework:child": Row(FILE_READERS, "child"),
    "casework:add_parent": Row(FILE_READERS, "child"),
    "casework:add_tie": Row(FILE_READERS, "child"),
    "casework:end_tie": Row(FILE_READERS, "child", post_only=True, more=(1,)),
    "casework:give_authority": Row(FILE_READERS, "child"),
    "casework:end_authority": Row(FILE_READERS, "child", more=(1,)),
    "casework:reach": Row(FILE_READERS, "child"),
    "casework:twins": Row(FILE_READERS, "child"),
    "casework:take_apart": Row(FILE_READERS, "child", post_only=True, more=(1,)),
    "casework:record_consent": Row(FILE_READERS, "child"),
    "casework:ask_consent": Row(FILE_READERS, "child"),
    "casework:consent_letter": Row(FILE_READERS, "child", more=(1,)),
    "casework:end_ask": Row(FILE_READERS, "child", post_only=True, more=(1,)),
    "casework:consent_link": Row(EVERYONE, "consent_token"),
    "casework:consent_thanks": Row(EVERYONE),
    "casework:ground": Row(frozenset({LEAD}), "support"),
    "casework:end_ground": Row(frozenset({LEAD}), "support"),
    "casework:consent_exception": Row(FILE_READERS, "child"),
    "casework:groups": Row(WORKERS | COORDINATORS),
    "casework:support": Row(FILE_READERS, "support"),
    "casework:update_support": Row(FILE_WRITERS, "support"),
    "casework:contact": Row(FILE_WRITERS, "support"),
    "casework:step": Row(FILE_WRITERS, "support"),
    "casework:step_done": Row(FILE_WRITERS, "support", post_only=True, more=(1,)),
    "casework:goal": Row(FILE_WRITERS, "support"),
    "casework:plan": Row(FILE_READERS, "support"),
    "casework:offer_plan": Row(FILE_WRITERS, "support"),
    "casework:write_plan": Row(FILE_WRITERS, "support"),
    "casework:agree_plan": Row(FILE_WRITERS, "support"),
    "casework:plan_paper": Row(FILE_WRITERS, "support", post_only=True),
    "casework:fill_card": Row(FILE_WRITERS, "support"),
    "casework:note_domain": Row(FILE_WRITERS, "support"),
    "casework:sheet": Row(FILE_READERS, "support"),
    "casework:sharing": Row(FILE_READERS, "support"),
    "casework:share": Row(FILE_WRITERS, "support"),
    "casework:unshare": Row(FILE_WRITERS, "support", more=(1,)),
    "casework:shared_with_me": Row(ASKERS),
    "casework:write_letter": Row(FILE_WRITERS, "support", more=("confirmation",)),
    "casework:letter": Row(FILE_READERS, "support", more=("letter",)),
    "casework:letter_pdf": Row(FILE_READERS, "support", more=("letter",)),
    "casework:letter_word": Row(FILE_READERS, "support", more=("letter",)),
    "casework:file": Row(FILE_READERS, "support"),
    "casework:add_statement": Row(FILE_WRITERS, "support"),
    "casework:withhold": Row(FILE_WRITERS, "support", more=(1,)),
    "casework:second_read": Row(FILE_READERS, "support", more=(1,)),
    "casework:file_pdf": Row(FILE_READERS, "support", post_only=True, more=("parent",)),
    "casework:look_along": Row(FILE_WRITERS, "support", post_only=True, more=("parent",)),
    "casework:appointment": Row(FILE_WRITERS, "support"),
    "casework:move": Row(FILE_WRITERS, "support"),
    "casework:member": Row(frozenset({LEAD}), "support"),
    "casework:member_leaves": Row(frozenset({LEAD}), "support", post_only=True, more=(1,)),
    "casework:hand_over": Row(frozenset({LEAD}), "support"),
    "casework:close": Row(frozenset({LEAD}), "support"),
    "casework:follow_up": Row(frozenset({LEAD}), "support"),
    "casework:emergency": Row(SUPPORTERS | COORDINATORS),
    "casework:emergency_file": Row(frozenset({IN_NEED}), "child"),
    "casework:today": Row(COORDINATORS),
    "casework:whereabouts": Row(COORDINATORS),
    "casework:leaving": Row(COORDINATORS),
    "casework:leave": Row(frozenset({AREA}), "account"),
    "casework:figures": Row(FIGURES),
    "measures:invite": Row(FILE_WRITERS, "support"),
    "measures:score": Row(FILE_WRITERS, "support"),
    "measures:scale": Row(FILE_WRITERS, "support", more=(1,)),
    "measures:estimate": Row(FILE_WRITERS, "support"),
    "measures:outcome": Row(EVERYONE, "token"),
    "measures:thanks": Row(EVERYONE),
    "access:log": Row(frozenset({PRIVACY})),
    "access:person_log": Row(frozenset({PRIVACY}), "child"),
    "access:who_can_see": Row(frozenset({PRIVACY}), "child"),
    "access:break_glass": Row(COORDINATORS | {PRIVACY}),
    "access:review_break_glass": Row(frozenset({AREA, PRIVACY}), "break_glass"),
    "access:break_glass_seen": Row(frozenset({LEAD}), "break_glass", post_only=True),
    "access:accounts": Row(frozenset({ADMIN})),
    "access:open_account": Row(frozenset({ADMIN})),
    "access:account": Row(frozenset({ADMIN}), "account"),
    "access:last_day": Row(frozenset({ADMIN}), "account", post_only=True),
    "people:rights": Row(frozenset({PRIVACY, ADMIN})),
    "people:rights_export": Row(frozenset({PRIVACY, ADMIN}), post_only=True),
    "access:demo_sign_in": Row(frozenset(), "role"),
    "access:own_account": Row(SIGNED_IN),
    "access:app": Row(SIGNED_IN),
    "access:remove_app": Row(SIGNED_IN, post_only=True),
    "access:codes": Row(SIGNED_IN),
    "access:add_passkey": Row(SIGNED_IN),
    "access:remove_passkey": Row(SIGNED_IN, "handle", post_only=True),
    "access:end_sessions": Row(SIGNED_IN, post_only=True),
    "organisation": Row(EVERYONE, absent=True),
    "openid_connect_callback": Row(EVERYONE, absent=True),
    "mfa_login_webauthn": Row(EVERYONE, redirects=True),
    "access:second_factor": Row(SIGNED_IN),
    "access:confirm": Row(SIGNED_IN),
    "mfa_authenticate": Row(EVERYONE, redirects=True),
    "account_login": Row(EVERYONE, redirects=True),
    "account_inactive": Row(EVERYONE),
    "account_logout": Row(EVERYONE, redirects=True),
    "account_change_password": Row(SIGNED_IN),
    "exchange:import_sites": Row(COORDINATORS | {ADMIN}),
    "web:theme": Row(EVERYONE),
    "project:alive": Row(EVERYONE),
    "project:ready": Row(EVERYONE),
    "project:metrics": Row(EVERYONE, absent=True),
    "web:csp_report": Row(EVERYONE, post_only=True),
    "web:language": Row(EVERYONE, redirects=True),
    "web:accessibility": Row(EVERYONE),
    "web:rights": Row(EVERYONE),
    "web:draft": Row(EVERYONE, post_only=True),
    "web:discard_draft": Row(EVERYONE, post_only=True),
    "web:job": Row(frozenset(), "nothing"),
    "web:stop_job": Row(frozenset(), "nothing"),
    "web:security": Row(EVERYONE, absent=True),
    "web:style": Row(frozenset()),
    "web:style_ask": Row(frozenset()),
    "web:style_week": Row(frozenset()),
}


@dataclass
class World:
    """The cast, and one of each record with canary names in it."""

    people: dict[str, User | None]
    keys: dict[str, object]
    canaries: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def canary(about: str) -> str:
    """A word that occurs nowhere else."""
    return f"Kanarie{about}{uuid.uuid4().hex[:6]}"


@pytest.fixture
def matrix(_stage: Stage, db: None) -> World:
    """Built once: this house has many doors, and everybody tries them all."""
    here: World = _stage.given["matrix"]
    return here


def made_world() -> World:
    school = tests_cast.school()
    people = _people(school)
    lead = people[LEAD]
    assert lead is not None
    question, support, child = _case(school, lead, people[MEMBER])
    _invitation, token = invite(by=lead, support=support, informant="parent")
    first, second = (record.holder for record in child.authority.order_by("pk"))
    ask_consent(by=lead, child=child, person=first, way="in_person")
    sharing.share(
        by=lead,
        support=support,
        kind="advice",
        with_user=school.marit,
        text="Geef een vaste plek.",
        purpose="Rust",
        until=date(2099, 1, 1),
        family_told_on=support.started_on,
    )
    contact = supports.record_contact(by=lead, support=support, kind="call", with_whom="parent", note="Fijn")
    file.ask_second_reader(
        by=lead,
        support=support,
        part="contact",
        number=contact.pk,
        sensitive="safety",
        reason="Nog niet veilig",
    )
    letter = letters.issue(by=lead, support=support, kind="plan", way="in_person", person=first)
    _asked_by_link, consent_token = ask_consent(by=lead, child=child, person=second, way="link")
    in_need = people[IN_NEED]
    assert in_need is not None
    glass, _child = emergency.break_glass(
        by=in_need,
        first_name=child.first_name,
        last_name=child.last_name,
        birth_date=date(2017, 3, 4),
        reason="Er wordt gebeld dat dit kind weg is.",
    )
    keys: dict[str, object] = {
        "break_glass": glass.key,
        "question": question.key,
        "support": support.key,
        "child": child.key,
        "site": school.site.key,
        "account": school.marit.key,
        "role": "teacher",
        "token": token,
        "consent_token": consent_token,
        "letter": letter.key,
        "parent": first.key,
        "nothing": uuid.uuid4(),
        "handle": "geen-sleutel",
    }
    here = World(people=people, keys=keys)
    for person in Person.objects.all():
        here.canaries[person.last_name] = person.pk
    here.texts = {question.matter: "question", support.agreed: "support"}
    return here


def _people(school: School) -> dict[str, User | None]:
    other_area = Area.objects.create(name="Elders")
    there = site("OBS Verweg", other_area, "02")
    roles = {
        MEMBER: Role.SUPPORT_STAFF,
        STAFF: Role.SUPPORT_STAFF,
        IN_NEED: Role.YOUTH_SUPPORTER,
        TEACHER: Role.TEACHER,
        CARE: Role.CARE_COORDINATOR,
        CHILDCARE: Role.CHILDCARE_WORKER,
        OTHER_AREA: Role.COORDINATOR,
        DESK: Role.COORDINATOR,
        HEAD: Role.SCHOOL_HEAD,
        POLICY: Role.POLICY_OFFICER,
        RESEARCHER: Role.RESEARCHER,
        PRIVACY: Role.PRIVACY_OFFICER,
        ADMIN: Role.ADMINISTRATOR,
    }
    people: dict[str, User | None] = {
        LEAD: school.fenna,
        COLLEAGUE: school.jelle,
        ELSEWHERE: school.sytske,
        ASKER: school.marit,
        OTHER_TEACHER: school.hylke,
        AREA: school.anouk,
        NOBODY: None,
    }
    for number, (who, role) in enumerate(roles.items()):
        person = user(f"Rol{number} Persoon", role)
        people[who] = person
        if role in (
            Role.SUPPORT_STAFF,
            Role.TEACHER,
            Role.CARE_COORDINATOR,
            Role.CHILDCARE_WORKER,
            Role.SCHOOL_HEAD,
        ):
            staff.start_duty(by=None, user=person, site=school.site, weekdays=WHOLE_WEEK, from_on=LONG_AGO)
    for who, area, sort in (
        (OTHER_AREA, other_area, AreaDuty.Sort.COORDINATOR),
        (DESK, school.area, AreaDuty.Sort.DESK),
    ):
        person_of = people[who]
        assert person_of is not None
        staff.start_overseeing(by=None, user=person_of, area=area, sort=sort, from_on=LONG_AGO)
    assert there.pk
    return people


def _case(school: School, lead: User, member: User | None) -> tuple[HelpRequest, Support, Person]:
    """An answered question that became a support, and a fresh question that nobody picked up."""
    first = _asked(school)
    requests.pick_up(by=lead, request=first, how="met")
    answers.clarify(by=lead, request=first, we_see="Stil", offered_first="class")
    child = family.add_child(
        by=lead,
        request=first,
        first_name="Sem",
        last_name=canary("Kind"),
        birth_date=date(2017, 3, 4),
    )
    for number in range(2):
        parent = family.add_parent(
            by=lead,
            child=child,
            first_name=f"Ouder{number}",
            last_name=canary("Ouder"),
            verified_how="register",
        )
        consent.record(by=lead, child=child, person=parent.holder, said="given", how="talk")
    first.refresh_from_db()
    support = supports.start(
        by=lead,
        request=first,
        title="Rustige ochtend",
        support_for="child",
        agreed=canary("Afspraak"),
        goals=[("child", "Graag naar school")],
    )
    assert member is not None
    supports.add_member(by=lead, support=support, user=member, layer="support_staff")
    supports.add_step(by=lead, support=support, what="Dagritme maken", who="juf")
    plan.offer(by=lead, support=support, answer="no")
    plan.write(by=lead, support=support, goes_well="Buiten spelen", we_want=canary("Plan"))
    return _asked(school), support, child


def _asked(school: School) -> HelpRequest:
    return requests.receive(
        by=school.marit,
        site=school.site,
        about="child",
        about_words="een kind in groep 4",
        parents_know="yes",
        matter=canary("Zorg"),
        reach="na drie uur",
    )


@cache
def addresses() -> dict[str, URLPattern]:
    """Every named address of the project."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, pattern.namespace or space)
        else:
            yield (f"{space}:{pattern.name}" if space else str(pattern.name)), pattern


def where(name: str, row: Row, world: World) -> str:
    args = ([world.keys[row.about]] if row.about else []) + [
        world.keys.get(str(each), each) for each in row.more
    ]
    return reverse(name, args=args)


def test_every_address_has_a_row() -> None:
    assert set(addresses()) == set(MATRIX)


def test_every_view_says_who_may_open_it() -> None:
    silent = [name for name, pattern in addresses().items() if not hasattr(pattern.callback, "access_rule")]
    assert silent == []


def test_no_address_takes_a_sequential_number_of_a_record() -> None:
    numbered = [name for name, pattern in addresses().items() if "<int:" in str(pattern.pattern)]
    # All are counted within one child or support, whose key stands before the number.
    assert all("<uuid:key>/" in str(addresses()[name].pattern).split("<int:")[0] for name in numbered)


@pytest.mark.parametrize(
    "who", [pytest.param(each, marks=WATCHED if each in (LEAD, AREA) else ()) for each in sorted(EVERYONE)]
)
def test_everyone_gets_what_a_row_says_and_what_stands_there_is_in_the_log(matrix: World, who: str) -> None:
    client, wrong = client_of(matrix.people[who]), list[str]()
    for name, row in MATRIX.items():
        status, found = _look(client, matrix, who, where(name, row, matrix))
        wrong += found
        if status not in _expected(name, row, who):
            wrong.append(f"{who} got {status} at {name}")
    for address in _more_to_read(matrix):
        wrong += _look(client, matrix, who, address)[1]
    assert not wrong, "\n".join(wrong)


def _look(client: Client, world: World, who: str, address: str) -> tuple[int, list[str]]:
    """The status of a page, and what is wrong with what stands there and with what was written about the look."""
    before = _last_row()
    answer = client.get(address)
    rows = list(LogEntry.objects.filter(id__gt=before, event="look"))
    return answer.status_code, _judge(world, who, address, answer.content.decode(errors="replace"), rows)


def _expected(name: str, row: Row, who: str) -> set[int]:
    public = getattr(addresses()[name].callback, "access_rule", None) == PUBLIC
    if who in row.who:
        if row.post_only:
            return {405}
        return {200} | ({302} if row.redirects else set()) | ({404} if row.absent else set())
    if who == NOBODY and not public:
        return {302}
    if name in ("web:job", "web:stop_job", "access:demo_sign_in"):
        return {302, 404, 405}
    # A form is refused before its record is looked up; whether sending it is refused stands further on.
    return {404, 405} if row.post_only else {404}


def test_unknown_and_forbidden_look_the_same(matrix: World) -> None:
    client = client_of(matrix.people[ELSEWHERE])
    forbidden = client.get(reverse("casework:support", args=[matrix.keys["support"]]))
    unknown = client.get(reverse("casework:support", args=[uuid.uuid4()]))
    assert forbidden.status_code == unknown.status_code == 404
    assert _without_tokens(forbidden.content) == _without_tokens(unknown.content)


def _without_tokens(page: bytes) -> bytes:
    return re.sub(rb"[0-9a-zA-Z-]{32,}", b"", page)


# Who may see which canary, written down apart from the code that decides it.
CHILD_SEEN_BY = FILE_READERS | {PRIVACY, IN_NEED}
QUESTION_SEEN_BY = HANDLERS | {ASKER, AREA}
AGREED_SEEN_BY = FILE_READERS | {LEAD, IN_NEED}


def _more_to_read(world: World) -> list[str]:
    """Searches, mistakes and other ways to a page."""
    names = list(world.canaries)
    searches = [f"{reverse('casework:children')}?zoek={name}" for name in names]
    searches += [f"{reverse('access:log')}?over={name}" for name in names]
    mistakes = [f"/kinderen/{name}/" for name in names] + ["/ondersteuning/1/", "/vragen/?na=kapot"]
    return searches + mistakes + [f"{reverse('casework:children')}?ook=afgesloten"]


def _judge(world: World, who: str, address: str, page: str, rows: list[LogEntry]) -> list[str]:
    searched = address.rpartition("=")[2] if "=" in address else address
    found = [name for name in world.canaries if name in page and name not in searched]
    said = []
    if len(rows) > 1:
        said.append(f"{len(rows)} rows for one look of {who} at {address}")
    logged = set(rows[0].persons) if rows else set()
    for name in found:
        if world.canaries[name] not in logged:
            said.append(f"{who} saw {name} unlogged at {address}")
        if who not in CHILD_SEEN_BY:
            said.append(f"{who} may not see {name} at {address}")
    for text, about in world.texts.items():
        allowed = QUESTION_SEEN_BY if about == "question" else AGREED_SEEN_BY
        if text in page and who not in allowed:
            said.append(f"{who} may not read the {about} at {address}")
        if text in page and not rows:
            said.append(f"{who} read the {about} unlogged at {address}")
    return said


def _last_row() -> int:
    return LogEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def test_the_crawl_itself_can_fail(matrix: World) -> None:
    """A page with a planted name and no row is found: the check above is no formality."""
    name = next(iter(matrix.canaries))
    assert _judge(matrix, TEACHER, "/verzonnen/", f"<p>{name}</p>", []) == [
        f"{TEACHER} saw {name} unlogged at /verzonnen/",
        f"{TEACHER} may not see {name} at /verzonnen/",
    ]


@pytest.mark.parametrize(
    "who", [IN_NEED, ELSEWHERE, TEACHER, STAFF, HEAD, POLICY, RESEARCHER, ADMIN, OTHER_AREA]
)
def test_nothing_that_writes_answers_to_who_may_not(matrix: World, who: str) -> None:
    """The same rows, sent as a form: nobody outside a row changes anything."""
    client, before = client_of(matrix.people[who]), _written()
    for name, row in MATRIX.items():
        if row.about in ("question", "support", "child", "site") and who not in row.who:
            answer = client.post(where(name, row, matrix), {"how": "met", "version": "1"})
            assert answer.status_code == 404, name
            assert _written() == before, name


def _written() -> int:
    return LogEntry.objects.filter(event="write").count()
