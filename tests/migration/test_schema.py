"""Migrations: complete, repeatable, and the same on a server of one's own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from ansim.database import embedded
from ansim.settings.environment import DATABASES
from support.system import ROOT, System


def ansim(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANSIM_")}
    return subprocess.run(
        [sys.executable, "-m", "ansim.cli", *arguments],
        env={**kept, "PYTHONPATH": str(ROOT / "src"), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_models_have_no_change_without_a_migration(system: System) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_external_servers_by_dsn_need_no_embedded_one() -> None:
    with tempfile.TemporaryDirectory(prefix="ansim-test-", ignore_cleanup_errors=True) as name:
        theirs, ours = Path(name) / "theirs", Path(name) / "ours"
        ours.mkdir()
        with embedded.running(
            theirs
        ) as server:  # a server of somebody's own, with our roles and databases made
            addresses = {
                f"ANSIM_OWNER_{database.upper()}_DSN": server.get_uri(f"ansim_{database}").replace(
                    "postgres:@", "ansim_owner:@"
                )
                for database in DATABASES
            }
            for _twice in range(2):
                done = ansim("migrate", ANSIM_DATA=str(ours), **addresses)
                assert done.returncode == 0, done.stderr
            assert not (ours / "postgres").exists()
            with psycopg.connect(addresses["ANSIM_OWNER_VISITS_DSN"]) as connection:
                row = connection.execute("SELECT count(*) FROM visits.visit").fetchone()
            assert row == (0,)


def test_a_server_that_is_away_is_said_in_one_line() -> None:
    away = "host=127.0.0.1 port=1 dbname=ansim_visits user=ansim_owner connect_timeout=1"
    addresses = {f"ANSIM_OWNER_{database.upper()}_DSN": away for database in DATABASES}
    with tempfile.TemporaryDirectory(prefix="ansim-test-") as name:
        done = ansim("migrate", ANSIM_DATA=name, **addresses)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "ansim:" in done.stderr


def test_a_database_that_is_not_migrated_is_said_in_one_line() -> None:
    with tempfile.TemporaryDirectory(prefix="ansim-test-", ignore_cleanup_errors=True) as name:
        done = ansim("retention", "run", ANSIM_DATA=name)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "ansim migrate" in done.stderr
