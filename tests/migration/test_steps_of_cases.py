"""Cases that stood before their steps were kept: the ledger says when each came to which."""

from datetime import UTC, datetime
from pathlib import Path

from ansim.investigation import migrations
from support.system import System

FILE = Path(str(migrations.__file__)).with_name("0010_first_screen_and_cases.sql")


def test_each_step_has_the_moment_of_its_first_entry(system: System) -> None:
    from ansim.accounts.models import Staff

    fill = FILE.read_text("utf-8").partition(";\n")[0]
    officer = Staff.objects.get(login="officer").pk
    opened = datetime(2026, 11, 1, 9, tzinfo=UTC)
    with system.owner("main") as main, main.transaction(force_rollback=True):
        for ref in ("2611-STEP1", "2611-STEP2"):
            main.execute(
                "INSERT INTO investigation_case (ref, preset, anchor_date, window_start, window_end, opened_by_id, opened_at)"
                " VALUES (%s, '{}', '2026-11-01', now(), now() + interval '1 day', %s, %s)",
                [ref, officer, opened],
            )
        for kind in ("case-notified", "case-opened", "contacts-searched", "contacts-searched"):
            main.execute(
                "INSERT INTO ledger.entry (kind, actor_role, actor, case_ref, detail)"
                " VALUES (%s, 'officer', '', '2611-STEP1', '{}')",
                [kind],
            )
        main.execute(fill)  # type: ignore[call-overload]
        first, second = main.execute(
            "SELECT notified_at, taken_at, itinerary_at, contacts_at, warrant_at FROM investigation_case"
            " WHERE ref LIKE '2611-STEP%' ORDER BY ref"
        ).fetchall()
        times = main.execute(
            "SELECT kind, min(at) FROM ledger.entry WHERE case_ref = '2611-STEP1' GROUP BY kind"
        ).fetchall()
    told = dict(times)
    assert first == (
        told["case-notified"],
        told["case-opened"],
        None,
        told["contacts-searched"],
        None,
    )
    assert second == (None, opened, None, None, None), "from before the ledger had a word for it"
