"""What a search sees while the index changes."""

import threading
import time

import numpy as np
import pytest

from ansim.tracing.contacts import search
from ansim.tracing.index import Index, visit_log

DAY = 86_400


def column(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int32)


def met(index: Index) -> dict[int, int]:
    found = search.of_itinerary(index.snapshot, search.Workspace(), 0, 0, DAY)
    return dict(zip(found.person.tolist(), found.overlap.tolist(), strict=True))


def test_a_running_search_never_misses_a_visit_whose_end_moves_later() -> None:
    index = Index.build(
        visit_log([0, 1], [0, 0], [0, 10], [DAY - 400, 20]), [0, DAY], people=100_000, venues=5_000
    )
    seen: list[dict[int, int]] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.append(met(index))

    looking = threading.Thread(target=look)
    looking.start()
    for turn, end in enumerate(range(30, 6030, 20)):
        index.end_stays(column(1), column(0), column(10), column(end))
        while len(seen) < turn // 3 and looking.is_alive():  # neither leaves the other behind
            time.sleep(0)
        if end % 400 == 30:
            index.merge_runs()
    done.set()
    looking.join()
    assert len(seen) >= 99
    overlaps = [one.get(1, -1) for one in seen]
    assert -1 not in overlaps
    assert overlaps == sorted(overlaps)
    assert met(index) == {1: 6000}


def test_of_several_ends_of_one_visit_in_a_batch_the_last_counts() -> None:
    index = Index.build(visit_log([0, 1], [0, 0], [0, 10], [5000, 20]), [0, DAY])
    assert (
        index.end_stays(column(1, 1, 0), column(0, 0, 0), column(10, 10, 0), column(900, 700, 4000))
        == 3
    )
    assert met(index) == {1: 690}
    assert index.end_stays(column(1), column(0), column(10), column(30)) == 1
    assert met(index) == {1: 20}


@pytest.mark.parametrize("moment", [0, DAY])
def test_a_snapshot_in_use_keeps_its_visits(moment: int) -> None:
    index = Index.build(visit_log([0, 1], [0, 0], [0, 10], [5000, 20]), [0, DAY])
    before = index.snapshot
    index.end_stays(column(1), column(0), column(10), column(900))
    index.drop_before(moment)
    found = search.of_itinerary(before, search.Workspace(), 0, 0, DAY)
    assert found.overlap.tolist() == [10]
