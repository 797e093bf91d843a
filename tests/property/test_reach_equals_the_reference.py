import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansim.tracing import reference
from ansim.tracing.reach import Reached, ReachQuestion, ReachWorkspace, reach
from ansim.tracing.reference import Exposed, Stay
from support.logs import PEOPLE, Asked, asked, indexes, latents, logs, windows


def as_exposed(reached: Reached) -> dict[int, Exposed]:
    columns = (reached.person, reached.degree, reached.exposed, reached.via)
    return {
        person: Exposed(*rest)
        for person, *rest in zip(*(column.tolist() for column in columns), strict=True)
    }


@pytest.mark.parametrize("engine", ["push", "walk", "sweep"])
@settings(deadline=None)
@given(asked())
def test_every_engine_gives_the_reference_with_its_ties(engine: str, world: Asked) -> None:
    want = reference.reach(world.stays, *world.question, world.zones)
    work = ReachWorkspace(PEOPLE)
    for name, index in world.indexes().items():
        got = reach(index.snapshot, work, world.question, engine=engine)
        assert as_exposed(got) == want, name


@settings(deadline=None)
@given(logs, windows, st.integers(1, 4), st.integers(1, 9), latents, st.integers(0, PEOPLE - 1))
def test_every_chain_leads_from_the_case_in_order_of_time(
    stays: list[Stay], window: tuple[int, int], degrees: int, minimum: int, latent: int, case: int
) -> None:
    index = indexes(stays, 15)["days"]
    found = reach(
        index.snapshot,
        ReachWorkspace(PEOPLE),
        ReachQuestion(case, *window, degrees, minimum, latent),
    )
    for person, exposed in zip(found.person.tolist(), found.exposed.tolist(), strict=True):
        chain = found.chain(person)
        assert chain[-1] == (person, exposed)
        assert 1 <= len(chain) <= degrees
        moments = [at for _who, at in chain]
        assert all(later >= earlier + latent for earlier, later in itertools.pairwise(moments))
        assert moments[0] >= window[0]


@settings(deadline=None)
@given(logs, windows, st.integers(1, 3), st.integers(1, 9), st.integers(0, PEOPLE - 1))
def test_backward_finds_exactly_those_who_reach_the_case_forward(
    stays: list[Stay], window: tuple[int, int], degrees: int, minimum: int, case: int
) -> None:
    back = reference.reach_back(stays, case, *window, degrees, minimum)
    for person in range(PEOPLE):
        if person != case:
            forward = reference.reach(stays, person, *window, degrees, minimum)
            assert (case in forward) == (person in back)


@settings(deadline=None)
@given(asked(air=st.just(0)))
def test_backward_equals_the_reference(world: Asked) -> None:
    want = reference.reach_back(world.stays, *world.question[:-1], world.zones)
    work = ReachWorkspace(PEOPLE)
    for name, index in world.indexes().items():
        got = reach(index.snapshot, work, world.question, back=True)
        assert as_exposed(got) == want, name
