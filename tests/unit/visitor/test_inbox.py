"""The inbox against writers that succeed, fail and wait as told: they stand for PostgreSQL, which other tests use."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from ansim.visitor.api.problems import Problem
from ansim.visitor.checkin.inbox import Inbox, RowRefusedError, StoreDownError


class Table:
    """A table in memory: idempotent rows, a poisoned row, an outage, a door that holds commits back."""

    def __init__(self) -> None:
        self.rows: set[bytes] = set()
        self.groups: list[int] = []
        self.door = asyncio.Event()
        self.door.set()
        self.down = False

    async def write(self, rows: list[bytes]) -> bytes | None:
        self.groups.append(len(rows))
        await self.door.wait()
        if self.down:
            raise StoreDownError
        if b"poison" in rows:
            raise RowRefusedError
        statuses = []
        for row in rows:
            statuses.append(int(row in self.rows))
            self.rows.add(row)
        return bytes(statuses) if any(statuses) else None


def run(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scene)


async def opened(table: Table, **limits: int) -> Inbox:
    inbox = Inbox([table], **limits)
    inbox.start()
    await asyncio.sleep(0)
    return inbox


def test_what_comes_during_a_commit_goes_together_in_the_next() -> None:
    async def scene() -> None:
        table = Table()
        inbox = await opened(table)
        table.door.clear()
        first = inbox.store([b"0"])
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        rest = [inbox.store([b"%d" % number]) for number in range(1, 50)]
        table.door.set()
        assert await asyncio.gather(first, *rest) == [None] * 50
        assert table.groups == [1, 49]
        await inbox.close()

    run(scene())


def test_each_request_gets_the_statuses_of_its_own_rows() -> None:
    async def scene() -> None:
        table = Table()
        table.rows = {b"b", b"d"}
        inbox = await opened(table)
        answers = await asyncio.gather(
            inbox.store([b"a", b"b"]), inbox.store([b"c"]), inbox.store([b"d", b"e"])
        )
        assert answers == [b"\0\1", b"\0", b"\1\0"]
        await inbox.close()

    run(scene())


def test_a_poisoned_row_spoils_its_own_request_only() -> None:
    async def scene() -> None:
        table = Table()
        inbox = await opened(table)
        asked = [inbox.store([row]) for row in (b"a", b"poison", b"b")]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(answer) for answer in answers] == [bytes, Problem, bytes]
        assert table.rows == {b"a", b"b"}
        await inbox.close()

    run(scene())


def test_a_request_that_is_torn_down_spoils_nobody_elses() -> None:
    async def scene() -> None:
        table = Table()
        inbox = await opened(table)
        table.door.clear()
        torn, other = inbox.store([b"a"]), inbox.store([b"b"])
        await asyncio.sleep(0)
        torn.cancel()
        table.door.set()
        assert await other is None
        assert table.rows == {b"a", b"b"}, (
            "what was torn down is stored all the same: it will come again"
        )
        await inbox.close()

    run(scene())


def test_too_many_waiting_are_refused_at_once_and_later_ones_are_taken_again() -> None:
    async def scene() -> None:
        table = Table()
        inbox = await opened(table, most_waiting=3)
        table.door.clear()
        running = inbox.store([b"0"])
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting = [inbox.store([b"1", b"2"]), inbox.store([b"3"])]
        with pytest.raises(Problem) as caught:
            inbox.store([b"4"])
        assert (caught.value.kind.code, caught.value.kind.status) == ("overloaded", 503)
        assert caught.value.retry_after
        table.door.set()
        await asyncio.gather(running, *waiting)
        assert await inbox.store([b"4"]) is None
        await inbox.close()

    run(scene())


def test_an_outage_is_told_to_every_request_and_ends() -> None:
    async def scene() -> None:
        table = Table()
        inbox = await opened(table)
        table.down = True
        answers = await asyncio.gather(
            inbox.store([b"a"]), inbox.store([b"b"]), return_exceptions=True
        )
        assert [type(answer) for answer in answers] == [Problem, Problem]
        table.down = False
        assert await inbox.store([b"a"]) is None
        await inbox.close()

    run(scene())


def test_closing_commits_what_waits_and_takes_no_more() -> None:
    async def scene() -> None:
        table = Table()
        inbox = await opened(table)
        table.door.clear()
        asked = [inbox.store([b"%d" % number]) for number in range(5)]
        closing = asyncio.create_task(inbox.close())
        await asyncio.sleep(0)
        with pytest.raises(Problem):
            inbox.store([b"late"])
        table.door.set()
        await closing
        assert [future.result() for future in asked] == [None] * 5

    run(scene())


def test_a_group_has_a_largest_size() -> None:
    async def scene() -> None:
        table = Table()
        inbox = await opened(table, most_together=10)
        await asyncio.gather(*[inbox.store([b"%d" % number]) for number in range(35)])
        assert max(table.groups) <= 10
        assert sum(table.groups) == 35
        await inbox.close()

    run(scene())
