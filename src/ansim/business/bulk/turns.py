"""The worker's turn at the tasks in the background: one is begun, watched, ended where somebody cancelled it.

Safe with several workers and after `kill -9`: a task is held by a lock of the database that ends with its process, and what
was cut off left nothing behind. So this knows no leases, and no clocks but the one that ends a task that hangs.
"""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

from ansim.business.bulk import list_limits
from ansim.business.bulk.task import LOCK
from ansim.settings.environment import dsn, seconds

log = logging.getLogger(__name__)
MOST_TRIES: Final = 3
_NEXT: Final = """
    SELECT id FROM business_bulktask WHERE ended_at IS NULL AND cancel_at IS NULL AND tries < %s AND id <> ALL(%s)
    ORDER BY id LIMIT 1
"""
# What somebody cancelled, or what ended the process each time. Held by nobody: its lock can be had.
_TO_END: Final = """
    SELECT id, cancel_at IS NOT NULL FROM business_bulktask
    WHERE ended_at IS NULL AND (cancel_at IS NOT NULL OR tries >= %s) AND pg_try_advisory_xact_lock(%s, id::int)
"""
_END: Final = """
    WITH task AS (
        UPDATE business_bulktask SET ended_at = now(), outcome = %(outcome)s
        WHERE id = %(task)s AND ended_at IS NULL RETURNING kind, upload_id, order_id
    ), upload AS (
        UPDATE business_upload u
        SET state = CASE WHEN task.kind IN ('apply', 'compare') THEN 'ready' WHEN task.kind = 'admit' THEN 'waiting'
                         ELSE %(outcome)s END,
            trouble = CASE WHEN %(outcome)s = 'failed' THEN %(troubles)s::jsonb -> task.kind ELSE u.trouble END
        FROM task WHERE u.id = task.upload_id RETURNING u.id, u.state
    ), again AS (  -- a clerk sees what was approved and not taken in
        UPDATE business_uploadrow r SET approved = false FROM task
        WHERE task.kind = 'admit' AND r.upload_id = task.upload_id AND r.approved
    ), step AS (
        INSERT INTO business_liststep (upload_id, what, why)
        SELECT upload_id, 'given-up', kind FROM task WHERE %(outcome)s = 'failed' AND upload_id IS NOT NULL
    ), content AS (
        DELETE FROM business_uploadcontent c USING upload WHERE c.upload_id = upload.id
    )
    SELECT task.kind, upload.id, upload.state FROM task LEFT JOIN upload ON upload.id = task.upload_id
"""
_UNREAD: Final = (
    "파일을 읽는 중에 멈추었습니다. 목록만 담아 CSV(UTF-8)로 다시 저장해 올려 주세요.",
    "Reading the file ended the program each time. Save the list alone, as CSV (UTF-8), and bring that.",
)
_NOT_TAKEN_IN: Final = (
    "반영하는 작업이 세 번 모두 멈추어 아무것도 바꾸지 않았습니다. 다시 눌러 보고, 또 멈추면 목록을 나누어 올려 주세요.",
    "It was begun three times and ended each time, so nothing was taken in. Try again; if it ends again, split the list.",
)
_NOT_COMPARED: Final = (
    "다시 비교하는 작업이 세 번 모두 멈추었습니다. 아래 내용은 그 전의 것입니다. 다시 눌러 주세요.",
    "Comparing anew was begun three times and ended each time. What stands below is from before: try again.",
)
# By what was to be done: whoever opens the page reads what happened, and what to do.
_TROUBLES: Final = {
    "read": _UNREAD,
    "apply": _NOT_TAKEN_IN,
    "admit": _NOT_TAKEN_IN,
    "compare": _NOT_COMPARED,
}


@dataclass
class Turn:
    """What one turn did."""

    begun: int = 0
    ended: int = 0


def _connect() -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(dsn("worker", "main"), autocommit=True)


def _process(task: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "ansim.business.bulk.task", str(task)],
        stdin=subprocess.PIPE,  # held open: the task ends with this worker, however that ends
        start_new_session=True,
    )


