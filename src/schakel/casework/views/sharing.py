"""What leaves the file: sharing item by item, what school reads, and letters."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schakel.access.gates import Refused, holds, numbered
from schakel.access.http import Request
from schakel.access.pages import page
from schakel.access.roles import Permission
from schakel.casework import keep, queries_letters
from schakel.casework.actions import letters, sharing
from schakel.casework.errors import MissingFieldError
from schakel.casework.forms.sharing import LetterForm, ShareForm, UnshareForm
from schakel.casework.letters import setting
from schakel.casework.letters.text import TO_FAMILY
from schakel.casework.models import Letter, Support
from schakel.casework.views.common import Words, a_support, form_page, support_form
from schakel.casework.words import LetterKind
from schakel.people.models import Person

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _to_sharing(key: uuid.UUID) -> str:
    return reverse("casework:sharing", args=[key])


@page(Permission.CASELOAD)
def shared(request: Request, key: uuid.UUID) -> HttpResponse:
    """What is shared with whom, until when, and the letters that went out."""
    found = a_support(request, key, Permission.READ_FILE)
    sent = queries_letters.letters_of(found)
    request.looks.persons_shown(letter.person_id for letter in sent if letter.person_id)
    context = {
        "support": found,
        "sharings": queries_letters.sharings(found),
        "letters": sent,
        "kinds": list(LetterKind),
        "now": timezone.now(),
        "may_write": found.is_open and holds(request.user, found, Permission.WRITE_FILE),
        "may_issue": holds(request.user, found, Permission.WRITE_FILE) and found.followed_up_on is None,
    }
    return TemplateResponse(request, "casework/sharing.html", context)


@page(Permission.CASELOAD)
def share(request: Request, key: uuid.UUID) -> HttpResponse:
    """Share one thing with somebody of the school."""
    found = a_support(request, key, Permission.WRITE_FILE)
    return support_form(
        request,
        found,
        ShareForm,
        lambda data: sharing.share(by=request.user, support=found, **data),
        name="share",
        words=Words(
            _("Delen met school"),
            _("Deel dit"),
            _("Niets is gedeeld, tot jij één ding deelt. Het gezin weet het eerst."),
        ),
        back=_to_sharing(key),
        initial={"text": found.agreed, "family_told_on": timezone.localdate()},
        people=queries_letters.school_staff(found),
    )


@page(Permission.CASELOAD)
def unshare(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """Take back one thing. `number` counts what was shared, the latest first."""
    found = a_support(request, key, Permission.WRITE_FILE)
    items = queries_letters.sharings(found)
    item = numbered(items, number, found, Permission.WRITE_FILE).item
    if item.withdrawn_at is not None:
        raise Refused(Permission.WRITE_FILE, Support.relation_kind, key)
    return support_form(
        request,
        found,
        UnshareForm,
        lambda data: sharing.withdraw(by=request.user, item=item, **data),
        name="unshare",
        subject=f"{key}/{number}",
        words=Words(_("Delen stoppen"), _("Trek terug"), _("Vanaf nu is het niet meer te lezen.")),
        back=_to_sharing(key),
    )


@page(Permission.MY_QUESTIONS)
def shared_with_me(request: Request) -> HttpResponse:
    """Exactly what was shared with this reader, and nothing else."""
    items = queries_letters.shared_with_me(request.user)
    request.looks.among([item.request for item in items])
    return TemplateResponse(request, "casework/shared_with_me.html", {"items": items})


@page(Permission.CASELOAD)
def write_letter(request: Request, key: uuid.UUID, kind: str) -> HttpResponse:
    """A letter from what is recorded: to whom, how, and how it will look."""
    found = a_support(request, key, Permission.WRITE_FILE)
    if kind not in LetterKind.values:
        raise Refused(Permission.WRITE_FILE, Support.relation_kind, key)
    people = _family(found) if LetterKind(kind) in TO_FAMILY else {}
    request.looks.persons_shown(person.pk for person in people.values())

    def act(data: dict[str, Any]) -> Letter:
        person = people.get(data.pop("person", ""))
        return letters.issue(by=request.user, support=found, kind=kind, person=person, **data)

    return form_page(
        request,
        LetterForm,
        name=f"letter-{kind}",
        subject=key,
        words=Words(LetterKind(kind).label.capitalize(), _("Geef de brief uit")),
        back=_to_sharing(key),
        act=act,
        to=lambda letter: reverse("casework:letter", args=[key, letter.key]),
        template="casework/write_letter.html",
        context={"support": found, **_preview(request, found, kind, people)},
        initial={"name": _usual_name(found, LetterKind(kind))},
        people=[(of, str(person)) for of, person in people.items()],
    )


def _family(support: Support) -> dict[str, Person]:
    family = keep.persons_of(support.child, timezone.localdate()) if support.child else []
    return {str(person.key): person for person in family}


def _usual_name(support: Support, kind: LetterKind) -> str:
    asked = support.request is not None and kind in (LetterKind.CONFIRMATION, LetterKind.FEEDBACK)
    return support.request.requester_words if asked and support.request else ""


def _preview(request: Request, support: Support, kind: str, people: dict[str, Person]) -> dict[str, Any]:
    """The letter with what was chosen so far."""
    chosen = request.POST
    try:
        text = letters.preview(
            support=support,
            kind=kind,
            person=people.get(chosen.get("person", "")),
            name=chosen.get("name", "").strip() or _usual_name(support, LetterKind(kind)) or "…",
            large="large" in chosen,
            extra=chosen.get("extra", ""),
        )
        return {"text": text}
    except MissingFieldError as missing:
        return {"missing": str(missing)}


def _letter(request: Request, key: uuid.UUID, letter: uuid.UUID) -> Letter:
    """A letter of a support that this reader may read."""
    found = a_support(request, key, Permission.READ_FILE)
    record = found.letters.select_related("person", "issued_by").filter(key=letter).first()
    if record is None:
        raise Refused(Permission.READ_FILE, Support.relation_kind, key)
    if record.person_id:
        request.looks.persons_shown([record.person_id])
    return record


@page(Permission.CASELOAD)
def letter(request: Request, key: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """A letter as it was issued."""
    record = _letter(request, key, letter)
    return TemplateResponse(
        request, "casework/letter.html", {"letter": record, "text": record.values, "support": record.support}
    )


@page(Permission.CASELOAD)
def letter_pdf(request: Request, key: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """The pages as they were kept, byte for byte."""
    record = _letter(request, key, letter)
    return _file(bytes(record.pdf), "application/pdf", f"{record.kind}.pdf")


@page(Permission.CASELOAD)
def letter_word(request: Request, key: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """The same words in Word, to work on."""
    record = _letter(request, key, letter)
    return _file(setting.as_word(record.values), WORD, f"{record.kind}.docx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
