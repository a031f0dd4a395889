"""Plain rows, one class per table, one attribute per column, in the words of the tables.

The type of an attribute says how it is written: a `Day` as a date, a `Moment` as a time, a `PersonId` as a number that is
counted from where the table is free. Numbers start at 1 in every town.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from schakel.demo.clock import Day, Moment

UserId = int
AreaId = int
SiteId = int
PersonId = int
RequestId = int
SupportId = int
DecisionId = int
InvitationId = int
EditionId = int


@dataclass(slots=True)
class Account:
    id: UserId
    key: str
    email: str
    full_name: str
    role: str
    created_at: Moment
    last_login: Moment | None = None
    language: str = ""
    is_active: bool = True
    is_demo: bool = True
    password: str = "!demo"  # noqa: S105  # the mark of an account that no password opens


@dataclass(slots=True)
class Area:
    id: AreaId
    key: str
    name: str
    region: str


@dataclass(slots=True)
class Site:
    id: SiteId
    key: str
    sort: str
    name: str
    street: str
    house_number: str
    postcode: str
    city: str
    municipality: str
    area_id: AreaId
    pupils: int | None
    edition_id: EditionId = 1
    brin: str = ""
    site_number: str = ""
    lrk_number: str = ""
    municipality_code: str = ""
    denomination: str = ""
    phone: str = ""
    website: str = ""


@dataclass(slots=True)
class Professional:
    user_id: UserId
    phone: str
    skj_number: str
    registered_from: Day | None
    registered_until: Day | None
    vog_on: Day | None
    room: int | None


@dataclass(slots=True)
class Duty:
    user_id: UserId
    site_id: SiteId
    weekdays: tuple[int, ...]
    from_on: Day
    until_on: Day | None = None


@dataclass(slots=True)
class AreaDuty:
    user_id: UserId
    area_id: AreaId
    sort: str
    from_on: Day
    until_on: Day | None = None


@dataclass(slots=True)
class Person:
    id: PersonId
    key: str
    sort: str
    first_name: str
    last_name: str
    birth_date: Day | None
    phone: str
    email: str
    search_words: list[str]
    created_at: Moment


@dataclass(slots=True)
class Membership:
    child_id: PersonId
    site_id: SiteId
    group_name: str
    from_on: Day
    until_on: Day | None = None


@dataclass(slots=True)
class Authority:
    child_id: PersonId
    holder_id: PersonId
    from_on: Day
    verified_how: str
    verified_by_id: UserId
    verified_on: Day
    quality: str = "parent"
    until_on: Day | None = None


@dataclass(slots=True)
class Request:
    id: RequestId
    key: str
    site_id: SiteId
    requester: str
    asked_by_id: UserId | None
    requester_name: str
    entered_by_id: UserId
    about: str
    about_words: str
    parents_know: str
    matter: str
    reach: str
    received_at: Moment
    due_on: Day
    child_id: PersonId | None = None
    handler_id: UserId | None = None
    expected_on: Day | None = None
    picked_up_at: Moment | None = None
    picked_up_how: str = ""
    clarified_at: Moment | None = None
    answered_at: Moment | None = None
    first_help_at: Moment | None = None
    withdrawn_at: Moment | None = None
    withdrawn_why: str = ""
    joined_to_id: RequestId | None = None
    joined_as: str = ""
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.withdrawn_at is None and self.joined_to_id is None


@dataclass(slots=True)
class Clarification:
    request_id: RequestId
    we_see: str
    behind_it: str
    asks_of_us: str
    offered_first: str
    offered_words: str
    by_id: UserId
    version: int = 1


@dataclass(slots=True)
class Answer:
    request_id: RequestId
    kind: str
    agreed: str
    for_child: bool
    consent_id: DecisionId | None
    first_help_on: Day
    by_id: UserId
    at: Moment


@dataclass(slots=True)
class Consent:
    child_id: PersonId
    person_id: PersonId
    request_id: RequestId | None
    said: str
    how: str
    on: Day
    recorded_by_id: UserId
    recorded_at: Moment
    note: str = ""


@dataclass(slots=True)
class Decision:
    id: DecisionId
    child_id: PersonId
    way: str
    rule: str
    on: Day
    at: Moment


@dataclass(slots=True)
class Support:
    id: SupportId
    key: str
    request_id: RequestId
    site_id: SiteId
    support_for: str
    child_id: PersonId | None
    title: str
    lead_id: UserId
    legal_track: str
    consent_id: DecisionId | None
    agreed: str
    started_on: Day
    previous_id: SupportId | None = None
    repeat: str = ""
    rung: str = "short_support"
    next_at: Moment | None = None
    next_what: str = ""
    closed_on: Day | None = None
    closure_code: str = ""
    closing_words: str = ""
    follow_up_on: Day | None = None
    followed_up_on: Day | None = None
    version: int = 1


@dataclass(slots=True)
class Ground:
    support_id: SupportId
    ground: str
    source: str
    from_on: Day
    recorded_by_id: UserId
    ended_on: Day | None = None
    ended_why: str = ""


@dataclass(slots=True)
class PlanOffer:
    support_id: SupportId
    answer: str
    on: Day
    by_id: UserId
    note: str = ""


@dataclass(slots=True)
class PlanVersion:
    """`goals` and `steps` are lists as JSON."""

    support_id: SupportId
    goes_well: str
    we_want: str
    goals: str
    written_by_id: UserId
    on: Day
    at: Moment
    number: int = 1
    by_family: bool = False
    steps: str = "[]"


@dataclass(slots=True)
class Member:
    support_id: SupportId
    user_id: UserId | None
    name: str
    layer: str
    from_on: Day
    until_on: Day | None = None


@dataclass(slots=True)
class Contact:
    support_id: SupportId
    by_id: UserId
    on: Day
    kind: str
    with_whom: str
    minutes: int
    note: str
    at: Moment


@dataclass(slots=True)
class Step:
    support_id: SupportId
    what: str
    who: str
    due_on: Day | None
    by_id: UserId
    done_on: Day | None = None


@dataclass(slots=True)
class Goal:
    support_id: SupportId
    in_words: str
    said_by: str
    on: Day
    reached: bool | None = None


@dataclass(slots=True)
class Move:
    support_id: SupportId
    from_rung: str
    to_rung: str
    on: Day
    reason: str
    decided_by: str
    by_id: UserId


@dataclass(slots=True)
class ShortContact:
    site_id: SiteId
    with_whom: str
    on: Day
    count: int


@dataclass(slots=True)
class SharedItem:
    request_id: RequestId
    with_user_id: UserId
    text: str
    purpose: str
    ground: str
    family_informed: bool
    shared_by_id: UserId
    shared_at: Moment
    expires_on: Day
    withdrawn_at: Moment | None = None


@dataclass(slots=True)
class Invitation:
    id: InvitationId
    support_id: SupportId
    informant: str
    token_digest: bytes
    made_by_id: UserId
    made_at: Moment
    expires_on: Day
    answered_at: Moment | None = None
    withdrawn_at: Moment | None = None


@dataclass(slots=True)
class Outcome:
    support_id: SupportId
    invitation_id: InvitationId | None
    informant: str
    is_estimate: bool
    usefulness: int | None
    smiley: int | None
    can_go_on: str
    words: str
    by_id: UserId | None
    at: Moment


@dataclass(slots=True)
class Relation:
    user_id: UserId
    subject_kind: int
    subject_id: int
    why: str
    source_kind: int
    source_id: int
    from_at: Moment
    until_at: Moment


@dataclass(slots=True)
class Tables:
    """Everything that goes into the database, but for relations and log, which have their own shape in memory."""

    accounts: list[Account] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    professionals: list[Professional] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    area_duties: list[AreaDuty] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    authority: list[Authority] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    clarifications: list[Clarification] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    plan_offers: list[PlanOffer] = field(default_factory=list)
    plans: list[PlanVersion] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    short_contacts: list[ShortContact] = field(default_factory=list)
    shared: list[SharedItem] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
