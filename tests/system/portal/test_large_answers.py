"""An answer larger than the memory kept for it arrives whole, and is on its way without holding a thread"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest

from support.served import served

MEGABYTE = bytes(range(256)) * 4096


def of_size(pieces: int) -> Callable[..., Iterable[bytes]]:
    def application(_environ: Any, start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "application/zip")])
        return (MEGABYTE[number:] + MEGABYTE[:number] for number in range(pieces))

    return application


@pytest.mark.parametrize("pieces", [0, 1, 4, 5, 23])
def test_an_answer_of_any_size_arrives_whole(system: object, pieces: int) -> None:
    with served(of_size(pieces)) as address:
        got = httpx.get(address, timeout=60).content
    wanted = b"".join(MEGABYTE[number:] + MEGABYTE[:number] for number in range(pieces))
    assert hashlib.sha256(got).digest() == hashlib.sha256(wanted).digest()


def test_whoever_reads_a_large_answer_slowly_keeps_no_other_waiting(system: object) -> None:
    with (
        served(of_size(40), threads=1) as address,
        httpx.stream("GET", address, timeout=60) as slow,
    ):
        parts = slow.iter_raw(65_536)
        next(parts)
        assert len(httpx.get(address, timeout=30).content) == 40 * len(MEGABYTE)
        assert sum(map(len, parts)) + 65_536 >= 39 * len(MEGABYTE)
