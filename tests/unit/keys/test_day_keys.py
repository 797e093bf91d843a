from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.keys import DayEndedError, DayKeyMissingError, DayKeys, KeyFolder

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def keys(tmp_path: Path) -> DayKeys:
    day_keys = DayKeys(KeyFolder(tmp_path))
    day_keys.create(MONDAY)
    day_keys.create(TUESDAY)
    return day_keys


def test_many_tags_equal_single_tags_and_turn_back(keys: DayKeys) -> None:
    people = np.random.default_rng(1).integers(0, 256, (50, 16), np.uint8)
    tags = keys.tags(MONDAY, people)
    tagger = keys.tagger(MONDAY)
    assert [tagger(person.tobytes()) for person in people] == [tag.tobytes() for tag in tags]
    assert (keys.people(MONDAY, tags) == people).all()


def test_the_same_person_has_unlike_tags_on_two_days(keys: DayKeys) -> None:
    person = bytes(range(16))
    assert keys.tagger(MONDAY)(person) != keys.tagger(TUESDAY)(person)


def test_creating_a_day_twice_keeps_its_key(keys: DayKeys) -> None:
    before = keys.tagger(MONDAY)(bytes(16))
    assert keys.create(MONDAY) is False
    keys.forget(MONDAY)
    assert keys.tagger(MONDAY)(bytes(16)) == before


def test_a_destroyed_day_cannot_be_read(keys: DayKeys) -> None:
    keys.tagger(MONDAY)
    keys.destroy(MONDAY)
    assert keys.days() == [TUESDAY]
    with pytest.raises(DayKeyMissingError, match="2026-11-23"):
        keys.tagger(MONDAY)
    with pytest.raises(DayKeyMissingError):
        keys.people(MONDAY, np.zeros((1, 16), np.uint8))
    keys.destroy(MONDAY)


def test_a_day_s_secret_is_its_own_and_goes_with_its_key(keys: DayKeys) -> None:
    one, other = keys.secret(MONDAY, b"a"), keys.secret(TUESDAY, b"a")
    assert len({one, other, keys.secret(MONDAY, b"b")}) == 3
    assert keys.secret(MONDAY, b"a") == one
    keys.destroy(MONDAY)
    with pytest.raises(DayKeyMissingError):
        keys.secret(MONDAY, b"a")


def test_a_destroyed_day_gets_no_other_key(keys: DayKeys) -> None:
    keys.destroy(MONDAY)
    with pytest.raises(DayEndedError, match="never made again"):
        keys.create(MONDAY)
    assert keys.days() == [TUESDAY]


def test_key_files_are_the_owners_alone(keys: DayKeys, tmp_path: Path) -> None:
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "day").iterdir()} == {0o600}


@given(st.binary(max_size=40).filter(lambda blob: len(blob) % 16))
def test_arrays_of_another_shape_are_refused(blob: bytes) -> None:
    with pytest.raises(ValueError, match=r"shape \(n, 16\)"):
        DayKeys._many(None, np.frombuffer(blob, np.uint8).reshape(1, -1))  # type: ignore[arg-type]
