"""Logs for property tests: small worlds where everything collides."""

from typing import Any

import numpy as np
from hypothesis import strategies as st

from ansim.tracing.index import Index
from ansim.tracing.log import VisitLog, visit_log
from ansim.tracing.reference import Stay

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
