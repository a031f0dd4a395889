"""What is added to a transaction number of this server before it stands in the log; see `project.log_clock`."""

from typing import ClassVar

from django.db import migrations

MAKE = """
CREATE FUNCTION access_log_offset() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 0::bigint'
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = []
    operations: ClassVar = [migrations.RunSQL(MAKE, "DROP FUNCTION access_log_offset()")]
