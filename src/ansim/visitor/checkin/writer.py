"""The connection that commits: one prepared call, one parameter, one reply.

It drives libpq's asynchronous interface itself, as one commit is in flight at a time: psycopg's general cursor costs
220 µs of CPU a call, this way 40, and every check-in pays its share.
"""

import asyncio
import logging
from typing import Any, Final

import psycopg
from psycopg import pq

from ansim.visitor.api.queries import SQL
from ansim.visitor.checkin import binary_rows as packed
from ansim.visitor.checkin.inbox import RowRefusedError, StoreDownError

log = logging.getLogger(__name__)

_TRIES: Final = 5
_FIRST_PAUSE: Final = 0.05
_DEADLINE: Final = 15.0  # beyond the server's own statement_timeout: the network is gone
_BINARY: Final = [pq.Format.BINARY]


class _CallFailedError(Exception):
    """The database refused a call; `sqlstate` says why."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate

    @property
    def passes(self) -> bool:
        """Whether the same call may succeed later: connection, resources, operator, system, or a deadlock."""
        return self.sqlstate[:2] in {"08", "53", "57", "58", "40", "55", "25"}


class VisitWriter:
    """Writes rows of one composite type through one SQL function, reconnecting at need."""

    def __init__(self, dsn: str, statement: str, row_type: str) -> None:
        self._dsn, self._statement, self._row_type = dsn, statement, row_type
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._prepared = statement.encode()
        self._element_oid = 0
        self._descriptor = -1
        self._reply: asyncio.Future[pq.abc.PGresult] | None = None
        self._result: pq.abc.PGresult | None = None

    async def open(self) -> None:
        """Connect. Raises psycopg.OperationalError."""
        await self.close()
        connection = await psycopg.AsyncConnection.connect(
            self._dsn, autocommit=True, connect_timeout=5
        )
        for name in ("durable", "timeouts", f"prepare_{self._statement}"):
            await connection.execute(SQL[name])
        found = await (await connection.execute(SQL["row_type"], [self._row_type])).fetchone()
        self._element_oid = found[0] if found else 0
        connection.pgconn.nonblocking = 1
        self._descriptor = connection.pgconn.socket
        asyncio.get_running_loop().add_reader(self._descriptor, self._readable)
        self._connection = connection

    async def close(self) -> None:
        """Hang up."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._unwatch()
            await connection.close()

    def _unwatch(self) -> None:
        """Once a connection: libpq closes the descriptor of a lost one, and its number may soon be another's."""
        if self._descriptor >= 0:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._descriptor)
            loop.remove_writer(self._descriptor)
            self._descriptor = -1

    async def write(self, rows: list[bytes]) -> bytes | None:
        """Commit rows; statuses as the SQL function gives them. Raises RowRefusedError, StoreDownError."""
        pause = _FIRST_PAUSE
        for attempt in range(_TRIES):
            try:
                if self._connection is None:
                    await self.open()
                return await self._call(packed.array(self._element_oid, rows))
            except _CallFailedError as error:
                if not error.passes:
                    raise RowRefusedError(f"SQLSTATE {error.sqlstate}") from None
                reason = f"SQLSTATE {error.sqlstate}"
            except (psycopg.OperationalError, psycopg.InterfaceError, TimeoutError) as error:
                await self.close()
                reason = type(error).__name__
            # Whether these rows were stored is unknown; they are idempotent, so they are written again.
            log.warning("commit failed, try %d of %d: %s", attempt + 1, _TRIES, reason)
            await asyncio.sleep(pause)
            pause *= 2
        raise StoreDownError("the database of visits does not answer")

    async def _call(self, parameter: bytes) -> bytes | None:
        assert self._connection is not None  # noqa: S101 opened just before
        loop, pgconn = asyncio.get_running_loop(), self._connection.pgconn
        reply = self._reply = loop.create_future()
        self._result = None
        deadline = loop.call_later(_DEADLINE, self._give_up)
        try:
            pgconn.send_query_prepared(self._prepared, [parameter], _BINARY, pq.Format.BINARY)
            self._flush()
            result = await reply
        finally:
            self._reply = None
            deadline.cancel()
        if result.status != pq.ExecStatus.TUPLES_OK:
            raise _CallFailedError(
                (result.error_field(pq.DiagnosticField.SQLSTATE) or b"08000").decode()
            )
        statuses: bytes | None = result.get_value(0, 0)
        return statuses

    def _flush(self) -> None:
        """Send what libpq still holds; a large group may take several turns."""
        assert self._connection is not None  # noqa: S101 called while open
        loop = asyncio.get_running_loop()
        try:
            if self._connection.pgconn.flush():
                loop.add_writer(self._descriptor, self._flush)
            else:
                loop.remove_writer(self._descriptor)
        except psycopg.OperationalError as error:
            self._fail(error)

    def _readable(self) -> None:
        """Take in what came. The reply is whole only at ReadyForQuery: then the commit has happened."""
        connection = self._connection
        if connection is None:
            return
        pgconn = connection.pgconn
        try:
            pgconn.consume_input()
            while not pgconn.is_busy():
                result = pgconn.get_result()
                if result is None:
                    self._finish()
                    return
                # An error at commit comes after the row: the last word counts.
                self._result = result
        except psycopg.OperationalError as error:
            self._fail(error)

    def _finish(self) -> None:
        if self._reply is not None and not self._reply.done() and self._result is not None:
            self._reply.set_result(self._result)

    def _fail(self, error: Exception) -> None:
        """The connection is lost: an idle one is opened again by the next write."""
        self._unwatch()
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(error)

    def _give_up(self) -> None:
        self._fail(TimeoutError("no reply from the database"))
