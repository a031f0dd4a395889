"""Children and parents become known through a question: the acts of `casework.actions.family` and `people.actions`."""

from schakel.demo import asking, supporting
from schakel.demo.book import Book, act
from schakel.demo.clock import Day, Moment, day_of
from schakel.demo.draws import Draws
from schakel.demo.records import Authority, Membership, Person
from schakel.demo.relations import PERSON
from schakel.rules.names import search_words


@act
def add_child(
    book: Book,
    *,
    at: Moment,
    keys: Draws,
    by: int,
    first_name: str,
    last_name: str,
    birth_date: Day,
    site: int,
    group_name: str,
) -> int:
    """A child that was not known yet, with its group."""
    child = _person(book, at, keys, by, "child", first_name, last_name, birth_date=birth_date)
    book.tables.memberships.append(Membership(child, site, group_name, day_of(at)))
    book.wrote(at, by, "person.enrol", (PERSON, child), (child,))
    return child


@act
def add_parent(
    book: Book,
    *,
    at: Moment,
    keys: Draws,
    by: int,
    child: int,
    first_name: str,
    last_name: str,
    phone: str,
    email: str,
    verified_how: str,
) -> int:
    """A parent with authority, open at once to who already works with the child."""
    holder = _person(book, at, keys, by, "adult", first_name, last_name, phone=phone, email=email)
    _authority(book, at, by, child, holder, verified_how)
    _open_to_who_works_with(book, child, at)
    return holder


@act
def link_parent(book: Book, *, at: Moment, by: int, child: int, holder: int, verified_how: str) -> None:
    """The parent of a brother or sister, who is known already."""
    _authority(book, at, by, child, holder, verified_how)


def _person(
    book: Book,
    at: Moment,
    keys: Draws,
    by: int,
    sort: str,
    first_name: str,
    last_name: str,
    *,
    birth_date: Day | None = None,
    phone: str = "",
    email: str = "",
) -> int:
    number = len(book.tables.persons) + 1
    words = search_words(first_name, last_name)
    book.tables.persons.append(
        Person(number, keys.key(), sort, first_name, last_name, birth_date, phone, email, words, at)
    )
    book.wrote(at, by, "person.add", (PERSON, number), (number,))
    return number


def _authority(book: Book, at: Moment, by: int, child: int, holder: int, how: str) -> None:
    born = book.person(child).birth_date or day_of(at)
    book.tables.authority.append(Authority(child, holder, born, how, by, day_of(at)))
    book.holders.setdefault(child, []).append(holder)
    book.wrote(at, by, "person.authority", (PERSON, child), (child, holder))


def _open_to_who_works_with(book: Book, child: int, at: Moment) -> None:
    for request in book.requests_of.get(child, ()):
        if request.is_open:
            asking.handle(book, request, at)
    for support in book.supports_of.get(child, ()):
        if support.closed_on is None:
            supporting.open_support(book, support, at)
            for member in book.members_of.get(support.id, ()):
                supporting.open_member(book, member, support, at)
