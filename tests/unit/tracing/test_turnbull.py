import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansim.tracing.dwell.turnbull import StayBoundsError, survival_of

MINUTES = 40
stays = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 10)), min_size=1, max_size=30)


@given(st.lists(st.integers(0, MINUTES - 1), min_size=1, max_size=50))
def test_exact_stays_give_their_own_shares(lengths: list[int]) -> None:
    told = np.array(lengths)
    survival = survival_of(told, told, MINUTES)
    assert np.allclose(survival, [(told >= minute).mean() for minute in range(MINUTES + 1)])


def chances_of(survival: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return survival[low] - survival[high + 1]


@settings(deadline=None)
@given(stays)
def test_no_other_minute_would_make_the_stays_more_likely(pairs: list[tuple[int, int]]) -> None:
    low = np.array([start for start, _ in pairs])
    high = low + np.array([more for _, more in pairs])
    survival = survival_of(low, high, MINUTES)
    assert (np.diff(survival) <= 0).all()
    pulls = 1 / chances_of(survival, low, high)
    gains = [pulls[(low <= minute) & (minute <= high)].sum() for minute in range(MINUTES)]
    assert max(gains) <= 1.02 * len(
        pairs
    )  # the condition of Kuhn and Tucker for the greatest likelihood


@pytest.mark.long  # lifelines loads pandas and a library of plots
@pytest.mark.parametrize("seed", range(6))
def test_it_is_as_likely_as_the_estimate_of_lifelines(seed: int) -> None:
    from lifelines.fitters.npmle import npmle

    rng = np.random.default_rng(seed)
    low = rng.integers(0, 25, 60)
    high = low + rng.integers(0, 10, 60) * (rng.random(60) < 0.5)
    masses, intervals = npmle(low, high)
    theirs = np.array(
        [
            sum(
                mass
                for mass, at in zip(masses, intervals, strict=True)
                if one <= at.left and at.right <= other
            )
            for one, other in zip(low, high, strict=True)
        ]
    )
    ours = chances_of(survival_of(low, high, MINUTES), low, high)
    assert np.log(ours).sum() == pytest.approx(np.log(theirs / masses.sum()).sum(), abs=0.01)


@pytest.mark.parametrize(("low", "high"), [([3], [2]), ([-1], [2]), ([3], [MINUTES]), ([], [])])
def test_bounds_that_make_no_sense_are_refused(low: list[int], high: list[int]) -> None:
    with pytest.raises(StayBoundsError, match="wanted 0 <= lower"):
        survival_of(np.array(low, np.int64), np.array(high, np.int64), MINUTES)
