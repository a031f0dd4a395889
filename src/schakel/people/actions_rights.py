"""The fourth part of this room's only writer: taking the review of rights along as a file leaves its row."""

from django.db import transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import Refused
from schakel.access.models import User
from schakel.access.roles import Permission, has_page
from schakel.people import rights, rights_file


@transaction.atomic
def export(*, by: User, asked: str = "") -> bytes:
    """The review as CSV, all accounts that `asked` asks for. Raises `Refused` for a role without this page."""
    if not has_page(by.role, Permission.RIGHTS):
        raise Refused(Permission.RIGHTS)
    now, today = timezone.now(), timezone.localdate()
    found = list(rights.accounts(now, today, asked).order_by("full_name", "key"))
    content = rights_file.as_file(rights.lines(found, now, today))
    log.wrote(by=by, action="rights.export", detail={"rows": len(found)})
    return content
