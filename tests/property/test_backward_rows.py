from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansim.tracing import reference
from ansim.tracing.contacts import search
from ansim.tracing.ranking import backward, risk
from ansim.tracing.reach import ReachQuestion, ReachWorkspace, reach
from ansim.tracing.reference import Stay
from support.logs import PEOPLE, VENUES, indexes, logs, windows


@settings(deadline=None)
@given(
    logs,
    windows,
    st.integers(2, 4),
    st.integers(1, 9),
    st.integers(0, 15),
    st.integers(0, PEOPLE - 1),
)
def test_rows_are_the_references_people_and_their_risk_is_the_product_along_via(
    stays: list[Stay], window: tuple[int, int], degrees: int, minimum: int, latent: int, case: int
) -> None:
    snapshot = indexes(stays, 15)["days"].snapshot
    hazard: Any = risk.BETA / 60 * np.linspace(0.5, 3, VENUES)
    met = search.of_itinerary(
        snapshot, search.Workspace(), case, *window, minimum=minimum, hazard=hazard
    )
    direct = risk.of_contacts(met, case)
    reached = reach(
        snapshot,
        ReachWorkspace(PEOPLE),
        ReachQuestion(case, *window, degrees, minimum, latent),
        back=True,
    )
    rows = backward.rows(direct, reached, hazard)
    near = reference.contacts_of_itinerary(stays, case, *window, minimum)
    doses = reference.doses_of_itinerary(stays, case, *window, hazard.tolist())
    back = reference.reach_back(stays, case, *window, degrees, minimum, latent)
    got = dict(zip(rows.person.tolist(), range(len(rows)), strict=True))
    assert set(got) == set(near) | set(back)
    assert len(got) == len(rows)
    for person, row in got.items():
        venue, overlap = int(rows.venue[row]), int(rows.overlap[row])
        if person in near:
            assert (rows.degree[row], rows.via[row], overlap) == (1, case, near[person].overlap)
            assert rows.risk[row] == pytest.approx(-np.expm1(-doses[person]))
            continue
        link = -np.expm1(-hazard[venue] * overlap)
        want = back[person]
        assert (rows.degree[row], rows.last[row], rows.via[row]) == (
            want.degree,
            want.exposed,
            want.via,
        )
        assert overlap == rows.last[row] - rows.first[row] >= minimum
        upstream = 1.0 if want.via == case else float(rows.risk[got[want.via]])
        assert rows.risk[row] == pytest.approx(link * upstream)
