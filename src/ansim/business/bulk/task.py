"""One task in a process of its own: `python -m ansim.business.bulk.task NUMBER`, as the worker starts it.

A file that makes a reader crash or eat up memory ends this process and not the worker. Whoever kills it leaves nothing
half done: the work is one transaction, and a lock of the database, which ends with the process, lets no second one begin.
"""

import os
import resource
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Final

import psycopg

from ansim.domain.venue_lists import TaskKind
from ansim.processes import end_with_input
from ansim.settings.environment import dsn

LOCK: Final = 71_1400
"""The first number of the advisory locks of tasks; the second is the task's."""
BUSY: Final = 75
"""Exit status: another process is at this task still."""
_MOST_MEMORY: Final = 3 << 30  # bytes; a workbook of the largest allowed size takes a third of it


def main() -> int:
    """Do the task. The exit status is 0 where it is done or was done already."""
    number = int(sys.argv[1])
    threading.Thread(target=end_with_input, name="attendance", daemon=True).start()
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
    with psycopg.connect(dsn("worker", "main"), autocommit=True) as control:
        locked = control.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, number]).fetchone()
        if not (locked and locked[0]):
            return BUSY
        task = control.execute(
            "UPDATE business_bulktask SET tries = tries + 1, done = 0, total = 0"
            " WHERE id = %s AND ended_at IS NULL AND cancel_at IS NULL RETURNING kind, upload_id, order_id",
            [number],
        ).fetchone()
        if task is not None:
            kind, upload, order = task
            try:
                _do(number, TaskKind(kind), upload if order is None else order, control)
            except Exception as error:  # noqa: BLE001 its words may hold a cell; where it happened does not
                traceback.print_tb(error.__traceback__)
                sys.stderr.write(f"bulk task {number}: {type(error).__name__}\n")
                return 1
    return 0


def _do(
    number: int,
    kind: TaskKind,
    thing: int,
    control: "psycopg.Connection[tuple[str, int | None, int | None]]",
) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "ansim.settings.tasks"
    import django  # noqa: PLC0415 settings are named first

    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415

    from ansim.business.bulk.task_progress import Progress  # noqa: PLC0415

    with transaction.atomic():
        with connection.cursor() as cursor:
            # A killed process is noticed within a second, not when its statement is done.
            cursor.execute("SET client_connection_check_interval = '1s'")
            cursor.execute("SET LOCAL statement_timeout = 0")
        _work_of(kind)(thing, Progress(control, number))
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE business_bulktask SET ended_at = now(), outcome = 'done' WHERE id = %s",
                [number],
            )


def _work_of(kind: TaskKind) -> Callable[..., None]:
    match kind:
        case TaskKind.READ:
            from ansim.business.bulk.file_reading import read  # noqa: PLC0415 each loads what it needs

            return read
        case TaskKind.APPLY:
            from ansim.business.bulk.applying import apply  # noqa: PLC0415

            return apply
        case TaskKind.ADMIT:
            from ansim.business.bulk.applying import admit  # noqa: PLC0415

            return admit
        case TaskKind.COMPARE:
            from ansim.business.bulk.licence_choices import compare_again  # noqa: PLC0415

            return compare_again
        case TaskKind.PRINT:
            from ansim.business.bulk.printing import print_order  # noqa: PLC0415

            return print_order


if __name__ == "__main__":
    sys.exit(main())
