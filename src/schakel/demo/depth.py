"""The families of the script get their depth: by the real actions of today, as the youth supporter would do it between lessons.

Few records, so they need no replay: ties and how to reach somebody, levels and scores of goals, one thing shared with school,
all five letters, an own statement, parts that wait for a second reader or were read by one, and parents who were asked by letter
and by link.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from schakel.access.models import User
from schakel.casework.actions import asking_consent, file, kin, letters, plan, sharing
from schakel.casework.models import Support
from schakel.measures import actions_goals
from schakel.people import actions_family
from schakel.people.models import Person

# Brother and sister of the script.
KEREM, ELIF = "Kerem en de ochtend", "Elif en het afscheid"
_IN_TIME = {
    "much_less": "Kerem is bijna elke dag te laat.",
    "less": "Kerem is drie dagen per week te laat.",
    "expected": "Kerem is hooguit één dag per week te laat.",
    "more": "Kerem is elke dag op tijd.",
    "much_more": "Kerem is op tijd en helpt een ander met de ochtend.",
}
_MORNING = {
    "much_less": "Elke ochtend is er ruzie.",
    "less": "Vaker wel dan geen ruzie.",
    "expected": "Op vier van de vijf ochtenden is er rust.",
    "more": "Een week lang geen ruzie.",
    "much_more": "De ochtend is een fijn moment.",
}


def deepen() -> None:
    """Everything in one go; raises `LookupError` when the script has no such family."""
    support = _support(KEREM)
    _family(support)
    _goals(support)
    _plan(support)
    _sharing_and_letters(support)
    _file(support)
    _closing_letter(support.lead)
    _ask_father_of_sara()
    _father_answers_by_link(_child(_support(ELIF)), support.lead)


def _support(title: str) -> Support:
    running = Support.objects.filter(title=title, child__last_name="Yıldız", closed_on=None)
    support = running.select_related("lead", "child", "request").first()
    if support is None:
        raise LookupError(f"The script has no running support named {title}")
    return support


def _child(support: Support) -> Person:
    assert support.child is not None, "these supports are about a child"
    return support.child


def _mother(child: Person) -> Person:
    return child.authority.select_related("holder").order_by("pk")[0].holder


def _family(support: Support) -> None:
    child, by = _child(support), support.lead
    sister = _child(_support(ELIF))
    kin.add_tie(by=by, child=child, kind="sibling", known=sister, home="together")
    kin.add_tie(
        by=by,
        child=child,
        kind="other",
        first_name="Fatma",
        last_name="Yıldız",
        words="oma, past op woensdag op",
        home="elsewhere",
    )
    actions_family.agree_reach(
        by=by,
        person=_mother(child),
        how="Appen, na 15:00",
        never_post=True,
        language="Turks",
        interpreter=True,
    )


def _goals(support: Support) -> None:
    goals = list(support.goals.order_by("pk"))
    for goal, words, weight in zip(goals, (_IN_TIME, _MORNING), (2, 1), strict=False):
        actions_goals.set_scale(by=support.lead, goal=goal, weight=weight, words=words)
    _score(support, "baseline", "parent", {goals[0].pk: -2, goals[1].pk: -1})
    _score(support, "interim", "child", {goals[0].pk: 0, goals[1].pk: 0})


def _score(support: Support, moment: str, informant: str, scores: Mapping[int, int]) -> None:
    actions_goals.score(by=support.lead, support=support, moment=moment, informant=informant, scores=scores)


def _plan(support: Support) -> None:
    by = support.lead
    if not support.plans.exists():
        plan.offer(by=by, support=support, answer="no", on=support.started_on)
        plan.write(
            by=by,
            support=support,
            goes_well="Kerem kan goed vertellen wat hij nodig heeft. Vader doet mee op vrijdag.",
            we_want="Een ochtend zonder ruzie, en op tijd in de klas.",
        )
    latest = support.plans.order_by("-number")[0]
    plan.agree(by=by, plan=latest, how="talk", person=_mother(_child(support)))
    plan.fill_card(
        by=by,
        support=support,
        works_at_school="Een rustig begin met een vaste taak.",
        could_at_school="Dezelfde plaatjes als thuis bij de deur.",
        works_at_home="Kleren klaarleggen in de avond.",
        could_at_home="Plaatjes van de ochtend op ooghoogte.",
    )
    plan.note_domain(
        by=by,
        support=support,
        domain="work",
        reason="De ochtend hangt af van wie er vroeg werkt.",
        text="Vader begint vier dagen om zes uur.",
    )


def _sharing_and_letters(support: Support) -> None:
    assert support.request is not None, "these supports follow a question"
    asker, today = support.request.asked_by, timezone.localdate()
    assert asker is not None, "a teacher asked"
    sharing.share(
        by=support.lead,
        support=support,
        kind="agreement",
        with_user=asker,
        text="Kerem mag om half negen eerst vijf minuten landen bij de juf.",
        purpose="Thuis en op school dezelfde ochtend.",
        until=today + timedelta(weeks=8),
        family_told_on=today,
    )
    taken_back = sharing.share(
        by=support.lead,
        support=support,
        kind="status",
        with_user=asker,
        text="Wij zijn begonnen met plaatjes voor de ochtend.",
        purpose="Weten dat er iets gebeurt.",
        until=today + timedelta(weeks=4),
        family_told_on=today,
    )
    sharing.withdraw(by=support.lead, item=taken_back, why="Moeder vertelt het liever zelf.")
    for kind in ("confirmation", "feedback"):
        letters.issue(by=support.lead, support=support, kind=kind, way="in_person", name=asker.full_name)
    letters.issue(
        by=support.lead, support=support, kind="handover", way="in_person", name="Sanne Bos, wijkteam"
    )
    letters.issue(
        by=support.lead,
        support=support,
        kind="plan",
        way="in_person",
        person=_mother(_child(support)),
        large=True,
    )


def _file(support: Support) -> None:
    child = _child(support)
    file.add_statement(
        by=support.lead,
        child=child,
        said_by=_mother(child),
        text="Wij doen ons best. Het is moeilijk als je alleen bent in de ochtend.",
    )
    talk = support.contacts.filter(with_whom="child").order_by("pk")[0]
    file.ask_second_reader(
        by=support.lead,
        support=support,
        part="contact",
        number=talk.pk,
        sensitive="child_talk",
        reason="Kerem vertelde dit toen hij alleen was.",
    )
    note = support.domains.order_by("pk")[0]
    record = file.ask_second_reader(
        by=support.lead,
        support=support,
        part="domain",
        number=note.pk,
        sensitive="other_person",
        reason="Het gaat over het werk van vader.",
    )
    helper = (
        support.team.filter(until_on=None, user__isnull=False).select_related("user").order_by("pk").first()
    )
    if helper is not None and helper.user is not None:
        file.read_second(by=helper.user, record=record, outcome="released")


def _closing_letter(by: User) -> None:
    """The last support that was closed: what it brought, on paper."""
    closed = Support.objects.filter(
        lead=by, closed_on__isnull=False, followed_up_on=None, child__isnull=False
    )
    support = closed.select_related("child", "lead", "request").order_by("-closed_on", "pk").first()
    if support is not None:
        letters.issue(
            by=by, support=support, kind="closing", way="in_person", person=_mother(_child(support))
        )


def _ask_father_of_sara() -> None:
    """Mother said yes; father gets a letter to sign."""
    sara = Person.objects.get(first_name="Sara", last_name="Haddad", sort=Person.Sort.CHILD)
    father = sara.authority.select_related("holder").order_by("pk")[1].holder
    by = User.objects.get(email="fenna@demo.example")
    asking_consent.ask(by=by, child=sara, person=father, way="in_person")


def _father_answers_by_link(child: Person, by: User) -> None:
    """Asked once more, now that he is home again; he answers on his own phone."""
    father = child.authority.select_related("holder").order_by("pk")[1].holder
    ask, _token = asking_consent.ask(by=by, child=child, person=father, way="link")
    asking_consent.answer(ask=ask, said="given", note="Prima, ik doe graag mee.")
