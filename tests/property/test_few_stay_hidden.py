"""The differencer: with all that a page and the display show, nobody gets back a number from one to four."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansim.domain.head_counts import BAND_FROM, EXACT_FROM, Band, bands, shown

View = tuple[object, ...]
Cells = tuple[int, ...]
CELLS = st.lists(st.integers(0, 30), min_size=1, max_size=24)


def page(cells: Sequence[int]) -> View:
    """All that is shown of a day that is over."""
    return (shown(sum(cells)), bands(cells))


def worlds(cells: int, most: int) -> Iterator[Cells]:
    """Every way in which up to `most` people spread over so many cells."""
    return (some for some in product(range(most + 1), repeat=cells) if sum(some) <= most)


def given_away(all_worlds: Iterable[Cells]) -> list[tuple[View, int, int]]:
    """Numbers from 1 to 4 that are the same in every world that looks the same: whoever knows the rule knows them."""
    alike: dict[View, list[set[int]]] = defaultdict(list)
    for cells in all_worlds:
        seen = alike[page(cells)]
        seen.extend(set() for _ in cells[len(seen) :])
        for kept, people in zip(seen, cells, strict=True):
            kept.add(people)
    return [
        (view, cell, next(iter(kept)))
        for view, seen in alike.items()
        for cell, kept in enumerate(seen)
        if len(kept) == 1 and 0 < next(iter(kept)) < EXACT_FROM
    ]


@pytest.mark.parametrize(("cells", "most"), [(1, 40), (2, 30), (3, 24), (4, 17), (5, 12), (6, 9)])
def test_whoever_knows_the_rule_and_every_world_cannot_tell_a_small_number(
    cells: int, most: int
) -> None:
    assert given_away(worlds(cells, most)) == []


@pytest.mark.parametrize("possible", [(0, 2), (1, 2), (0, 3), (1, 3), (0, 1, 3)])
def test_neither_can_who_knows_besides_when_the_place_is_shut(possible: tuple[int, ...]) -> None:
    open_alone = (
        tuple(some[possible.index(cell)] if cell in possible else 0 for cell in range(4))
        for some in worlds(len(possible), 20)
    )
    assert given_away(open_alone) == []


@pytest.mark.parametrize("present", [0, 1, 2])
def test_neither_can_a_visitor_who_knows_of_their_own_check_in(present: int) -> None:
    # The others of that hour are what the visitor does not know: one to four of them must not be given back either.
    alike: dict[View, set[int]] = defaultdict(set)
    for cells in worlds(3, 20):
        if cells[present] >= 1:
            alike[page(cells)].add(cells[present] - 1)
    small = [
        others for others in alike.values() if len(others) == 1 and 0 < min(others) < EXACT_FROM
    ]
    assert small == []


def test_the_differencer_finds_what_a_weaker_rule_gives_away() -> None:
    # Hiding small cells alone: a total of 12 with one cell of 10 shown leaves 2.
    def weaker(cells: Sequence[int]) -> View:
        return (shown(sum(cells)), tuple(map(shown, cells)))

    alike: dict[View, set[int]] = defaultdict(set)
    for cells in worlds(2, 12):
        alike[weaker(cells)].add(cells[1])
    assert {2} in alike.values()


@given(CELLS)
def test_every_band_is_of_six_or_more_and_together_they_are_the_total(cells: list[int]) -> None:
    found = bands(cells)
    assert sum(one.people for one in found) == (sum(cells) if sum(cells) >= BAND_FROM else 0)
    assert all(one.people >= BAND_FROM for one in found)
    covered = [cell for one in found for cell in range(one.first, one.last + 1)]
    assert covered == (list(range(len(cells))) if found else [])


def from_running_totals(running: Sequence[int | None]) -> tuple[Band, ...]:
    """The bands, as somebody makes them who only looked at the running total at the end of each hour."""
    found: list[Band] = []
    first = before = 0
    for hour, total in enumerate(running):
        if total is not None and total - before >= BAND_FROM:
            found.append(Band(first, hour, total - before))
            first, before = hour + 1, total
    if found:
        last = found.pop()
        end = running[-1] or 0
        rest = end - sum(one.people for one in found)
        found.append(Band(last.first, len(running) - 1, rest))
    return tuple(found)


@given(CELLS)
def test_hours_tell_nothing_that_the_running_total_did_not(cells: list[int]) -> None:
    running = [shown(total) for total in accumulate(cells)]
    assert bands(cells) == from_running_totals(running)


@given(CELLS, st.data())
def test_over_time_a_running_total_tells_of_arrivals_after_the_fourth_alone(
    cells: list[int], data: st.DataObject
) -> None:
    # What the ADR accepts, and no more: two looks give the arrivals between them where both were exact.
    totals = list(accumulate(cells))
    one, other = sorted(data.draw(st.tuples(*[st.integers(0, len(totals) - 1)] * 2)))
    before, after = shown(totals[one]), shown(totals[other])
    if totals[one] < EXACT_FROM:
        assert before is None
    if before is not None and after is not None:
        assert after - before == totals[other] - totals[one]


@given(CELLS, st.integers(0, 23), st.integers(1, 3))
def test_what_comes_late_moves_the_total_and_no_band(
    cells: list[int], hour: int, late: int
) -> None:
    # Bands are published once; the push keeps them (tests/system/tracer/test_head_counts.py). Were they made anew, the
    # difference would tell the hour of whoever came late.
    hour %= len(cells)
    again = [*cells]
    again[hour] += late
    published = bands(cells)
    assert shown(sum(again)) == sum(again) or published == ()
