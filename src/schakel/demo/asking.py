"""From the first sentence to pick-up: the acts of `casework.actions.requests`, in the book."""

from schakel.demo.book import Book, act, next_visit
from schakel.demo.clock import Day, Moment, day_of, end_of
from schakel.demo.draws import Draws
from schakel.demo.records import Request
from schakel.demo.relations import REQUEST

PICK_UP_DAYS = 7
AFTER_ANSWER = 90 * 86_400
IN_PROGRESS = frozenset({"site_supporter", "desk", "area_coordinator"})
HANDLES = frozenset({"handles"})


@act
def receive(
    book: Book,
    *,
    at: Moment,
    keys: Draws,
    by: int,
    site: int,
    requester: str,
    about: str,
    matter: str,
    reach: str,
    about_words: str = "",
    parents_know: str = "",
    asked_by: int | None = None,
    requester_name: str = "",
) -> Request:
    """A new question, with who will come and on which day."""
    number, know = len(book.tables.requests) + 1, parents_know if about == "child" else ""
    whose = (site, requester, asked_by, requester_name, by)
    what = (about, about_words, know, matter, reach)
    request = Request(number, keys.key(), *whose, *what, at, day_of(at) + PICK_UP_DAYS)
    visit = next_visit(book, site, day_of(at))
    if visit is not None:
        request.handler_id, request.expected_on = visit
    book.tables.requests.append(request)
    book.open_at.setdefault(site, {})[number] = request
    _open(book, request, at)
    book.wrote(at, by, "request.receive", (REQUEST, number))
    return request


def _open(book: Book, request: Request, at: Moment) -> None:
    thing, grant = (REQUEST, request.id), book.relations.grant
    if request.asked_by_id:
        grant([request.asked_by_id], thing, "asked", at=at)
    duties = book.supporters_at(request.site_id, day_of(at))
    for duty in duties:
        grant([duty.user_id], thing, "site_supporter", at=at, until=end_of(duty.until_on))
    if not duties:
        grant(book.desk(request.site_id), thing, "desk", at=at)
    grant(book.coordinators(request.site_id), thing, "area_coordinator", at=at)


def handle(book: Book, request: Request, at: Moment) -> None:
    """What opens for who took the question, and for the coordinators, when the child is known."""
    if request.handler_id is None:
        return
    thing = (REQUEST, request.id)
    book.relations.grant([request.handler_id], thing, "handles", at=at)
    book.open_person(request.child_id, [request.handler_id], "handles", thing, at=at)
    book.open_person(request.child_id, book.coordinators(request.site_id), "area_coordinator", thing, at=at)


def close(book: Book, request: Request, at: Moment) -> None:
    """No longer work in progress."""
    thing = (REQUEST, request.id)
    book.open_at[request.site_id].pop(request.id, None)
    book.relations.end(thing, IN_PROGRESS, at=at)
    if request.handler_id is not None:
        until = at + AFTER_ANSWER
        book.relations.grant([request.handler_id], thing, "handles", at=at, until=until)
        book.open_person(request.child_id, [request.handler_id], "handles", thing, at=at, until=until)


def _new_handler(book: Book, request: Request, to: int, at: Moment) -> None:
    previous, request.handler_id = request.handler_id, to
    request.version += 1
    if previous not in (None, to):
        book.relations.end((REQUEST, request.id), HANDLES, at=at, user=previous)
    handle(book, request, at)


def persons_of(request: Request) -> tuple[int, ...]:
    return (request.child_id,) if request.child_id else ()


@act
def assign(book: Book, *, at: Moment, by: int, request: Request, to: int, expected_on: Day | None) -> None:
    """The desk passes a question to a person."""
    request.expected_on = expected_on
    _new_handler(book, request, to, at)
    detail = f'{{"to": "{book.key_of(to)}"}}'
    book.wrote(at, by, "request.assign", (REQUEST, request.id), persons_of(request), detail)


@act
def pick_up(book: Book, *, at: Moment, by: int, request: Request, how: str) -> None:
    """The first human contact."""
    request.picked_up_at, request.picked_up_how = at, how
    _new_handler(book, request, by, at)
    book.wrote(at, by, "request.pick_up", (REQUEST, request.id), persons_of(request))


@act
def name_child(book: Book, *, at: Moment, by: int, request: Request, child: int) -> None:
    """Record which child it is about."""
    request.child_id = child
    request.version += 1
    book.requests_of.setdefault(child, []).append(request)
    handle(book, request, at)
    book.wrote(at, by, "request.name_child", (REQUEST, request.id), (child,))


@act
def withdraw(book: Book, *, at: Moment, by: int, request: Request, why: str) -> None:
    """No longer needed; it stays counted."""
    request.withdrawn_at, request.withdrawn_why = at, why
    request.version += 1
    close(book, request, at)
    book.wrote(at, by, "request.withdraw", (REQUEST, request.id), persons_of(request))


@act
def join(book: Book, *, at: Moment, by: int, to: Request, request: Request, as_: str) -> None:
    """Two questions that are one, or are taken together."""
    request.joined_to_id, request.joined_as = to.id, as_
    if request.picked_up_at is None and to.picked_up_at is not None:
        request.picked_up_at = max(to.picked_up_at, request.received_at)
        request.picked_up_how = to.picked_up_how
    request.version += 1
    close(book, request, at)
    detail = f'{{"to": "{to.key}", "as": "{as_}"}}'
    book.wrote(at, by, "request.join", (REQUEST, request.id), persons_of(request), detail)
