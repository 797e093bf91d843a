"""kill -9 of the gateway and of PostgreSQL under load: no acknowledged check-in is lost, none is doubled."""

import asyncio
import os
import random
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from ansim.database.embedded import get_server
from ansim.domain.identifiers import new_person_id
from support.system import PATIENCE, System, check_in, own_folder, running_system

KILLS = 10
PHONES = 24
pytestmark = [pytest.mark.fault, pytest.mark.timeout(240)]


@pytest.fixture
def own_system() -> Iterator[System]:
    """A system of its own: what is killed here is nobody else's."""
    with own_folder() as folder, running_system(folder) as running:
        yield running


class Phone:
    """Sends check-ins one after another; what got no answer is sent again, as the app's offline queue does."""

    def __init__(self, system: System, client: httpx.AsyncClient) -> None:
        self.system, self.client = system, client
        self.sent: set[str] = set()
        self.accepted: list[str] = []
        self.duplicates = 0

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.deliver(
                check_in(self.system.venues["cafe"]), self.system.bearer(new_person_id())
            )

    async def deliver(self, body: dict[str, Any], headers: dict[str, str]) -> None:
        self.sent.add(body["id"])
        while True:
            try:
                answer = await self.client.post("/v1/check-ins", json=body, headers=headers)
            except httpx.HTTPError:
                await asyncio.sleep(0.02)  # the phone's back-off
                continue
            if answer.status_code in {200, 201}:
                self.accepted.append(body["id"])
                self.duplicates += answer.json()["status"] == "duplicate"
                return
            assert answer.status_code == 503, answer.text
            await asyncio.sleep(0.02)


def kill_postgres(folder: Path) -> None:
    """Kill the postmaster and start it again; its data is recovered from the write-ahead log."""
    data = folder / "postgres"
    postmaster = int((data / "postmaster.pid").read_text().split()[0])
    children = _children(postmaster)
    os.kill(postmaster, signal.SIGKILL)
    for child in children:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue
    _await_end([postmaster, *children])
    # Where nobody reaps the dead (containers without an init), PostgreSQL takes a zombie for a living postmaster.
    for lock in (data / "postmaster.pid", data / ".s.PGSQL.5432.lock"):
        lock.unlink(missing_ok=True)
    get_server(data).ensure_postgres_running()


def _children(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False
    )
    return [int(number) for number in listed.stdout.split()]


def _await_end(processes: list[int]) -> None:
    for process in processes:
        while (
            Path(f"/proc/{process}").exists()
            and "Z" not in Path(f"/proc/{process}/stat").read_text().split()[2]
        ):
            os.sched_yield()


async def load_and_kill(system: System) -> list[Phone]:
    """Phones check in while one process after another is killed."""
    chance, stop = random.Random(9), asyncio.Event()
    async with httpx.AsyncClient(base_url=system.gateway_url, timeout=PATIENCE) as client:
        phones = [Phone(system, client) for _ in range(PHONES)]
        tasks = [asyncio.create_task(phone.run(stop)) for phone in phones]
        for turn in range(KILLS):
            goal = sum(len(phone.accepted) for phone in phones) + chance.randrange(50, 250)
            while sum(len(phone.accepted) for phone in phones) < goal:
                await asyncio.sleep(0.002)
                for task in tasks:
                    if task.done():
                        task.result()
            if turn % 2:
                await asyncio.to_thread(kill_postgres, system.folder)
            else:
                system.kill_gateway()
                await asyncio.to_thread(system.start_gateway)
        stop.set()
        await asyncio.gather(*tasks)
    return phones


def test_no_acknowledged_check_in_is_lost_and_none_is_doubled(
    own_system: System, capsys: pytest.CaptureFixture[str]
) -> None:
    phones = asyncio.run(load_and_kill(own_system))
    accepted = [visit for phone in phones for visit in phone.accepted]
    with own_system.owner("visits") as connection:
        counted = connection.execute(
            "SELECT id::text, count(*) FROM visits.visit GROUP BY id"
        ).fetchall()
    stored = dict(counted)
    assert len(accepted) > KILLS * 50
    assert [visit for visit in accepted if visit not in stored] == [], "lost"
    assert [visit for visit, times in stored.items() if times > 1] == [], "doubled"
    assert set(stored) <= {visit for phone in phones for visit in phone.sent}, "invented"
    with capsys.disabled():
        again = sum(phone.duplicates for phone in phones)
        print(
            f"\n{KILLS} kills: {len(accepted)} check-ins acknowledged, all stored once; {again} were sent twice"
        )


def test_the_server_really_syncs(system: System) -> None:
    with system.connect_as("gateway", "visits") as connection:
        names = ("fsync", "full_page_writes", "synchronous_commit")
        assert [connection.execute(f"SHOW {name}").fetchone() for name in names] == [("on",)] * 3
