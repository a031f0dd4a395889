"""The file as its persons read it: their own statement, withholding with a second reader, and handing the file over."""

from datetime import date

from django.db import transaction
from django.utils import timezone, translation

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework import keep, queries_file
from schakel.casework.actions.common import words_in
from schakel.casework.errors import AlreadyThereError, NoSightError, NotNowError, OneReaderError
from schakel.casework.letters import setting
from schakel.casework.models import LookAlong, OwnStatement, SecondReading, Support
from schakel.casework.words import FilePart, ReadOutcome, Sensitive
from schakel.people.models import Person
from schakel.rules import file_access


@transaction.atomic
def add_statement(*, by: User | None, child: Person, said_by: Person, text: str) -> OwnStatement:
    """Somebody of the family adds their own words to the file."""
    require(by, child, Permission.SEE_PERSON)
    if all(said_by.pk != one.pk for one in keep.persons_of(child, timezone.localdate())):
        raise NoSightError(file_access.Sight.NO_AUTHORITY)
    record = OwnStatement.objects.create(
        child=child, said_by=said_by, text=words_in(text, "text"), on=timezone.localdate(), recorded_by=by
    )
    log.wrote(by=by, action="file.statement", on=child, persons={child.pk, said_by.pk})
    return record


@transaction.atomic
def ask_second_reader(
    *,
    by: User,
    support: Support,
    part: FilePart | str,
    number: int,
    sensitive: Sensitive | str,
    reason: str,
) -> SecondReading:
    """Keep one part from the family until a second reader has looked. Raises `AlreadyThereError` when it was asked."""
    require(by, support, Permission.WRITE_FILE)
    if number not in queries_file.numbers_of(support, FilePart(part)):
        raise NotNowError
    if support.second_readings.filter(part=part, number=number).exists():
        raise AlreadyThereError
    record = SecondReading.objects.create(
        support=support,
        part=part,
        number=number,
        sensitive=sensitive,
        reason=words_in(reason, "reason"),
        asked_by=by,
        asked_on=timezone.localdate(),
    )
    log.wrote(by=by, action="file.withhold", on=support, detail={"part": str(part)})
    return record


@transaction.atomic
def read_second(*, by: User, record: SecondReading, outcome: ReadOutcome | str) -> SecondReading:
    """The second reader decides: withheld or released. Raises `OneReaderError` for who asked."""
    current = (
        SecondReading.objects.select_for_update().select_related("support", "asked_by").get(pk=record.pk)
    )
    require(by, current.support, Permission.READ_FILE)
    if current.read_by is not None:
        raise NotNowError
    try:
        file_access.Withholding(current.reason, current.asked_by.email, by.email, timezone.localdate())
    except file_access.OneReaderError as same:
        raise OneReaderError from same
    current.read_by, current.read_on, current.outcome = by, timezone.localdate(), ReadOutcome(outcome)
    current.save(update_fields=["read_by", "read_on", "outcome"])
    log.wrote(by=by, action="file.second_read", on=current.support, detail={"outcome": str(outcome)})
    return current


@transaction.atomic
def let_look_along(*, by: User | None, child: Person, person: Person) -> LookAlong:
    """A child of 16 lets somebody see the file. Before 16 the law decides, not the child."""
    require(by, child, Permission.SEE_PERSON)
    if queries_file.sight(child, person).sight is not file_access.Sight.CHILD_MUST_CONSENT:
        raise NotNowError
    record = LookAlong.objects.create(
        child=child, person=person, given_on=timezone.localdate(), recorded_by=by
    )
    log.wrote(by=by, action="file.look_along", on=child, persons={child.pk, person.pk})
    return record


@transaction.atomic
def end_look_along(*, by: User | None, child: Person, person: Person, on: date | None = None) -> None:
    """The child takes that back; from that day it is over."""
    require(by, child, Permission.SEE_PERSON)
    ended = child.look_alongs.filter(person=person, withdrawn_on=None).update(
        withdrawn_on=on or timezone.localdate()
    )
    if not ended:
        raise NotNowError
    log.wrote(by=by, action="file.look_along_end", on=child, persons={child.pk, person.pk})


@transaction.atomic
def hand_over(*, by: User | None, support: Support, reader: Person) -> bytes:
    """The file of this support as `reader` may see it, as PDF. Raises `NoSightError` for who may not see it (R3)."""
    require(by, support, Permission.READ_FILE)
    if support.child is None:
        raise NotNowError
    answer = queries_file.sight(support.child, reader)
    if not answer.allowed:
        raise NoSightError(answer.sight)
    with translation.override("nl"):
        pdf = setting.as_pdf(queries_file.file_for(support, reader).as_values())
    log.wrote(
        by=by,
        action="file.hand_over",
        on=support,
        persons={*support.person_ids(), reader.pk},
        rule=answer.rule.key,
        detail={"digest": setting.digest(pdf)},
    )
    return pdf
