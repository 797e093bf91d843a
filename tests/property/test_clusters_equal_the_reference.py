import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, poisson

from ansim.tracing import reference
from ansim.tracing.index import UnknownNumberError, WindowError
from ansim.tracing.reference import Stay
from ansim.tracing.sources import clusters, significance
from support.logs import (
    LAST,
    PEOPLE,
    VENUES,
    Sharing,
    assert_alike,
    at,
    crowds,
    indexes,
    logs,
    sharings,
    windows,
    zeros,
    zonings,
)


@settings(deadline=None)
@given(sharings, st.integers(0, 30), zeros, zonings)
def test_shared_venues(asked: Sharing, cut: int, zero: int, zones: dict[int, int]) -> None:
    assert_equal_to_the_reference(asked, cut, zero, zones)


@settings(max_examples=2 * settings().max_examples)
@given(crowds, st.integers(0, 30), zeros, zonings)
def test_shared_venues_of_a_crowd(
    asked: Sharing, cut: int, zero: int, zones: dict[int, int]
) -> None:
    assert_equal_to_the_reference(asked, cut, zero, zones)


def assert_equal_to_the_reference(
    asked: Sharing, cut: int, zero: int, zones: dict[int, int]
) -> None:
    stays, cases, window, within, together, rate = asked
    stays, window = at(zero, stays, window)
    want = reference.shared_venues(stays, cases, *window, within, together, rate, zones)
    chosen = np.array(sorted(cases, reverse=True) * 2, np.int32)
    for index in indexes(stays, cut, zero, zones).values():
        got = clusters.shared_venues(
            index.snapshot,
            chosen,
            *window,
            within=within,
            together=together,
            false_discovery_rate=rate,
        )
        assert_alike(got, want)


@settings(deadline=None)
@given(st.floats(1e-3, 1e5), st.floats(-40, 40))
def test_the_tail_of_a_poisson_variable(mean: float, deviations: float) -> None:
    """Both against scipy's own, up to forty standard deviations from the mean. Below 1e-300 both may be 0."""
    count = round(mean + deviations * mean**0.5)
    want = pytest.approx(poisson.sf(count - 1, mean), rel=1e-9, abs=1e-300)
    assert reference.poisson_tail(count, mean) == want
    assert significance.poisson_tail(count, mean) == want


@settings(deadline=None)
@given(st.lists(st.one_of(st.floats(0, 1), st.just(0.25)), max_size=12), st.integers(0, 30))
def test_false_discoveries_as_scipy_reckons_them(p_values: list[float], others: int) -> None:
    every = np.array(p_values + [1.0] * others)
    want = false_discovery_control(every)[: len(p_values)] if len(every) else every
    got = significance.q_values(np.array(p_values), len(every))
    assert got.tolist() == want.tolist()


@pytest.mark.parametrize(
    ("count", "mean", "want"), [(2, 5000.0, 1.0), (0, 3.0, 1.0), (5000, 0.0, 0.0), (0, 0.0, 1.0)]
)
def test_tails_that_are_known(count: int, mean: float, want: float) -> None:
    assert reference.poisson_tail(count, mean) == want


@settings(deadline=None)
@given(logs, st.integers(0, 30), windows)
def test_traffic(stays: list[Stay], cut: int, window: tuple[int, int]) -> None:
    want = sum(window[0] <= one.entered < window[1] for one in reference.united(stays))
    for name, index in indexes(stays, cut).items():
        assert clusters.traffic(index.snapshot, *window) == want, name


@settings(deadline=None)
@given(
    logs,
    st.integers(0, 30),
    st.integers(0, VENUES - 1),
    st.integers(-5, LAST + 5),
    st.integers(1, 6),
    zonings,
)
def test_nearest_check_ins(
    stays: list[Stay], cut: int, venue: int, moment: int, count: int, zones: dict[int, int]
) -> None:
    want = reference.nearest(stays, venue, moment, count, zones)
    for name, index in indexes(stays, cut, zones=zones).items():
        person, entered = clusters.nearest(index.snapshot, venue, moment, count)
        assert list(zip(person.tolist(), entered.tolist(), strict=True)) == want, name


@settings(deadline=None)
@given(
    logs,
    st.integers(0, 30),
    windows,
    st.integers(0, 9),
    st.sets(st.integers(0, PEOPLE - 1), max_size=5),
    zonings,
)
def test_who_of_a_set_met_whom(
    stays: list[Stay],
    cut: int,
    window: tuple[int, int],
    minimum: int,
    people: set[int],
    zones: dict[int, int],
) -> None:
    chosen = np.array(sorted(people), np.int32)
    want = reference.co_presence(stays, sorted(people), *window, minimum, zones)
    for name, index in indexes(stays, cut, zones=zones).items():
        got = clusters.co_presence(index.snapshot, chosen, *window, minimum)
        assert got == want, name
        for venue in range(VENUES):
            codes = index.snapshot.zones.codes_of(venue)
            there = [stay for stay in stays if stay.venue in codes]
            want_there = reference.co_presence(there, sorted(people), *window, minimum, zones)
            got = clusters.co_presence(index.snapshot, chosen, *window, minimum, venue)
            assert got == want_there, (name, venue)


@pytest.mark.parametrize("search", [clusters.shared_venues, clusters.co_presence])
def test_bad_input_is_named(search: object) -> None:
    snapshot = indexes([Stay(0, 0, 1, 2)], 1)["whole"].snapshot
    more = {"minimum": 1} if search is clusters.co_presence else {}
    for person in (-1, PEOPLE):
        with pytest.raises(UnknownNumberError, match=f"no person {person}"):
            search(snapshot, np.array([0, person], np.int32), 0, 9, **more)
    with pytest.raises(WindowError, match="ends"):
        search(snapshot, np.array([0], np.int32), 9, 8, **more)
    with pytest.raises(WindowError, match="-1"):
        search(
            snapshot,
            np.array([0], np.int32),
            0,
            9,
            **{"minimum": -1} if more else {"within": -1},
        )


@settings(deadline=None)
@given(
    logs.filter(bool), st.integers(0, 30), st.data(), st.integers(-5, LAST + 5), st.integers(1, 6)
)
def test_a_visit_that_lasted_longer_is_one_check_in(
    stays: list[Stay], cut: int, data: st.DataObject, moment: int, count: int
) -> None:
    longer = data.draw(st.lists(st.sampled_from(stays), min_size=1, max_size=3))
    want = reference.nearest(stays, longer[0].venue, moment, count)
    for name, index in indexes(stays, cut).items():
        for one in longer:
            columns = [np.array([value], np.int32) for value in one._replace(left=one.left + 50)]
            assert index.end_stays(*columns) == 1
        person, entered = clusters.nearest(index.snapshot, longer[0].venue, moment, count)
        assert list(zip(person.tolist(), entered.tolist(), strict=True)) == want, name
