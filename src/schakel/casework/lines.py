"""A question and a support as a row of a list, for every list that shows them."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.translation import gettext as _

from schakel.casework.models import HelpRequest, Support
from schakel.web.addresses import address
from schakel.web.parts import Row, Text, Tone
from schakel.web.templatetags.words import ago, appointment, days_left


def of_questions(questions: Iterable[HelpRequest], tone: Tone = "") -> list[Row]:
    """Who asks where, whose it is, and how long there is left; who has nobody can be given to somebody."""
    return [_question(each, tone) for each in questions]


def _question(question: HelpRequest, tone: Tone) -> Row:
    whose = question.handler.full_name if question.handler else format_html("<b>{}</b>", _("nog niemand"))
    give = "" if question.handler else _("Geef aan iemand")
    return Row(
        title=question.title,
        when=ago(question.picked_up_at) if question.picked_up_at else days_left(question.due_on),
        tone=tone if tone in ("today", "soon") else "",
        text=format_html("{} · {} · {}", str(question.site), question.requester_words, whose),
        href=address("casework:question", question.key),
        action=give,
        to=address("casework:assign", question.key) if give else "",
    )


def of_supports(supports: Iterable[Support]) -> list[Row]:
    """Which child, about what, at which school, and the next appointment."""
    about = "<bdi>{}</bdi> · {} · {}"
    return [
        _support(
            each, str(each.child), format_html(about, each.title, str(each.site), each.get_rung_display())
        )
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
