"""One page for the team meeting: A4, Dutch or English, whatever the size of the team.

A small team sees every task with its reason; a larger one sees the people and what stays open. The page steps
back in detail until it fits, and says so; the whole proposal stands in the JSON beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import resources

from schakel.analysis.allocation.problem import Problem
from schakel.analysis.allocation.proposal import Assignment, Proposal, Room
from schakel.analysis.allocation.sentences import Words
from schakel.analysis.report import Document, Language, chosen, decimal, to_pdf, to_png

# (tasks with reasons, tasks without, at most so many people and open tasks)
_DETAIL = (("why", 60, 30), ("tasks", 60, 20), ("people", 60, 15), ("people", 30, 10), ("people", 16, 6))


def proposal_page(problem: Problem, proposal: Proposal, language: Language, made_on: date) -> Document:
    """Return the page with as much detail as one sheet holds."""
    words = Words(problem, proposal, language)
    page = None
    for level, people, left in _DETAIL:
        if level != "people" and len(proposal.assignments) > 90:
            continue
        page = _page(words, level, people, left, made_on)
        if len(to_png(page, 20)) == 1:
            return page
    assert page is not None
    return page


def proposal_pdf(problem: Problem, proposal: Proposal, language: Language, made_on: date) -> bytes:
    """Return the page as PDF."""
    return to_pdf(proposal_page(problem, proposal, language, made_on))


def _page(words: Words, level: str, people: int, left: int, made_on: date) -> Document:
    proposal, language = words.proposal, words.language
    rooms = (
        sorted(proposal.rooms, key=lambda room: -room.given)
        if len(proposal.rooms) > people
        else proposal.rooms
    )
    values: dict[str, object] = {
        "size": 7.6 if level == "why" else 8.2,
        "week": words.week(),
        "lead": words.lead(),
        "quality": words.quality(),
        "decides": words.decides(),
        "facts": words.facts(),
        "people": [_person(words, room, level) for room in rooms[:people]],
        "more_people": _more(len(rooms) - people, language),
        "open_head": chosen(language, "Blijft open", "Stays open"),
        "open": [
            {"task": words.task(each.task), "key": each.task, "why": words.why(each)}
            for each in _most_urgent(proposal)[:left]
        ],
        "more_open": _more(len(proposal.open_tasks) - left, language),
        "nothing_open": chosen(language, "Niets.", "Nothing."),
        "notice_head": chosen(language, "Let op", "Please note"),
        "notices": [words.notice(notice) for notice in proposal.notices[:8]],
        "more_notices": _more(len(proposal.notices) - 8, language),
        "foot": _foot(proposal, language),
    }
    template = resources.files("schakel.analysis.allocation").joinpath("page.typ").read_text()
    return Document(template, words.title(), made_on, language, values)


def _most_urgent(proposal: Proposal) -> Sequence[Assignment]:
    return sorted(proposal.open_tasks, key=lambda each: -each.terms.total)


def _person(words: Words, room: Room, level: str) -> dict[str, object]:
    language = words.language
    mine = [each for each in words.proposal.assignments if each.person == room.person]
    filled = room.booked + room.given + room.travel
    total = chosen(
        language,
        f"{decimal(filled, language)} van {decimal(room.duty, language)} uur",
        f"{decimal(filled, language)} of {decimal(room.duty, language)} hours",
    )
    return {
        "name": words.person(room.person),
        "share": room.share,
        "full": room.share > words.proposal.weights.full_from,
        "total": total,
        "summary": _summary(room, language),
        "tasks": [
            {
                "task": words.task(each.task),
                "key": each.task,
                "hours": words.hours(each.hours),
                "why": words.why(each) if level == "why" else "",
            }
            for each in mine
        ]
        if level != "people"
        else [],
    }


def _summary(room: Room, language: Language) -> str:
    hours, road = decimal(room.given, language), decimal(room.travel, language)
    parts = [
        chosen(
            language,
            f"{room.tasks} {'taak' if room.tasks == 1 else 'taken'}, {hours} uur erbij",
            f"{room.tasks} task{'' if room.tasks == 1 else 's'}, {hours} hours more",
        )
    ]
    if room.new_faces:
        faces = ("nieuw gezicht", "nieuwe gezichten") if room.new_faces > 1 else ("nieuw gezicht", "")
        english = "new faces" if room.new_faces > 1 else "new face"
        parts.append(f"{room.new_faces} " + chosen(language, faces[room.new_faces > 1], english))
    if room.travel:
        parts.append(chosen(language, f"{road} uur reizen", f"{road} hours of travel"))
    return ", ".join(parts)


def _more(count: int, language: Language) -> str:
    if count <= 0:
        return ""
    return chosen(language, f"En nog {count}: zie het bestand.", f"And {count} more: see the file.")


def _foot(proposal: Proposal, language: Language) -> str:
    points = decimal(proposal.cost, language, 0), decimal(proposal.bound, language, 0)
    cut = chosen(language, ", door de klok beëindigd", ", ended by the clock")
    return chosen(
        language,
        f"Kosten {points[0]} punten, nooit lager dan {points[1]}. Vraag {proposal.problem_hash}, start {proposal.seed}, "
        f"{proposal.moves} stappen",
        f"Cost {points[0]} points, never lower than {points[1]}. Problem {proposal.problem_hash}, seed {proposal.seed}, "
        f"{proposal.moves} moves",
    ) + (cut if proposal.ended == "clock" else "")
