"""An installation of the release before: its rows keep their meaning, and lose what joined their days."""

import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import time
from uuid import uuid4

import psycopg
import pytest

from ansim.database import embedded
from ansim.domain.days import local_day
from support.system import ROOT

_TO = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.migrations"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", "visits", sys.argv[1], database="visits", verbosity=0, interactive=False)
"""
_ROWS = "SELECT day, venue_id, id, tag, entered_at, left_at, party, method, evidence, commitment FROM visits.visit ORDER BY id"
_CHECK_IN = """
    SELECT visits.record_check_ins(ARRAY[ROW(%s, 1, %s, %s, %s, NULL, 0, 1, 0, NULL, now())]::visits.check_in[])
"""


def migrate(data: Path, name: str) -> None:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ANSIM_")}
    environment = {**kept, "PYTHONPATH": str(ROOT / "src"), "ANSIM_DATA": str(data)}
    subprocess.run([sys.executable, "-c", _TO, name], env=environment, cwd=ROOT, check=True)


def columns(owner: "psycopg.Connection[tuple[object, ...]]", table: str) -> set[object]:
    rows = owner.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        [table],
    )
    return {row[0] for row in rows}


def test_rows_that_stand_keep_their_meaning_and_lose_what_joined_their_days() -> None:
    today = local_day(time())
    with tempfile.TemporaryDirectory(prefix="ansim-test-", ignore_cleanup_errors=True) as name:
        data = Path(name)
        with embedded.running(data / "postgres") as server:
            migrate(data, "0006")
            address = server.get_uri("ansim_visits").replace("postgres:@", "ansim_owner:@")
            with psycopg.connect(address, autocommit=True) as owner:
                for back in range(6):
                    day = today - timedelta(days=back)
                    owner.execute("SELECT visits.open_day(%s)", [day])
                    for _ in range(20):  # one delivery for all days at once, as it was
                        row = (day, uuid4(), uuid4().bytes, day)
                        owner.execute(_CHECK_IN, row)
                before = owner.execute(_ROWS).fetchall()
                assert {"received_at", "changed_at"} <= columns(owner, "visits.visit")
                migrate(data, "0007")
                migrate(data, "0007")
                assert owner.execute(_ROWS).fetchall() == before
                gone = {"received_at", "changed_at"}
                for table in ("visits.visit", f"visits.visit_{today:%Y%m%d}", "visits.waiting"):
                    assert not gone & columns(owner, table)
                # A gateway of the release before goes on writing, and what it writes has a number.
                owner.execute(_CHECK_IN, (today, uuid4(), uuid4().bytes, today))
                ((numbered,),) = owner.execute("SELECT count(seq) FROM visits.visit").fetchall()
                assert numbered == 1
                for back in (4, 5):
                    day = today - timedelta(days=back)
                    owner.execute("SELECT visits.close_day(%s)", [day])
                    done = owner.execute(
                        "SELECT visits.write_anew(%s, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',"
                        " '{}', '{}')",
                        [day],
                    ).fetchone()
                    assert done == (True,)
                    marks = owner.execute(
                        "SELECT count(DISTINCT xmin::text), count(*) FROM visits.visit WHERE day = %s",
                        [day],
                    ).fetchone()
                    assert marks == (1, 20)
                after = owner.execute(_ROWS).fetchall()
                assert [row for row in after if row in before] == before


@pytest.mark.parametrize("step", ["numbered", "indexed"])
def test_a_migration_that_broke_off_is_finished_by_the_next_try(step: str) -> None:
    today = local_day(time())
    with tempfile.TemporaryDirectory(prefix="ansim-test-", ignore_cleanup_errors=True) as name:
        data = Path(name)
        with embedded.running(data / "postgres") as server:
            migrate(data, "0006")
            address = server.get_uri("ansim_visits").replace("postgres:@", "ansim_owner:@")
            with psycopg.connect(address, autocommit=True) as owner:
                owner.execute("SELECT visits.open_day(%s)", [today])
                owner.execute("CREATE SEQUENCE visits.visit_seq")
                owner.execute("ALTER TABLE visits.visit ADD COLUMN seq bigint")
                if step == "indexed":
                    owner.execute("CREATE INDEX visit_number ON ONLY visits.visit USING brin (seq)")
                    owner.execute(
                        f"CREATE INDEX visit_{today:%Y%m%d}_number ON visits.visit_{today:%Y%m%d} USING brin (seq)"  # type: ignore[call-overload]
                    )
                migrate(data, "0007")
                owner.execute(_CHECK_IN, (today, uuid4(), uuid4().bytes, today))
                ((valid,),) = owner.execute(
                    "SELECT indisvalid FROM pg_index WHERE indexrelid = 'visits.visit_number'::regclass"
                ).fetchall()
                assert valid
