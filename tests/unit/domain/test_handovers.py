"""Which place may go from one business to another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.handovers import Handed, HandoverFault, offer_fault, take_fault

BUSINESSES = st.integers(1, 6)


@pytest.mark.parametrize(
    ("place", "taker", "fault"),
    [
        (Handed(1), 2, None),
        (Handed(1), 1, HandoverFault.SAME),
        (Handed(1, around=1), 2, HandoverFault.ZONE),
        (Handed(1, around=3), 2, None),  # a tenant stays one under another business
        (Handed(1, around=2), 2, HandoverFault.JOINS),
        (Handed(1, within={4, 5}), 2, None),
        (Handed(1, within={4, 2}), 2, HandoverFault.JOINS),
    ],
)
def test_a_place_goes_to_who_is_no_neighbour_in_the_counting(
    place: Handed, taker: int, fault: HandoverFault | None
) -> None:
    assert take_fault(place, taker) is fault


@given(BUSINESSES, st.none() | BUSINESSES, st.sets(BUSINESSES), BUSINESSES)
def test_after_a_handover_nothing_counts_together_that_did_not_before(
    business: int, around: int | None, within: set[int], taker: int
) -> None:
    place = Handed(business, around, within - {business})
    if take_fault(place, taker) is None:
        assert taker not in {business, around, *within}
        assert offer_fault(place) is None
