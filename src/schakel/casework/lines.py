"""Records of the work as rows of a list, for every list that shows them."""

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from schakel.casework.models import Contact, Goal, HelpRequest, Step, Support
from schakel.web.addresses import address
from schakel.web.parts import Row, Text, Tone
from schakel.web.safe import html
from schakel.web.templatetags.words import ago, appointment, capital, days_left, near_day


def of_questions(questions: Iterable[HelpRequest], tone: Tone = "") -> list[Row]:
    """Who asks where, whose it is, and how long there is left; who has nobody can be given to somebody."""
    return [_question(each, tone) for each in questions]


def _question(question: HelpRequest, tone: Tone) -> Row:
    whose = question.handler.full_name if question.handler else html("<b>{}</b>", _("nog niemand"))
    give = "" if question.handler else _("Geef aan iemand")
    return Row(
        title=question.title,
        when=_when_of(question),
        tone=tone if tone in ("today", "soon") else "",
        text=html("{} · {} · {}", str(question.site), question.requester_words, whose),
        href=address("casework:question", question.key),
        action=give,
        to=address("casework:assign", question.key) if give else "",
    )


def _when_of(question: HelpRequest) -> str:
    if question.picked_up_at is None:
        return days_left(question.due_on)
    return _("opgepakt %(when)s") % {"when": ago(question.picked_up_at)}


def of_supports(supports: Iterable[Support]) -> list[Row]:
    """Which child, about what, at which school, and the next appointment."""
    about = "<bdi>{}</bdi> · {} · {}"
    return [
        _support(each, str(each.child), html(about, each.title, str(each.site), each.get_rung_display()))
        for each in supports
    ]


def of_groups(supports: Iterable[Support]) -> list[Row]:
    """The same for a class, a team or a teacher: no child is named."""
    return [
        _support(each, each.title, f"{each.get_support_for_display()} · {each.site}") for each in supports
    ]


def _support(support: Support, title: str, text: Text) -> Row:
    planned = appointment(support.next_at) or _("niets gepland")
    when = _("afgesloten") if support.closed_on else planned
    return Row(title=title, when=when, text=text, href=address("casework:support", support.key))


def of_goals(goals: Iterable[Goal]) -> list[Row]:
    """In whose words, and whether it was reached."""
    return [Row(title=f"“{each.in_words}”", text=_said(each)) for each in goals]


def _said(goal: Goal) -> str:
    said = _("Gezegd door: %(who)s") % {"who": goal.get_said_by_display()}
    if goal.reached is None:
        return said
    return f"{said} · {_('gehaald') if goal.reached else _('nog niet gehaald')}"


def of_steps(steps: Iterable[Step], support: Support, *, may_write: bool) -> list[Row]:
    """What, by whom and when; one press says that it is done."""
    return [_step(each, support, number, may_write) for number, each in enumerate(steps, start=1)]


def _step(step: Step, support: Support, number: int, may_write: bool) -> Row:
    who = html("<bdi>{}</bdi>", step.who) if step.who else ""
    if step.done_on:
        return Row(title=step.what, when=_("klaar"), text=who)
    row = Row(title=step.what, when=near_day(step.due_on) or _("open"), text=who)
    if not may_write:
        return row
    to = reverse("casework:step_done", args=[support.key, number])
    return replace(row, action=_("Klaar"), to=to, post=True)


def of_contacts(contacts: Iterable[Contact]) -> list[Row]:
    """When, how and with whom, what was written down, and by whom."""
    return [
        Row(
            title=f"{capital(each.get_kind_display())} · {each.get_with_whom_display()}",
            when=near_day(each.on),
            note=each.note,
            text=str(each.by or ""),
        )
        for each in contacts
    ]
