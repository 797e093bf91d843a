"""Disclosures by handle instead of person id (ADR 34): the rows that stand are turned with the keys of their cases.

They name their warrant by the digest of its text, which stands in the main database. A disclosure whose warrant stands
nowhere counts for no cap, and goes.
"""

import hashlib
from collections import defaultdict
from pathlib import Path

from django.apps.registry import Apps
from django.db import connections, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from ansim.domain.quantities import PersonId
from ansim.keys import CaseKeys, folder

HERE = Path(__file__)
BEFORE = HERE.with_suffix(".sql").read_text("utf-8")
AFTER = HERE.with_name(f"{HERE.stem}_after.sql").read_text("utf-8")
_WARRANTS = """
    SELECT warrant.text, one.ref FROM investigation_warrantrecord AS warrant
    JOIN investigation_case AS one ON one.id = warrant.case_id
"""


def turn(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each disclosure as a handle of its warrant's case."""
    with schema_editor.connection.cursor() as identity:
        identity.execute("SELECT warrant, handle FROM identity.disclosure")
        people = defaultdict(list)
        for warrant, person in identity.fetchall():
            people[bytes(warrant)].append(PersonId(bytes(person)))
        if not people:
            return
        identity.execute("DELETE FROM identity.disclosure WHERE expires_at < now()")
        keys = CaseKeys(folder())
        for digest, case in _cases().items():
            if digest not in people:
                continue
            keys.create_missing(case)
            handles = keys.cipher(case).handles(people[digest])
            identity.executemany(
                "UPDATE identity.disclosure SET handle = %s, case_ref = %s WHERE warrant = %s AND handle = %s",
                [
                    (handle, case, digest, person)
                    for handle, person in zip(handles, people[digest], strict=True)
                ],
            )
        identity.execute("DELETE FROM identity.disclosure WHERE case_ref IS NULL")


def _cases() -> dict[bytes, str]:
    """The case of each warrant, by the digest of its text."""
    with connections["default"].cursor() as main:
        main.execute("SELECT to_regclass('public.investigation_warrantrecord')")
        if main.fetchone() == (None,):
            return {}
        main.execute(_WARRANTS)
        return {hashlib.sha256(bytes(text)).digest(): case for text, case in main.fetchall()}


class Migration(migrations.Migration):
    dependencies = [("identity", "0011_signed_rights")]
    operations = [
        migrations.RunSQL("SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'"),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.RunPython(turn, migrations.RunPython.noop),
        migrations.RunSQL(AFTER, migrations.RunSQL.noop),
    ]
