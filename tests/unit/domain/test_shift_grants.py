"""For which cases a grant is proposed."""

from ansim.domain.shift_grants import MOST_CASES, proposed_cases

OPEN = [f"2611-{number:05}" for number in range(80)]


def test_the_case_wanted_those_signed_for_and_ones_own_are_proposed() -> None:
    assert proposed_cases(OPEN, OPEN[9], OPEN[2:4], OPEN[:1]) == {OPEN[n] for n in (9, 2, 3, 0)}
    assert proposed_cases(OPEN, "", (), OPEN[:2]) == set(OPEN[:2])


def test_what_may_not_be_signed_for_takes_no_room() -> None:
    closed = [f"2610-{number:05}" for number in range(60)]
    assert proposed_cases(OPEN, closed[0], closed, [*closed, *OPEN[:3]]) == set(OPEN[:3])


def test_the_one_wanted_is_there_however_many_others_are() -> None:
    proposed = proposed_cases(OPEN, OPEN[-1], OPEN[:60], OPEN[20:70])
    assert len(proposed) == MOST_CASES
    assert proposed == {OPEN[-1], *OPEN[: MOST_CASES - 1]}


def test_going_back_and_forth_between_two_cases_wants_two_signatures() -> None:
    """A colleague's two cases, one after the other, and then the first again."""
    first = proposed_cases(OPEN, OPEN[30], (), OPEN[:5])
    second = proposed_cases(OPEN, OPEN[31], sorted(first), OPEN[:5])
    assert {OPEN[30], OPEN[31]} <= second
