"""Natural group commit: while one commit is in flight the next requests gather, then go together.

No timer: an idle inbox commits at once, a busy one in groups that grow with the load. Each request waits on a
future of its own, so a visitor who hangs up spoils nobody else's. Writing again what may be stored already is safe:
rows are idempotent.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from typing import Protocol

import msgspec

from ansim.visitor.api.problems import OVERLOADED, Problem

log = logging.getLogger(__name__)


class RowRefusedError(Exception):
    """The database took the connection but refused these rows."""


class StoreDownError(Exception):
    """The database cannot be reached; nothing is known to be stored."""


class Writer(Protocol):
    """Commits rows durably: one status byte a row, or None where all are 0."""

    async def write(self, rows: list[bytes]) -> bytes | None:
        """Return after COMMIT. Raises RowRefusedError or StoreDownError."""


class _Waiting(msgspec.Struct, frozen=True, gc=False):
    rows: Sequence[bytes]
    done: "asyncio.Future[bytes | None]"


class Inbox:
    """Rows on their way to the database, committed by a few writers, each with one commit in flight."""

    def __init__(
        self, writers: Sequence[Writer], most_waiting: int = 20_000, most_together: int = 2_000
    ) -> None:
        self._writers = writers
        self._most_waiting, self._most_together = most_waiting, most_together
        self._waiting: deque[_Waiting] = deque()
        self._count = 0
        self._idle: deque[asyncio.Future[None]] = deque()
        self._tasks: list[asyncio.Task[None]] = []
        self._closing = False

    def start(self) -> None:
        """Set the writers to work."""
        self._tasks = [asyncio.create_task(self._work(writer)) for writer in self._writers]

    async def close(self) -> None:
        """Commit what waits, then stop."""
        self._closing = True
        while self._idle:
            self._wake()
        await asyncio.gather(*self._tasks)

    def store(self, rows: Sequence[bytes]) -> "asyncio.Future[bytes | None]":
        """A future of the rows' statuses (None: all 0), done when they are durable.

        Raises Problem (overloaded) where too many wait already; so may the future, where the database is away.
        """
        if self._closing or self._count + len(rows) > self._most_waiting:
            raise Problem(OVERLOADED)
        done: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(rows, done))
        self._count += len(rows)
        if self._idle:
            self._wake()
        return done

    def _wake(self) -> None:
        sleeper = self._idle.popleft()
        if not sleeper.done():
            sleeper.set_result(None)

    async def _work(self, writer: Writer) -> None:
        loop = asyncio.get_running_loop()
        while True:
            while not self._waiting:
                if self._closing:
                    return
                sleeper = loop.create_future()
                self._idle.append(sleeper)
                await sleeper
            group = self._take()
            try:
                await self._commit(writer, group)
            except Exception:
                log.exception("a group of %d could not be committed", len(group))
                for waiting in group:
                    _fail(waiting)

    def _take(self) -> list[_Waiting]:
        if self._count <= self._most_together:
            group = list(self._waiting)
            self._waiting.clear()
            self._count = 0
            return group
        group = []
        rows = 0
        while self._waiting and (
            not group or rows + len(self._waiting[0].rows) <= self._most_together
        ):
            waiting = self._waiting.popleft()
            rows += len(waiting.rows)
            group.append(waiting)
        self._count -= rows
        return group

    async def _commit(self, writer: Writer, group: list[_Waiting]) -> None:
        rows = [row for waiting in group for row in waiting.rows]
        try:
            statuses = await writer.write(rows)
        except StoreDownError:
            for waiting in group:
                _fail(waiting)
        except RowRefusedError:
            await self._one_by_one(writer, group)
        else:
            _answer(group, statuses)

    async def _one_by_one(self, writer: Writer, group: list[_Waiting]) -> None:
        """One row spoils a whole statement: each request, then each row, is tried alone."""
        for waiting in group:
            try:
                statuses = b"".join([await writer.write([row]) or b"\0" for row in waiting.rows])
            except (RowRefusedError, StoreDownError) as error:
                log.error("rows refused by the database: %s", error)  # noqa: TRY400 the message says it all
                _fail(waiting)
            else:
                _answer([waiting], statuses)


def _answer(group: list[_Waiting], statuses: bytes | None) -> None:
    place = 0
    for waiting in group:
        end = place + len(waiting.rows)
        if not waiting.done.done():  # a request that was torn down waits for nothing
            waiting.done.set_result(None if statuses is None else statuses[place:end])
        place = end


def _fail(waiting: _Waiting) -> None:
    if not waiting.done.done():
        waiting.done.set_exception(Problem(OVERLOADED))
