"""Work against hands."""

import pytest

from ansim.domain.team_capacity import Load, WorkRate


@pytest.mark.parametrize(
    ("officers", "cases", "contacts", "is_over"),
    [
        (4, 24, 48, False),
        (4, 25, 0, True),
        (4, 0, 49, True),
        (0, 0, 0, False),
        (0, 1, 0, True),
        (1, 6, 12, False),
    ],
)
def test_more_than_the_officers_do_in_a_day_is_too_much(
    officers: int, cases: int, contacts: int, *, is_over: bool
) -> None:
    assert Load(officers, cases, contacts).is_over == is_over


def test_another_rate_gives_another_load() -> None:
    slow = Load(3, 4, 0, WorkRate(interviews=1, notices=2))
    assert (slow.interviews, slow.notices, slow.is_over) == (3, 6, True)