@dataclass
class Turns:
    """One task at a time, in a process of its own. `patience`: seconds after which one that hangs is ended."""

    patience: float = field(default_factory=lambda: seconds("bulk_task", 900.0))
    connect: Callable[[], "psycopg.Connection[tuple[Any, ...]]"] = _connect
    clock: Callable[[], float] = time.monotonic
    process: Callable[[int], "subprocess.Popen[bytes]"] = _process
    _task: int = 0
    _child: "subprocess.Popen[bytes] | None" = None
    _since: float = 0.0

    def turn(self) -> Turn:
        """Look after the task at hand, end what was cancelled, begin the next."""
        did = Turn()
        with self.connect() as connection:
            if self._child is not None:
                self._watch(connection, self._child)
            did.ended = self._end_some(connection)
            if self._child is None:
                did.begun = self._begin(connection)
        return did

    @property
    def pid(self) -> int | None:
        """The process at work, if there is one."""
        return self._child.pid if self._child else None

    def stop(self) -> None:
        """End the task at hand; whoever works next begins it anew."""
        if self._child is not None:
            self._kill(self._child)

    def _watch(
        self, connection: "psycopg.Connection[tuple[Any, ...]]", child: "subprocess.Popen[bytes]"
    ) -> None:
        status = child.poll()
        if status is None:
            cancelled = connection.execute(
                "SELECT FROM business_bulktask WHERE id = %s AND cancel_at IS NOT NULL",
                [self._task],
            ).fetchone()
            if cancelled is not None or self.clock() - self._since > self.patience:
                self._kill(child)
            return
        if status:
            log.warning("bulk task %d ended with %d", self._task, status)
        self._forget(child)

    def _kill(self, child: "subprocess.Popen[bytes]") -> None:
        child.kill()
        child.wait()
        self._forget(child)

    def _forget(self, child: "subprocess.Popen[bytes]") -> None:
        if child.stdin is not None:
            child.stdin.close()
        self._child, self._task = None, 0

    def _end_some(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> int:
        ended = 0
        with connection.transaction():
            for task, cancelled in connection.execute(_TO_END, [MOST_TRIES, LOCK]).fetchall():
                values = {
                    "task": task,
                    "outcome": "cancelled" if cancelled else "failed",
                    "troubles": json.dumps(_TROUBLES),
                }
                for kind, upload, state in connection.execute(_END, values).fetchall():
                    if state == "cancelled":
                        connection.execute(
                            "DELETE FROM business_uploadrow WHERE upload_id = %s", [upload]
                        )
                    if not cancelled:
                        log.error(
                            "bulk task %d (%s, upload %s) was given up after %d tries; nothing of it was kept",
                            *(task, kind, upload, MOST_TRIES),
                        )
                ended += 1
        return ended

    def _begin(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> int:
        found = connection.execute(_NEXT, [MOST_TRIES, []]).fetchone()
        if found is None:
            return 0
        self._task, self._since = int(found[0]), self.clock()
        self._child = self.process(self._task)
        return 1


# What was not taken in, and rows that were refused. What waits for a clerk waits on.
_OLD_UPLOADS: Final = """
    UPDATE business_upload u SET state = CASE u.state WHEN 'ready' THEN 'cancelled' ELSE u.state END
    WHERE made_at < now() - make_interval(days => %s) AND state IN ('ready', 'applied', 'waiting')
        AND EXISTS (SELECT FROM business_uploadrow r WHERE r.upload_id = u.id AND (u.state = 'ready' OR r.fate = 'refused'))
    RETURNING id
"""
_OLD_ROWS: Final = """
    DELETE FROM business_uploadrow r USING business_upload u
    WHERE u.id = r.upload_id AND u.id = ANY(%s) AND (u.state <> 'waiting' OR r.fate = 'refused')
"""
_OLD_ORDERS: Final = """
    SELECT o.id FROM business_posterorder o WHERE made_at < now() - make_interval(days => %s)
        AND NOT EXISTS (SELECT FROM business_bulktask t WHERE t.order_id = o.id AND t.ended_at IS NULL)
"""
_DROPS: Final = (
    "DELETE FROM business_posterpiece WHERE order_id = ANY(%s)",
    "DELETE FROM business_bulktask WHERE order_id = ANY(%s)",
    "DELETE FROM business_posterorder WHERE id = ANY(%s)",
)


def forget_old() -> int:
    """Drop what was not taken in for so many days, and files of posters as old as that; returns how many of both."""
    with _connect() as connection, connection.transaction():
        old = [row[0] for row in connection.execute(_OLD_UPLOADS, [list_limits.kept_days()])]
        connection.execute(_OLD_ROWS, [old])
        orders = [row[0] for row in connection.execute(_OLD_ORDERS, [list_limits.poster_days()])]
        for statement in _DROPS:
            connection.execute(statement, [orders])
        return len(old) + len(orders)
