"""kill -9 of PostgreSQL and of the processes under load: `ansim serve` brings each back, the gateway stays up meanwhile.

No acknowledged check-in is lost, none is doubled. The short form runs with all tests; `make soak` checks a million in,
over 20 kills of the postmaster.
"""

import asyncio
import os
import random
import time
from collections.abc import Iterator
from datetime import date

import httpx
import pytest

from ansim.rpc import CallError, UnreachableError
from support.by_person import ByPerson
from support.chaos import Account, Crowd, Outage, Target, Whole, account, strike, whole
from support.folders import own_folder
from support.system import PATIENCE, System

MOST_SECONDS = 10.0  # without a store, on a machine that is not busy with something else
pytestmark = pytest.mark.fault


@pytest.fixture
def served() -> Iterator[Whole]:
    with own_folder() as folder, whole(folder) as running:
        yield running


async def load_and_kill(
    served: Whole, targets: list[Target], goal: int, together: int
) -> tuple[list[Outage], list[Crowd]]:
    """Kill one after another, spread over the whole load."""
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=served.system.address, timeout=PATIENCE, limits=limits
    ) as client:
        crowds = [
            Crowd(served.system, client, phones=16),
            Crowd(served.system, client, phones=8, together=together, held=True),
        ]
        # One by one at the door, and together, as phones bring them that come back from a cellar.
        goals = (goal // 10, goal - goal // 10)
        outages = []
        async with asyncio.TaskGroup() as group:
            for crowd, part in zip(crowds, goals, strict=True):
                group.create_task(crowd.run(part))
            await asyncio.sleep(0)
            for turn, target in enumerate(targets, 1):
                while crowds[1].share_done < turn / (len(targets) + 1):
                    await asyncio.sleep(0.01)
                    assert [crowd.wrong for crowd in crowds] == [[], []]
                outages.append(await strike(served, crowds[1], target))
            crowds[1].held = False
    return outages, crowds


def await_tracer(served: Whole) -> float:
    """Seconds until the tracer knows everybody who is stored, each a person of their own or more."""
    system, began = served.system, time.monotonic()
    with system.owner("visits") as connection:
        row = connection.execute("SELECT count(DISTINCT tag) FROM visits.visit").fetchone()
    assert row
    (people,) = row
    tracer = ByPerson(system)
    while True:
        try:
            found = tracer.state().people
        except (CallError, UnreachableError):
            found = 0
        if found == people:
            return time.monotonic() - began
        assert time.monotonic() - began < PATIENCE, f"the tracer knows {found} of {people}"
        time.sleep(0.1)


def judge(served: Whole, outages: list[Outage], crowds: list[Crowd]) -> tuple[Account, float]:
    """What must hold after every run."""
    assert [crowd.wrong for crowd in crowds] == [[], []]
    found = account(served.system, crowds)
    assert found.balances, found
    for outage in outages:
        assert outage.missing == [], outage
        assert outage.gateway_stayed or outage.target == "gateway", outage
    return found, await_tracer(served)


def tell(found: Account, outages: list[Outage], behind: float) -> str:
    seconds = sorted(one.seconds for one in outages if one.target == "postmaster")
    return (
        f"\n{len(outages)} kills, {len(seconds)} of the postmaster: {found.acknowledged} check-ins acknowledged,"
        f" {found.lost} lost, {found.doubled} doubled; stored again after {seconds[len(seconds) // 2]:.1f} s"
        f" (median), {seconds[-1]:.1f} s (longest); the tracer knew all {behind:.1f} s later"
    )


def test_whoever_is_killed_comes_back_and_nothing_acknowledged_is_lost_or_doubled(
    served: Whole, capsys: pytest.CaptureFixture[str]
) -> None:
    kills: list[Target] = ["postmaster", "gateway", "postgres", "tracer", "postmaster"]
    outages, crowds = asyncio.run(load_and_kill(served, kills, 3000, 5))
    found, behind = judge(served, outages, crowds)
    with capsys.disabled():
        print(tell(found, outages, behind))


@pytest.mark.soak
def test_a_million_check_ins_survive_all_kills(
    served: Whole, capsys: pytest.CaptureFixture[str]
) -> None:
    """`ANSIM_SOAK=50000 make soak` takes fewer."""
    goal = int(os.environ.get("ANSIM_SOAK", "1000000"))
    kills: list[Target] = ["postmaster"] * 20 + ["postgres"] * 5 + ["gateway"] * 10 + ["tracer"] * 2
    seed = int(os.environ.get("ANSIM_SEED", date.today().toordinal()))  # noqa: DTZ011 any number serves
    random.Random(seed).shuffle(kills)
    outages, crowds = asyncio.run(load_and_kill(served, kills, goal, 8))
    found, behind = judge(served, outages, crowds)
    with capsys.disabled():
        print(f"\nseed {seed}" + tell(found, outages, behind))
    longest = max(one.seconds for one in outages if one.target in ("postmaster", "postgres"))
    assert longest < MOST_SECONDS


def test_the_server_really_syncs(system: System) -> None:
    with system.connect_as("gateway", "visits") as connection:
        names = ("fsync", "full_page_writes", "synchronous_commit")
        assert [connection.execute(f"SHOW {name}").fetchone() for name in names] == [("on",)] * 3
