import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ansim.tracing import reference
from ansim.tracing.contacts import search
from ansim.tracing.reference import Met, Stay
from support.logs import PEOPLE, VENUES, at, indexes, logs, residuals, windows, zeros, zonings

cuts = st.integers(0, 30)
minimums = st.integers(0, 9)


def totals(met: search.MetPeople) -> dict[int, Met]:
    columns = (met.person, met.overlap, met.encounters, met.first, met.last)
    return {
        person: Met(*rest)
        for person, *rest in zip(*(column.tolist() for column in columns), strict=True)
    }


@settings(deadline=None)
@given(logs, cuts, windows, minimums, residuals, st.integers(0, PEOPLE - 1), zeros, zonings)
def test_contacts_of_an_itinerary(
    stays: list[Stay],
    cut: int,
    window: tuple[int, int],
    minimum: int,
    residual: int,
    case: int,
    zero: int,
    zones: dict[int, int],
) -> None:
    stays, window = at(zero, stays, window)
    want = reference.contacts_of_itinerary(stays, case, *window, minimum, residual, zones)
    for name, index in indexes(stays, cut, zero, zones).items():
        snapshot, work = index.snapshot, search.Workspace()
        assert snapshot.presences == len(reference.united(stays)), name
        met = search.of_itinerary(snapshot, work, case, *window, minimum=minimum, residual=residual)
        assert totals(met) == want, name
        assert (work.totals.slots == -1).all(), name


@settings(deadline=None)
@given(logs.filter(bool), cuts, minimums, residuals, zeros, zonings, st.data())
def test_contacts_of_a_stay(
    stays: list[Stay],
    cut: int,
    minimum: int,
    residual: int,
    zero: int,
    zones: dict[int, int],
    data: st.DataObject,
) -> None:
    stays, _window = at(zero, stays, (0, 0))
    case = data.draw(st.sampled_from(stays))
    want = reference.contacts_of_stay(stays, case, minimum, residual, zones)
    for name, index in indexes(stays, cut, zero, zones).items():
        met = search.of_stay(
            index.snapshot,
            search.Workspace(),
            case.venue,
            case.entered,
            case.left,
            me=case.person,
            minimum=minimum,
            residual=residual,
        )
        assert (
            sorted(zip(met.person.tolist(), met.first.tolist(), met.last.tolist(), strict=True))
            == want
        ), name


@settings(deadline=None)
@given(
    logs,
    cuts,
    st.lists(st.tuples(st.integers(0, VENUES - 1), windows), max_size=4),
    minimums,
    zonings,
)
def test_people_present_in_windows(
    stays: list[Stay],
    cut: int,
    exposures: list[tuple[int, tuple[int, int]]],
    minimum: int,
    zones: dict[int, int],
) -> None:
    flat = [(venue, *window) for venue, window in exposures]
    want = reference.present(stays, flat, minimum, zones)
    for name, index in indexes(stays, cut, zones=zones).items():
        assert (
            totals(search.present(index.snapshot, search.Workspace(), flat, minimum=minimum))
            == want
        ), name


@settings(deadline=None)
@given(logs, cuts, windows, residuals, st.integers(0, PEOPLE - 1), zonings)
def test_doses_go_by_the_code_where_people_were(
    stays: list[Stay],
    cut: int,
    window: tuple[int, int],
    residual: int,
    case: int,
    zones: dict[int, int],
) -> None:
    hazard = [1.0, 2.0, 4.0, 8.0]
    want = reference.doses_of_itinerary(stays, case, *window, hazard, residual, zones)
    for name, index in indexes(stays, cut, zones=zones).items():
        met = search.of_itinerary(
            index.snapshot,
            search.Workspace(),
            case,
            *window,
            residual=residual,
            hazard=np.array(hazard),
        )
        assert dict(zip(met.person.tolist(), met.dose.tolist(), strict=True)) == want, name


@settings(deadline=None)
@given(logs, cuts, st.sampled_from([0, 10, 20, 30]), windows, st.integers(0, PEOPLE - 1))
def test_dropped_days_are_gone(
    stays: list[Stay], cut: int, moment: int, window: tuple[int, int], case: int
) -> None:
    kept = []
    for presence in reference.united(stays):
        # What is left of a presence hangs on its first scan that is kept.
        scans = [
            one.entered
            for one in stays
            if one[:2] == presence[:2] and presence.entered <= one.entered <= presence.left
        ]
        if later := [entered for entered in scans if entered >= moment]:
            kept.append(presence._replace(entered=min(later)))
    want = reference.contacts_of_itinerary(kept, case, *window)
    for name, index in indexes(stays, cut).items():
        index.drop_before(moment)
        assert index.snapshot.presences == len(kept), name
        assert (
            totals(search.of_itinerary(index.snapshot, search.Workspace(), case, *window)) == want
        ), name


@settings(deadline=None)
@given(logs.filter(bool), cuts, st.data(), windows, st.integers(0, PEOPLE - 1))
def test_an_end_that_becomes_known_counts(
    stays: list[Stay], cut: int, data: st.DataObject, window: tuple[int, int], case: int
) -> None:
    # One visit for each (person, venue, second): a second one of the same could not be told apart.
    stays = list({(one.person, one.venue, one.entered): one for one in stays}.values())
    which = data.draw(st.integers(0, len(stays) - 1))
    old = stays[which]
    changed = old._replace(left=old.entered + data.draw(st.integers(1, 40)))
    renewed = [*stays[:which], changed, *stays[which + 1 :]]
    want = reference.contacts_of_itinerary(renewed, case, *window)
    # Whoever ends one scan of a presence gives all of them.
    given = [one for one in renewed if one[:2] == changed[:2]]
    for name, index in indexes(stays, cut).items():
        columns = [np.array(values, np.int32) for values in zip(*given, strict=True)]
        assert index.end_stays(*columns) == len(given), name
        assert index.end_stays(*columns) == len(given), name
        assert (
            totals(search.of_itinerary(index.snapshot, search.Workspace(), case, *window)) == want
        ), name


@settings(deadline=None)
@given(
    logs,
    cuts,
    st.lists(st.tuples(st.integers(0, VENUES - 1), windows), max_size=4),
    minimums,
    residuals,
    st.integers(-1, PEOPLE - 1),
    zonings,
)
def test_contacts_of_stays_that_are_known_from_elsewhere(
    stays: list[Stay],
    cut: int,
    typed: list[tuple[int, tuple[int, int]]],
    minimum: int,
    residual: int,
    me: int,
    zones: dict[int, int],
) -> None:
    """As if the log had them as somebody's; together with their own where it has them."""
    here = [(venue, *window) for venue, window in typed if window[0] < window[1]]
    own = [(one.venue, one.entered, one.left) for one in stays if one.person == me]
    who = PEOPLE if me < 0 else me
    log = [*stays, *(Stay(who, *one) for one in here)]
    want = reference.contacts_of_itinerary(log, who, -1000, 10_000, minimum, residual, zones)
    for name, index in indexes(stays, cut, 0, zones).items():
        met = search.of_stays(
            index.snapshot,
            search.Workspace(),
            [*own, *here],
            me=me,
            minimum=minimum,
            residual=residual,
        )
        assert totals(met) == want, name
