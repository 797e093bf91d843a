"""The golden vectors that Python and the visitor app share; the probabilities are tested in test_dwell.py."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ansim.domain.classification import classify
from ansim.domain.infectious import infectious_window
from ansim.tracing import reference
from ansim.tracing.contacts import search
from ansim.tracing.dwell import UNBOUNDED, StayBounds, impute_end, impute_ends
from ansim.tracing.index import Index, visit_log
from ansim.tracing.reference import Stay

VECTORS = json.loads(
    (Path(__file__).parents[2] / "vectors" / "golden.json").read_text(encoding="utf-8")
)
CASE, CONTACT, HERE = 0, 1, 0


def cases(section: str) -> Any:
    return pytest.mark.parametrize(
        "case", VECTORS[section]["cases"], ids=[case["why"] for case in VECTORS[section]["cases"]]
    )


@cases("window")
def test_window(case: dict[str, Any]) -> None:
    start, end = infectious_window(
        date.fromisoformat(case["anchor"]),
        case["start_hours"],
        case["end_hours"],
        date.fromisoformat(case["today"]),
    )
    assert start == datetime.fromisoformat(case["start"]).timestamp()
    assert end == datetime.fromisoformat(case["end"]).timestamp()


@cases("dwell")
def test_imputed_end(case: dict[str, Any]) -> None:
    columns = ("entered", "left", "next_elsewhere", "travel", "closing", "dwell")
    assert impute_end(*(case[name] for name in columns)) == case["end"]
    # The same for many at once: the next check-in is a second visit of the same person.
    entered = [
        case["entered"],
        *([] if case["next_elsewhere"] is None else [case["next_elsewhere"]]),
    ]
    count = len(entered)
    left = np.full(count, -1)
    if case["left"] is not None:
        left[0] = case["left"]
    ends = impute_ends(
        np.zeros(count, np.int32),
        np.arange(count, dtype=np.int32),
        np.array(entered),
        left,
        StayBounds(
            np.full(count, case["dwell"]),
            travel=case["travel"],
            closing=np.full(count, UNBOUNDED if case["closing"] is None else case["closing"]),
        ),
    )
    assert ends[0] == case["end"]


@cases("overlap")
def test_overlap_in_the_reference_and_in_the_kernels(case: dict[str, Any]) -> None:
    stays = [
        Stay(person, HERE, *stay)
        for person, name in ((CASE, "case"), (CONTACT, "contact"))
        for stay in case[name]
    ]
    first, last = min(stay.entered for stay in stays), max(stay.left for stay in stays)
    found = reference.contacts_of_itinerary(
        stays, CASE, first, last, case["minimum"], case["residual"]
    )
    assert (found[CONTACT].overlap if CONTACT in found else 0) == case["seconds"]
    index = Index.build(visit_log(*np.array(stays, np.int64).T))
    met = search.of_itinerary(
        index.snapshot,
        search.Workspace(),
        CASE,
        first,
        last,
        minimum=case["minimum"],
        residual=case["residual"],
    )
    assert met.overlap.sum() == case["seconds"]


@cases("classification")
def test_classification(case: dict[str, Any]) -> None:
    got = classify(case["minutes"], case["chance_of_minutes"], case["chance_of_any"])
    assert got == case["classification"]
