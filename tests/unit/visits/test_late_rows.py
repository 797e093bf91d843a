"""Late rows: opened by their own day's key alone, all alike to anybody else."""

import os
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from ansim.domain.days import day_bounds
from ansim.domain.quantities import OPEN, Tag
from ansim.keys import DayKeys, KeyFolder
from ansim.visits.late_rows import (
    BLUR,
    KEY_BYTES,
    SEALED_BYTES,
    LateKind,
    LateRow,
    LateSeal,
    among_others,
)

DAY = date(2026, 11, 20)


@pytest.fixture
def keys(tmp_path: Path) -> DayKeys:
    keys = DayKeys(KeyFolder(tmp_path))
    for step in range(2):
        keys.create(DAY + timedelta(days=step))
    return keys


ROWS = [
    LateRow(LateKind.CHECK_IN, 7, b"i" * 16, Tag(b"t" * 16), 1_795_000_000),
    LateRow(
        LateKind.CHECK_IN,
        2**31 - 1,
        os.urandom(16),
        Tag(os.urandom(16)),
        1_795_000_000,
        1_795_003_600,
        50,
        9,
        511,
        os.urandom(32),
    ),
    LateRow(LateKind.CHECK_OUT, 1, b"\0" * 16, Tag(b"\xff" * 16), 0, 2**40, evidence=256),
]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_comes_back_by_its_own_day_and_by_no_other(keys: DayKeys, row: LateRow) -> None:
    own, other = LateSeal(keys, DAY), LateSeal(keys, DAY + timedelta(days=1))
    sealed = own.seal(row)
    assert own.open(sealed) == row
    assert other.open(sealed) is None
    assert len(sealed) == SEALED_BYTES
    assert sealed != own.seal(row)
    for place in (0, 12, 50, SEALED_BYTES - 1):
        changed = bytearray(sealed)
        changed[place] ^= 1
        assert own.open(bytes(changed)) is None


def test_a_row_is_found_again_by_kind_tag_and_id_and_on_its_day_alone(keys: DayKeys) -> None:
    own, other = LateSeal(keys, DAY), LateSeal(keys, DAY + timedelta(days=1))
    tag, visit = Tag(b"t" * 16), b"i" * 16
    names = [
        own.key(LateKind.CHECK_IN, tag, visit),
        own.key(LateKind.CHECK_OUT, tag, visit),
        own.key(LateKind.CHECK_IN, Tag(b"u" * 16), visit),
        own.key(LateKind.CHECK_IN, tag, b"j" * 16),
        other.key(LateKind.CHECK_IN, tag, visit),
    ]
    assert len(set(names)) == 5
    assert {len(name) for name in names} == {KEY_BYTES}
    assert own.key(LateKind.CHECK_IN, tag, visit) == names[0]


@pytest.mark.parametrize(
    ("rows", "size"), [(1, 8), (8, 8), (9, 32), (32, 32), (33, 256), (256, 256), (300, 512)]
)
def test_how_many_rows_a_delivery_had_does_not_show(keys: DayKeys, rows: int, size: int) -> None:
    seal = LateSeal(keys, DAY)
    mine = [
        (seal.key(LateKind.CHECK_IN, Tag(os.urandom(16)), os.urandom(16)), seal.seal(ROWS[0]))
        for _ in range(rows)
    ]
    mixed = among_others(mine)
    assert len(mixed) == size
    assert set(mine) <= set(mixed)
    assert {(len(key), len(sealed)) for key, sealed in mixed} == {(KEY_BYTES, SEALED_BYTES)}


def test_a_row_stands_anywhere_among_the_random_ones(keys: DayKeys) -> None:
    seal = LateSeal(keys, DAY)
    one = (seal.key(LateKind.CHECK_IN, Tag(b"t" * 16), b"i" * 16), seal.seal(ROWS[0]))
    places = Counter(among_others([one]).index(one) for _ in range(800))
    assert set(places) == set(range(8))
    assert max(places.values()) < 180


def test_no_end_is_no_end(keys: DayKeys) -> None:
    seal = LateSeal(keys, DAY)
    opened = seal.open(seal.seal(ROWS[0]))
    assert opened is not None
    assert opened.left == OPEN


def test_an_end_of_a_later_day_is_blurred_alike_each_time_and_no_other(keys: DayKeys) -> None:
    seal, midnight = LateSeal(keys, DAY), day_bounds(DAY)[1]
    before = ROWS[0]._replace(entered=midnight - 3600, left=midnight - 1)
    assert seal.blurred(before) == before
    assert seal.blurred(before._replace(left=OPEN)).left == OPEN
    shifts = []
    for _ in range(300):
        row = before._replace(visit=os.urandom(16), left=midnight + 1800)
        assert seal.blurred(row) == seal.blurred(row)
        shifts.append(row.left - seal.blurred(row).left)
    assert 0 <= min(shifts) < 60
    assert BLUR - 60 < max(shifts) < BLUR
    short = before._replace(entered=midnight - 5, left=midnight + 1)
    assert seal.blurred(short).left >= short.entered
