"""Cases begin with a notification (ADR 37): they say who notified them, and the vault is told of those that stand.

A case that stands keeps the period of its disease as its bounds, and belongs to the team of the officer who opened it.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from django.apps.registry import Apps
from django.db import connections, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from ansim.domain.notification import bounds_of
from ansim.domain.pathogens import from_stored
from ansim.domain.search_bounds import LONGEST_SPAN

SQL = Path(__file__).with_suffix(".sql").read_text("utf-8")
BOUND = """
    UPDATE vault.known_case SET window_from = %s, window_to = %s, closed_at = %s,
        agency = coalesce(officer.agency, ''), team = coalesce(officer.team, '')
    FROM (SELECT 1) AS one LEFT JOIN vault.staff AS officer ON officer.ref = %s
    WHERE known_case.ref = %s AND known_case.notified_by = ''
"""


def bound(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Each standing case's period and team, and whether it is closed, told to the vault."""
    cases = apps.get_model("investigation", "Case").objects.select_related("opened_by")
    for case in cases.filter(handle__isnull=False):
        try:
            bounds = bounds_of(from_stored(case.preset), case.anchor_date)
            start, end = (datetime.fromtimestamp(one, UTC) for one in (bounds.start, bounds.end))
        except (
            msgspec.ValidationError
        ):  # a preset that this release cannot read: the window as it stands
            end = case.window_end
            start = max(case.window_start, end - timedelta(seconds=LONGEST_SPAN))
        with connections["identity"].cursor() as vault:
            values = [start, end, case.closed_at, case.opened_by.ref, case.ref]
            vault.execute(BOUND, values)


class Migration(migrations.Migration):
    dependencies = [("investigation", "0005_handles_and_ends")]
    operations = [
        migrations.AddField("case", "anchor_kind", models.CharField(db_default="", max_length=20)),
        migrations.AddField("case", "notified_by", models.CharField(db_default="", max_length=20)),
        migrations.RunPython(bound, migrations.RunPython.noop),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
