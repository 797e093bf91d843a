"""What the gateway holds in memory is read on, whatever a reading meets."""

import asyncio
import logging

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from ansim.visitor.api.refreshing import keep_fresh


def read_over(errors: list[BaseException]) -> int:
    """How many readings there were once a good one followed these errors and two more."""
    begun = 0

    async def scene() -> None:
        done = asyncio.Event()

        async def refresh() -> None:
            nonlocal begun
            begun += 1
            if begun <= len(errors):
                raise errors[begun - 1]
            if begun == len(errors) + 3:
                done.set()

        task = asyncio.create_task(keep_fresh("venues", refresh, 0))
        try:
            await asyncio.wait_for(done.wait(), 5)
        finally:
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(scene())
    return begun


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("gone"),
        psycopg.errors.UndefinedFunction("older database"),
        PoolTimeout("busy"),
        TimeoutError(),
        ValueError("more digits than an int may have"),
        RecursionError(),
        KeyError("a zone without its venue"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        AttributeError("fetchall"),
    ],
)
def test_no_error_ends_the_readings_and_an_outage_is_told_once(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "ansim.visitor.api.refreshing"):
        assert read_over([error] * 4) >= 7
    assert [record.getMessage().split(":")[0] for record in caplog.records] == [
        "venues cannot be read again",
        "venues are read again",
    ]


def test_a_second_outage_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        turns = iter([True, False, True, False])
        done = asyncio.Event()

        async def refresh() -> None:
            fails = next(turns, None)
            if fails is None:
                done.set()
            if fails:
                raise TimeoutError

        task = asyncio.create_task(keep_fresh("stopped people", refresh, 0))
        await asyncio.wait_for(done.wait(), 5)
        task.cancel()

    asyncio.run(scene())
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        "stopped people cannot be read again: TimeoutError"
    ] * 2
