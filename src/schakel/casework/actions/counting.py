"""Short contacts: a wave, five minutes at the gate. One tap, no name, counted per site and day."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from schakel.access import log
from schakel.access.gates import require
from schakel.access.models import User
from schakel.access.roles import Permission
from schakel.casework.models import ShortContact
from schakel.casework.words import ShortContactWith
from schakel.reference.models import SchoolSite

_ADD = """
    INSERT INTO casework_shortcontact (site_id, with_whom, "on", count) VALUES (%s, %s, %s, 1)
    ON CONFLICT (site_id, with_whom, "on") DO UPDATE SET count = casework_shortcontact.count + 1 RETURNING id
"""


@transaction.atomic
def count_short_contact(
    *, by: User | None, site: SchoolSite, with_whom: ShortContactWith | str, on: date | None = None
) -> ShortContact:
    """One more. Two people who tap at once are both counted."""
    require(by, site, Permission.WORK_AT)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [site.pk, ShortContactWith(with_whom).value, on or timezone.localdate()])
        number = cursor.fetchone()[0]
    log.wrote(by=by, action="short_contact.count", on=site)
    return ShortContact.objects.get(pk=number)
