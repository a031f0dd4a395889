"""Mail to the owner of an account when the way into it changes: a password, a second step, recovery codes.

1. `tell` keeps the message in the transaction of the change: no change without it, and none for a change that did not happen.
   A mail server that is away holds nobody up.
2. The worker calls `send_waiting` every few seconds. What fails is tried again for two days, then given up; from the first
   fault on it stands on the page of accounts, in the log and in the measures.
3. A worker that falls between sending and keeping sends twice; never not at all.

A message names its reader and what changed. No child, no link, nothing that opens anything.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from schakel.access import log
from schakel.access.models import User
from schakel.access.models_mail import Mail
from schakel.web import dates
from schakel.web.organisation import organisation

logger = logging.getLogger(__name__)

# Minutes until it is tried again; after the last one nobody tries any more.
PATIENCE = (1, 5, 30, 120, 720, 2160)
KEPT_DAYS = 30
What = Mail.What


def tell(user: User, what: Mail.What) -> None:
    """Keep a message for the owner of this account. Without a mail server, and in the demonstration, there is none."""
    if settings.EMAIL_HOST and not user.is_demo:
        Mail.objects.create(user=user, what=what)


def send_waiting() -> int:
    """Send what waits, the oldest first. Returns how many went out."""
    tried = sent = 0
    with translation.override("nl"):
        while (went := _send_next()) is not None:
            tried, sent = tried + 1, sent + went
    if tried > sent:
        logger.warning("%s of %s messages to owners of accounts did not go out", tried - sent, tried)
    return sent


@transaction.atomic
def _send_next() -> bool | None:
    """Whether the first one that may be tried went out; None when there is none."""
    waiting = Mail.objects.select_related("user").filter(next_try_at__lte=timezone.now())
    first = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("next_try_at", "pk").first()
    if first is None:
        return None
    try:
        message(first).send()
    except (OSError, ValueError) as error:
        _failed(first, type(error).__name__)
        return False
    first.sent_at, first.next_try_at, first.fault = timezone.now(), None, ""
    first.save(update_fields=["sent_at", "next_try_at", "fault"])
    _write("account.mailed", first)
    return True


def _failed(mail: Mail, fault: str) -> None:
    left = PATIENCE[mail.tries :]
    mail.tries, mail.fault = mail.tries + 1, fault[:60]
    mail.next_try_at = timezone.now() + timedelta(minutes=left[0]) if left else None
    mail.save(update_fields=["tries", "fault", "next_try_at"])
    if mail.tries == 1 or mail.given_up:
        _write("account.mail_failed", mail)


def _write(action: str, mail: Mail) -> None:
    detail: dict[str, str | int | bool | None] = {"account": str(mail.user.key), "what": mail.what}
    log.wrote(by=None, action=action, detail=detail | {"tries": mail.tries, "given_up": mail.given_up})


def message(mail: Mail) -> EmailMessage:
    """In the language of the reader. It says that a program wrote it, so that no absence message comes back."""
    with translation.override(mail.user.language or "nl"):
        what = str(mail.get_what_display())
        return EmailMessage(
            subject=_("Schakel: %(what)s") % {"what": what},
            body="\n\n".join(_paragraphs(mail, what)) + "\n",
            to=[mail.user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )


def _paragraphs(mail: Mail, what: str) -> list[str]:
    language: dates.Language = "en" if translation.get_language() == "en" else "nl"
    when = {"day": dates.exact_day(mail.made_at, language), "time": dates.time_of_day(mail.made_at)}
    return [
        _("Beste %(name)s,") % {"name": mail.user.full_name},
        f"{what}. " + _("Dat was op %(day)s om %(time)s.") % when,
        _("Deed je dit zelf? Dan hoef je niets te doen."),
        _(
            "Deed je dit niet zelf? Bel dan meteen de beheerder van Schakel bij jouw organisatie. "
            "Die kan je account sluiten, zodat niemand er nog in komt."
        ),
        _(
            "In dit bericht staat met opzet geen link. Schakel vraagt nooit per mail om een wachtwoord of code."
        ),
        organisation().name,
    ]


def undelivered() -> QuerySet[Mail]:
    """Messages that failed and did not go out since, newest first."""
    return Mail.objects.filter(sent_at=None, tries__gt=0).select_related("user")


def prune() -> int:
    """Forget messages older than thirty days. Returns how many."""
    old = Mail.objects.filter(made_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
