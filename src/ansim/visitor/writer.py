"""The connection that commits: one prepared call, one parameter, one reply."""

import asyncio
import logging

import psycopg
from psycopg import pq

from ansim.visitor import rows as packed
from ansim.visitor.inbox import RowRefusedError, StoreDownError
from ansim.visitor.queries import SQL

log = logging.getLogger(__name__)

_TRIES, _FIRST_PAUSE = 5, 0.05


class VisitWriter:
    """Writes rows of one composite type through one SQL function, reconnecting at need."""

    def __init__(self, dsn: str, statement: str, row_type: str) -> None:
        self._dsn, self._statement, self._row_type = dsn, SQL[statement], row_type
        self._connection: psycopg.AsyncConnection[tuple[bytes | None]] | None = None
        self._element_oid = 0

    async def open(self) -> None:
        """Connect. Raises psycopg.OperationalError."""
        await self.close()
        connection = await psycopg.AsyncConnection.connect(self._dsn, autocommit=True, prepare_threshold=0)
        await connection.execute(SQL["durable"])
        await connection.execute(SQL["timeouts"])
        found = await (await connection.execute(SQL["row_types"], [self._row_type])).fetchone()
        if found is None:
            raise psycopg.OperationalError(f"no type {self._row_type}: run `ansim migrate`")
        self._element_oid, array_oid = found
        connection.adapters.register_dumper(packed.Rows, packed.dumper(array_oid))
        self._connection = connection

    async def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def write(self, rows: list[bytes]) -> bytes | None:
        """Commit rows; statuses as the SQL function gives them. Raises RowRefusedError, StoreDownError."""
        pause = _FIRST_PAUSE
        for attempt in range(_TRIES):
            try:
                if self._connection is None:
                    await self.open()
                return await self._call(rows)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                # Whether these rows were stored is unknown; they are idempotent, so they are written again.
                log.warning("commit failed, try %d of %d: %s", attempt + 1, _TRIES, type(error).__name__)
                await self._drop_if_broken()
                await asyncio.sleep(pause)
                pause *= 2
            except psycopg.Error as error:
                raise RowRefusedError(f"{type(error).__name__} ({error.sqlstate})") from None
        raise StoreDownError("the database of visits does not answer")

    async def _call(self, rows: list[bytes]) -> bytes | None:
        assert self._connection is not None  # noqa: S101 opened just before
        cursor = self._connection.cursor(binary=True)
        await cursor.execute(self._statement, [packed.Rows(self._element_oid, rows)])
        found = await cursor.fetchone()
        return found[0] if found else None

    async def _drop_if_broken(self) -> None:
        if self._connection is not None and self._connection.pgconn.transaction_status in (
            pq.TransactionStatus.UNKNOWN,
            pq.TransactionStatus.ACTIVE,
        ):
            await self.close()
