"""The riskiest chains against the oracle that follows every way of being exposed."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansim.tracing import reference
from ansim.tracing.reach import ReachQuestion, ReachWorkspace, riskiest
from ansim.tracing.reference import Stay
from support.logs import PEOPLE, VENUES, Asked, asked, indexes, latents, logs, windows

BETA = 2.0
FACTOR = [0.5, 1.0, 2.0, 3.0]
HAZARD = np.array(FACTOR) * BETA / 60.0


@settings(deadline=None)
@given(asked(degrees=3), st.integers(1, PEOPLE))
def test_the_riskiest_are_the_reference_s(world: Asked, limit: int) -> None:
    want = reference.riskiest(world.stays, world.question, FACTOR.__getitem__, BETA, world.zones)
    work = ReachWorkspace(PEOPLE)
    assert len(HAZARD) == VENUES
    for name, index in world.indexes().items():
        got = riskiest(index.snapshot, work, world.question, limit, HAZARD)
        assert len(got) == min(limit, len(want)), name
        assert got.risk.tolist() == pytest.approx(sorted(want.values(), reverse=True)[:limit]), name
        assert got.risk.tolist() == pytest.approx(
            [want[person] for person in got.person.tolist()]
        ), name


@settings(deadline=None)
@given(logs, windows, st.integers(1, 4), latents, st.integers(0, PEOPLE - 1))
def test_every_chain_is_made_of_links_in_order_of_time(
    stays: list[Stay], window: tuple[int, int], degrees: int, latent: int, case: int
) -> None:
    got = riskiest(
        indexes(stays, 15)["days"].snapshot,
        ReachWorkspace(PEOPLE),
        ReachQuestion(case, *window, degrees, latent=latent),
        PEOPLE,
        HAZARD,
    )
    for place in range(len(got)):
        chain = got.chain(place)
        assert chain[-1] == (got.person[place], got.exposed[place])
        assert len(chain) == got.links[place]
        assert ([case] + [person for person, _ in chain])[-2] == got.via[place]
        moments = [at for _person, at in chain]
        assert moments[0] >= window[0]
        assert all(later >= earlier + latent for earlier, later in itertools.pairwise(moments))


@settings(deadline=None)
@given(logs, windows, st.integers(1, 3), st.integers(0, PEOPLE - 1), st.integers(1, 4))
def test_whoever_passes_the_danger_on_is_among_the_riskiest(
    stays: list[Stay], window: tuple[int, int], degrees: int, case: int, limit: int
) -> None:
    got = riskiest(
        indexes(stays, 15)["runs"].snapshot,
        ReachWorkspace(PEOPLE),
        ReachQuestion(case, *window, degrees),
        limit,
        HAZARD,
    )
    for via, risk in zip(got.via.tolist(), got.risk.tolist(), strict=True):
        if via != case and risk > got.risk[-1]:
            assert via in got.person
