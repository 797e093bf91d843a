"""Numbered lists of people that one signature is for."""

from collections.abc import Sequence

import pytest

from ansim.domain.shift_grants import SHIFT
from ansim.domain.signed_texts import (
    TextMalformedError,
    TextTimeError,
    new_ref,
    read_text,
    require_here_and_now,
    write_text,
)
from ansim.domain.work_lists import (
    LONGEST_LIST,
    WorkList,
    WorkListMalformedError,
    list_digest,
    require_list,
)

NOW = 1_800_000_000


def people(count: int) -> list[bytes]:
    return [number.to_bytes(16) for number in range(1, count + 1)]


def text(handles: Sequence[bytes], count: int | None = None, until: int = NOW + SHIFT) -> WorkList:
    return WorkList(
        ref=new_ref(),
        at=NOW,
        until=until,
        site="sign.example",
        case="2611-7KQ2M",
        warrant="ab" * 32,
        people=list_digest(handles).hex(),
        count=len(handles) if count is None else count,
    )


@pytest.mark.parametrize("count", [1, 2, LONGEST_LIST])
def test_a_list_is_for_these_people_in_this_order(count: int) -> None:
    listed = people(count)
    require_list(text(listed), listed)
    with pytest.raises(WorkListMalformedError):
        require_list(text(listed), [*listed, b"m" * 16])
    with pytest.raises(WorkListMalformedError):
        require_list(text(listed), listed[:-1])


def test_other_numbers_are_another_list() -> None:
    listed = people(3)
    with pytest.raises(WorkListMalformedError):
        require_list(text(listed), listed[::-1])


@pytest.mark.parametrize(
    "listed", [[], people(LONGEST_LIST + 1), [b"a" * 16, b"b" * 16, b"a" * 16]]
)
def test_nobody_too_many_or_somebody_twice_is_no_list(listed: list[bytes]) -> None:
    with pytest.raises(WorkListMalformedError):
        require_list(text(listed), listed)


@pytest.mark.parametrize("count", [0, 2, 4])
def test_the_count_is_that_of_the_people(count: int) -> None:
    with pytest.raises(WorkListMalformedError):
        require_list(text(people(3), count), people(3))


def test_it_lasts_a_shift_and_no_longer() -> None:
    require_here_and_now(text(people(1)), "sign.example", NOW + SHIFT - 1)
    for said, now in (
        (text(people(1)), NOW + SHIFT),
        (text(people(1), until=NOW + SHIFT + 1), NOW),
    ):
        with pytest.raises(TextTimeError):
            require_here_and_now(said, "sign.example", now)


def test_an_opening_of_the_same_fields_is_no_list() -> None:
    written = write_text(text(people(1)))
    assert read_text(written, WorkList).count == 1
    with pytest.raises(TextMalformedError):
        read_text(written.replace(b"ansim-work-list-v2", b"ansim-opening-v2"), WorkList)
