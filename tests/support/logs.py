"""Logs for property tests: small worlds where everything collides."""

import random
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import strategies as st

from ansim.tracing.index import EARLIEST, LATEST, Index, VisitLog, Zones, visit_log
from ansim.tracing.reach_question import ReachQuestion
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
windows = st.tuples(st.integers(0, LAST), st.integers(0, LAST)).map(
    lambda pair: (min(pair), max(pair))
)
# When all this happens: a log may hold these times.
zeros = st.sampled_from([0, -LAST // 2, EARLIEST, LATEST - 2 * LAST])
# The venue of each zone: none at all, one, two of one venue, one of each of two, all of the last.
zonings = st.sampled_from([{}, {1: 0}, {1: 0, 2: 0}, {1: 0, 3: 2}, {0: 3, 1: 3, 2: 3}])
latents = st.one_of(st.just(0), st.integers(1, 15))
residuals = st.one_of(st.just(0), st.integers(1, 12))
people = st.sets(st.integers(0, PEOPLE - 1), max_size=PEOPLE)


@st.composite
def doubled(draw: st.DrawFn) -> tuple[list[Stay], list[Stay]]:
    """A log, and the same with copies of some visits and scans within others, shuffled."""
    stays = draw(logs.filter(bool))
    more = []
    for one in draw(st.lists(st.sampled_from(stays), max_size=8)):
        entered = draw(st.integers(one.entered, one.left))
        more.append(one._replace(entered=entered, left=draw(st.integers(entered, one.left))))
    more += draw(st.lists(st.sampled_from(stays), max_size=8))
    return stays, draw(st.permutations([*stays, *more]))


class Sharing(NamedTuple):
    """What is asked of shared_venues."""

    stays: list[Stay]
    cases: set[int]
    window: tuple[int, int]
    within: int
    together: int
    rate: float


def _crowd(seed: int) -> Sharing:
    """Drawn evenly: what hypothesis draws by itself is mostly too small for clusters that a third one joins."""
    rng = random.Random(seed)
    venues, count = rng.randint(1, VENUES), rng.randint(8, 30)
    stays = [
        Stay(
            rng.randrange(PEOPLE),
            rng.randrange(venues),
            entered,
            entered + rng.choice([0, 1, 5, 40]),
        )
        for entered in (rng.randrange(LAST) for _ in range(count))
    ]
    cases = set(rng.sample(range(PEOPLE), rng.randint(3, PEOPLE)))
    window = rng.choice([(0, LAST), (rng.randrange(20), rng.randrange(40, LAST))])
    return Sharing(
        stays,
        cases,
        window,
        rng.randrange(20),
        rng.choice([0, 0, 0, 1, 3]),
        rng.choice([0.2, 0.6, 1.0, 1.0]),
    )


sharings = st.builds(
    Sharing,
    logs,
    people,
    windows,
    st.integers(0, 20),
    st.integers(0, 5),
    st.sampled_from([0.05, 1.0]),
)
crowds = st.integers(0, 2**32 - 1).map(_crowd)


def as_log(stays: list[Stay]) -> VisitLog:
    columns: Any = np.array(stays, np.int64).reshape(-1, 4).T
    return visit_log(*columns)


def at(zero: int, stays: list[Stay], window: tuple[int, int]) -> tuple[list[Stay], tuple[int, int]]:
    """The same stays and window as of another moment."""
    moved = [Stay(one.person, one.venue, one.entered + zero, one.left + zero) for one in stays]
    return moved, (window[0] + zero, window[1] + zero)


def indexes(
    stays: list[Stay], cut: int, zero: int = 0, zones: dict[int, int] | None = None
) -> dict[str, Index]:
    """The same visits as they may lie in an index: in one piece, by days, in runs, half of them sealed later.

    Zones are told before the visits or after them.
    """
    laid_out = Zones(zones or {})
    sizes = {"people": PEOPLE, "venues": VENUES}
    first, second, third, fourth, fifth = (zero + day for day in (0, 10, 20, 30, 40))
    days = [first, second, third, fourth, zero + LAST + 1]
    early, late = as_log(stays[:cut]), as_log(stays[cut:])
    grown = Index.build(early, days, **sizes)
    grown.append(late)
    sealed = Index.build(early, [first, second, third], **sizes)
    sealed.lay_out(laid_out)
    sealed.append(late)
    sealed.seal(third, fourth)
    sealed.seal(fourth, fifth)
    one_by_one = Index.build(as_log([]), days, **sizes)
    one_by_one.lay_out(laid_out)
    for number, one in enumerate(stays):
        one_by_one.append(as_log([one]))
        if number % 3 == 0:
            one_by_one.merge_runs()
    from_the_first_day = Index.build(as_log([]), [first], **sizes)
    from_the_first_day.append(early)
    from_the_first_day.seal(first, second)
    from_the_first_day.append(late)
    from_the_first_day.seal(second, third)
    from_the_first_day.merge_runs()
    all_of_them = {
        "whole": Index.build(as_log(stays), **sizes),
        "days": Index.build(as_log(stays), days, **sizes),
        "runs": grown,
        "sealed": sealed,
        "one by one": one_by_one,
        "from the first day": from_the_first_day,
    }
    for index in all_of_them.values():
        index.lay_out(laid_out)
    return all_of_them


class Asked(NamedTuple):
    """A log as of some moment, how its zones lie, and a question of reach about it."""

    stays: list[Stay]
    zones: dict[int, int]
    question: ReachQuestion[int]
    cut: int
    zero: int

    def indexes(self) -> dict[str, Index]:
        """The log as it may lie in an index."""
        return indexes(self.stays, self.cut, self.zero, self.zones)


@st.composite
def asked(
    draw: st.DrawFn,
    degrees: int = 4,
    air: st.SearchStrategy[int] = residuals,
    moments: st.SearchStrategy[int] = zeros,
) -> Asked:
    """Whom a case reaches, by at most so many links, in the air that `air` draws, as of `moments`."""
    zero = draw(moments)
    stays, window = at(zero, draw(logs), draw(windows))
    case, most = draw(st.integers(0, PEOPLE - 1)), draw(st.integers(1, degrees))
    question = ReachQuestion(case, *window, most, draw(st.integers(1, 9)), draw(latents), draw(air))
    return Asked(stays, draw(zonings), question, draw(st.integers(0, 30)), zero)


def assert_alike(got: list[SharedVenue], want: list[SharedVenue]) -> None:
    """Equal, floats to 1e-9; in the order of the floats found."""
    assert got == sorted(got, key=lambda one: (one.q_value, -one.cases, one.venue))
    exact = [
        [
            (one.venue, one.cases, one.first, one.last)
            for one in sorted(them, key=lambda one: one.venue)
        ]
        for them in (got, want)
    ]
    assert exact[0] == exact[1]
    for mine, theirs in zip(
        sorted(got, key=lambda one: one.venue), sorted(want, key=lambda one: one.venue), strict=True
    ):
        for name in ("expected", "p_value", "q_value"):
            assert getattr(mine, name) == pytest.approx(
                getattr(theirs, name), rel=1e-9, abs=1e-300
            ), name
