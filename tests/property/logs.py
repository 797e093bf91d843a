"""Logs for property tests: small worlds where everything collides."""

from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from ansim.tracing.index import Index
from ansim.tracing.log import VisitLog, visit_log
from ansim.tracing.reference import SharedVenue, Stay

PEOPLE, VENUES, LAST = 8, 4, 60

# Equal seconds, zero-length and overnight stays, the same person twice at a venue or at two at once: all are common.
stay = st.builds(
    lambda person, venue, entered, length: Stay(person, venue, entered, entered + length),
    st.integers(0, PEOPLE - 1),
    st.integers(0, VENUES - 1),
    st.integers(0, LAST - 1),
    st.one_of(st.just(0), st.integers(1, 8), st.integers(9, 45)),
)
logs = st.lists(stay, max_size=30)
windows = st.tuples(st.integers(0, LAST), st.integers(0, LAST)).map(lambda pair: (min(pair), max(pair)))
# Few venues and many visits, so that there are clusters, and clusters that a third one joins.
crowded = st.lists(
    st.builds(
        lambda person, venue, entered, length: Stay(person, venue, entered, entered + length),
        st.integers(0, PEOPLE - 1), st.integers(0, VENUES - 1), st.integers(0, 59), st.sampled_from([0, 1, 5, 40]),
    ),
    min_size=10, max_size=80,
)  # fmt: skip
people = st.sets(st.integers(0, PEOPLE - 1), max_size=PEOPLE)


def as_log(stays: list[Stay]) -> VisitLog:
    columns: Any = np.array(stays, np.int64).reshape(-1, 4).T
    return visit_log(*columns)


def indexes(stays: list[Stay], cut: int) -> dict[str, Index]:
    """The same visits as they may lie in an index: in one piece, by days, in runs, half of them sealed later."""
    sizes = {"people": PEOPLE, "venues": VENUES}
    days = [0, 10, 20, 30, LAST + 1]
    early, late = as_log(stays[:cut]), as_log(stays[cut:])
    grown = Index.build(early, days, **sizes)
    grown.append(late)
    sealed = Index.build(early, [0, 10, 20], **sizes)
    sealed.append(late)
    sealed.seal(20, 30)
    sealed.seal(30, 40)
    one_by_one = Index.build(as_log([]), days, **sizes)
    for one in stays:
        one_by_one.append(as_log([one]))
    return {
        "whole": Index.build(as_log(stays), **sizes),
        "days": Index.build(as_log(stays), days, **sizes),
        "runs": grown,
        "sealed": sealed,
        "one by one": one_by_one,
    }


def assert_alike(got: list[SharedVenue], want: list[SharedVenue]) -> None:
    """Equal, floats to 1e-9; in the order of the floats found."""
    assert got == sorted(got, key=lambda one: (one.q_value, -one.cases, one.venue))
    exact = [
        [(one.venue, one.cases, one.first, one.last) for one in sorted(them, key=lambda one: one.venue)]
        for them in (got, want)
    ]
    assert exact[0] == exact[1]
    for mine, theirs in zip(
        sorted(got, key=lambda one: one.venue), sorted(want, key=lambda one: one.venue), strict=True
    ):
        for name in ("expected", "p_value", "q_value"):
            assert getattr(mine, name) == pytest.approx(getattr(theirs, name), rel=1e-9, abs=1e-300), name
